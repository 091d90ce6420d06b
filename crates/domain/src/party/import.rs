//! Customers known from elsewhere: in the books from then on, with their consultant's hold as it stood there.

use std::collections::BTreeSet;

use crate::books::Books;
use crate::command::Imported;
use crate::event::{Event, PartyEvent};
use crate::floor::Member;
use crate::ids::PartyId;
use crate::party::house::present;
use crate::party::{Claim, Evidence};
use crate::policy::OwnershipRules;
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
        let Some(owner) = &one.owner else { continue };
        present(members, owner)?;
        let extended = one.last_follow_up.filter(|_| rules.follow_up_extends.is_some());
        let claim = Claim {
            staff: owner.clone(),
            since,
            evidence: Evidence::Import,
            runs_from: one.registered_at.max(extended).unwrap_or(at),
            followed_up: one.last_follow_up.is_some(),
            state: one.state,
            redistributed: false,
            for_service: false,
        };
        events.push(Event::Party(one.id.clone(), PartyEvent::ClaimBegan(Box::new(claim))));
        if let Some(last) = one.last_follow_up {
            let kept_up =
                PartyEvent::FollowedUp { by: owner.clone(), at: last, extends: false, counts: true };
            events.push(Event::Party(one.id.clone(), kept_up));
        }
    }
    Ok(events)
}
