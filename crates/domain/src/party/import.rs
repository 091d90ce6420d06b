//! Customers known from elsewhere: in the books from then on, with their consultant's hold as it stood there.

use std::collections::BTreeSet;

use crate::books::Books;
use crate::command::Imported;
use crate::event::{Event, PartyEvent};
use crate::floor::Member;
use crate::ids::PartyId;
use crate::party::house::present;
use crate::party::{Claim, Evidence};
use crate::policy::{ClaimBegins, OwnershipRules};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Judges an import, also that of a site's opening; all of it or nothing.
///
/// Protection runs from the registration there, or from the last follow-up where follow-ups extend it; from the import
/// itself where neither is known. A hold that has run out already comes in as such and lapses in its turn.
///
/// # Errors
/// A customer id that is taken or stands twice, an owner unknown to the house or gone, a date that is still to come.
pub fn import(
    books: &Books,
    members: &[Member],
    rules: &OwnershipRules,
    list: &[Imported],
    at: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let mut seen: BTreeSet<&PartyId> = BTreeSet::new();
    let mut events = Vec::new();
    for one in list {
        if books.record(&one.id).is_some() || !seen.insert(&one.id) {
            return Err(Refusal::DuplicateParty(one.id.clone()));
        }
        if one.registered_at.max(one.last_follow_up).is_some_and(|known| known > at) {
            return Err(Refusal::LateEntry);
        }
        let since = one.registered_at.or(one.last_follow_up).unwrap_or(at);
        events.push(Event::Party(one.id.clone(), PartyEvent::Opened(since)));
        let Some(owner) = one.owner.as_ref().filter(|_| rules.begins != ClaimBegins::Never) else { continue };
        present(members, owner)?;
        let extended = one.last_follow_up.filter(|_| rules.follow_up_extends.is_some());
        let claim = Claim {
            staff: owner.clone(),
            since,
            evidence: Evidence::Import,
            runs_from: one.registered_at.max(extended).unwrap_or(at),
            followed_up: one.last_follow_up.is_some(),
            followed_up_at: None,
            state: one.state,
            redistributed: false,
            for_service: false,
        };
        events.push(Event::Party(one.id.clone(), PartyEvent::ClaimBegan(Box::new(claim))));
        if let Some(last) = one.last_follow_up {
            let kept_up = PartyEvent::FollowedUp {
                by: owner.clone(),
                at: last,
                extends: false,
                counts: true,
                how: None,
                reached: None,
            };
            events.push(Event::Party(one.id.clone(), kept_up));
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::import;
    use crate::command::Imported;
    use crate::event::Event;
    use crate::party::fixture::{House, staff, t};
    use crate::refusal::Refusal;
    use crate::vocabulary::CustomerState;

    fn known(id: &str, owner: &str, registered: &str, last_follow_up: Option<&str>) -> Imported {
        Imported {
            id: id.into(),
            owner: Some(staff(owner)),
            state: CustomerState::Open,
            registered_at: Some(t(registered)),
            last_follow_up: last_follow_up.map(t),
        }
    }

    impl House {
        fn imports(&mut self, list: &[Imported], at: &str) -> Result<Vec<Event>, Refusal> {
            let rules = &self.policy.ownership;
            let events = import(&self.books, &self.floor.members, rules, list, t(at))?;
            self.take(&events);
            Ok(events)
        }
    }

    /// P12-10, P12-15c as on the example day: the protection of an imported customer runs from its last follow-up.
    #[test]
    fn protection_runs_from_the_last_follow_up() {
        let mut house = House::full_regulations();
        let list = [known("c1", "A", "01-20 10:00", Some("01-25 10:00"))];
        house.imports(&list, "02-01 09:00").expect("imported");
        assert_eq!(house.owner("c1", "02-24 10:00"), Some("A"));
        assert_eq!(house.owner("c1", "03-02 08:41"), None);
        assert!(!house.party("c1").calls_only);
    }

    /// Where follow-ups extend nothing, it runs from the registration.
    #[test]
    fn protection_runs_from_the_registration_where_follow_ups_extend_nothing() {
        let mut house = House::full_regulations();
        house.policy.ownership.follow_up_extends = None;
        let list = [known("c1", "A", "01-20 10:00", Some("01-25 10:00"))];
        house.imports(&list, "02-01 09:00").expect("imported");
        assert_eq!(house.protected_until("c1"), Some(t("02-19 10:00")));
        assert!(house.party("c1").claim.as_ref().expect("a claim").followed_up);
    }

    #[test]
    fn one_bad_customer_refuses_the_whole_import() {
        let mut house = House::full_regulations();
        let good = known("c1", "A", "01-20 10:00", None);
        let twice = house.imports(&[good.clone(), good.clone()], "02-01 09:00");
        assert_eq!(twice, Err(Refusal::DuplicateParty("c1".into())));
        let stranger = house.imports(&[good.clone(), known("c2", "X", "01-20 10:00", None)], "02-01 09:00");
        assert_eq!(stranger, Err(Refusal::UnknownStaff(staff("X"))));
        let future = house.imports(&[good.clone(), known("c2", "A", "02-01 09:00:01", None)], "02-01 09:00");
        assert_eq!(future, Err(Refusal::LateEntry));
        assert!(house.books.record(&"c1".into()).is_none());
        house.imports(std::slice::from_ref(&good), "02-01 09:00").expect("imported");
        assert_eq!(house.imports(&[good], "02-01 09:00"), Err(Refusal::DuplicateParty("c1".into())));
    }
}
