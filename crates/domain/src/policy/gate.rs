//! Gates: who is kept out of the rotation by a month's figures, from when, and what lets them in again.

use crate::ids::Cite;
use crate::share::Share;
use crate::time::Span;
use crate::vocabulary::{GateStep, Metric, Status};

/// Keeps people out of the rotation from the 1st of the month after the one judged; their own customers stay theirs.
#[derive(Clone, PartialEq, Debug)]
pub struct GateRule {
    /// What is measured.
    pub metric: Metric,
    /// Whom it hits.
    pub bound: Bound,
    /// Only people of these statuses are judged, and ranked among each other; none: everybody.
    pub among: Vec<Status>,
    /// What has to be done before they take part again, in any order; nothing: a lead's word is enough.
    pub release: Vec<GateStep>,
    /// A test failed is final.
    pub once: bool,
    /// It ends by itself after so long.
    pub lasts: Option<Span>,
    /// On what this rests.
    pub cite: Cite,
}

/// Whom a gate hits. A month without a lead counts for nobody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bound {
    /// Everybody strictly under this part.
    Below(Share),
    /// Everybody with fewer than so many.
    Fewer(u32),
    /// The lowest of all, where one alone is.
    Lowest,
}
