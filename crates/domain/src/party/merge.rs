//! Two records that turn out to be one customer: everything moves to the one, and one claim stands.

use crate::books::Books;
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::ids::{PartyId, StaffId, VisitorId};
use crate::party::receive::{begun, bought};
use crate::party::{Claim, Evidence, Party, Visit};
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::CustomerState;

/// Whose claim stands when two records become one.
#[derive(Clone, PartialEq, Debug)]
pub enum Stands {
    /// The one on the record that stays; where nobody holds that any more, the other's moves there.
    Earlier,
    /// That of whoever receives; where they hold none yet, one begins on this evidence.
    Receiver(StaffId, Evidence),
}

/// A merger of two records.
#[derive(Clone, PartialEq, Debug)]
pub struct Merger<'a> {
    /// The record that gives up.
    pub from: &'a PartyId,
    /// The record that stays.
    pub into: &'a PartyId,
    /// Whose claim stands.
    pub stands: Stands,
    /// The visit in which it came to light, and whether the first consultant could not receive when it came.
    pub visit: Option<(&'a VisitorId, bool)>,
}

/// The events of a merger; none where either record is unknown or both are one already.
///
/// Visits, registrations, follow-ups, relations and a deal move along, so that they count for whoever then asks.
#[must_use]
pub fn merged(view: View<'_>, merger: &Merger<'_>, at: Timestamp) -> Vec<Event> {
    let (Some(from), Some(into)) = (view.books.get(merger.from), view.books.get(merger.into)) else {
        return Vec::new();
    };
    if from.id == into.id {
        return Vec::new();
    }
    let rules = &view.policy.ownership;
    let first = into.owner_at(rules, at);
    let mut told = Vec::new();
    for visit in &from.visits {
        let moved = moved_visit(visit, merger, first);
        told.push(PartyEvent::Visited(Box::new(moved), view.floor.zone.date(visit.at)));
    }
    told.extend(standing_claim(from.owner_at(rules, at), from, into, merger, at, first));
    told.extend(from.register.iter().cloned().map(PartyEvent::Registered));
    told.extend(from.follow_ups.iter().map(|known| PartyEvent::FollowedUp {
        by: known.by.clone(),
        at: known.at,
        extends: false,
        counts: false,
        how: None,
        reached: None,
    }));
    told.extend(from.kin.iter().filter(|kin| kin.to != into.id).cloned().map(PartyEvent::KinProven));
    if let Some(deal) = &from.deal
        && into.deal.as_ref().is_none_or(|known| known.at < deal.at)
    {
        told.push(PartyEvent::Dealt(Box::new(deal.clone())));
    }
    let mut events: Vec<_> = told.into_iter().map(|event| Event::Party(into.id.clone(), event)).collect();
    if from.claim.is_some() {
        events.push(Event::Party(from.id.clone(), PartyEvent::ClaimEnded(ClaimEnd::Merged)));
    }
    events.push(Event::Party(from.id.clone(), PartyEvent::MergedInto(into.id.clone())));
    events
}

/// The visit as it counts on the surviving record: it now has a first consultant, or was known again too late.
fn moved_visit(visit: &Visit, merger: &Merger<'_>, first: Option<&Claim>) -> Visit {
    let mut moved = visit.clone();
    let Some(first) = first.filter(|claim| claim.staff != visit.staff && claim.since <= visit.at) else {
        return moved;
    };
    let absent = merger.visit.and_then(|(visitor, absent)| (*visitor == visit.visitor).then_some(absent));
    match merger.stands {
        Stands::Earlier => {
            moved.first.get_or_insert_with(|| first.staff.clone());
            moved.first_absent = absent.unwrap_or(moved.first_absent);
        }
        Stands::Receiver(..) if absent.is_some() => moved.recognised_late = Some(first.staff.clone()),
        Stands::Receiver(..) => {}
    }
    moved
}

fn standing_claim(
    theirs: Option<&Claim>,
    from: &Party,
    into: &Party,
    merger: &Merger<'_>,
    at: Timestamp,
    first: Option<&Claim>,
) -> Option<PartyEvent> {
    let mut claim = match &merger.stands {
        Stands::Earlier => match (first, theirs) {
            (None, theirs) => theirs?.clone(),
            // One consultant held both: what they did for either counts.
            (Some(first), Some(theirs)) if first.staff == theirs.staff => Claim {
                runs_from: first.runs_from.max(theirs.runs_from),
                followed_up: first.followed_up || theirs.followed_up,
                followed_up_at: match (first.followed_up, theirs.followed_up) {
                    (true, true) => first.followed_up_at.min(theirs.followed_up_at),
                    (true, false) => first.followed_up_at,
                    (false, _) => theirs.followed_up_at,
                },
                ..first.clone()
            },
            (Some(first), _) => first.clone(),
        },
        Stands::Receiver(staff, evidence) => theirs
            .filter(|claim| claim.staff == *staff)
            .cloned()
            .unwrap_or_else(|| begun(Some(from), staff.clone(), evidence.clone(), at)),
    };
    if bought(from) || bought(into) {
        claim.state = CustomerState::Closed;
    }
    (into.claim.as_ref() != Some(&claim)).then(|| PartyEvent::ClaimBegan(Box::new(claim)))
}

/// The books after these events, for a decision that builds on its own first part.
#[must_use]
pub fn after(books: &Books, events: &[Event]) -> Books {
    let mut books = books.clone();
    for event in events {
        if let Event::Party(id, fact) = event {
            books.evolve(id, fact);
        }
    }
    books
}

#[cfg(test)]
mod tests {
    use super::{Merger, Stands, merged};
    use crate::command::Imported;
    use crate::event::PartyEvent;
    use crate::ids::PartyId;
    use crate::party::fixture::{House, staff, t};
    use crate::party::{Party, import};
    use crate::vocabulary::CustomerState;

    /// A customer who had bought elsewhere has bought, whichever record stays.
    #[test]
    fn what_was_bought_elsewhere_stays_bought() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let known = Imported {
            id: "c1".into(),
            owner: Some(staff("B")),
            state: CustomerState::Closed,
            registered_at: None,
            last_follow_up: None,
        };
        let (rules, at) = (&house.policy.ownership, t("03-03 09:00"));
        let events = import(&house.books, &house.floor.members, rules, &[known], at).expect("imported");
        house.take(&events);
        let (from, into) = ("c1".into(), "v1".into());
        let merger = Merger { from: &from, into: &into, stands: Stands::Earlier, visit: None };
        let events = merged(house.view(), &merger, at);
        house.take(&events);
        assert_eq!(house.owner("c1", "12-31 09:00"), Some("A"));
        assert_eq!(merged(house.view(), &merger, at), [], "one already");
    }

    /// No customer has two owners, even where a record was merged without its claim having been ended.
    #[test]
    fn a_record_that_gave_up_holds_no_claim() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let before = house.party("v1").clone();
        let id = PartyId::new("v1");
        let after = Party::evolve(Some(before), &id, &PartyEvent::MergedInto("v2".into()));
        assert_eq!(after.map(|party| (party.claim, party.former)), Some((None, None)));
    }
}
