//! One person's row: a frontier of untouched rounds and the earlier cells that are still open.

use serde::{Deserialize, Serialize};

use crate::decision::Rank;
use crate::ids::StaffId;

/// A person's row of a turn table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Whose row.
    pub staff: StaffId,
    /// The first round that nothing has happened to; it and all later ones are open.
    pub frontier: u32,
    /// Cells of earlier rounds that are still open, by round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<OpenCell>,
    /// One turn in every two rounds: rounds `from`, `from + 2`, … are blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate_from: Option<u32>,
}

/// A cell that was passed over or reopened and can still be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenCell {
    /// Its round.
    pub round: u32,
    /// Its rank; [`Rank::Fresh`] for a cell whose row was moved to the end.
    pub rank: Rank,
    /// Deferred within the grace of a running absence; forfeited when the absence outlasts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_grace: bool,
}
