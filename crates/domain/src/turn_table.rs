//! The turn table: rows are people in order, columns are rounds, and a new customer goes to the earliest open cell.

mod id;
mod row;
mod scan;
#[cfg(test)]
mod tests;

pub use id::TableId;
pub use row::{OpenCell, Passing, Row};
pub use scan::{CellKey, Hindrance, Scan, Verdict};

use serde::{Deserialize, Serialize};

use crate::decision::{Considered, Rank};
use crate::ids::StaffId;
use crate::vocabulary::{Channel, Outcome};

/// The sheet by the door for one channel (or a group of channels that share it).
///
/// Only cells that can still change are kept; what a sheet looked like is a projection of the journal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TurnTable {
    /// The channel that stands for the table.
    pub channel: Channel,
    /// The department whose sheet it is, by its place in the floor's list, where departments have sheets of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<u16>,
    /// From top to bottom.
    pub rows: Vec<Row>,
    /// The running round: the highest with a cell closed by the scan; 0 before the first. Cells taken by name, by
    /// match, ahead, or closed at once do not move it.
    pub running: u32,
    /// Rows whose cell was closed at once since the table's last decision, for the next explanation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_since: Vec<Considered>,
}

impl TurnTable {
    /// An empty sheet.
    #[must_use]
    pub fn new(channel: Channel) -> Self {
        Self { channel, department: None, rows: Vec::new(), running: 0, closed_since: Vec::new() }
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> TableId {
        TableId { channel: self.channel, department: self.department }
    }

    /// The position of somebody's row, from the top.
    #[must_use]
    pub fn position(&self, staff: &StaffId) -> Option<usize> {
        self.rows.iter().position(|row| row.staff == *staff)
    }

    /// Somebody's row.
    #[must_use]
    pub fn row(&self, staff: &StaffId) -> Option<&Row> {
        self.rows.iter().find(|row| row.staff == *staff)
    }

    pub(crate) fn row_mut(&mut self, staff: &StaffId) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.staff == *staff)
    }

    /// Puts somebody's row at the bottom, unless they have one; they still take part in the running round if it has
    /// not passed that row, which at the bottom it never has. `first`: the round in which they begin, where that is
    /// another than the running one.
    pub(crate) fn join(&mut self, staff: &StaffId, seat: usize, first: Option<u32>) {
        // Seats are compared, not names: a large house is seated row by row.
        if self.rows.iter().all(|row| row.seat != seat) {
            self.rows.push(Row::new(staff.clone(), seat, first.unwrap_or(self.running).max(1)));
        }
    }

    /// The running round among some of the rows, as their cells show it: where all have closed the same rounds, the
    /// last of these; else the first that is open for somebody.
    pub(crate) fn round_of(&self, among: impl Fn(usize) -> bool) -> Option<u32> {
        let rounds = self.rows.iter().filter(|row| among(row.seat)).map(|row| row.frontier);
        let (least, most) = (rounds.clone().min()?, rounds.max()?);
        Some(if least < most { least } else { least.saturating_sub(1) }.max(1))
    }

    /// Treats the cells that the scan passed before the cell at `limit`, row by row, and moves rows to the end.
    ///
    /// `passings` are by staff, in the order of the scan; `absent` tells, by seat, who is not on today's sheet,
    /// whose earlier cells become blank.
    pub(crate) fn pass_before(
        &mut self,
        limit: CellKey,
        passings: &[(StaffId, Passing)],
        absent: impl Fn(usize) -> bool,
    ) {
        let mut running = self.running;
        for (position, row) in self.rows.iter_mut().enumerate() {
            let passing = passings.iter().find(|(staff, _)| *staff == row.staff).map(|(_, passing)| *passing);
            let passing = match passing {
                Some(passing) => passing,
                None if absent(row.seat) => Passing { outcome: Outcome::Blank, cap: None, in_grace: false },
                None => continue,
            };
            running = running.max(row.pass(position, limit, passing));
        }
        self.running = running;
        for (staff, passing) in passings {
            if passing.outcome == Outcome::MoveToEnd {
                self.move_to_end(staff);
            }
        }
    }

    /// Takes the cell of this round in somebody's row, by the scan (`by_turn`) or out of turn.
    pub(crate) fn take(&mut self, staff: &StaffId, round: u32, by_turn: bool) {
        if let Some(row) = self.row_mut(staff) {
            row.close(round);
            if by_turn {
                self.running = self.running.max(round);
            }
        }
    }

    /// Rounds that everybody there is past are behind the house, however their cells were taken: whoever joins or comes
    /// later does not stand them all behind the others. `absent` tells, by seat, who is not on today's sheet.
    pub(crate) fn catch_up(&mut self, absent: impl Fn(usize) -> bool) {
        let there = self.rows.iter().filter(|row| !absent(row.seat));
        let behind = there.map(|row| row.candidate().round.saturating_sub(1)).min().unwrap_or(0);
        if behind <= self.running {
            return;
        }
        let limit = CellKey { class: 1, round: behind.saturating_add(1), position: 0 };
        self.pass_before(limit, &[], absent);
        self.running = behind;
    }

    /// Opens a cell again.
    pub(crate) fn reopen(&mut self, staff: &StaffId, round: u32, rank: Rank) {
        if let Some(row) = self.row_mut(staff) {
            row.reopen(round, rank);
        }
    }

    /// The row goes to the bottom of the sheet, its open cells with it.
    pub(crate) fn move_to_end(&mut self, staff: &StaffId) {
        if let Some(position) = self.position(staff) {
            let row = self.rows.remove(position);
            self.rows.push(row);
        }
    }

    /// An absence outlasted its grace: what was deferred in it is forfeited.
    pub(crate) fn forfeit_grace(&mut self, staff: &StaffId) {
        if let Some(row) = self.row_mut(staff) {
            row.open.retain(|cell| !cell.in_grace);
        }
    }

    /// The absence ended in time: what was deferred in it stays.
    pub(crate) fn end_grace(&mut self, staff: &StaffId) {
        if let Some(row) = self.row_mut(staff) {
            row.open.iter_mut().for_each(|cell| cell.in_grace = false);
        }
    }

    /// Somebody asks for the cells deferred on claim.
    pub(crate) fn claim(&mut self, staff: &StaffId) {
        if let Some(row) = self.row_mut(staff) {
            row.open
                .iter_mut()
                .filter(|cell| cell.rank == Rank::Unclaimed)
                .for_each(|cell| cell.rank = Rank::Ordinary);
        }
    }

    /// Somebody has cells that wait to be claimed.
    #[must_use]
    pub fn has_unclaimed(&self, staff: &StaffId) -> bool {
        self.row(staff).is_some_and(|row| row.open.iter().any(|cell| cell.rank == Rank::Unclaimed))
    }

    /// Local midnight: what waits to be claimed is forfeited; a table that does not run on starts anew, and one in
    /// sign-in order is empty again.
    pub(crate) fn end_day(&mut self, runs_on: bool, by_sign_in: bool) {
        self.closed_since.clear();
        if runs_on {
            for row in &mut self.rows {
                row.open.retain(|cell| cell.rank != Rank::Unclaimed);
            }
            return;
        }
        self.running = 0;
        if by_sign_in {
            self.rows.clear();
        } else {
            for row in &mut self.rows {
                let alternate = row.alternate_from.map(|_| 1);
                *row = Row { alternate_from: alternate, ..Row::new(row.staff.clone(), row.seat, 1) };
            }
        }
    }
}
