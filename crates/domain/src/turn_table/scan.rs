//! Finding the earliest open cell whose owner can receive, and noting everybody passed on the way.

use crate::decision::{Cell, Rank};
use crate::turn_table::TurnTable;

/// Where a cell stands in the scan: priority cells first, then by round, then by position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CellKey {
    /// 0 for priority cells, 1 for all others.
    pub class: u8,
    /// The round.
    pub round: u32,
    /// The row's position from the top.
    pub position: usize,
}

impl CellKey {
    /// The place of a cell of this rank and round in the row at `position`.
    #[must_use]
    pub const fn of(rank: Rank, round: u32, position: usize) -> Self {
        Self { class: if matches!(rank, Rank::Priority) { 0 } else { 1 }, round, position }
    }
}

/// What a scan found.
#[derive(Clone, PartialEq, Debug)]
pub struct Scan<W> {
    /// The position and the cell of the one who can receive, if anybody can.
    pub chosen: Option<(usize, Cell)>,
    /// Everybody passed, once each, in the order of the scan: position and why.
    pub passed: Vec<(usize, Hindrance<W>)>,
}

/// Why a row was passed.
#[derive(Clone, PartialEq, Debug)]
pub enum Hindrance<W> {
    /// Could not receive.
    Unable(W),
    /// Only a skipped round of theirs was passed.
    SkippedRound,
}

/// Can the person of a row receive now?
pub enum Verdict<W> {
    /// Yes.
    Able,
    /// No, and the row is passed.
    Unable(W),
    /// Not on today's sheet (not signed in): never listed.
    Absent,
}

impl TurnTable {
    /// Scans the sheet from its earliest open cell on; `judge` is asked about rows by position.
    pub fn scan<W>(&self, mut judge: impl FnMut(usize) -> Verdict<W>) -> Scan<W> {
        let mut stops: Vec<(CellKey, bool)> = Vec::with_capacity(self.rows.len());
        for (position, row) in self.rows.iter().enumerate() {
            let cell = row.candidate();
            stops.push((CellKey::of(cell.rank, cell.round, position), false));
            if let Some(round) = row.first_skipped() {
                stops.push((CellKey::of(Rank::Fresh, round, position), true));
            }
        }
        stops.sort_unstable();
        let mut passed: Vec<(usize, Hindrance<W>)> = Vec::new();
        for (key, skipped) in stops {
            let position = key.position;
            let known = if skipped || self.rows[position].alternate_from.is_some() {
                passed.iter().position(|(seen, _)| *seen == position)
            } else {
                None
            };
            match (judge(position), skipped, known) {
                (Verdict::Absent, _, _) | (_, true, Some(_)) => {}
                (_, true, None) => passed.push((position, Hindrance::SkippedRound)),
                (Verdict::Unable(why), false, Some(at)) => passed[at].1 = Hindrance::Unable(why),
                (Verdict::Unable(why), false, None) => passed.push((position, Hindrance::Unable(why))),
                (Verdict::Able, false, _) => {
                    passed.retain(|(seen, _)| *seen != position);
                    let cell = self.rows[position].candidate();
                    return Scan { chosen: Some((position, cell)), passed };
                }
            }
        }
        Scan { chosen: None, passed }
    }
}
