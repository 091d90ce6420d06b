//! Who owns a customer, on what evidence: what the books say, in order of time.

use chrono::Days;

use crate::answer::{Answer, Ground, GroundKind, Proof, ProofKind};
use crate::command::Context;
use crate::ids::{Cite, PartyId, StaffId};
use crate::party::house::member;
use crate::party::{Evidence, Party};
use crate::policy::ClaimBegins;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::CustomerState;

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
    let owned = rules.begins != ClaimBegins::Never;
    let sold = party.deal.as_ref().filter(|deal| owned && !deal.to_another);
    let owner = sold.map(|deal| &deal.owner).or(living.map(|claim| &claim.staff)).cloned();
    let applied = applied(view, party, context.happened_at);
    let cite = rules.dispute.clone();
    let (evidence, between) = (evidence(party), between.to_vec());
    let answer = Answer::Dispute { number: None, owner, cite, evidence, applied, between };
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

/// The clauses that lead to the finding, in the order in which they are applied: who counts as one customer, who came
/// first, what the register and the follow-ups add, whether the hold has lasted, and what a deal has settled.
fn applied(view: View<'_>, party: &Party, at: Timestamp) -> Vec<Ground> {
    let rules = &view.policy.ownership;
    let mut grounds = Vec::new();
    let mut say = |cite: &Cite, staff: Option<&StaffId>, kind| {
        grounds.push(Ground { cite: cite.clone(), staff: staff.cloned(), kind });
    };
    for kin in &party.kin {
        let cite =
            rules.household.iter().find(|(relation, _)| *relation == kin.relation).map(|(_, cite)| cite);
        if let Some(cite) =
            cite.or(rules.household_by_approval.as_ref().filter(|_| kin.approved_by.is_some()))
        {
            say(cite, None, GroundKind::Household);
        }
    }
    let claim = party.claim.as_ref().or(party.former.as_ref());
    if let Some(claim) = claim {
        let (cite, kind) = match &claim.evidence {
            Evidence::Reception(_) | Evidence::Referral(_) => (&rules.first_owns, GroundKind::FirstReceived),
            Evidence::Registration(entry) => (&rules.registration, GroundKind::Registered(*entry)),
            Evidence::Import => (&rules.first_owns, GroundKind::Imported),
            Evidence::HandBack(_) => (&rules.first_owns, GroundKind::HandedBack),
            Evidence::Reassigned => (&rules.leaver, GroundKind::Reassigned),
        };
        say(cite, Some(&claim.staff), kind);
        for entry in
            party.register.iter().filter(|entry| claim.evidence != Evidence::Registration(entry.entry))
        {
            say(&rules.registration, Some(&entry.signed_by), GroundKind::Registered(entry.entry));
        }
        if let Some(cite) = rules.follow_up_extends.as_ref().filter(|_| claim.followed_up) {
            say(cite, Some(&claim.staff), GroundKind::FollowedUp);
        }
        if let (Some((_, cite)), CustomerState::Open) = (&rules.protection, claim.state) {
            let lasts = party.claim.is_some() && claim.alive_at(rules, at);
            say(cite, Some(&claim.staff), if lasts { GroundKind::Protected } else { GroundKind::Lapsed });
        }
    }
    if let Some(deal) = &party.deal {
        say(&deal.cite, Some(&deal.owner), GroundKind::Dealt);
        if let Some((_, cite)) = &rules.dispute_days {
            say(cite, None, GroundKind::InTime);
        }
    }
    grounds
}

fn evidence(party: &Party) -> Vec<Proof> {
    let proof = |at, staff: &StaffId, what| Proof {
        at,
        staff: staff.clone(),
        what,
        entry: None,
        visitor: None,
        customer: None,
    };
    let mut proofs: Vec<Proof> = party
        .visits
        .iter()
        .map(|visit| Proof {
            visitor: Some(visit.visitor.clone()),
            ..proof(visit.at, &visit.staff, ProofKind::Reception)
        })
        .collect();
    if let Some(claim) = &party.claim {
        let (what, visitor) = match &claim.evidence {
            Evidence::Import => (ProofKind::Import, None),
            Evidence::HandBack(visitor) => (ProofKind::Recognition, Some(visitor.clone())),
            _ => (ProofKind::Claim, None),
        };
        proofs.push(Proof { visitor, ..proof(claim.since, &claim.staff, what) });
        proofs.extend(party.kin.iter().map(|kin| Proof {
            customer: Some(kin.to.clone()),
            ..proof(party.since, kin.approved_by.as_ref().unwrap_or(&claim.staff), ProofKind::Kinship)
        }));
    }
    proofs.extend(party.visits.iter().filter_map(|visit| {
        let late = visit.recognised_late.as_ref()?;
        Some(Proof { visitor: Some(visit.visitor.clone()), ..proof(visit.at, late, ProofKind::Recognition) })
    }));
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

#[cfg(test)]
mod tests {
    use super::dispute;
    use crate::answer::{Answer, Proof, ProofKind};
    use crate::ids::StaffId;
    use crate::party::fixture::{House, cite, dealing, now, registering, staff};
    use crate::party::{deal, follow_up, register};
    use crate::refusal::Refusal;

    impl House {
        fn finds(&self, party: &str, between: &[&str], at: &str) -> (Option<StaffId>, Vec<Proof>) {
            let between: Vec<StaffId> = between.iter().copied().map(staff).collect();
            let accepted = dispute(self.view(), &party.into(), &between, &now(at)).expect("a finding");
            assert_eq!(accepted.events, [], "a finding changes nothing");
            let Answer::Dispute { owner, evidence, cite: by, .. } = accepted.answer else {
                panic!("a finding")
            };
            assert_eq!(by, cite("P12-17"));
            (owner, evidence)
        }
    }

    /// P12-17: the register decides, and the finding shows what it rests on in order of time.
    #[test]
    fn the_evidence_is_in_order_of_time() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.when(|view| register(view, &registering("v1", "v1", "A"), None, &now("03-02 09:05")));
        house.when(|view| register(view, &registering("v1", "v1", "B"), None, &now("03-02 09:06")));
        house.when(|view| follow_up(view, &"v1".into(), &staff("B"), &now("03-03 09:00")));
        house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-04 09:00")));
        let (owner, evidence) = house.finds("v1", &["A", "B"], "03-05 09:00");
        assert_eq!(owner, Some(staff("A")));
        let told: Vec<_> =
            evidence.iter().map(|proof| (proof.what, proof.staff.as_str(), proof.entry)).collect();
        assert_eq!(
            told,
            [
                (ProofKind::Reception, "A", None),
                (ProofKind::Claim, "A", None),
                (ProofKind::Registration, "A", Some(1)),
                (ProofKind::Registration, "B", Some(2)),
                (ProofKind::FollowUp, "B", None),
                (ProofKind::Deal, "A", None),
            ]
        );
        assert_eq!(evidence[0].visitor, Some("v1".into()));
    }

    /// P12-16a: an entry whose protection has run out has no standing against the next to receive.
    #[test]
    fn a_lapsed_entry_has_no_standing() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "01-02 09:00");
        house.when(|view| register(view, &registering("v1", "v1", "A"), None, &now("01-02 09:05")));
        assert_eq!(house.finds("v1", &["A", "B"], "03-01 09:00").0, None);
        house.receives("B", "v2", "v1", "03-02 09:00");
        assert_eq!(house.finds("v1", &["A", "B"], "03-02 10:00").0, Some(staff("B")));
    }

    /// P01-11-4: seven civil days, the day of the deal being the first.
    #[test]
    fn the_window_ends_with_its_last_civil_day() {
        let mut house = House::full_regulations();
        house.policy.ownership.dispute_days = Some((7, cite("P01-11-4")));
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-02 23:59:59")));
        assert_eq!(house.finds("v1", &["A", "B"], "03-08 23:59:59").0, Some(staff("A")));
        let late = dispute(house.view(), &"v1".into(), &[staff("A")], &now("03-09 00:00:00"));
        assert_eq!(late, Err(Refusal::DisputeTooLate(cite("P01-11-4"))));
    }

    #[test]
    fn strangers_are_refused() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let stranger = dispute(house.view(), &"v1".into(), &[staff("X")], &now("03-02 10:00"));
        assert_eq!(stranger, Err(Refusal::UnknownStaff(staff("X"))));
    }
}
