//! One person's row: a frontier of untouched rounds and the earlier cells that are still open.

use serde::{Deserialize, Serialize};

use crate::decision::{Cell, Rank};
use crate::ids::StaffId;
use crate::turn_table::CellKey;
use crate::vocabulary::Outcome;

/// A person's row of a turn table.
///
/// Invariants: `open` is sorted by round and holds only rounds below `frontier`; every other round below it is closed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Whose row.
    pub staff: StaffId,
    /// Their place among the site's members, which never changes.
    pub seat: usize,
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

/// How the cells that a scan passed are to be treated.
#[derive(Clone, Copy, Debug)]
pub struct Passing {
    /// What becomes of them.
    pub outcome: Outcome,
    /// At most so many deferred cells; the rest are forfeited.
    pub cap: Option<u8>,
    /// Deferred within the grace of a running absence.
    pub in_grace: bool,
}

impl Row {
    /// A row whose first open cell is in round `first`.
    #[must_use]
    pub fn new(staff: StaffId, seat: usize, first: u32) -> Self {
        Self { staff, seat, frontier: first, open: Vec::new(), alternate_from: None }
    }

    /// Is the cell of this round left blank by "one turn in every two rounds"?
    #[must_use]
    pub fn skips(&self, round: u32) -> bool {
        self.alternate_from.is_some_and(|from| round >= from && (round - from).is_multiple_of(2))
    }

    /// Is the cell of this round open?
    #[must_use]
    pub fn is_open(&self, round: u32) -> bool {
        round >= self.frontier || self.open.iter().any(|cell| cell.round == round)
    }

    /// The cell by which this row takes part in a scan: its first priority cell, else its earliest; cells that wait
    /// to be claimed and skipped rounds do not count.
    #[must_use]
    pub fn candidate(&self) -> Cell {
        let counts = |cell: &&OpenCell| cell.rank != Rank::Unclaimed && !self.skips(cell.round);
        let found = self
            .open
            .iter()
            .filter(counts)
            .find(|cell| cell.rank == Rank::Priority)
            .or_else(|| self.open.iter().find(counts));
        match found {
            Some(cell) => Cell { round: cell.round, rank: cell.rank },
            None => {
                let round =
                    if self.skips(self.frontier) { self.frontier.saturating_add(1) } else { self.frontier };
                Cell { round, rank: Rank::Fresh }
            }
        }
    }

    /// The earliest open cell of this row, priority or not: the one taken out of turn.
    #[must_use]
    pub fn earliest(&self) -> Cell {
        self.open
            .iter()
            .find(|cell| cell.rank != Rank::Unclaimed && !self.skips(cell.round))
            .map_or_else(|| self.candidate(), |cell| Cell { round: cell.round, rank: cell.rank })
    }

    /// The first skipped round that is still open, if there is one.
    #[must_use]
    pub fn first_skipped(&self) -> Option<u32> {
        let from = self.alternate_from?;
        let skipped = self.open.iter().map(|cell| cell.round).find(|round| self.skips(*round));
        let first = self.frontier.max(from);
        skipped.or(Some(if self.skips(first) { first } else { first.saturating_add(1) }))
    }

    /// Treats every open cell that stands before `limit` (this row being at `position`) by `passing`; the highest
    /// round closed.
    pub(crate) fn pass(&mut self, position: usize, limit: CellKey, passing: Passing) -> u32 {
        if passing.outcome == Outcome::Keep {
            return 0;
        }
        let fresh_until = self.fresh_before(position, limit);
        for round in self.frontier..fresh_until {
            self.open.push(OpenCell { round, rank: Rank::Fresh, in_grace: false });
        }
        self.frontier = self.frontier.max(fresh_until);
        let (mut highest, mut deferred) = (0, 0u8);
        let (open, alternate) = (std::mem::take(&mut self.open), self.alternate_from);
        let skips =
            |round: u32| alternate.is_some_and(|from| round >= from && (round - from).is_multiple_of(2));
        self.open = open
            .into_iter()
            .filter_map(|cell| {
                if cell.rank == Rank::Unclaimed || CellKey::of(cell.rank, cell.round, position) >= limit {
                    return Some(cell);
                }
                let kept =
                    if skips(cell.round) { None } else { passing.treat(cell, limit.round, &mut deferred) };
                if kept.is_none() {
                    highest = highest.max(cell.round);
                }
                kept
            })
            .collect();
        highest
    }

    /// How many cells that stand before `limit` are closed although such cells are kept: those beyond the cap, and those
    /// that would move to the end of a round that is over.
    pub(crate) fn lost_all_the_same(&self, position: usize, limit: CellKey, passing: Passing) -> Option<u32> {
        let kept = match passing.outcome {
            Outcome::MoveToEnd => Outcome::Defer,
            other => passing.cap.map(|_| other)?,
        };
        let open = |row: &Self, passing: Passing| {
            let mut row = row.clone();
            row.pass(position, limit, passing);
            row.open.len()
        };
        let kept = Passing { outcome: kept, cap: None, ..passing };
        let lost = open(self, kept).saturating_sub(open(self, passing));
        u32::try_from(lost).ok().filter(|lost| *lost > 0)
    }

    /// The first fresh round that does not stand before `limit`.
    fn fresh_before(&self, position: usize, limit: CellKey) -> u32 {
        if CellKey::of(Rank::Fresh, self.frontier, position) >= limit {
            self.frontier
        } else if position < limit.position {
            limit.round.saturating_add(1)
        } else {
            limit.round
        }
    }

    /// Closes the cell of this round.
    pub(crate) fn close(&mut self, round: u32) {
        if round >= self.frontier {
            for skipped in self.frontier..round {
                if !self.skips(skipped) {
                    self.open.push(OpenCell { round: skipped, rank: Rank::Fresh, in_grace: false });
                }
            }
            self.frontier = round.saturating_add(1);
        } else {
            self.open.retain(|cell| cell.round != round);
        }
        if let Some(from) = self.alternate_from {
            // Skipped rounds before a cell that was taken are behind us.
            self.open.retain(|cell| {
                cell.round > round || cell.round < from || !(cell.round - from).is_multiple_of(2)
            });
        }
    }

    /// Opens a closed cell again.
    pub(crate) fn reopen(&mut self, round: u32, rank: Rank) {
        if round < self.frontier && self.open.iter().all(|cell| cell.round != round) {
            let at = self.open.partition_point(|cell| cell.round < round);
            self.open.insert(at, OpenCell { round, rank, in_grace: false });
        }
    }
}

impl Passing {
    /// What is left of an open cell that was passed; `None`: closed.
    fn treat(self, cell: OpenCell, chosen_round: u32, deferred: &mut u8) -> Option<OpenCell> {
        let rank = match self.outcome {
            Outcome::Chosen | Outcome::Keep => return Some(cell),
            Outcome::Forfeit | Outcome::Blank => return None,
            Outcome::MoveToEnd => return (cell.round >= chosen_round).then_some(cell),
            Outcome::Defer if cell.rank == Rank::Priority => Rank::Priority,
            Outcome::Defer => Rank::Ordinary,
            Outcome::DeferPriority => Rank::Priority,
            Outcome::DeferOnClaim => Rank::Unclaimed,
        };
        *deferred = deferred.saturating_add(1);
        let within = self.cap.is_none_or(|cap| *deferred <= cap);
        within.then_some(OpenCell { round: cell.round, rank, in_grace: self.in_grace || cell.in_grace })
    }
}
