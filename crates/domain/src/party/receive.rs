//! What a reception does to the party: the visit on record, and whose the customer is from then on.

use crate::decision::{Chosen, Decision};
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::floor::Arrival;
use crate::ids::{PartyId, StaffId, VisitorId};
use crate::party::house::stands_in;
use crate::party::{Claim, Evidence, Party, Visit};
use crate::policy::{Belongs, ClaimBegins};
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::{Capacity, CustomerState};

/// Whose the customer is from now on if `receiver` receives; `None` leaves it as it was.
///
/// For [`Decision::belongs_to`]. Where the one that the rule names is not known (nobody was asked for, the referring
/// customer has no owner), the first to receive owns (P12-16b). A claim that an earlier assignment of this same visit
/// began does not count: that reception did not take place.
#[must_use]
pub fn belongs_to(
    view: View<'_>,
    belongs: Belongs,
    arrival: &Arrival,
    receiver: &StaffId,
    at: Timestamp,
) -> Option<StaffId> {
    let rules = &view.policy.ownership;
    if rules.begins == ClaimBegins::Registration {
        return None;
    }
    let named = match belongs {
        Belongs::Nobody => return None,
        Belongs::Receiver => Some(receiver),
        Belongs::FirstToReceive => None,
        Belongs::Named => arrival.asks_for.as_ref(),
        Belongs::Inviter => arrival.invited_by.as_ref(),
        Belongs::Referrer => arrival.standing.referrer_owner.as_ref(),
    };
    let party = view.books.get(&arrival.party);
    let before = party.and_then(|party| party.owner_apart_from(&arrival.visitor, rules, at));
    let next = named.or(before.map(|claim| &claim.staff)).unwrap_or(receiver);
    let present = party.and_then(|party| party.owner_at(rules, at));
    present.is_none_or(|claim| claim.staff != *next).then(|| next.clone())
}

/// What a decision does to the party: opened if it is new, the visit, the claim that `belongs_to` begins.
///
/// `first_absent`: the owner could not receive when the customer came (off the floor, or busy). Nothing for a visitor
/// who waits. Deciding the same visit again replaces its record.
#[must_use]
pub fn received(
    view: View<'_>,
    decision: &Decision,
    arrival: &Arrival,
    first_absent: bool,
    at: Timestamp,
) -> Vec<Event> {
    let Some(chosen) = &decision.chosen else { return Vec::new() };
    let rules = &view.policy.ownership;
    let party = view.books.get(&arrival.party);
    let id = party.map_or(&arrival.party, |party| &party.id);
    let mut told = Vec::new();
    if party.is_none() {
        told.push(PartyEvent::Opened(at));
    }
    let visit = visit(view, chosen, arrival, party, first_absent, at);
    told.push(PartyEvent::Visited(Box::new(visit), view.floor.zone.date(at)));

    let present = party.and_then(|party| party.owner_at(rules, at));
    if let Some(claim) = present
        && !claim.followed_up
        && arrival.invited_by.as_ref() == Some(&claim.staff)
    {
        // An invitation that brought them here counts as keeping the customer up (P16-8a); it extends nothing.
        told.push(PartyEvent::FollowedUp { by: claim.staff.clone(), at, extends: false, counts: true });
    }
    if let Some(staff) = &decision.belongs_to
        && present.is_none_or(|claim| claim.staff != *staff)
    {
        let evidence = evidence(decision, arrival, staff);
        told.push(PartyEvent::ClaimBegan(Box::new(begun(party, staff.clone(), evidence, at))));
    }
    told.into_iter().map(|event| Event::Party(id.clone(), event)).collect()
}

/// What taking back a reception does to the party when nobody else receives (called in vain, undone): the visit is
/// off the record, and a claim that it had begun gives way to the one before, if that still lives.
#[must_use]
pub fn taken_back(view: View<'_>, party: &PartyId, visitor: &VisitorId, at: Timestamp) -> Vec<Event> {
    let Some(party) = view.books.get(party) else { return Vec::new() };
    let mut told = Vec::new();
    if let Some(claim) = &party.claim
        && party.began_with(claim, visitor)
    {
        let before = party.owner_apart_from(visitor, &view.policy.ownership, at);
        told.push(before.map_or(PartyEvent::ClaimEnded(ClaimEnd::TakenBack), |claim| {
            PartyEvent::ClaimBegan(Box::new(claim.clone()))
        }));
    }
    if party.visits.iter().any(|visit| visit.visitor == *visitor) {
        let last = party.visits.iter().rfind(|visit| visit.visitor != *visitor);
        let last_day = last.map(|visit| view.floor.zone.date(visit.at));
        told.push(PartyEvent::NotReceived { visitor: visitor.clone(), last_day });
    }
    told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect()
}

/// Another consultant's customer was known again too late: the visit stays the receiver's, and remembers it.
#[must_use]
pub fn known_too_late(
    view: View<'_>,
    party: &PartyId,
    visitor: &VisitorId,
    first: &StaffId,
) -> Option<Event> {
    let party = view.books.get(party)?;
    let visit = party.visits.iter().find(|visit| visit.visitor == *visitor && visit.staff != *first)?;
    let date = view.floor.zone.date(visit.at);
    let visit = Visit { recognised_late: Some(first.clone()), ..visit.clone() };
    Some(Event::Party(party.id.clone(), PartyEvent::Visited(Box::new(visit), date)))
}

fn visit(
    view: View<'_>,
    chosen: &Chosen,
    arrival: &Arrival,
    party: Option<&Party>,
    first_absent: bool,
    at: Timestamp,
) -> Visit {
    let earlier = party.and_then(|party| party.visits.iter().find(|visit| visit.visitor == arrival.visitor));
    // A merger may have found out since whose they were when they came.
    let first = arrival.standing.owner.clone().or_else(|| earlier.and_then(|visit| visit.first.clone()));
    let stand_in = chosen.capacity == Capacity::Proxy
        && first.as_ref().is_some_and(|owner| stands_in(view.floor, &chosen.staff, owner, at));
    let referral = arrival.standing.referrer_owner.as_ref().filter(|original| {
        // A referral brings a customer whom nobody else holds, and splits only where another receives (P16-5).
        **original != chosen.staff && first.as_ref().is_none_or(|owner| owner == *original)
    });
    Visit {
        visitor: arrival.visitor.clone(),
        channel: arrival.channel,
        at,
        staff: chosen.staff.clone(),
        capacity: chosen.capacity,
        first_absent: first_absent && first.is_some(),
        referral: referral.cloned(),
        recognised_late: earlier
            .filter(|visit| visit.staff == chosen.staff)
            .and_then(|visit| visit.recognised_late.clone()),
        stand_in,
        first,
    }
}

fn evidence(decision: &Decision, arrival: &Arrival, owner: &StaffId) -> Evidence {
    let handed_back = decision.moved.as_ref().is_some_and(|moved| moved.handed_back);
    match &arrival.referred_by {
        _ if handed_back => Evidence::HandBack(arrival.visitor.clone()),
        Some(referrer) if arrival.standing.referrer_owner.as_ref() == Some(owner) => {
            Evidence::Referral(referrer.clone())
        }
        _ => Evidence::Reception(arrival.visitor.clone()),
    }
}

/// A claim that begins now; what the customer has bought stays bought.
pub(super) fn begun(party: Option<&Party>, staff: StaffId, evidence: Evidence, at: Timestamp) -> Claim {
    let bought = party.is_some_and(|party| {
        party.deal.is_some() || party.claim.as_ref().is_some_and(|claim| claim.state == CustomerState::Closed)
    });
    Claim {
        staff,
        since: at,
        evidence,
        runs_from: at,
        followed_up: false,
        state: if bought { CustomerState::Closed } else { CustomerState::Open },
        redistributed: false,
        for_service: false,
    }
}
