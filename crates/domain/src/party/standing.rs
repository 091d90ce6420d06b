//! What the books say of a party at an instant: the facts that the rules for a visit look at.

use chrono::NaiveDate;

use crate::books::Books;
use crate::floor::Standing;
use crate::ids::PartyId;
use crate::party::Party;
use crate::policy::OwnershipRules;
use crate::time::Timestamp;

impl Party {
    /// The party's standing at `at`, `date` being that instant's civil date at the site.
    ///
    /// What concerns a referring customer is not in this record; see [`standing_of`].
    #[must_use]
    pub fn standing(&self, rules: &OwnershipRules, date: NaiveDate, at: Timestamp) -> Standing {
        if self.unmet {
            return Standing::default();
        }
        let claim = self.owner_at(rules, at);
        Standing {
            known: true,
            owner: claim.map(|claim| claim.staff.clone()),
            state: claim.map(|claim| claim.state),
            contact: self.contact.clone(),
            calls_only: self.calls_only && !self.visits.is_empty(),
            same_day: self.last_day == Some(date),
            referrer_owner: None,
            redistributed: claim.filter(|claim| claim.redistributed).map(|claim| claim.followed_up),
        }
    }
}

/// The standing of whoever comes, known to the books or not, with the referring customer's consultant.
///
/// To be taken before the visit changes the books.
#[must_use]
pub fn standing_of(
    books: &Books,
    rules: &OwnershipRules,
    party: &PartyId,
    referred_by: Option<&PartyId>,
    date: NaiveDate,
    at: Timestamp,
) -> Standing {
    let referrer_owner = referred_by
        .and_then(|referrer| books.get(referrer))
        .and_then(|referrer| referrer.owner_at(rules, at))
        .map(|claim| claim.staff.clone());
    let known = books.get(party).map(|party| party.standing(rules, date, at));
    Standing { referrer_owner, ..known.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::standing_of;
    use crate::floor::{Arrival, Standing};
    use crate::ids::PartyId;
    use crate::party::fixture::{House, coming, now, staff, t};
    use crate::party::{Reassigning, follow_up, reassign, release};
    use crate::policy::Belongs;
    use crate::vocabulary::{Capacity, Channel, CustomerState, ReassignReason};

    impl House {
        fn standing(&self, party: &str, referred_by: Option<&str>, at: &str) -> Standing {
            let referrer = referred_by.map(PartyId::new);
            let date = self.floor.zone.date(t(at));
            let rules = &self.policy.ownership;
            standing_of(&self.books, rules, &party.into(), referrer.as_ref(), date, t(at))
        }
    }

    /// P12-11: unknown, then known, then (P12-10) known and nobody's.
    #[test]
    fn a_lapsed_party_is_known_and_nobodys() {
        let mut house = House::full_regulations();
        assert_eq!(house.standing("v1", None, "03-02 09:00"), Standing::default());
        house.receives("A", "v1", "v1", "03-02 09:00");
        let held = house.standing("v1", None, "04-01 09:00");
        assert_eq!((held.known, held.owner, held.state), (true, Some(staff("A")), Some(CustomerState::Open)));
        let lapsed = house.standing("v1", None, "04-01 09:00:01");
        assert_eq!((lapsed.known, lapsed.owner, lapsed.state), (true, None, None));
        assert_eq!(lapsed.contact, Some(staff("A")));
    }

    /// P01-6: the same customer on the same civil day at the site, not within 24 hours.
    #[test]
    fn the_same_day_is_the_sites_civil_day() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 23:30");
        assert!(house.standing("v1", None, "03-02 23:59:59").same_day);
        assert!(!house.standing("v1", None, "03-03 00:00:00").same_day);
    }

    /// P16-3: calls only, until they come in person; a customer imported with a consultant is more than a caller.
    #[test]
    fn calls_only_until_the_first_visit() {
        let mut house = House::two_tables();
        let call = |visitor: &str| Arrival { channel: Channel::Phone, ..coming(visitor, "p1") };
        for (visitor, at) in [("p1", "03-02 09:00"), ("p2", "03-02 10:00")] {
            house.receives_as("A", &call(visitor), Belongs::FirstToReceive, Capacity::Turn, false, at);
            assert!(house.standing("p1", None, at).calls_only);
        }
        house.receives("A", "v1", "p1", "03-03 09:00");
        house.receives_as("A", &call("p3"), Belongs::FirstToReceive, Capacity::Turn, false, "03-04 09:00");
        assert!(!house.standing("p1", None, "03-04 10:00").calls_only);
    }

    /// P16-5: to whom the referring customer belongs, known or not to the books oneself.
    #[test]
    fn the_referring_customers_consultant_is_told() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let new = house.standing("v2", Some("v1"), "03-02 10:00");
        assert_eq!((new.known, new.referrer_owner), (false, Some(staff("A"))));
        assert_eq!(house.standing("v2", Some("v9"), "03-02 10:00").referrer_owner, None);
    }

    /// P16-10: given to another when their consultant left; has the new owner followed up?
    #[test]
    fn a_leavers_customer_is_told_as_such() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        assert_eq!(house.standing("v1", None, "03-02 10:00").redistributed, None);
        let events = release(&house.books, &staff("A"));
        house.take(&events);
        let (party, to, by) = ("v1".into(), staff("B"), staff("M"));
        let given = Reassigning { party: &party, to: &to, by: &by, why: ReassignReason::Leaving };
        house.when(|view| reassign(view, &given, &now("03-03 09:00")));
        assert_eq!(house.standing("v1", None, "03-03 10:00").redistributed, Some(false));
        house.when(|view| follow_up(view, &party, &staff("B"), &now("03-03 11:00")));
        assert_eq!(house.standing("v1", None, "03-03 12:00").redistributed, Some(true));
    }
}
