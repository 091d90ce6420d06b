//! A registration: valid or not, its number in the public register, and what it does to the customer's ownership.

use crate::answer::Answer;
use crate::command::{Context, Registering};
use crate::event::{Event, FloorEvent, PartyEvent};
use crate::ids::{Cite, StaffId};
use crate::party::found::FirstFacts;
use crate::party::house::{present, stands_in};
use crate::party::merge::after;
use crate::party::one_customer::{Found, held_by_another, kin_suffices};
use crate::party::receive::begun;
use crate::party::{Claim, Evidence, Party, Registration, Visit};
use crate::policy::{ClaimBegins, OwnershipRules};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;

/// Judges a registration.
///
/// One that lacks name, phone, signature or a required field is on no record and gives no standing. `facts` tell of
/// the consultant who holds the earlier party named by [`Registering::matches`] when it happened, if anybody does. Only what the matching rule says of ownership follows here: cells and receivers are the floor's, and a later
/// registration moves nobody. Without a rule for it, the first consultant owns.
///
/// # Errors
/// An unknown party, an unknown signer, or one who has left.
pub fn register(
    view: View<'_>,
    registering: &Registering,
    facts: Option<&FirstFacts>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = known(view, &registering.party)?;
    let earlier = registering.matches.as_ref().map(|id| known(view, id)).transpose()?;
    // Where nobody asks for a signature, an entry without one is the receiver's.
    let unsigned = rules.begins == ClaimBegins::Particulars;
    let visit = party.visits.iter().find(|visit| visit.visitor == registering.visitor);
    let receiver = visit.map(|visit| visit.staff.clone());
    let other_name = registering.matches.is_some() && !registering.names_agree;
    let signer = registering.signed_by.as_ref().or(receiver.as_ref().filter(|_| unsigned));
    let invalid = |cite: Option<&Cite>| {
        let owner = party.owner_at(rules, at).map(|claim| claim.staff.clone());
        let cite = cite.unwrap_or(&rules.registration).clone();
        Ok(Accepted {
            events: Vec::new(),
            answer: Answer::Registered {
                valid: false,
                cite,
                owner,
                entry: None,
                matched: registering.matches.is_some(),
                other_name,
            },
        })
    };
    let Some(signed_by) = signer.filter(|_| complete(registering, rules)) else {
        return invalid(rules.incomplete.as_ref());
    };
    present(&view.floor.members, signed_by)?;
    if rules.begins == ClaimBegins::Registration
        && !may_sign(view, &[Some(party), earlier], visit, signed_by, at)
    {
        return invalid(None);
    }
    if registering.namesake.is_some() && rules.same_name.is_some() {
        return invalid(rules.same_name.as_ref());
    }

    let entry = view.floor.entries + 1;
    let mut events = vec![Event::Floor(FloorEvent::EntryNumbered(entry))];
    let mut cite = rules.registration.clone();
    if earlier.is_some() && !registering.names_agree {
        cite = rules.same_phone.clone().unwrap_or(cite);
    }
    if let Some(earlier) = earlier.filter(|earlier| earlier.id != party.id)
        && (registering.names_agree || kin_suffices(rules, party, earlier))
        && !held_by_another(rules, party, earlier, registering, at)
    {
        let found = Found { party, earlier, registering, signed_by, entry, at };
        let (followed, by) = found.one_customer(view, facts);
        events.extend(followed);
        cite = by.unwrap_or(cite);
    }
    let books = after(view.books, &events);
    let party = books.get(&registering.party).ok_or_else(|| unknown(registering))?;
    let told = events.len();
    if let Some(owner) = owner_from_now(rules, party, registering, receiver.as_ref(), at) {
        let claim = begun(Some(party), owner, Evidence::Registration(entry), at);
        events.push(Event::Party(party.id.clone(), PartyEvent::ClaimBegan(Box::new(claim))));
    }
    let registration = Registration { entry, at, signed_by: signed_by.clone() };
    events.push(Event::Party(party.id.clone(), PartyEvent::Registered(registration)));

    let books = after(&books, &events[told..]);
    let owner = books
        .get(&registering.party)
        .and_then(|party| party.owner_at(rules, at))
        .map(|claim| claim.staff.clone());
    let matched = registering.matches.is_some();
    Ok(Accepted {
        events,
        answer: Answer::Registered { valid: true, cite, owner, entry: Some(entry), matched, other_name },
    })
}

/// Is it the consultant's own signature that ownership rests on (P01-10): of whoever receives this visit or helps, of
/// whose the customer is or is meant to be, or of the stand-in that one of them has named? Anybody else's gives no
/// standing.
fn may_sign(
    view: View<'_>,
    records: &[Option<&Party>],
    visit: Option<&Visit>,
    signer: &StaffId,
    at: Timestamp,
) -> bool {
    let rules = &view.policy.ownership;
    let owners =
        records.iter().flatten().filter_map(|party| party.owner_at(rules, at)).map(|claim| &claim.staff);
    let theirs = visit.into_iter().flat_map(|visit| {
        [Some(&visit.staff), visit.meant_for.as_ref()].into_iter().flatten().chain(&visit.with)
    });
    owners.chain(theirs).any(|own| own == signer || stands_in(view.floor, signer, own, at))
}

/// Whose claim this entry begins, if the pack lets one begin by it and nobody's stands in its way: whoever received
/// the visit, for ownership begins with the reception.
fn owner_from_now(
    rules: &OwnershipRules,
    party: &Party,
    registering: &Registering,
    receiver: Option<&StaffId>,
    at: Timestamp,
) -> Option<StaffId> {
    let present = party.owner_at(rules, at);
    match rules.begins {
        ClaimBegins::Registration => {
            let visit = party.visits.iter().find(|visit| visit.visitor == registering.visitor);
            // The rule by which they were received may say whose they are, whoever signs and whatever stood before
            // (P01-1c, P01-5).
            let meant = visit.and_then(|visit| visit.meant_for.as_ref());
            let owner = meant.or(receiver)?;
            let stands = |claim: &Claim| meant.is_none() || claim.staff == *owner && !claim.redistributed;
            (!present.is_some_and(stands)).then(|| owner.clone())
        }
        ClaimBegins::Particulars if present.is_none() => receiver.cloned(),
        _ => None,
    }
}

fn known<'a>(view: View<'a>, id: &crate::ids::PartyId) -> Result<&'a Party, Refusal> {
    view.books.get(id).ok_or_else(|| Refusal::UnknownParty(id.clone()))
}

fn unknown(registering: &Registering) -> Refusal {
    Refusal::UnknownParty(registering.party.clone())
}

fn complete(registering: &Registering, rules: &OwnershipRules) -> bool {
    registering.has_name
        && registering.has_phone
        && rules.required_fields.iter().all(|field| registering.fields.contains(field))
}

#[cfg(test)]
mod tests {
    use super::register;
    use crate::answer::Answer;
    use crate::command::Registering;
    use crate::event::{Event, FloorEvent, PartyEvent};
    use crate::ids::{PartyId, StaffId};
    use crate::party::fixture::{House, cite, dealing, late, now, registering, shares, staff, t};
    use crate::party::{FirstFacts, deal, follow_up};
    use crate::policy::ClaimBegins;
    use crate::refusal::Refusal;
    use crate::time::Span;

    const THERE: FirstFacts = FirstFacts {
        followed_up: false,
        on_floor: true,
        was_on_floor: true,
        since: Span::minutes(20),
        by: None,
        reached: true,
        outside: false,
        goes: crate::policy::Goes::Same,
    };
    const AWAY: FirstFacts = FirstFacts { was_on_floor: false, on_floor: false, ..THERE };

    impl House {
        fn registers(&mut self, registering: &Registering, facts: Option<&FirstFacts>, at: &str) -> Told {
            let accepted = self.when(|view| register(view, registering, facts, &now(at)));
            let Answer::Registered { valid, cite, owner, entry, .. } = accepted.answer else {
                panic!("a registration's answer")
            };
            Told { valid, clause: cite.clause().expect("a clause").to_string(), owner, entry }
        }
    }

    #[derive(PartialEq, Debug)]
    struct Told {
        valid: bool,
        clause: String,
        owner: Option<StaffId>,
        entry: Option<u64>,
    }

    fn told(valid: bool, clause: &str, owner: &str, entry: Option<u64>) -> Told {
        Told { valid, clause: clause.into(), owner: Some(staff(owner)), entry }
    }

    /// v1 is A's; v2 was received by B, who did not know them.
    fn received_twice() -> House {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("B", "v2", "v2", "03-03 09:00");
        house
    }

    fn same_phone() -> Registering {
        Registering { matches: Some(PartyId::new("v1")), ..registering("v2", "v2", "B") }
    }

    /// P12-10 on the example day: the hold of A had lapsed, B received and registers anew.
    #[test]
    fn a_registration_restarts_the_protection() {
        let mut house = House::full_regulations();
        house.receives("A", "v0", "c1", "01-20 10:00");
        assert_eq!(house.owner("c1", "03-02 08:41"), None);
        house.receives("B", "v1", "c1", "03-02 09:00");
        let told_to_b = house.registers(&registering("v1", "c1", "B"), None, "03-02 09:05");
        assert_eq!(told_to_b, told(true, "P12-10", "B", Some(1)));
        assert_eq!(house.owner("c1", "04-01 09:05"), Some("B"));
        assert_eq!(house.protected_until("c1"), Some(t("04-01 09:05")));
        assert_eq!(house.owner("c1", "04-01 09:05:01"), None);
    }

    /// P12-6: the public register has running numbers; P12-16a: signing for another's customer does not take them.
    #[test]
    fn entries_are_numbered_and_another_signature_takes_nothing() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let entry =
            house.when(|view| register(view, &registering("v1", "v1", "B"), None, &now("03-02 09:05")));
        assert_eq!(entry.events[0], Event::Floor(FloorEvent::EntryNumbered(1)));
        assert_eq!(entry.events.len(), 2);
        assert_eq!(house.protected_until("v1"), Some(t("04-01 09:00")), "only the owner's restarts it");
        let second = house.registers(&registering("v1", "v1", "A"), None, "03-02 09:10");
        assert_eq!(second, told(true, "P12-10", "A", Some(2)));
    }

    /// P01-10, P01-11-1: what is missing makes it invalid, and an invalid one is on no record.
    #[test]
    fn an_incomplete_registration_gives_no_standing() {
        let mut house = House::two_tables();
        house.policy.ownership.required_fields = vec!["address".into()];
        house.receives("A", "v1", "v1", "03-02 09:00");
        let complete = Registering { fields: vec!["address".into()], ..registering("v1", "v1", "A") };
        for lacking in [
            Registering { has_name: false, ..complete.clone() },
            Registering { has_phone: false, ..complete.clone() },
            Registering { signed_by: None, ..complete.clone() },
            Registering { fields: Vec::new(), ..complete.clone() },
        ] {
            let invalid = house.when(|view| register(view, &lacking, None, &now("03-02 09:05")));
            assert_eq!(invalid.events, []);
            let Answer::Registered { valid, entry, cite: by, .. } = invalid.answer else {
                panic!("an answer")
            };
            assert_eq!((valid, entry, by), (false, None, cite("P16-2")));
        }
        assert!(house.registers(&complete, None, "03-02 09:06").valid);
    }

    /// P01-10: where ownership rests on registrations, the reception alone gives none.
    #[test]
    fn a_claim_may_begin_with_the_registration_only() {
        let mut house = House::two_tables();
        house.policy.ownership.begins = ClaimBegins::Registration;
        house.receives("A", "v1", "v1", "03-02 09:00");
        assert_eq!(house.owner("v1", "03-02 09:01"), None);
        let stranger = house.registers(&registering("v1", "v1", "B"), None, "03-02 09:04");
        assert_eq!((stranger.valid, stranger.owner), (false, None), "B has nothing to do with them");
        let signed = house.registers(&registering("v1", "v1", "A"), None, "03-02 09:05");
        assert_eq!(signed, told(true, "P16-2", "A", Some(1)));
        assert_eq!(house.owner("v1", "03-02 09:05"), Some("A"));
        house.receives("B", "v2", "v1", "03-02 10:00");
        let again = house.registers(&registering("v2", "v1", "B"), None, "03-02 10:01");
        assert_eq!(again, told(true, "P16-2", "A", Some(2)), "the earlier valid registration stands");
    }

    /// P16-8c: known to be A's only by the phone registered later, A having been off the floor: A's, a third of it.
    #[test]
    fn the_first_absent_when_they_came_stays_the_owner() {
        let mut house = received_twice();
        let entry = house.registers(&same_phone(), Some(&AWAY), "03-03 09:20");
        assert_eq!(entry, told(true, "P16-8c", "A", Some(1)));
        assert_eq!(house.party("v2").id, PartyId::new("v1"), "the visitor's id stands for the one customer");
        let closed = house.when(|view| deal(view, &dealing("v2", Some("v2"), "B"), &now("03-03 10:00")));
        let Answer::Deal { split, cite: by, .. } = closed.answer else { panic!("a deal's answer") };
        assert_eq!((split, by), (shares(&[("B", "2/3"), ("A", "1/3")]), cite("P16-8c")));
    }

    /// P16-8a: A was there and never followed up: whoever received owns outright.
    #[test]
    fn the_first_present_and_idle_loses_the_customer() {
        let mut house = received_twice();
        let entry = house.registers(&same_phone(), Some(&THERE), "03-03 09:20");
        assert_eq!(entry, told(true, "P16-8a", "B", Some(1)));
        assert_eq!(house.owner("v1", "03-03 09:20"), Some("B"));
        let closed = house.when(|view| deal(view, &dealing("v2", Some("v2"), "B"), &now("03-03 10:00")));
        let Answer::Deal { split, cite: by, .. } = closed.answer else { panic!("a deal's answer") };
        assert_eq!((split, by), (shares(&[("B", "1")]), cite("P16-8a")));
    }

    /// P16-8b: a follow-up on record keeps the customer, whatever the caller believes.
    #[test]
    fn the_first_who_followed_up_keeps_the_customer() {
        let mut house = received_twice();
        house.when(|view| follow_up(view, &"v1".into(), &staff("A"), &now("03-02 19:10")));
        let entry = house.registers(&same_phone(), Some(&THERE), "03-03 09:20");
        assert_eq!(entry, told(true, "P16-8b", "A", Some(1)));
    }

    /// P12-16a: the earlier hold has lapsed, so the receiver's moves to the one record.
    #[test]
    fn a_lapsed_first_gives_way_to_the_receiver() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "01-02 09:00");
        house.receives("B", "v2", "v2", "03-03 09:00");
        let entry = house.registers(&same_phone(), Some(&THERE), "03-03 09:20");
        assert_eq!(entry, told(true, "P12-10", "B", Some(1)));
        assert_eq!(house.party("v1").visits.len(), 2);
        assert!(house.books.record(&"v2".into()).expect("the record").claim.is_none());
    }

    /// P12-15a: one phone, two names: one customer only if they are proven to be one household.
    #[test]
    fn two_names_on_one_phone_need_a_proven_relation() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("B", "v2", "v2", "03-03 09:00");
        let other_name = Registering { names_agree: false, ..same_phone() };
        let apart = house.registers(&other_name, Some(&THERE), "03-03 09:20");
        assert_eq!(apart, told(true, "P12-10", "B", Some(1)));
        assert_eq!(house.party("v2").id, PartyId::new("v2"));
    }

    #[test]
    fn an_unknown_signer_or_party_is_refused() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let refused =
            |registering: &Registering| register(house.view(), registering, None, &now("03-02 09:05"));
        assert_eq!(refused(&registering("v1", "v1", "X")), Err(Refusal::UnknownStaff(staff("X"))));
        assert_eq!(refused(&registering("v9", "v9", "A")), Err(Refusal::UnknownParty("v9".into())));
    }

    /// A registration entered late never shortens a protection that a later fact had extended.
    #[test]
    fn a_late_entry_shortens_nothing() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.when(|view| follow_up(view, &"v1".into(), &staff("A"), &now("03-04 09:00")));
        let entered = late("03-04 10:00", "03-02 09:30");
        let accepted = house.when(|view| register(view, &registering("v1", "v1", "A"), None, &entered));
        assert!(accepted.events.iter().any(|event| matches!(
            event,
            Event::Party(_, PartyEvent::Registered(entry)) if entry.at == t("03-02 09:30")
        )));
        assert_eq!(house.protected_until("v1"), Some(t("04-03 09:00")));
    }
}
