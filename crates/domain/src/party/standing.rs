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
