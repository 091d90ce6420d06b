//! Who owns a customer, on what evidence: what the books say, in order of time.

use chrono::Days;

use crate::answer::{Answer, Proof, ProofKind};
use crate::command::Context;
use crate::ids::{PartyId, StaffId};
use crate::party::house::member;
use crate::party::{Evidence, Party};
use crate::policy::ClaimBegins;
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
    let owned = rules.begins != ClaimBegins::Never;
    let sold = party.deal.as_ref().filter(|_| owned);
    let owner = sold.map(|deal| &deal.owner).or(living.map(|claim| &claim.staff)).cloned();
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
            let Answer::Dispute { owner, evidence, cite: by } = accepted.answer else { panic!("a finding") };
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
