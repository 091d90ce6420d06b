//! What an arrival, a decision and a leaving do to receptions, cells and people.

use crate::decision::{Cell, Chosen, Considered, Decision, Rank};
use crate::floor::layout::outreach;
use crate::floor::{Arrival, CustomerKind, Excluded, Floor, Member, Occupation, Reception, Waiting};
use crate::ids::{StaffId, VisitorId};
use crate::time::Timestamp;
use crate::turn_table::{CellKey, Passing, TableId, TurnTable};
use crate::vocabulary::{Capacity, Cause, CellUse, Channel, CustomerState, Outcome};

impl Floor {
    pub(super) fn arrived(&mut self, arrival: &Arrival, since: Timestamp) {
        let floor_then = self.now_there();
        self.arrivals += 1;
        self.waiting.push(Waiting {
            arrival: Box::new(arrival.clone()),
            number: self.arrivals,
            decision: None,
            since,
            excluded: Vec::new(),
            floor_then,
        });
    }

    /// A visit that was being received waits again; the cell it used is given back to the caller.
    pub(in crate::floor) fn back_to_waiting(&mut self, visitor: &VisitorId) -> Option<Option<Cell>> {
        let at = self.receptions.iter().position(|reception| reception.arrival.visitor == *visitor)?;
        let reception = self.receptions.remove(at);
        for member in &mut self.members {
            member.busy.retain(|busy| busy.visitor != *visitor);
        }
        let cell = reception.cell;
        self.lead_gone(&reception);
        let place = self.waiting.partition_point(|waiting| waiting.number < reception.number);
        let waiting = Waiting {
            arrival: reception.arrival,
            decision: Some(reception.decision),
            since: reception.arrived_at,
            number: reception.number,
            excluded: reception.excluded,
            floor_then: reception.floor_then,
        };
        self.waiting.insert(place, waiting);
        Some(cell)
    }

    pub(super) fn called_in_vain(
        &mut self,
        visitor: &VisitorId,
        staff: &StaffId,
        closed: Option<&Considered>,
    ) {
        let Some(table) = self.reception(visitor).map(|reception| reception.decision.table) else { return };
        let Some(cell) = self.back_to_waiting(visitor) else { return };
        self.becomes_free(staff);
        let again = self.waiting.iter_mut().find(|waiting| waiting.arrival.visitor == *visitor);
        if let Some(waiting) = again {
            waiting.excluded.push(Excluded { staff: staff.clone(), by_turn: cell.is_some(), undone: false });
        }
        let (Some(cell), Some(closed)) = (cell, closed) else { return };
        let Some(table) = self.table_mut(table) else { return };
        match closed.outcome {
            Outcome::Chosen | Outcome::Forfeit | Outcome::Blank => {}
            Outcome::Keep => table.reopen(staff, cell.round, cell.rank),
            Outcome::Defer if cell.rank == Rank::Priority => table.reopen(staff, cell.round, Rank::Priority),
            Outcome::Defer => table.reopen(staff, cell.round, Rank::Ordinary),
            Outcome::DeferPriority => table.reopen(staff, cell.round, Rank::Priority),
            Outcome::DeferOnClaim => table.reopen(staff, cell.round, Rank::Unclaimed),
            Outcome::MoveToEnd => {
                table.reopen(staff, cell.round, cell.rank);
                table.move_to_end(staff);
            }
        }
    }

    pub(super) fn taken_off(&mut self, visitor: &VisitorId, reopened: Option<Rank>) {
        let Some((table, staff)) =
            self.reception(visitor).map(|reception| (reception.decision.table, reception.staff.clone()))
        else {
            return;
        };
        let cell = self.back_to_waiting(visitor).flatten();
        self.becomes_free(&staff);
        if let (Some(cell), Some(rank), Some(table)) = (cell, reopened, self.table_mut(table)) {
            table.reopen(&staff, cell.round, rank);
        }
    }

    pub(super) fn decided(&mut self, decision: &Decision) {
        let Some(at) = self.waiting.iter().position(|waiting| waiting.arrival.visitor == decision.visitor)
        else {
            return;
        };
        self.apply_to_table(decision);
        for incident in &decision.incidents {
            self.incurred(incident);
        }
        for item in &decision.because {
            if let Some(count) = item.given_up {
                self.gave_up(&item.staff, count);
            }
        }
        let Some(chosen) = &decision.chosen else {
            self.waiting[at].decision = Some(Box::new(decision.clone()));
            return;
        };
        self.undoable = None;
        let waiting = self.waiting.remove(at);
        let kind = kind_of(&waiting.arrival, decision, chosen);
        let occupies = waiting.arrival.channel != Channel::Web;
        if let Some(member) = self.member_mut(&chosen.staff) {
            member.may_take_second = false;
            member.called_up = false;
            if occupies {
                let cause = cause_of(kind);
                member.busy.push(Occupation {
                    visitor: decision.visitor.clone(),
                    table: decision.table,
                    cause,
                });
            }
        }
        if kind == CustomerKind::New && chosen.cell.is_some() {
            self.count_for(&chosen.staff, |counted| counted.leads += 1);
        }
        self.receptions.push(Reception {
            arrival: waiting.arrival,
            decision: Box::new(decision.clone()),
            staff: chosen.staff.clone(),
            kind,
            arrived_at: waiting.since,
            number: waiting.number,
            since: decision.at,
            cell: chosen.cell,
            provisional: chosen.cell.is_some() && chosen.cell_use == CellUse::Provisional,
            assistants: Vec::new(),
            excluded: waiting.excluded,
            floor_then: waiting.floor_then,
        });
        for helper in decision.assistance.iter().flat_map(|helpers| &helpers.staff) {
            self.assisted(&decision.visitor, helper);
        }
    }

    /// A new customer received on a turn is a lead, as long as the turn stays used.
    fn lead_gone(&mut self, reception: &Reception) {
        if reception.kind == CustomerKind::New && reception.cell.is_some() {
            self.count_for(&reception.staff, |counted| counted.leads = counted.leads.saturating_sub(1));
        }
    }

    fn apply_to_table(&mut self, decision: &Decision) {
        let on_site = self.half_on_site(self.date(decision.at));
        let Self { tables, members, .. } = self;
        let Some(table) = tables.iter_mut().find(|table| table.id() == decision.table) else { return };
        // What falls at the arrival falls whoever receives, also where nobody's turn is used.
        for item in decision.because.iter().filter(|item| item.falls_now) {
            close_first(table, &item.staff);
        }
        let Some(chosen) = &decision.chosen else { return };
        let Some(cell) = chosen.cell else { return };
        let scanned = matches!(chosen.capacity, Capacity::Turn | Capacity::MakeUp);
        if scanned && let Some(position) = table.position(&chosen.staff) {
            let limit = CellKey::of(cell.rank, cell.round, position);
            let passings: Vec<(StaffId, Passing)> = decision
                .because
                .iter()
                .filter(|item| !item.closed_before && item.outcome != Outcome::Chosen)
                .map(|item| {
                    let passing = Passing { outcome: item.outcome, cap: item.cap, in_grace: item.in_grace };
                    (item.staff.clone(), passing)
                })
                .collect();
            table.pass_before(limit, &passings, |seat| blanked(&members[seat], on_site));
            table.closed_since.clear();
        }
        table.take(&chosen.staff, cell.round, scanned);
        if chosen.capacity == Capacity::Match {
            table.catch_up(|seat| blanked(&members[seat], on_site));
        }
    }

    pub(super) fn close_cell(&mut self, id: TableId, closed: &Considered, off: &[StaffId]) {
        let on_site = self.day.and_then(|date| self.half_on_site(date));
        let Self { tables, members, .. } = self;
        let Some(table) = tables.iter_mut().find(|table| table.id() == id) else { return };
        let Some(position) = table.position(&closed.staff) else { return };
        let cell = table.rows[position].candidate();
        let limit = CellKey::of(cell.rank, cell.round, position);
        let running = table.running;
        let off = |seat: usize| blanked(&members[seat], on_site) || off.contains(&members[seat].id);
        table.pass_before(limit, &[], off);
        table.running = running;
        close_first(table, &closed.staff);
        table.closed_since.push(closed.clone());
    }

    pub(super) fn assisted(&mut self, visitor: &VisitorId, staff: &StaffId) {
        let Some(reception) = self.receptions.iter_mut().find(|known| known.arrival.visitor == *visitor)
        else {
            return;
        };
        reception.assistants.push(staff.clone());
        let table = reception.decision.table;
        if let Some(member) = self.member_mut(staff) {
            member.busy.push(Occupation { visitor: visitor.clone(), table, cause: Cause::HelpingToClose });
        }
    }

    pub(super) fn left(&mut self, visitor: &VisitorId) {
        self.receptions.retain(|reception| reception.arrival.visitor != *visitor);
        self.waiting.retain(|waiting| waiting.arrival.visitor != *visitor);
        let mut freed = Vec::new();
        for member in &mut self.members {
            let before = member.busy.len();
            member.busy.retain(|busy| busy.visitor != *visitor);
            if member.busy.len() < before {
                freed.push(member.id.clone());
            }
        }
        freed.iter().for_each(|staff| self.becomes_free(staff));
    }

    /// Whether a visit's cell is given back at the leaving; its decision tells so too.
    pub(super) fn set_provisional(&mut self, visitor: &VisitorId, provisional: bool) {
        let Some(reception) = self.receptions.iter_mut().find(|known| known.arrival.visitor == *visitor)
        else {
            return;
        };
        reception.provisional = provisional && reception.cell.is_some();
        if let Some(chosen) = reception.decision.chosen.as_mut().filter(|_| reception.cell.is_some()) {
            chosen.cell_use = if provisional { CellUse::Provisional } else { CellUse::Take };
        }
    }

    pub(super) fn reopened(&mut self, visitor: &VisitorId, rank: Rank) {
        let Some(reception) = self.receptions.iter_mut().find(|known| known.arrival.visitor == *visitor)
        else {
            return;
        };
        let was = reception.clone();
        let (cell, table, staff) = (reception.cell.take(), reception.decision.table, reception.staff.clone());
        reception.provisional = false;
        if let Some(chosen) = reception.decision.chosen.as_mut().filter(|_| cell.is_some()) {
            chosen.cell_use = CellUse::Reopened;
        }
        self.lead_gone(&was);
        if let (Some(cell), Some(table)) = (cell, self.table_mut(table)) {
            table.reopen(&staff, cell.round, rank);
        }
    }
}

/// Do earlier cells of theirs become blank when a later one is used? The half that does outreach loses none.
fn blanked(member: &Member, on_site: Option<u8>) -> bool {
    !member.signed_in() && !outreach(member, on_site)
}

/// Closes the cell by which somebody takes part in the scan; it does not move the running round.
fn close_first(table: &mut TurnTable, staff: &StaffId) {
    if let Some(round) = table.row(staff).map(|row| row.candidate().round) {
        table.take(staff, round, false);
    }
}

/// Whose customer a visitor is to the one who receives them. Who is handed back is one's own, whoever they seemed to be
/// at the door; who comes by the order although somebody owns them is received as a new one (P16-3, P16-10).
pub(crate) fn kind_of(arrival: &Arrival, decision: &Decision, chosen: &Chosen) -> CustomerKind {
    let own = |state: Option<CustomerState>| match state {
        Some(CustomerState::Closed) => CustomerKind::OwnClosed,
        Some(CustomerState::Open) | None => CustomerKind::OwnOpen,
    };
    if let Some(moved) = decision.moved.as_ref().filter(|moved| moved.handed_back) {
        return own(moved.state);
    }
    let by_turn = matches!(chosen.capacity, Capacity::Turn | Capacity::MakeUp);
    match &arrival.standing.owner {
        None => CustomerKind::New,
        Some(_) if decision.belongs_to.as_ref() == Some(&chosen.staff) => CustomerKind::New,
        Some(owner) if *owner != chosen.staff => CustomerKind::Colleagues,
        Some(_) if by_turn => CustomerKind::New,
        Some(_) => own(arrival.standing.state),
    }
}

fn cause_of(kind: CustomerKind) -> Cause {
    match kind {
        CustomerKind::New => Cause::BusyNew,
        CustomerKind::OwnOpen => Cause::BusyOwnOpen,
        CustomerKind::OwnClosed => Cause::BusyOwnClosed,
        CustomerKind::Colleagues => Cause::Proxying,
    }
}
