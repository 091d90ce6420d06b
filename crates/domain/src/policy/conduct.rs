//! Fines, bars and suspensions, and who is not in the rotation at all.

use crate::ids::{Cite, ClauseId};
use crate::time::Span;
use crate::vocabulary::{Says, Status};

/// What a breach or an absence brings.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Consequence {
    /// A fine in cents of the pack's currency.
    pub fine_cents: Option<u32>,
    /// Out of the rotation until local midnight.
    pub bar_day: bool,
    /// Out of the rotation for so long from when it is imposed.
    pub suspend: Option<Span>,
    /// A warning on record.
    pub warning: bool,
    /// One turn in every two rounds until a manager clears it.
    pub alternate: bool,
}

/// A breach that a person reports.
#[derive(Clone, PartialEq, Debug)]
pub struct Breach {
    /// The clauses whose breach this is.
    pub of: Vec<ClauseId>,
    /// Visitors towards whom it is no breach.
    pub except: Vec<Says>,
    /// What it brings.
    pub consequence: Consequence,
}

/// What turns given up by choice bring, counted anew each day.
#[derive(Clone, PartialEq, Debug)]
pub struct GiveUpRule {
    /// At each so-manieth.
    pub times: u32,
    /// What it brings.
    pub consequence: Consequence,
    /// On what the rule rests.
    pub cite: Cite,
}

/// Keeps people out of the rotation; their own customers stay theirs unless they leave the house.
#[derive(Clone, PartialEq, Debug)]
pub struct EligibilityRule {
    /// What keeps them out.
    pub unfit: Unfitness,
    /// On what this rests.
    pub cite: Cite,
}

/// A ground for not being in the rotation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unfitness {
    /// One of these statuses.
    Status(Vec<Status>),
}

/// Who may decide something.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Authority {
    /// A supervisor or a manager.
    #[default]
    Lead,
    /// A manager only; a supervisor where the house has no manager.
    Manager,
}
