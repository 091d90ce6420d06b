//! Who owns a customer, on what evidence: what the books say, in order of time.

use chrono::Days;

use crate::answer::{Answer, Proof, ProofKind};
use crate::command::Context;
use crate::ids::{PartyId, StaffId};
use crate::party::house::member;
use crate::party::{Evidence, Party};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;

/// Judges a dispute; it changes nothing, so it never says otherwise than the ownership itself does.
///
/// A deal freezes the claim of its day; before one, the living claim stands, which is what the public register shows:
/// the first valid reception or entry whose protection has not run out (P12-17). Who disputes decides nothing, and
/// evidence that speaks for a third person is shown as well.
///
/// # Errors
/// An unknown party or person; a dispute raised after the pack's window of civil days from the deal.
pub fn dispute(
    view: View<'_>,
    party: &PartyId,
    between: &[StaffId],
    context: &Context,
) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let party = view.books.get(party).ok_or_else(|| Refusal::UnknownParty(party.clone()))?;
    for staff in between {
        member(&view.floor.members, staff)?;
    }
    in_time(view, party, context.happened_at)?;
    let living = party.owner_at(rules, context.happened_at);
    let owner = party.deal.as_ref().map(|deal| &deal.owner).or(living.map(|claim| &claim.staff)).cloned();
    let answer = Answer::Dispute { owner, cite: rules.dispute.clone(), evidence: evidence(party) };
    Ok(Accepted { events: Vec::new(), answer })
}

fn in_time(view: View<'_>, party: &Party, at: Timestamp) -> Result<(), Refusal> {
    let (Some((days, cite)), Some(deal)) = (&view.policy.ownership.dispute_days, &party.deal) else {
        return Ok(());
    };
    // The day of the deal is the first.
    let later = Days::new(u64::from(days.saturating_sub(1)));
    let last = view.floor.zone.date(deal.at).checked_add_days(later);
    if last.is_some_and(|last| view.floor.zone.date(at) > last) {
        return Err(Refusal::DisputeTooLate(cite.clone()));
    }
    Ok(())
}

fn evidence(party: &Party) -> Vec<Proof> {
    let proof =
        |at, staff: &StaffId, what| Proof { at, staff: staff.clone(), what, entry: None, visitor: None };
    let mut proofs: Vec<Proof> = party
        .visits
        .iter()
        .map(|visit| Proof {
            visitor: Some(visit.visitor.clone()),
            ..proof(visit.at, &visit.staff, ProofKind::Reception)
        })
        .collect();
    if let Some(claim) = &party.claim {
        let what = if claim.evidence == Evidence::Import { ProofKind::Import } else { ProofKind::Claim };
        proofs.push(proof(claim.since, &claim.staff, what));
    }
    let mut entries = party.register.clone();
    entries.extend(party.registration.clone().filter(|last| !party.register.contains(last)));
    proofs.extend(entries.iter().map(|entry| Proof {
        entry: Some(entry.entry),
        ..proof(entry.at, &entry.signed_by, ProofKind::Registration)
    }));
    proofs.extend(party.follow_ups.iter().map(|known| proof(known.at, &known.by, ProofKind::FollowUp)));
    if let Some(deal) = &party.deal {
        proofs.push(Proof { visitor: deal.visitor.clone(), ..proof(deal.at, &deal.owner, ProofKind::Deal) });
    }
    // Stable: at one instant, the reception comes before the claim it began and the entry made of it.
    proofs.sort_by_key(|proof| proof.at);
    proofs
}
