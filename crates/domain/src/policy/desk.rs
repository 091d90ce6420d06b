//! The front desk: who waits there for the next customer, and a house's normal hours.

use chrono::NaiveTime;

use crate::ids::Cite;

/// What a house says of its front desk.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct DeskRules {
    /// Are there posts A (the earliest open cell able to receive) and B (the next)?
    pub posts: Option<Cite>,
    /// May nobody step away who would leave the desk without anybody able to receive?
    pub never_empty: Option<Cite>,
}

/// Normal hours, where a site names none of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HoursRule {
    /// From this time of day.
    pub from: NaiveTime,
    /// To this time of day, exclusive.
    pub to: NaiveTime,
    /// Outside them the order rests: nobody loses a turn by leaving, and the desk may be empty.
    pub rests: bool,
    /// On what this rests.
    pub cite: Cite,
}
