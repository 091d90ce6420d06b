//! What becomes of the turn of somebody who could not receive.

use crate::ids::Cite;
use crate::policy::Consequence;
use crate::time::Span;
use crate::vocabulary::{Cause, Outcome};

/// For certain causes: the outcome, when it falls, and what it brings besides.
#[derive(Clone, PartialEq, Debug)]
pub struct PassRule {
    /// The causes for which this rule speaks.
    pub causes: Vec<Cause>,
    /// Only when a lead had approved the absence (`Some(true)`), or only when none had.
    pub approved: Option<bool>,
    /// The outcome by how long the absence has lasted; the last stage has no end.
    ///
    /// A cell deferred at an earlier stage takes the later stage's outcome at the moment the absence outlasts it.
    pub stages: Vec<Stage>,
    /// When the turn-holder's outcome falls.
    pub effect: TakesEffect,
    /// Away for less than so long: the visitor waits for them, and nobody else is looked for.
    pub wait_under: Option<Span>,
    /// Only after more than so long at the front without a customer (for a turn passed on).
    pub after: Option<Span>,
    /// Does it count as a turn given up by choice? One absence counts once.
    pub given_up: bool,
    /// At most so many cells deferred for one absence; further ones are forfeited.
    pub cap: Option<u8>,
    /// What befalls the turn-holder besides (never the rows behind).
    pub consequence: Option<Consequence>,
    /// On what the rule rests.
    pub cite: Cite,
}

impl PassRule {
    /// Does the rule speak for this cause, when the scan comes upon somebody or a turn is given up?
    #[must_use]
    pub fn covers(&self, cause: Cause, approved: bool) -> bool {
        self.effect != TakesEffect::Leaving && self.names(cause, approved)
    }

    /// Does the rule close the turn of the first in turn at once, when they leave for this cause?
    #[must_use]
    pub fn closes_on_leaving(&self, cause: Cause, approved: bool) -> bool {
        self.effect == TakesEffect::Leaving && self.names(cause, approved)
    }

    fn names(&self, cause: Cause, approved: bool) -> bool {
        self.causes.contains(&cause) && self.approved.is_none_or(|wanted| wanted == approved)
    }

    /// The outcome after an absence of `elapsed`.
    #[must_use]
    pub fn outcome(&self, elapsed: Span) -> Outcome {
        self.stages
            .iter()
            .find(|stage| stage.through.is_none_or(|through| elapsed <= through))
            .or(self.stages.last())
            .map_or(Outcome::Keep, |stage| stage.outcome)
    }
}

/// One stage of an outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stage {
    /// Up to and including this length of the absence; `None` from here on.
    pub through: Option<Span>,
    /// What becomes of the cell.
    pub outcome: Outcome,
}

/// When the outcome for the turn-holder falls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakesEffect {
    /// When somebody else receives; until then nobody is passed over.
    Reception,
    /// At the arrival, whoever could receive.
    Arrival,
    /// When the first in turn leaves: their cell is closed at once.
    Leaving,
}
