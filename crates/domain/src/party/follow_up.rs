//! A follow-up on record, and whether it extends the owner's protection.

use crate::answer::Answer;
use crate::command::Context;
use crate::event::{Event, PartyEvent};
use crate::ids::{PartyId, StaffId};
use crate::party::house::{present, stands_in};
use crate::party::{Claim, Party};
use crate::policy::OwnershipRules;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::CustomerState;

/// Judges a follow-up by the instant at which it happened (P12-15c).
///
/// Only the owner's, or their stand-in's, counts and extends; anybody else's is on record. One entered late, after the
/// protection had run out on paper, revives the claim if nobody else has taken the customer over since.
///
/// # Errors
/// An unknown party, somebody unknown to the house, or one who has left.
pub fn follow_up(
    view: View<'_>,
    party: &PartyId,
    by: &StaffId,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = view.books.get(party).ok_or_else(|| Refusal::UnknownParty(party.clone()))?;
    present(&view.floor.members, by)?;
    if party.follow_ups.iter().any(|known| known.by == *by && known.at == at) {
        return Ok(Accepted { events: Vec::new(), answer: Answer::Done });
    }
    let claim = party.owner_at(rules, at);
    let lapsed = lapsed_later(party, rules, at);
    let counts = claim
        .or(lapsed)
        .is_some_and(|claim| claim.staff == *by || stands_in(view.floor, by, &claim.staff, at));
    let open = claim.or(lapsed).is_some_and(|claim| claim.state == CustomerState::Open);
    let extends = counts && open && rules.follow_up_extends.is_some();

    let mut told = Vec::new();
    if let Some(lapsed) = lapsed.filter(|_| extends) {
        told.push(PartyEvent::ClaimBegan(Box::new(lapsed.clone())));
    }
    told.push(PartyEvent::FollowedUp { by: by.clone(), at, extends, counts });
    let events = told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect();
    Ok(Accepted { events, answer: Answer::Done })
}

/// The claim that has lapsed on record, but was alive at that earlier instant; nothing if somebody holds the party.
fn lapsed_later<'a>(party: &'a Party, rules: &OwnershipRules, at: Timestamp) -> Option<&'a Claim> {
    let former = party.former.as_ref().filter(|_| party.claim.is_none())?;
    (former.since <= at && former.alive_at(rules, at)).then_some(former)
}
