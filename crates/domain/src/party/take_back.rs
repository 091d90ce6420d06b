//! A reception that did not take place after all: what it did to the party is undone.

use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::ids::{PartyId, VisitorId};
use crate::site::View;
use crate::time::Timestamp;

/// What taking back a reception does to the party when nobody else receives (called in vain, undone): the visit is
/// off the record, and a claim that it had begun gives way to the one before, if that still lives.
///
/// A visit that led to a deal did take place and stays, and so does a claim that a deal has frozen.
#[must_use]
pub fn taken_back(view: View<'_>, party: &PartyId, visitor: &VisitorId, at: Timestamp) -> Vec<Event> {
    let Some(party) = view.books.get(party) else { return Vec::new() };
    if party.deal.as_ref().is_some_and(|deal| deal.visitor.as_ref() == Some(visitor)) {
        return Vec::new();
    }
    if party.visits.iter().all(|visit| visit.visitor != *visitor) {
        // Not on record, or off it already: taking a reception back twice takes nothing more.
        return Vec::new();
    }
    let mut told = Vec::new();
    if let Some(claim) = &party.claim
        && party.began_with(claim, visitor)
        && party.deal.as_ref().is_none_or(|deal| deal.at < claim.since)
    {
        let before = party.owner_apart_from(visitor, &view.policy.ownership, at);
        told.push(before.map_or(PartyEvent::ClaimEnded(ClaimEnd::TakenBack), |claim| {
            PartyEvent::ClaimBegan(Box::new(claim.clone()))
        }));
    }
    let last = party.visits.iter().rfind(|visit| visit.visitor != *visitor);
    let last_day = last.map(|visit| view.floor.zone.date(visit.at));
    told.push(PartyEvent::NotReceived { visitor: visitor.clone(), last_day });
    told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect()
}

#[cfg(test)]
mod tests {
    use super::taken_back;
    use crate::event::{ClaimEnd, Event, PartyEvent};
    use crate::party::deal;
    use crate::party::fixture::{House, coming, dealing, now, staff, t};
    use crate::policy::Belongs;
    use crate::vocabulary::Capacity;

    /// Called in vain and nobody else there: as if the reception had not been, and what stood before stands again.
    #[test]
    fn a_reception_taken_back_restores_what_stood() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        for who in ["B", "C"] {
            let again = coming("v2", "v1");
            house.receives_as(who, &again, Belongs::Receiver, Capacity::Turn, false, "03-03 09:00");
        }
        let events = taken_back(house.view(), &"v1".into(), &"v2".into(), t("03-03 09:05"));
        house.take(&events);
        assert_eq!(house.owner("v1", "03-03 09:05"), Some("A"));
        let party = house.party("v1");
        assert_eq!((party.visits.len(), &party.contact), (1, &Some(staff("A"))));
        assert_eq!(party.last_day, Some(house.floor.zone.date(t("03-02 09:00"))));

        house.receives("B", "v3", "v3", "03-03 10:00");
        let events = taken_back(house.view(), &"v3".into(), &"v3".into(), t("03-03 10:05"));
        assert_eq!(events[0], Event::Party("v3".into(), PartyEvent::ClaimEnded(ClaimEnd::TakenBack)));
        house.take(&events);
        assert_eq!(house.owner("v3", "03-03 10:05"), None);
        assert_eq!(taken_back(house.view(), &"v3".into(), &"v3".into(), t("03-03 10:06")), []);
    }

    /// A visit that led to a deal did take place, whatever is taken back afterwards.
    #[test]
    fn a_deal_keeps_its_visit_and_its_claim() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let closing = dealing("v1", Some("v1"), "A");
        house.when(|view| deal(view, &closing, &now("03-02 10:00")));
        assert_eq!(taken_back(house.view(), &"v1".into(), &"v1".into(), t("03-02 10:01")), []);
    }
}
