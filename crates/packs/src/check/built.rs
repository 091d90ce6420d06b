//! The one list of words that packs may already say and no mechanism carries out yet.

use domain::vocabulary::{Outcome, Receiver};

use super::Check;
use crate::located::Located;
use crate::schema::Document;
use crate::words::{Word, Words};

/// What has no mechanism yet, as `(kind of word, word)`. A mechanism becomes available by deleting its line.
const NOT_BUILT: &[(&str, &str)] =
    &[(Receiver::WHAT, "post_holder"), (Receiver::WHAT, "area_holder"), (Receiver::WHAT, "term_holder")];

/// Is there a mechanism for this word?
pub(super) fn is_built<W: Word>(value: W) -> bool {
    listed(W::WHAT, value.word()).is_none()
}

fn listed(what: &str, word: &str) -> Option<(&'static str, &'static str)> {
    NOT_BUILT.iter().copied().find(|(kind, known)| *kind == what && *known == word)
}

/// Complains of every word in the document that has no mechanism yet.
pub(super) fn check(check: &mut Check<'_>, document: &Document) {
    for rule in &document.pass {
        words(check, &rule.r#if.cause);
        for stage in &rule.r#do.0 {
            word::<Outcome>(check, stage.is.value.0, stage.is.at);
        }
    }
    for rule in &document.visit {
        for step in rule.to.iter() {
            word(check, step.who, step.at);
        }
        let cells = rule.to.iter().filter_map(|step| step.cell.as_ref()).chain(rule.cell.as_ref());
        for cell in cells {
            word(check, cell.value.0, cell.at);
        }
    }
    for rule in &document.found {
        words(check, &rule.r#do);
    }
}

fn words<W: Word>(check: &mut Check<'_>, written: &Words<W>) {
    for Located { value, at } in &written.0 {
        word(check, *value, *at);
    }
}

fn word<W: Word>(check: &mut Check<'_>, value: W, at: usize) {
    if !is_built(value) {
        check.complain(at, not_built(W::WHAT, value.word()));
    }
}

fn not_built(what: &str, word: &str) -> String {
    format!("the {what} `{word}` is not built yet")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knows<W: Word>(what: &str, word: &str) -> bool {
        W::WHAT == what && W::words().iter().any(|(known, _)| *known == word)
    }

    #[test]
    fn every_line_of_the_list_names_a_word_that_packs_may_say() {
        for (what, word) in NOT_BUILT {
            let known = knows::<Receiver>(what, word);
            assert!(known, "{what} `{word}`");
        }
    }
}
