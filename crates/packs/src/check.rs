//! Proves that a pack is whole: nothing contradicts, nothing is out of reach, nothing is left undecided.

use crate::load::Pack;
use crate::problem::{Complaints, Problem};

/// Checks a pack that could be read.
///
/// Finds every setting that names a mechanism not built yet, that contradicts another or itself, every rule that can
/// never decide, and every case that no rule decides. Empty: the pack may be bound to a site.
#[must_use]
pub fn check(pack: &Pack) -> Vec<Problem> {
    let complaints = Complaints::new(&pack.file, &pack.text);
    complaints.into_problems()
}
