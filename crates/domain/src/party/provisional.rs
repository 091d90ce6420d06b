//! What a visit remembers of its cell: that it was a courtesy, that it was given back, and what a deal makes of both.

use crate::event::{Event, FloorEvent, PartyEvent};
use crate::ids::{PartyId, StaffId, VisitorId};
use crate::party::receive::begun;
use crate::party::{Evidence, Party, Visit};
use crate::site::View;
use crate::time::Timestamp;

/// The reception is carried on as a courtesy (P01-9c): a deal of that day is split, and the turn used, by it.
#[must_use]
pub fn courtesy(view: View<'_>, party: &PartyId, visitor: &VisitorId) -> Option<Event> {
    let (party, visit) = on_record(view, party, visitor)?;
    (!visit.provisional).then(|| again(view, party, Visit { provisional: true, ..visit.clone() }))
}

/// The visit has given its cell back.
#[must_use]
pub fn given_back(view: View<'_>, party: &PartyId, visitor: &VisitorId) -> Option<Event> {
    let (party, visit) = on_record(view, party, visitor)?;
    visit.cell.is_some().then(|| again(view, party, Visit { cell: None, ..visit.clone() }))
}

/// A consultant has joined the reception: a deal's reward may be for both (P02-12).
#[must_use]
pub fn joined(view: View<'_>, party: &PartyId, visitor: &VisitorId, staff: &StaffId) -> Option<Event> {
    let (party, visit) = on_record(view, party, visitor)?;
    if visit.staff == *staff || visit.with.contains(staff) {
        return None;
    }
    let mut joint = visit.clone();
    joint.with.push(staff.clone());
    Some(again(view, party, joint))
}

/// A visitor of whom nothing is on record turns out to be that consultant's customer: theirs from now on.
#[must_use]
pub fn found_to_be(
    view: View<'_>,
    party: &PartyId,
    visitor: &VisitorId,
    first: &StaffId,
    absent: bool,
    at: Timestamp,
) -> Vec<Event> {
    let Some((party, visit)) = on_record(view, party, visitor) else { return Vec::new() };
    let owned = party.owner_at(&view.policy.ownership, at).is_some_and(|claim| claim.staff == *first);
    let mut told = Vec::new();
    if !owned {
        let claim = begun(Some(party), first.clone(), Evidence::HandBack(visitor.clone()), at);
        told.push(Event::Party(party.id.clone(), PartyEvent::ClaimBegan(Box::new(claim))));
    }
    if visit.staff != *first {
        let known = Visit { first: Some(first.clone()), first_absent: absent, ..visit.clone() };
        told.push(again(view, party, known));
    }
    told
}

/// What a deal does to the provisional cell of a visit of its day: while the visitor is there it stays used; given back at their
/// leaving, it is used after all if the deal follows on the same day, or the earliest open one where it has been filled
/// again (P01-9c).
#[must_use]
pub(super) fn settled(view: View<'_>, party: &Party, visit: &Visit) -> Vec<Event> {
    let Some(cell) = visit.cell.filter(|_| visit.provisional) else { return Vec::new() };
    let floor = if view.floor.reception(&visit.visitor).is_some() {
        Some(FloorEvent::CellKept(visit.visitor.clone()))
    } else {
        let table = view.floor.own_table(view.policy.tables.table_of(visit.channel), &visit.staff);
        view.floor.table(table).and_then(|sheet| sheet.row(&visit.staff)).map(|row| {
            let round = if row.is_open(cell.round) { cell.round } else { row.earliest().round };
            FloorEvent::CellWithdrawn { table, staff: visit.staff.clone(), round }
        })
    };
    let known = again(view, party, Visit { cell: None, ..visit.clone() });
    floor.map(Event::Floor).into_iter().chain([known]).collect()
}

fn on_record<'a>(view: View<'a>, party: &PartyId, visitor: &VisitorId) -> Option<(&'a Party, &'a Visit)> {
    let party = view.books.get(party)?;
    party.visits.iter().find(|visit| visit.visitor == *visitor).map(|visit| (party, visit))
}

/// The visit as it is remembered from now on.
fn again(view: View<'_>, party: &Party, visit: Visit) -> Event {
    let date = view.floor.zone.date(visit.at);
    Event::Party(party.id.clone(), PartyEvent::Visited(Box::new(visit), date))
}
