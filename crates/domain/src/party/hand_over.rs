//! A customer passes to another consultant by a lead's decision, or is free because theirs left the house.

use crate::answer::Answer;
use crate::books::Books;
use crate::command::Context;
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::ids::{PartyId, StaffId};
use crate::party::house::{lead, present};
use crate::party::receive::begun;
use crate::party::{Claim, Evidence};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::vocabulary::ReassignReason;

/// What a lead decided about a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Reassigning<'a> {
    /// The customer.
    pub party: &'a PartyId,
    /// To whom they go.
    pub to: &'a StaffId,
    /// The supervisor or manager who decided.
    pub by: &'a StaffId,
    /// Why.
    pub why: ReassignReason,
}

/// Judges a reassignment (P16-9, P16-10, P12-39): the new claim begins now, with a protection of its own.
///
/// # Errors
/// An unknown party or person, one who has left, somebody who may not decide it; a pack that knows no reassignment
/// for poor service.
pub fn reassign(
    view: View<'_>,
    reassigning: &Reassigning<'_>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let Reassigning { party, to, by, why } = *reassigning;
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = view.books.get(party).ok_or_else(|| Refusal::UnknownParty(party.clone()))?;
    let cite = match why {
        ReassignReason::ServiceQuality => {
            rules.service_quality.as_ref().ok_or(Refusal::NotInPolicy("service_quality"))?
        }
        ReassignReason::Leaving | ReassignReason::Other => &rules.leaver,
    };
    lead(&view.floor.members, by, cite)?;
    present(&view.floor.members, to)?;
    let present = party.owner_at(rules, at);
    if present.is_some_and(|claim| claim.staff == *to) {
        return Ok(Accepted { events: Vec::new(), answer: Answer::Done });
    }
    let mut told = Vec::new();
    if party.claim.is_some() {
        told.push(PartyEvent::ClaimEnded(ClaimEnd::Reassigned));
    }
    told.push(PartyEvent::ClaimBegan(Box::new(Claim {
        redistributed: why == ReassignReason::Leaving,
        for_service: why == ReassignReason::ServiceQuality,
        ..begun(Some(party), to.clone(), Evidence::Reassigned, at)
    })));
    let events = told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect();
    Ok(Accepted { events, answer: Answer::Done })
}

/// The parties whose consultant leaves the house belong to nobody until a lead gives them to another (P12-39, P16-10);
/// what was split in a deal stays.
#[must_use]
pub fn release(books: &Books, staff: &StaffId) -> Vec<Event> {
    books
        .iter()
        .filter(|party| party.claim.as_ref().is_some_and(|claim| claim.staff == *staff))
        .map(|party| Event::Party(party.id.clone(), PartyEvent::ClaimEnded(ClaimEnd::Left)))
        .collect()
}
