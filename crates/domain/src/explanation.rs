//! Sentences for whoever reads a decision, a refusal or "why not me?", built from values at the moment of reading.
//!
//! Nothing here decides and nothing here is stored: the same decision reads differently tomorrow if a phrase is
//! improved, and still cites the same clauses.

mod chinese;
mod conduct;
mod english;
mod findings;
mod kept_out;
mod prose;
mod refusals;
pub mod why_not;

#[cfg(test)]
mod decision_tests;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use conduct::conduct_text;
pub use findings::{finding_text, parties};
pub use kept_out::kept_out_text;
pub use refusals::{refusal, refusal_title};
pub use why_not::{why_not, why_not_text};

use crate::decision::{Considered, Decision, Incident};
use crate::ids::StaffId;
use crate::time::Zone;
use crate::vocabulary::{Cause, Outcome};
use prose::Prose;

/// A language in which decisions are explained.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Chinese, in simplified characters.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: &'static [Self] = &[Self::Zh, Self::En];

    /// The language's tag (BCP 47), which is also its key in a decision's `text`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

/// What people are called; names are particulars and live outside the domain.
pub trait Names {
    /// The display name of somebody of the house; their id where no name is known.
    fn staff<'a>(&'a self, id: &'a StaffId) -> Cow<'a, str>;
}

/// Calls everybody by their id.
#[derive(Clone, Copy, Debug)]
pub struct Ids;

impl Names for Ids {
    fn staff<'a>(&'a self, id: &'a StaffId) -> Cow<'a, str> {
        Cow::Borrowed(id.as_str())
    }
}

/// What sentences need to know of the house beyond the decision itself.
#[derive(Clone, Copy)]
pub struct House<'a> {
    /// What people are called.
    pub names: &'a dyn Names,
    /// The currency of fines (ISO 4217), as the pack names it.
    pub currency: &'a str,
    /// The zone by whose wall clock ends of suspensions are told.
    pub zone: Zone,
}

/// The whole decision: who receives as what and on which turn, then everybody passed over in the order of the scan,
/// each with cause, outcome and clause, and what befell people besides.
#[must_use]
pub fn text(decision: &Decision, lang: Lang, house: &House<'_>) -> String {
    let mut prose = Prose::new(lang);
    match lang {
        Lang::Zh => chinese::decision(&mut prose, decision, house),
        Lang::En => english::decision(&mut prose, decision, house),
    }
    prose.finish()
}

/// Those passed over; the one who receives is told first and apart.
fn passed_over(decision: &Decision) -> impl Iterator<Item = &Considered> {
    decision.because.iter().filter(|considered| considered.outcome != Outcome::Chosen)
}

/// Their cell had been closed before this visitor came. (A call in vain is for this visitor and says so itself.)
fn past(considered: &Considered) -> bool {
    considered.closed_before && considered.cause != Some(Cause::NoAnswer)
}

/// Deferred, but only as long as a running absence stays within its grace.
fn lapses(considered: &Considered) -> bool {
    considered.in_grace
        && matches!(considered.outcome, Outcome::Defer | Outcome::DeferPriority | Outcome::DeferOnClaim)
}

/// Moved to the end of a round that is over: nothing is kept.
fn round_is_over(considered: &Considered) -> bool {
    considered.outcome == Outcome::MoveToEnd && considered.lost.is_some()
}

/// What the very rule that passed somebody over brought them besides: told in the same sentence.
fn besides<'a>(decision: &'a Decision, considered: &'a Considered) -> impl Iterator<Item = &'a Incident> {
    decision.incidents.iter().filter(|incident| of_the_same_rule(incident, considered))
}

/// What befell people by other rules: told in sentences of their own.
fn apart(decision: &Decision) -> impl Iterator<Item = &Incident> {
    decision
        .incidents
        .iter()
        .filter(|incident| !passed_over(decision).any(|considered| of_the_same_rule(incident, considered)))
}

fn of_the_same_rule(incident: &Incident, considered: &Considered) -> bool {
    incident.staff == considered.staff && incident.cite == considered.cite
}
