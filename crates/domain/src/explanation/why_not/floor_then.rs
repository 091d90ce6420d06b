//! What the floor before a decision tells about one person: who was called before, and where their cells stand.

use core::cmp::Reverse;

use super::Place;
use crate::decision::{Decision, Rank};
use crate::floor::{Excluded, Floor, Member};
use crate::ids::StaffId;
use crate::time::Timestamp;
use crate::turn_table::{CellKey, Row};
use crate::vocabulary::Capacity;

/// A decision together with the floor as it was before it.
pub(super) struct FloorThen<'a> {
    pub(super) floor: &'a Floor,
    pub(super) decision: &'a Decision,
    pub(super) at: Timestamp,
}

impl<'a> FloorThen<'a> {
    /// Somebody who has not left the house.
    pub(super) fn member(&self, staff: &StaffId) -> Option<&'a Member> {
        self.floor.member(staff).filter(|member| !member.gone)
    }

    /// Was somebody called in vain for this visitor before?
    pub(super) fn excluded(&self, staff: &StaffId) -> bool {
        let called = |excluded: &[Excluded]| {
            excluded.iter().any(|excluded| excluded.staff == *staff && !excluded.undone)
        };
        let visitor = &self.decision.visitor;
        self.floor.waiting_for(visitor).is_some_and(|waiting| called(&waiting.excluded))
            || self.floor.reception(visitor).is_some_and(|reception| called(&reception.excluded))
    }

    /// Whose customer the visitor is, as far as the decision or the arrival tells.
    pub(super) fn customer_of(&self) -> Option<StaffId> {
        let visitor = &self.decision.visitor;
        let arrival = self.floor.waiting_for(visitor).map(|waiting| &waiting.arrival);
        let arrival = arrival.or_else(|| self.floor.reception(visitor).map(|reception| &reception.arrival));
        let standing = || arrival.and_then(|arrival| arrival.standing.owner.clone());
        let chosen = self.decision.chosen.as_ref().filter(|chosen| chosen.capacity == Capacity::Owner);
        let owner = || chosen.map(|chosen| chosen.staff.clone());
        self.decision.belongs_to.clone().or_else(standing).or_else(owner)
    }

    /// Has somebody every skill that the visitor needs? Not known of a visitor whom the floor had not seen yet.
    pub(super) fn has_skills(&self, member: &Member) -> bool {
        let visitor = &self.decision.visitor;
        let waiting = self.floor.waiting_for(visitor).map(|waiting| &waiting.arrival);
        let arrival = waiting.or_else(|| self.floor.reception(visitor).map(|reception| &reception.arrival));
        arrival.is_some_and(|arrival| arrival.needs.iter().all(|skill| member.skills.contains(skill)))
    }

    /// Has the one who received every skill that is needed, and this one not?
    pub(super) fn outmatched(&self, member: &Member) -> bool {
        let chosen = self.decision.chosen.as_ref().and_then(|chosen| self.member(&chosen.staff));
        chosen.is_some_and(|chosen| self.has_skills(chosen)) && !self.has_skills(member)
    }

    /// Would this one's cell come before the one that was used if both had the skills: in an earlier round, or in the
    /// same one with no less experience?
    pub(super) fn comes_first(&self, member: &Member) -> bool {
        let chosen = self.decision.chosen.as_ref().and_then(|chosen| self.member(&chosen.staff));
        let (Some(chosen), Some(mine), Some(used)) = (chosen, self.candidate(&member.id), self.used()) else {
            return true;
        };
        let comes = |key: CellKey, member: &Member| {
            (key.class, key.round, Reverse(member.experience_months.unwrap_or(0)), key.position)
        };
        comes(mine, member) < comes(used, chosen)
    }

    /// Where the cell stands by which somebody's row takes part in the scan.
    pub(super) fn candidate(&self, staff: &StaffId) -> Option<CellKey> {
        let (position, row) = self.row(staff)?;
        let cell = row.candidate();
        Some(CellKey::of(cell.rank, cell.round, position))
    }

    /// The first make-up of a row that nobody had asked for and that stood before `used`.
    pub(super) fn unclaimed_before(&self, staff: &StaffId, used: CellKey) -> Option<u32> {
        let (position, row) = self.row(staff)?;
        let unclaimed = row.open.iter().filter(|cell| cell.rank == Rank::Unclaimed);
        unclaimed.map(|cell| cell.round).find(|round| CellKey::of(Rank::Unclaimed, *round, position) < used)
    }

    /// The cell that was used, by its place before the decision.
    pub(super) fn used(&self) -> Option<CellKey> {
        let chosen = self.decision.chosen.as_ref()?;
        let cell = chosen.cell?;
        let (position, _) = self.row(&chosen.staff)?;
        Some(CellKey::of(cell.rank, cell.round, position))
    }

    /// Did whoever received take a cell of a later round than the one somebody was passed over in?
    pub(super) fn round_went_by(&self, staff: &StaffId) -> bool {
        self.used().zip(self.candidate(staff)).is_some_and(|(used, mine)| used.round > mine.round)
    }

    fn row(&self, staff: &StaffId) -> Option<(usize, &'a Row)> {
        let table = self.floor.table(self.decision.table)?;
        let position = table.position(staff)?;
        table.rows.get(position).map(|row| (position, row))
    }
}

impl From<CellKey> for Place {
    fn from(key: CellKey) -> Self {
        Self { priority: key.class == 0, round: key.round, row: key.position + 1 }
    }
}
