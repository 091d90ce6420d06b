//! The turn table: rows are people in order, columns are rounds, and a new customer goes to the earliest open cell.

mod row;
mod scan;

pub use row::{OpenCell, Row};
pub use scan::{CellKey, Scan};

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::vocabulary::Channel;

/// The sheet by the door for one channel (or a group of channels that share it).
///
/// Only cells that can still change are kept; what a sheet looked like is a projection of the journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TurnTable {
    /// The channel that stands for the table.
    pub channel: Channel,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The running round: the highest with a cell closed by the scan; 0 before the first.
    pub running: u32,
    /// Rows whose cell was closed at once since the table's last decision, for the next explanation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_since: Vec<crate::decision::Considered>,
}

impl TurnTable {
    /// An empty sheet.
    #[must_use]
    pub fn new(channel: Channel) -> Self {
        Self { channel, rows: Vec::new(), running: 0, closed_since: Vec::new() }
    }

    /// The position of somebody's row, from the top.
    #[must_use]
    pub fn position(&self, staff: &StaffId) -> Option<usize> {
        self.rows.iter().position(|row| row.staff == *staff)
    }
}
