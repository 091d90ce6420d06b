//! Proves that a pack is whole: nothing contradicts, nothing is out of reach, nothing is left undecided.

mod alike;
mod built;
mod found;
mod gate;
mod lists;
mod pass;
mod search;
mod settings;
mod split;
mod tasks;
mod visit;
mod visit_facts;

pub use alike::decides_alike;

use crate::load::Pack;
use crate::problem::{Complaints, Problem};

/// Checks a pack that could be read.
///
/// Finds every word without a mechanism, every setting that contradicts another or itself, every rule that can never
/// decide (and those that shadow it), and every case that no rule decides; by going through all combinations of the
/// facts that its rules tell apart. Empty: the pack may be bound to a site.
#[must_use]
pub fn check(pack: &Pack) -> Vec<Problem> {
    let mut check = Check { complaints: Complaints::new(&pack.file, &pack.text) };
    built::check(&mut check, &pack.document);
    settings::check(&mut check, pack);
    tasks::check(&mut check, &pack.document);
    pass::check(&mut check, pack);
    visit::check(&mut check, pack);
    found::check(&mut check, pack);
    split::check(&mut check, pack);
    gate::check(&mut check, pack);
    check.complaints.into_problems()
}

/// One check in progress.
struct Check<'a> {
    complaints: Complaints<'a>,
}

impl Check<'_> {
    fn complain(&mut self, at: usize, message: impl Into<String>) {
        self.complaints.at(at, message);
    }

    fn line(&self, at: usize) -> usize {
        self.complaints.line(at)
    }
}
