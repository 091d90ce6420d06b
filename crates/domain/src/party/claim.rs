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
