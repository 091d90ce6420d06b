//! The house rules as tests, so that nobody has to remember them: what may depend on what, and how the tree is kept.
//!
//! Each rule is a function from the tree (or the crate graph) to the list of what breaks it. It is applied to this
//! repository, and beside that to a planted offender, because a rule that cannot fail proves nothing.

mod code;
mod documents;
mod layers;
mod rust_source;
mod size;
mod tidy;
mod tree;

/// Fails with everything that was found, not only the first.
#[track_caller]
fn assert_none(broken: &[String]) {
    assert!(broken.is_empty(), "{} broken:\n  {}", broken.len(), broken.join("\n  "));
}
