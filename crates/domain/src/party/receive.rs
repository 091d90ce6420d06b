//! What a reception does to the party: the visit on record, and whose the customer is from then on.

use crate::decision::{Chosen, Decision};
use crate::event::{Event, PartyEvent};
use crate::floor::Arrival;
use crate::ids::{PartyId, StaffId, VisitorId};
use crate::party::house::stands_in;
use crate::party::{Claim, Evidence, Party, Visit};
use crate::policy::{Belongs, ClaimBegins};
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::{Capacity, CellUse, CustomerState};

/// Whose the customer is from now on if `receiver` receives; `None` leaves it as it was.
///
/// For [`Decision::belongs_to`]. Where the one that the rule names is not known (nobody was asked for, the referring
/// customer has no owner), the first to receive owns (P12-16b). A claim that an earlier assignment of this same visit
/// began does not count: that reception did not take place. A leaver's customer is settled by the first visit that says
/// whose they are, also where it is the one to whom a lead had given them (P16-10).
#[must_use]
pub fn belongs_to(
    view: View<'_>,
    belongs: Belongs,
    arrival: &Arrival,
    receiver: &StaffId,
    at: Timestamp,
) -> Option<StaffId> {
    let rules = &view.policy.ownership;
    match rules.begins {
        ClaimBegins::Registration | ClaimBegins::Never => return None,
        ClaimBegins::Particulars if !arrival.on_record && !registered(view, arrival) => return None,
        ClaimBegins::Particulars | ClaimBegins::Reception => {}
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
    let stands =
        present.is_some_and(|claim| claim.staff == *next && !(claim.redistributed && named.is_some()));
    (!stands).then(|| next.clone())
}

/// Has a registration since the arrival put name and phone on record?
fn registered(view: View<'_>, arrival: &Arrival) -> bool {
    view.books.get(&arrival.party).is_some_and(|party| party.registration.is_some())
}

/// To whom a valid registration of this visit will give the customer, whatever stood before, where ownership begins with
/// one and the rule says whose they are.
#[must_use]
pub fn meant_for(view: View<'_>, belongs: Belongs, arrival: &Arrival, receiver: &StaffId) -> Option<StaffId> {
    let named = match belongs {
        Belongs::Named => arrival.asks_for.as_ref(),
        Belongs::Inviter => arrival.invited_by.as_ref(),
        Belongs::Referrer => arrival.standing.referrer_owner.as_ref(),
        Belongs::Receiver => Some(receiver),
        Belongs::FirstToReceive | Belongs::Nobody => None,
    };
    named.filter(|_| view.policy.ownership.begins == ClaimBegins::Registration).cloned()
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
    let visit = visit(view, decision, chosen, arrival, first_absent, at);
    told.push(PartyEvent::Visited(Box::new(visit), view.floor.zone.date(at)));

    let present = party.and_then(|party| party.owner_at(rules, at));
    if let Some(claim) = present
        && !claim.followed_up
        && arrival.invited_by.as_ref() == Some(&claim.staff)
    {
        // An invitation that brought them here counts as keeping the customer up (P16-8a); it extends nothing.
        told.push(PartyEvent::FollowedUp {
            by: claim.staff.clone(),
            at,
            extends: false,
            counts: true,
            how: None,
            reached: None,
        });
    }
    if let Some(staff) = &decision.belongs_to
        && present.is_none_or(|claim| claim.staff != *staff || claim.redistributed)
    {
        let evidence = evidence(decision, arrival, staff);
        told.push(PartyEvent::ClaimBegan(Box::new(begun(party, staff.clone(), evidence, at))));
    }
    told.into_iter().map(|event| Event::Party(id.clone(), event)).collect()
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
    decision: &Decision,
    chosen: &Chosen,
    arrival: &Arrival,
    first_absent: bool,
    at: Timestamp,
) -> Visit {
    let party = view.books.get(&arrival.party);
    let earlier = party.and_then(|party| party.visits.iter().find(|visit| visit.visitor == arrival.visitor));
    let rules = &view.policy.ownership;
    // A merger may have found out since whose they were when they came; it counts for whoever receives instead, too.
    let found_out = || {
        let before = party?.owner_apart_from(&arrival.visitor, rules, at)?;
        Some(before.staff.clone()).filter(|staff| *staff != chosen.staff)
    };
    let first = (arrival.standing.owner.clone())
        .or_else(|| earlier.and_then(|visit| visit.first.clone()))
        .or_else(found_out);
    // Whose they are, or become by this reception, though another receives (P11-7).
    let whose = first.as_ref().or(decision.belongs_to.as_ref());
    let stand_in = chosen.capacity == Capacity::Proxy
        && whose.is_some_and(|owner| stands_in(view.floor, &chosen.staff, owner, at));
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
        asked_for: arrival.asks_for.clone(),
        invited_by: arrival.invited_by.clone(),
        there: view.floor.there_for(&arrival.visitor),
        cell: chosen.cell.filter(|_| chosen.uses_turn()),
        provisional: chosen.cell_use == CellUse::Provisional,
        meant_for: decision.meant_for.clone(),
        with: Vec::new(),
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

/// Has the customer bought, here or (imported) elsewhere?
pub(super) fn bought(party: &Party) -> bool {
    party.deal.as_ref().is_some_and(|deal| !deal.to_another)
        || party.claim.as_ref().is_some_and(|claim| claim.state == CustomerState::Closed)
}

/// A claim that begins now; what the customer has bought stays bought.
pub(super) fn begun(party: Option<&Party>, staff: StaffId, evidence: Evidence, at: Timestamp) -> Claim {
    let bought = party.is_some_and(bought);
    Claim {
        staff,
        since: at,
        evidence,
        runs_from: at,
        followed_up: false,
        followed_up_at: None,
        state: if bought { CustomerState::Closed } else { CustomerState::Open },
        redistributed: false,
        for_service: false,
    }
}

#[cfg(test)]
mod tests {
    use super::{belongs_to, known_too_late, received};
    use crate::decision::Moved;
    use crate::floor::Arrival;
    use crate::party::fixture::{House, coming, decision, now, staff, t};
    use crate::party::{Evidence, Merger, Stands, deal, follow_up, merged};
    use crate::policy::{Belongs, ClaimBegins};
    use crate::vocabulary::{Capacity, Channel, CustomerState};

    impl House {
        fn comes(&mut self, arrival: &Arrival, belongs: Belongs, who: &str, at: &str) {
            self.receives_as(who, arrival, belongs, Capacity::Turn, false, at);
        }

        fn evidence(&self, party: &str) -> &Evidence {
            &self.party(party).claim.as_ref().expect("a claim").evidence
        }
    }

    /// P12-16a, P16-2: the first to receive owns; another who receives later does not.
    #[test]
    fn the_first_to_receive_owns() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("B", "v2", "v1", "03-02 10:00");
        assert_eq!(house.owner("v1", "03-02 10:00"), Some("A"));
        let party = house.party("v1");
        assert_eq!(party.visits.len(), 2);
        assert_eq!(party.visits[1].first, Some(staff("A")));
        assert_eq!(party.contact, Some(staff("B")));
    }

    /// P12-16d: first contact by phone: whoever took the call owns.
    #[test]
    fn whoever_took_the_first_call_owns() {
        let mut house = House::full_regulations();
        let call = Arrival { channel: Channel::Phone, ..coming("p1", "p1") };
        house.comes(&call, Belongs::FirstToReceive, "C", "03-02 09:00");
        assert_eq!(house.owner("p1", "03-02 09:00"), Some("C"));
    }

    /// P12-16b: the referring customer's consultant owns; with no such consultant, whoever received.
    #[test]
    fn a_referral_belongs_to_the_old_customers_consultant() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let friend = Arrival { referred_by: Some("v1".into()), ..coming("v2", "v2") };
        house.comes(&friend, Belongs::Referrer, "B", "03-02 10:00");
        assert_eq!(house.owner("v2", "03-02 10:00"), Some("A"));
        assert_eq!(*house.evidence("v2"), Evidence::Referral("v1".into()));
        assert_eq!(house.party("v2").visits[0].referral, Some(staff("A")));

        let lapsed = Arrival { referred_by: Some("v1".into()), ..coming("v3", "v3") };
        house.comes(&lapsed, Belongs::Referrer, "B", "05-02 10:00");
        assert_eq!(house.owner("v3", "05-02 10:00"), Some("B"));
        assert_eq!(*house.evidence("v3"), Evidence::Reception("v3".into()));
    }

    /// P02-6, P02-8: the one asked for, or who invited, owns from then on, whatever stood before.
    #[test]
    fn the_one_named_or_who_invited_owns() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let asking = Arrival { asks_for: Some(staff("C")), ..coming("v2", "v1") };
        house.comes(&asking, Belongs::Named, "B", "03-03 09:00");
        assert_eq!(house.owner("v1", "03-03 09:00"), Some("C"));
        let invited = Arrival { invited_by: Some(staff("A")), ..coming("v3", "v3") };
        house.comes(&invited, Belongs::Inviter, "B", "03-03 10:00");
        assert_eq!(house.owner("v3", "03-03 10:00"), Some("A"));
        house.comes(&coming("v4", "v4"), Belongs::Named, "B", "03-03 11:00");
        assert_eq!(house.owner("v4", "03-03 11:00"), Some("B"), "nobody was named");
    }

    /// P16-10: by the order, and whoever receives owns. P15-6: customers of the company are nobody's.
    #[test]
    fn whoever_receives_or_nobody() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.comes(&coming("v2", "v1"), Belongs::Receiver, "B", "03-03 09:00");
        assert_eq!(house.owner("v1", "03-03 09:00"), Some("B"));
        house.comes(&coming("v3", "v3"), Belongs::Nobody, "B", "03-03 10:00");
        assert_eq!(house.owner("v3", "03-03 10:00"), None);
    }

    /// P01-10: where a claim begins with the registration, no rule for a visit begins one.
    #[test]
    fn no_claim_before_the_registration() {
        let mut house = House::two_tables();
        house.policy.ownership.begins = ClaimBegins::Registration;
        let arrival = coming("v1", "v1");
        for belongs in [Belongs::FirstToReceive, Belongs::Receiver, Belongs::Named] {
            assert_eq!(belongs_to(house.view(), belongs, &arrival, &staff("A"), t("03-02 09:00")), None);
        }
    }

    /// A closed customer given to another stays closed.
    #[test]
    fn what_was_bought_stays_bought() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let dealing = crate::party::fixture::dealing("v1", None, "A");
        house.when(|view| deal(view, &dealing, &now("03-02 10:00")));
        house.comes(&coming("v2", "v1"), Belongs::Receiver, "B", "03-03 09:00");
        assert_eq!(house.party("v1").claim.as_ref().map(|claim| claim.state), Some(CustomerState::Closed));
    }

    /// P16-8a: an invitation that brought them here keeps the customer up, once.
    #[test]
    fn an_invitation_by_the_owner_counts() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let invited = Arrival { invited_by: Some(staff("A")), ..coming("v2", "v1") };
        house.comes(&invited, Belongs::FirstToReceive, "B", "03-03 09:00");
        assert!(house.party("v1").claim.as_ref().expect("a claim").followed_up);
    }

    /// The same visit decided again moves the claim that it had begun, and leaves one record of it.
    #[test]
    fn a_visit_decided_again_moves_its_claim() {
        let mut house = House::two_tables();
        for who in ["A", "B", "C"] {
            house.receives(who, "v1", "v1", "03-02 09:00");
            assert_eq!(house.owner("v1", "03-02 09:00"), Some(who));
        }
        assert_eq!(house.party("v1").visits.len(), 1);
        house.receives("A", "v2", "v1", "03-02 10:00");
        assert_eq!(house.owner("v1", "03-02 10:00"), Some("C"));
    }

    /// P16-8b: recognised in time: the records become one and the first's hold goes on; a lapsed one begins anew.
    #[test]
    fn handed_back_the_customer_is_the_firsts() {
        for (first_came, began) in [("03-01 09:00", "03-01 09:00"), ("01-01 09:00", "03-03 09:10")] {
            let mut house = House::full_regulations();
            house.receives("A", "v1", "v1", first_came);
            house.receives("B", "v2", "v2", "03-03 09:00");
            let (from, into, visitor) = ("v2".into(), "v1".into(), "v2".into());
            let merger =
                Merger { from: &from, into: &into, stands: Stands::Earlier, visit: Some((&visitor, false)) };
            let events = merged(house.view(), &merger, t("03-03 09:10"));
            house.take(&events);
            let arrival = coming("v2", "v2");
            let mut back = decision(&arrival, "A", Capacity::Owner);
            back.belongs_to = Some(staff("A"));
            back.moved = Some(Moved { from: staff("B"), handed_back: true, state: None, reopened: None });
            let events = received(house.view(), &back, &arrival, false, t("03-03 09:10"));
            house.take(&events);
            assert_eq!(house.owner("v2", "03-03 09:10"), Some("A"));
            let claim = house.party("v2").claim.clone().expect("a claim");
            assert_eq!(claim.since, t(began));
            assert_eq!(house.party("v2").visits.iter().filter(|visit| visit.staff == staff("B")).count(), 0);
        }
    }

    #[test]
    fn a_visitor_who_waits_leaves_no_record() {
        let house = House::two_tables();
        let arrival = coming("v1", "v1");
        let mut waits = decision(&arrival, "A", Capacity::Turn);
        waits.chosen = None;
        assert_eq!(received(house.view(), &waits, &arrival, false, t("03-02 09:00")), []);
    }

    /// P16-8a: what the first did not see in time is remembered with the visit; their own visits are no discovery.
    #[test]
    fn too_late_is_remembered_with_the_visit() {
        let mut house = House::two_tables();
        house.receives("C", "v3", "v3", "03-02 11:00");
        let own = known_too_late(house.view(), &"v3".into(), &"v3".into(), &staff("C"));
        assert_eq!(own, None);
        let late = known_too_late(house.view(), &"v3".into(), &"v3".into(), &staff("A"));
        house.take(&late.into_iter().collect::<Vec<_>>());
        house.when(|view| follow_up(view, &"v3".into(), &staff("C"), &now("03-02 12:00")));
        assert_eq!(house.party("v3").visits[0].recognised_late, Some(staff("A")));
    }
}
