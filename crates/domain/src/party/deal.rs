//! A deal: whose the customer is, how the commission is split, and that it cannot be entered twice.

use crate::answer::Answer;
use crate::command::{Context, Dealing};
use crate::event::{Event, PartyEvent};
use crate::party::house::{member, present};
use crate::party::receive::begun;
use crate::party::split::{DealFacts, split};
use crate::party::{Claim, Deal, Evidence, Party, Visit};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;

/// Judges a deal. The owner of its day is frozen in it; from then on the customer is closed.
///
/// The facts of the split come from the visit named, else from the last one that the closer received. Where nobody
/// owns, whoever closes does from now on. The same deal again is already so; another one for the same visit on the
/// same civil day is refused; a later one is a deal of its own.
///
/// # Errors
/// Unknown party or people, shares that do not add up, a second deal of one visit, a customer whom nobody ever
/// received and nobody owns.
pub fn deal(view: View<'_>, dealing: &Dealing, context: &Context) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = view.books.get(&dealing.party).ok_or_else(|| unknown(dealing))?;
    present(&view.floor.members, &dealing.by)?;
    for (staff, _) in &dealing.agreed {
        member(&view.floor.members, staff)?;
    }
    let visit = visit(party, dealing);
    let claim = party.owner_at(rules, at);
    if claim.is_none() && visit.is_none() && party.visits.is_empty() {
        return Err(Refusal::NoOwner(party.id.clone()));
    }
    let facts = facts(view, dealing, claim, visit, at);
    let (shares, cite) = split(&view.policy.splits, &facts, &dealing.agreed)?;
    let deal = Deal {
        at,
        closer: dealing.by.clone(),
        owner: facts.owner,
        split: shares,
        cite,
        visitor: visit.map(|visit| visit.visitor.clone()),
    };
    let answer = Answer::Deal {
        party: party.id.clone(),
        owner: deal.owner.clone(),
        split: deal.split.clone(),
        cite: deal.cite.clone(),
    };
    if let Some(known) = party.deal.as_ref().filter(|known| same_occasion(view, known, &deal)) {
        let already = known.closer == deal.closer && known.split == deal.split;
        return if already {
            Ok(Accepted { events: Vec::new(), answer })
        } else {
            Err(Refusal::DealtAlready(party.id.clone()))
        };
    }
    let mut told = Vec::new();
    if claim.is_none() {
        told.extend(closers_claim(party, &deal, at));
    }
    told.push(PartyEvent::Dealt(Box::new(deal)));
    let events = told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect();
    Ok(Accepted { events, answer })
}

fn unknown(dealing: &Dealing) -> Refusal {
    Refusal::UnknownParty(dealing.party.clone())
}

fn visit<'a>(party: &'a Party, dealing: &Dealing) -> Option<&'a Visit> {
    let named = party.visits.iter().find(|visit| dealing.visitor.as_ref() == Some(&visit.visitor));
    named.or_else(|| party.visits.iter().rfind(|visit| visit.staff == dealing.by))
}

fn same_occasion(view: View<'_>, known: &Deal, deal: &Deal) -> bool {
    let zone = view.floor.zone;
    known.visitor == deal.visitor && zone.date(known.at) == zone.date(deal.at)
}

fn facts(
    view: View<'_>,
    dealing: &Dealing,
    claim: Option<&Claim>,
    visit: Option<&Visit>,
    at: Timestamp,
) -> DealFacts {
    let owner = claim.map_or(&dealing.by, |claim| &claim.staff);
    let first = visit
        .and_then(|visit| visit.first.as_ref().or(visit.recognised_late.as_ref()).or(visit.referral.as_ref()))
        .unwrap_or(owner);
    let zone = view.floor.zone;
    DealFacts {
        closer: dealing.by.clone(),
        owner: owner.clone(),
        first: first.clone(),
        first_absent: visit.is_some_and(|visit| visit.first_absent),
        stand_in: visit.is_some_and(|visit| visit.stand_in && visit.staff == dealing.by),
        referral: visit.is_some_and(|visit| visit.referral.is_some()),
        recognised_late: visit.is_some_and(|visit| visit.recognised_late.is_some()),
        reassigned: claim.is_some_and(|claim| claim.for_service),
        same_day: visit.is_some_and(|visit| zone.date(visit.at) == zone.date(at)),
    }
}

/// Nobody held the customer: the claim of whoever closed rests on their own reception, else on the last one.
fn closers_claim(party: &Party, deal: &Deal, at: Timestamp) -> Option<PartyEvent> {
    let visitor = deal.visitor.clone().or_else(|| party.visits.last().map(|visit| visit.visitor.clone()))?;
    let claim = begun(Some(party), deal.owner.clone(), Evidence::Reception(visitor), at);
    Some(PartyEvent::ClaimBegan(Box::new(claim)))
}
