//! Taking note of what happened on the floor: total, and without a rule of its own.

mod assignment;
mod day;

pub(crate) use assignment::kind_of;

use crate::decision::Incident;
use crate::event::{Event, FloorEvent};
use crate::floor::layout::by_arrival;
use crate::floor::{Alternation, Bar, Floor, Member, Presence};
use crate::ids::{ClauseId, StaffId};
use crate::vocabulary::{Channel, Permission, Role};

impl Floor {
    /// Takes note of those among these facts that concern the floor.
    pub(crate) fn evolve_all(&mut self, events: &[Event]) {
        for event in events {
            if let Event::Floor(event) = event {
                self.evolve(event);
            }
        }
    }
}

impl Floor {
    /// Takes note of a fact.
    pub(crate) fn evolve(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::Opened(_)
            | FloorEvent::MemberSet(_)
            | FloorEvent::PolicyBound(_)
            | FloorEvent::PolicyTookEffect
            | FloorEvent::DayBegan(_)
            | FloorEvent::DayEnded(_)
            | FloorEvent::OrderSuspended(_)
            | FloorEvent::OrderResumed(_)
            | FloorEvent::PostChanged { .. }
            | FloorEvent::EveningBegan(_)
            | FloorEvent::EntryNumbered(_)
            | FloorEvent::Delegated(..)
            | FloorEvent::Permitted(..)
            | FloorEvent::GraceOver { .. } => self.evolve_house(event),
            FloorEvent::SignedIn(_)
            | FloorEvent::SignedOut(_)
            | FloorEvent::LeftInTurn { .. }
            | FloorEvent::SteppedAway(..)
            | FloorEvent::CameBack(_) => self.evolve_presence(event),
            FloorEvent::Claimed(staff) => self.tables.iter_mut().for_each(|table| table.claim(staff)),
            FloorEvent::CellClosed { table, closed, off } => self.close_cell(*table, closed, off),
            FloorEvent::GaveUp(staff, count) => self.gave_up(staff, *count),
            FloorEvent::FrontsChanged(fronts) => self.fronts.clone_from(fronts),
            FloorEvent::Arrived(arrival, at) => self.arrived(arrival, *at),
            FloorEvent::StandingChanged(visitor, standing) => {
                let waiting = self.waiting.iter_mut().find(|waiting| waiting.arrival.visitor == *visitor);
                if let Some(waiting) = waiting {
                    waiting.arrival.standing = (**standing).clone();
                }
            }
            FloorEvent::CalledInVain { visitor, staff, closed } => {
                self.relieved_of(visitor, staff);
                self.called_in_vain(visitor, staff, closed.as_ref());
            }
            FloorEvent::TakenOff { visitor, staff, reopened } => {
                self.relieved_of(visitor, staff);
                self.taken_off(visitor, *reopened);
            }
            FloorEvent::Decided(decision) => self.decided(decision),
            FloorEvent::Undoable(undoable) => self.undoable = Some(undoable.clone()),
            FloorEvent::Undone { visitor, staff } => self.undone(visitor, staff),
            FloorEvent::Assisted(visitor, staff) => self.assisted(visitor, staff),
            FloorEvent::Left(visitor) => self.left(visitor),
            FloorEvent::Reopened { visitor, rank } => self.reopened(visitor, *rank),
            FloorEvent::MadeProvisional(_)
            | FloorEvent::CellKept(_)
            | FloorEvent::CellGivenBack { .. }
            | FloorEvent::CellWithdrawn { .. } => self.cell_of_visit(event),
            FloorEvent::Incurred(incident) => self.incurred(incident),
            FloorEvent::Cleared(staff, clause) => self.cleared(staff, clause),
            FloorEvent::FiguresIn(_)
            | FloorEvent::MonthCounted(_)
            | FloorEvent::Gated(..)
            | FloorEvent::GateStep { .. }
            | FloorEvent::GateFailed { .. }
            | FloorEvent::GateLifted { .. } => self.evolve_gates(event),
            FloorEvent::Resigned(staff) => self.resigned(staff),
            FloorEvent::TaskOpened(_)
            | FloorEvent::TaskDone { .. }
            | FloorEvent::TaskOverdue { .. }
            | FloorEvent::Disputed(_)
            | FloorEvent::Settled(_)
            | FloorEvent::Recorded(_) => self.note_task(event),
            FloorEvent::Sold(staff) => self.sold(staff),
            FloorEvent::Graded(visitor, grade) => self.graded(visitor, *grade),
        }
    }

    /// Who is on the floor, away from it and off it.
    fn evolve_presence(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::SignedIn(staff) => self.sign_in(staff),
            FloorEvent::SignedOut(staff) => self.sign_out(staff),
            FloorEvent::LeftInTurn { staff, table, round } => {
                self.with(staff, |member| member.left_in_turn = Some((*table, *round)));
            }
            FloorEvent::SteppedAway(staff, absence) => {
                self.with(staff, |member| member.presence = Presence::Away(absence.clone()));
            }
            FloorEvent::CameBack(staff) => {
                self.end_grace(staff);
                self.with(staff, |member| member.presence = Presence::On);
                self.becomes_free(staff);
            }
            _ => {}
        }
    }

    /// What concerns the house or a standing arrangement rather than one visit.
    fn evolve_house(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::Opened(floor) => *self = (**floor).clone(),
            FloorEvent::MemberSet(member) => self.set_member(member),
            FloorEvent::PolicyBound(next) => self.next_policy = Some(next.clone()),
            FloorEvent::PolicyTookEffect => self.change_policy(),
            FloorEvent::DayBegan(date) => self.begin_day(*date),
            FloorEvent::DayEnded(date) => self.end_day(*date),
            FloorEvent::OrderSuspended(channel) => self.set_order(*channel, true),
            FloorEvent::OrderResumed(channel) => self.set_order(*channel, false),
            FloorEvent::PostChanged { post, standing, owed } => {
                self.change_post(post, standing.as_ref(), owed);
            }
            FloorEvent::EveningBegan(evening) => {
                self.last_secretary = evening.secretary.clone().or(self.last_secretary.take());
                self.evening = Some(evening.clone());
            }
            FloorEvent::EntryNumbered(entry) => self.entries = self.entries.max(*entry),
            FloorEvent::Delegated(staff, delegate) => {
                self.with(staff, |member| member.delegate = Some(delegate.clone()));
            }
            FloorEvent::Permitted(staff, Permission::SecondCustomer) => {
                self.with(staff, |member| member.may_take_second = true);
            }
            FloorEvent::Permitted(staff, Permission::OrderChange) => {
                self.with(staff, |member| member.called_up = true);
            }
            FloorEvent::GraceOver { staff, .. } => {
                self.tables.iter_mut().for_each(|table| table.forfeit_grace(staff));
            }
            _ => {}
        }
    }

    /// Whoever becomes free stands behind everybody who has been free longer.
    pub(super) fn becomes_free(&mut self, staff: &StaffId) {
        let freed = self.freed.saturating_add(1);
        if let Some(member) = self.member_mut(staff).filter(|member| member.busy.is_empty()) {
            member.freed = freed;
            self.freed = freed;
        }
    }

    fn set_order(&mut self, channel: Channel, suspended: bool) {
        self.order_suspended.retain(|known| *known != channel);
        if suspended {
            self.order_suspended.push(channel);
        }
    }

    fn sold(&mut self, staff: &StaffId) {
        count(&mut self.sales_today, staff);
        count(&mut self.sales_month, staff);
        self.count_for(staff, |counted| counted.deals += 1);
    }

    /// What becomes of the cell that a visit had used.
    fn cell_of_visit(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::MadeProvisional(visitor) => self.set_provisional(visitor, true),
            FloorEvent::CellKept(visitor) => self.set_provisional(visitor, false),
            FloorEvent::CellGivenBack { table, staff, round, rank } => {
                if let Some(table) = self.table_mut(*table) {
                    table.reopen(staff, *round, *rank);
                }
            }
            FloorEvent::CellWithdrawn { table, staff, round } => {
                if let Some(table) = self.table_mut(*table) {
                    table.take(staff, *round, false);
                }
            }
            _ => {}
        }
    }

    fn with(&mut self, staff: &StaffId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.member_mut(staff) {
            change(member);
        }
    }

    /// What people are asked to do; what is written down a projection of the journal shows, and the floor remembers
    /// nothing of it.
    fn note_task(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::TaskOpened(task) => self.open_task(task),
            FloorEvent::TaskDone { number } => self.task_done(*number),
            FloorEvent::TaskOverdue { number, .. } => {
                self.tasks
                    .iter_mut()
                    .filter(|task| task.number == *number)
                    .for_each(|task| task.overdue = true);
            }
            FloorEvent::Disputed(dispute) => self.open_dispute(dispute),
            FloorEvent::Settled(settlement) => self.close_dispute(settlement.number),
            _ => {}
        }
    }

    fn sign_out(&mut self, staff: &StaffId) {
        self.end_grace(staff);
        self.with(staff, |member| member.presence = Presence::Off);
    }

    fn end_grace(&mut self, staff: &StaffId) {
        self.tables.iter_mut().for_each(|table| table.end_grace(staff));
    }

    fn set_member(&mut self, member: &Member) {
        let (seat, before) = match self.seat(&member.id) {
            Some(seat) => (seat, Some(core::mem::replace(&mut self.members[seat], member.clone()))),
            None => {
                self.members.push(member.clone());
                (self.members.len() - 1, None)
            }
        };
        if !by_arrival(self.order_source) {
            self.seat_consultant(seat);
        }
        if let Some(before) = before {
            self.reseat(&before);
        }
    }

    /// On the floor. In sign-in order the bottom row is theirs, or the one they had before on this day.
    fn sign_in(&mut self, staff: &StaffId) {
        self.with(staff, |member| {
            member.presence = Presence::On;
            member.left_in_turn = None;
        });
        self.becomes_free(staff);
        let seat = self.seat(staff);
        if let Some(seat) = seat
            && self.members[seat].role == Role::Consultant
        {
            self.join_sheets(seat);
            if !self.sign_ins.contains(staff) {
                self.sign_ins.push(staff.clone());
            }
        }
    }

    fn incurred(&mut self, incident: &Incident) {
        let (cite, staff) = (incident.cite.clone(), &incident.staff);
        self.with(staff, |member| {
            member.fines_cents += u64::from(incident.fine_cents.unwrap_or(0));
            member.warnings += u32::from(incident.warning);
            if let Some(until) = incident.barred_until {
                member.bar = Some(Bar { until, cite: cite.clone() });
            }
            if let Some(until) = incident.suspended_until {
                member.suspension = Some(Bar { until, cite: cite.clone() });
            }
            if incident.alternate {
                member.alternation = Some(Alternation { cite });
            }
        });
        if incident.alternate {
            for row in self.tables.iter_mut().filter_map(|table| table.row_mut(staff)) {
                if row.alternate_from.is_none() {
                    row.alternate_from = Some(row.earliest().round);
                }
            }
        }
    }

    /// So many turns given up on this day; the absence by which it came is counted, and is not again.
    pub(super) fn gave_up(&mut self, staff: &StaffId, count: u32) {
        self.with(staff, |member| {
            member.gave_up = count;
            if let Presence::Away(absence) = &mut member.presence {
                absence.given_up = true;
            }
        });
    }

    fn cleared(&mut self, staff: &StaffId, clause: &ClauseId) {
        let mut freed = false;
        self.with(staff, |member| {
            let rests = |bar: &Bar| bar.cite.clause() == Some(clause);
            member.bar = member.bar.take().filter(|bar| !rests(bar));
            member.suspension = member.suspension.take().filter(|bar| !rests(bar));
            if member.alternation.as_ref().is_some_and(|penalty| penalty.cite.clause() == Some(clause)) {
                member.alternation = None;
                freed = true;
            }
        });
        self.tasks.retain(|task| !(task.overdue && task.staff == *staff && task.clause == *clause));
        if freed {
            for row in self.tables.iter_mut().filter_map(|table| table.row_mut(staff)) {
                row.alternate_from = None;
            }
        }
    }

    fn resigned(&mut self, staff: &StaffId) {
        self.with(staff, |member| {
            member.gone = true;
            member.presence = Presence::Off;
        });
        self.tasks.retain(|task| task.staff != *staff);
        for table in &mut self.tables {
            table.rows.retain(|row| row.staff != *staff);
        }
    }
}

fn count(sales: &mut Vec<(StaffId, u32)>, staff: &StaffId) {
    match sales.iter_mut().find(|(known, _)| known == staff) {
        Some((_, deals)) => *deals += 1,
        None => sales.push((staff.clone(), 1)),
    }
}
