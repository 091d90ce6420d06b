//! Taking the last assignment back: everything it did is undone exactly, or it is refused because something came of it.

use serde::{Deserialize, Serialize};

use crate::command::{Actor, Context};
use crate::decision::{Considered, Moved};
use crate::event::{Event, FloorEvent, PartyEvent};
use crate::floor::conduct::{LEADS, known};
use crate::floor::receive::{Asking, decide_visit};
use crate::floor::visits::{answer_of, received, settle};
use crate::floor::{Alternation, Bar, Excluded, Floor, Member, Presence, Reception};
use crate::ids::{Cite, StaffId, VisitorId};
use crate::party::{self, Party};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Span;
use crate::turn_table::{Row, TableId, TurnTable};
use crate::vocabulary::Role;

/// What the last assignment changed: as it was before, and as it was right after.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Undoable {
    /// Whose assignment.
    pub visitor: VisitorId,
    /// On which table.
    pub table: TableId,
    /// The table's own counts.
    pub counts: (Counts, Counts),
    /// Rows that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<(Row, Row)>,
    /// The rows from top to bottom, where they were moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<(Vec<StaffId>, Vec<StaffId>)>,
    /// What befell people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<(StaffId, Befallen, Befallen)>,
    /// The decision as it stood while the visitor waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<crate::decision::Decision>>,
    /// The customer before (nothing: nobody whom the books knew) and after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Box<(Option<Party>, Party)>>,
}

/// A table's running round, and who lost a cell at once since its last decision.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Counts {
    /// The running round.
    pub running: u32,
    /// Told by the next decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_since: Vec<Considered>,
}

/// What an assignment may bring upon somebody.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Befallen {
    /// Out of the rotation for the day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<Bar>,
    /// Out of the rotation until an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspension: Option<Bar>,
    /// One turn in two rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternation: Option<Alternation>,
    /// Fines in cents.
    pub fines_cents: u64,
    /// Warnings.
    pub warnings: u32,
    /// Turns given up on the running day.
    #[serde(default)]
    pub gave_up: u32,
    /// Their absence has been counted among these.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counted: bool,
    /// May take a second customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_take_second: bool,
    /// Had a lead put them before the order?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub called_up: bool,
}

/// What an assignment, about to be made by these events, will have changed.
pub(super) fn undoable(view: View<'_>, before: &Floor, events: &[Event]) -> Option<FloorEvent> {
    let decision = events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::Decided(decision)) => Some(decision),
        _ => None,
    })?;
    let mut after = before.clone();
    after.evolve_all(events);
    let sheets = before.table(decision.table).zip(after.table(decision.table));
    let (was, is) = sheets?;
    let (order, then) = (order(was), order(is));
    let people = before.members.iter().zip(&after.members);
    let people = people.map(|(was, is)| (was.id.clone(), Befallen::of(was), Befallen::of(is)));
    let books = party::after(view.books, events);
    let (known, now) = (view.books.get(&decision.party), books.get(&decision.party));
    let undoable = Undoable {
        visitor: decision.visitor.clone(),
        table: decision.table,
        counts: (counts(was), counts(is)),
        rows: changed_rows(was, is),
        order: (order != then).then_some((order, then)),
        people: people.filter(|(_, was, is)| was != is).collect(),
        decision: before.waiting_for(&decision.visitor).and_then(|waiting| waiting.decision.clone()),
        party: now.filter(|now| known != Some(*now)).map(|now| Box::new((known.cloned(), now.clone()))),
    };
    Some(FloorEvent::Undoable(Box::new(undoable)))
}

/// Takes the last assignment back, within the pack's window; the visitor is decided anew, without the one taken off.
pub(crate) fn undo(
    view: View<'_>,
    visitor: &VisitorId,
    by: Option<&StaffId>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let (window, cite) = view.policy.undo.as_ref().ok_or(Refusal::NotInPolicy("undo"))?;
    let reception = received(view.floor, visitor)?;
    authorised(view.floor, reception, by, cite, context)?;
    let last = view.floor.undoable.as_deref().filter(|last| last.visitor == *visitor);
    let last = last.ok_or_else(|| Refusal::NotTheLast(visitor.clone()))?;
    let at = context.happened_at;
    if Span::between(reception.since, at) > *window {
        return Err(Refusal::UndoTooLate(cite.clone()));
    }
    if !untouched(view, reception, last) {
        return Err(Refusal::Overtaken(visitor.clone()));
    }
    let staff = reception.staff.clone();
    let mut events =
        vec![Event::Floor(FloorEvent::Undone { visitor: visitor.clone(), staff: staff.clone() })];
    events.extend(last.party.as_ref().map(|party| {
        let before = party.0.clone().unwrap_or_else(|| Party::unmet(&party.1.id, party.1.since));
        Event::Party(before.id.clone(), PartyEvent::Restored(Box::new(before)))
    }));
    let mut floor = view.floor.clone();
    floor.evolve_all(&events);
    let books = party::after(view.books, &events);
    let view = View { floor: &floor, books: &books, ..view };
    let waiting = floor.waiting_for(visitor).ok_or_else(|| Refusal::NotReceived(visitor.clone()))?;
    // What fell at the arrival has been undone too, and falls again by whoever is there now.
    let asking =
        Asking { view, arrival: &waiting.arrival, excluded: &waiting.excluded, at, at_arrival: true };
    let mut reached = decide_visit(asking);
    let reopened = reception.cell.map(|cell| cell.rank);
    reached.decision.moved = Some(Moved { from: staff, handed_back: false, state: None, reopened });
    let answer = answer_of(&reached.decision);
    let arrival = waiting.arrival.clone();
    events.extend(settle(view, &arrival, reached, at));
    Ok(Accepted { events, answer })
}

/// Whoever was assigned takes it back, or a lead; the desk records what one of them told it.
fn authorised(
    floor: &Floor,
    reception: &Reception,
    by: Option<&StaffId>,
    cite: &Cite,
    context: &Context,
) -> Result<(), Refusal> {
    let actor = match &context.actor {
        Actor::Staff(staff) => Some(staff),
        Actor::Desk | Actor::System => None,
    };
    for staff in by.into_iter().chain(actor) {
        let member = known(floor, staff)?;
        let desk = matches!(member.role, Role::Operator | Role::Secretary);
        if *staff != reception.staff && !LEADS.contains(&member.role) && !desk {
            return Err(Refusal::NotTheirs { staff: staff.clone(), cite: cite.clone() });
        }
    }
    Ok(())
}

/// Has nothing come of the assignment since?
fn untouched(view: View<'_>, reception: &Reception, last: &Undoable) -> bool {
    let Some(sheet) = view.floor.table(last.table) else { return false };
    let chosen = reception.decision.chosen.as_ref();
    let as_assigned = reception.assistants.is_empty()
        && chosen.is_some_and(|chosen| chosen.staff == reception.staff && chosen.cell == reception.cell);
    let rows = last.rows.iter().all(|(_, after)| sheet.row(&after.staff) == Some(after));
    let people = last.people.iter().all(|(staff, _, after)| {
        view.floor.member(staff).is_some_and(|member| Befallen::of(member) == *after)
    });
    let order = last.order.as_ref().is_none_or(|(_, after)| order(sheet).starts_with(after));
    let party = match last.party.as_deref() {
        None => true,
        Some((_, after)) => view.books.record(&after.id) == Some(after),
    };
    as_assigned && rows && people && order && party && counts(sheet) == last.counts.1
}

fn counts(sheet: &TurnTable) -> Counts {
    Counts { running: sheet.running, closed_since: sheet.closed_since.clone() }
}

fn order(sheet: &TurnTable) -> Vec<StaffId> {
    sheet.rows.iter().map(|row| row.staff.clone()).collect()
}

fn changed_rows(was: &TurnTable, is: &TurnTable) -> Vec<(Row, Row)> {
    let pairs = was.rows.iter().filter_map(|row| Some((row, is.row(&row.staff)?)));
    pairs.filter(|(was, is)| was != is).map(|(was, is)| (was.clone(), is.clone())).collect()
}

impl Befallen {
    fn of(member: &Member) -> Self {
        Self {
            bar: member.bar.clone(),
            suspension: member.suspension.clone(),
            alternation: member.alternation.clone(),
            fines_cents: member.fines_cents,
            warnings: member.warnings,
            gave_up: member.gave_up,
            counted: matches!(&member.presence, Presence::Away(absence) if absence.given_up),
            may_take_second: member.may_take_second,
            called_up: member.called_up,
        }
    }

    fn put_back(self, member: &mut Member) {
        member.bar = self.bar;
        member.suspension = self.suspension;
        member.alternation = self.alternation;
        member.fines_cents = self.fines_cents;
        member.warnings = self.warnings;
        member.may_take_second = self.may_take_second;
        member.called_up = self.called_up;
        member.gave_up = self.gave_up;
        if let Presence::Away(absence) = &mut member.presence {
            absence.given_up = self.counted;
        }
    }
}

impl Floor {
    /// The last assignment never was; who had been assigned is not considered for this visitor again.
    pub(super) fn undone(&mut self, visitor: &VisitorId, staff: &StaffId) {
        let Some(last) = self.undoable.take().filter(|last| last.visitor == *visitor) else { return };
        if self.back_to_waiting(visitor).is_none() {
            return;
        }
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.arrival.visitor == *visitor) {
            waiting.decision = last.decision;
            waiting.excluded.push(Excluded { staff: staff.clone(), by_turn: false, undone: true });
        }
        for (staff, before, after) in last.people {
            if before.alternation.is_none() && after.alternation.is_some() {
                let rows = self.tables.iter_mut().filter_map(|table| table.row_mut(&staff));
                rows.for_each(|row| row.alternate_from = None);
            }
            if let Some(member) = self.member_mut(&staff) {
                before.put_back(member);
            }
        }
        // What they were asked to do for this visitor is not asked of them any more.
        self.tasks.retain(|task| task.visitor.as_ref() != Some(visitor) || task.staff != *staff);
        let Some(table) = self.table_mut(last.table) else { return };
        for (before, _) in last.rows {
            if let Some(row) = table.row_mut(&before.staff) {
                *row = before;
            }
        }
        if let Some((order, _)) = last.order {
            let place = |row: &Row| order.iter().position(|staff| *staff == row.staff);
            table.rows.sort_by_key(|row| place(row).unwrap_or(usize::MAX));
        }
        (table.running, table.closed_since) = (last.counts.0.running, last.counts.0.closed_since);
    }
}
