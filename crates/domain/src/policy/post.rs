//! Timed posts (greeting, standing) that go round over the same people.

use chrono::NaiveTime;

use crate::ids::{Cite, Label};
use crate::time::Span;

/// One post and how it goes round.
#[derive(Clone, PartialEq, Debug)]
pub struct PostRule {
    /// The house's name for the post.
    pub name: Label,
    /// In which direction of the order it moves.
    pub direction: Direction,
    /// How long one period lasts.
    pub every: Span,
    /// On what the length rests.
    pub every_cite: Cite,
    /// From this time of day on, if not all day.
    pub from: Option<(NaiveTime, Cite)>,
    /// Until this time of day, if not all day; the last period ends with it.
    pub to: Option<(NaiveTime, Cite)>,
    /// The day's first period is that of the first in turn, not of the first in the order.
    pub first_in_turn: Option<Cite>,
    /// Is standing time that a reception cut short stood afterwards?
    pub makes_up: bool,
    /// On what the rule rests.
    pub cite: Cite,
}

/// The direction in which a post goes through the order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// From the first to the last.
    Forward,
    /// From the last to the first.
    Reverse,
}
