//! A claim in time: how long it lives, when it lapses, and whose customer a party is at an instant.

use crate::answer::Finding;
use crate::books::Books;
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::ids::VisitorId;
use crate::party::{Claim, Evidence, Party};
use crate::policy::OwnershipRules;
use crate::time::{Due, Timestamp};
use crate::vocabulary::CustomerState;

impl Claim {
    /// The last instant of protection, inclusive; nothing where protection is for good (P12-10, P12-15c).
    ///
    /// Days of protection are 24 hours each, so neither clock changes nor leap days move it.
    #[must_use]
    pub fn protected_until(&self, rules: &OwnershipRules) -> Option<Timestamp> {
        match self.state {
            // A deal ends the protection clock.
            CustomerState::Closed => None,
            CustomerState::Open => rules.protection.as_ref().map(|(span, _)| span.after(self.runs_from)),
        }
    }

    /// Does the claim still hold at that instant?
    #[must_use]
    pub fn alive_at(&self, rules: &OwnershipRules, at: Timestamp) -> bool {
        self.protected_until(rules).is_none_or(|until| at <= until)
    }

    /// Had the owner kept the customer up by that instant? What they do once another receives comes too late (P16-8a).
    #[must_use]
    pub fn kept_up_by(&self, at: Timestamp) -> bool {
        self.followed_up && self.followed_up_at.is_none_or(|first| first <= at)
    }

    /// The visit on whose reception it rests, if it does on one.
    #[must_use]
    pub fn visit(&self) -> Option<&VisitorId> {
        match &self.evidence {
            Evidence::Reception(visitor) | Evidence::HandBack(visitor) => Some(visitor),
            Evidence::Registration(_) | Evidence::Import | Evidence::Referral(_) | Evidence::Reassigned => {
                None
            }
        }
    }
}

impl Party {
    /// The living claim at that instant; whether its lapse has been taken note of already makes no difference.
    #[must_use]
    pub fn owner_at(&self, rules: &OwnershipRules, at: Timestamp) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| claim.alive_at(rules, at))
    }

    /// The living claim as if the reception of this visit had not begun: what counts when the visit is decided again.
    #[must_use]
    pub fn owner_apart_from(
        &self,
        visitor: &VisitorId,
        rules: &OwnershipRules,
        at: Timestamp,
    ) -> Option<&Claim> {
        let present = self.claim.as_ref()?;
        let standing = if self.began_with(present, visitor) { self.former.as_ref()? } else { present };
        Some(standing).filter(|claim| claim.alive_at(rules, at))
    }

    /// Did this claim begin with the reception of that visit?
    pub(super) fn began_with(&self, claim: &Claim, visitor: &VisitorId) -> bool {
        let referred = matches!(claim.evidence, Evidence::Referral(_));
        claim.visit() == Some(visitor)
            || referred
                && self.visits.iter().any(|visit| visit.visitor == *visitor && visit.at == claim.since)
    }

    /// When the claim lapses unless somebody follows up.
    #[must_use]
    pub fn lapse_due(&self, rules: &OwnershipRules) -> Option<Due> {
        self.claim.as_ref()?.protected_until(rules).map(Due::After)
    }

    /// The answer to "whose customer is this?".
    #[must_use]
    pub fn ownership(&self, rules: &OwnershipRules, at: Timestamp) -> Finding {
        let claim = self.owner_at(rules, at);
        Finding::Owner {
            state: claim.map(|claim| claim.state),
            protected_until: claim.and_then(|claim| claim.protected_until(rules)),
            claim: claim.cloned(),
        }
    }
}

/// The protections among the loaded parties that have run out strictly before `at`, each with its own last instant,
/// earliest first (P12-16a).
#[must_use]
pub fn lapse(books: &Books, rules: &OwnershipRules, at: Timestamp) -> Vec<Event> {
    let mut lapsed: Vec<_> = books
        .iter()
        .filter_map(|party| {
            let due = party.lapse_due(rules)?;
            due.elapsed(at).then(|| (due.instant(), party.id.clone()))
        })
        .collect();
    lapsed.sort();
    lapsed
        .into_iter()
        .map(|(until, id)| Event::Party(id, PartyEvent::ClaimEnded(ClaimEnd::Lapsed(until))))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::lapse;
    use crate::answer::Finding;
    use crate::event::{ClaimEnd, Event, PartyEvent};
    use crate::ids::PartyId;
    use crate::party::deal;
    use crate::party::fixture::{House, dealing, now, t};
    use crate::time::Due;

    /// P12-10, P12-16a: to the start + 30×24 h, inclusive to the second.
    #[test]
    fn protection_holds_through_its_last_second() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        assert_eq!(house.owner("v1", "04-01 09:00:00"), Some("A"));
        assert_eq!(house.owner("v1", "04-01 09:00:01"), None);
        assert_eq!(house.protected_until("v1"), Some(t("04-01 09:00")));
        let until = house.party("v1").lapse_due(&house.policy.ownership);
        assert_eq!(until, Some(Due::After(t("04-01 09:00"))));
    }

    /// P12-10: days of protection are 24 hours each; a zone's clock change within them moves nothing.
    #[test]
    fn a_clock_change_or_a_leap_day_does_not_move_the_end() {
        let mut house = House::full_regulations();
        house.floor.zone = crate::time::Zone::parse("Europe/Berlin").expect("a zone");
        // Berlin's clocks go forward on 29 March 2026.
        house.receives("A", "v1", "v1", "03-10 12:00");
        let began = house.party("v1").claim.as_ref().expect("a claim").runs_from;
        assert_eq!(house.protected_until("v1"), Some(began + TimeDelta::hours(30 * 24)));
        let leap = chrono::DateTime::parse_from_rfc3339("2028-02-20T09:00:00+08:00").expect("an instant");
        let mut claim = house.party("v1").claim.clone().expect("a claim");
        claim.runs_from = leap.to_utc();
        let end = chrono::DateTime::parse_from_rfc3339("2028-03-21T09:00:00+08:00").expect("an instant");
        assert_eq!(claim.protected_until(&house.policy.ownership), Some(end.to_utc()));
    }

    /// P12-16a: each protection lapses at its own last instant, never at the instant itself.
    #[test]
    fn what_has_run_out_lapses_earliest_first() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 10:00");
        house.receives("B", "v0", "v0", "03-02 11:00");
        house.receives("C", "v2", "v2", "03-02 09:00");
        let lapsed = |id: &str, at: &str| {
            Event::Party(PartyId::new(id), PartyEvent::ClaimEnded(ClaimEnd::Lapsed(t(at))))
        };
        let rules = house.policy.ownership.clone();
        assert_eq!(lapse(&house.books, &rules, t("04-01 09:00")), []);
        let both = lapse(&house.books, &rules, t("04-01 11:00"));
        assert_eq!(both, [lapsed("v2", "04-01 09:00"), lapsed("v1", "04-01 10:00")]);
        house.take(&both);
        assert_eq!(lapse(&house.books, &rules, t("04-01 11:00")), [], "once only");
        assert!(house.party("v1").claim.is_none());
    }

    /// A closed customer stays the owner's: a deal ends the protection clock.
    #[test]
    fn a_deal_ends_the_protection_clock() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-03 09:00")));
        assert_eq!(house.owner("v1", "12-31 09:00"), Some("A"));
        assert_eq!(house.party("v1").lapse_due(&house.policy.ownership), None);
        assert_eq!(lapse(&house.books, &house.policy.ownership, t("12-31 09:00")), []);
    }

    /// P16-2: where protection is for good, nothing lapses.
    #[test]
    fn without_protection_a_claim_is_for_good() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        assert_eq!(house.owner("v1", "12-31 09:00"), Some("A"));
        let told = house.party("v1").ownership(&house.policy.ownership, t("12-31 09:00"));
        let Finding::Owner { claim, protected_until, .. } = told else { panic!("an owner") };
        assert_eq!((claim.is_some(), protected_until), (true, None));
    }
}
