//! A deal: whose the customer is, how the commission is split, and that it cannot be entered twice.

use crate::answer::Answer;
use crate::command::{Context, Dealing};
use crate::event::{Event, PartyEvent};
use crate::ids::StaffId;
use crate::party::agreement::{agreement, joins};
use crate::party::closing::{buyer, closer, courtesies_of_the_day, facts, occasion};
use crate::party::house::{member, present};
use crate::party::provisional::settled;
use crate::party::receive::begun;
use crate::party::split::{DealFacts, add_up_if_said, split};
use crate::party::{Deal, Evidence, Party};
use crate::policy::{Buyer, ClaimBegins, SplitCondition};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;

/// Judges a deal. The owner of its day is frozen in it; from then on the customer is closed.
///
/// The facts of the split come from the visit to which the deal belongs (see `closing.rs`), and whoever reports it has
/// closed it only if they had a part in it. Where nobody owns, whoever closes does from now on. The same deal again is already so; another one for the same visit on the
/// same civil day is refused; a later one is a deal of its own.
///
/// # Errors
/// Unknown party or people, shares that do not add up, shares agreed on where the pack knows no agreement, a second
/// deal of one visit, a customer whom nobody ever received and nobody owns.
pub fn deal(view: View<'_>, dealing: &Dealing, context: &Context) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = view.books.get(&dealing.party).ok_or_else(|| unknown(dealing))?;
    present(&view.floor.members, &dealing.by)?;
    for (staff, _) in &dealing.agreed {
        member(&view.floor.members, staff)?;
    }
    let visit = occasion(party, dealing, at);
    // Somebody else has bought, no relation of the registered customer: the registration gives no standing (P01-11-5).
    let buyer = buyer(view, dealing);
    let owner = party.owner_at(rules, at);
    let held = owner.is_some();
    let claim = owner.filter(|_| buyer != Buyer::Other);
    if claim.is_none() && buyer != Buyer::Other && visit.is_none() && party.visits.is_empty() {
        return Err(Refusal::NoOwner(party.id.clone()));
    }
    let zone = view.floor.zone;
    let joined =
        |known: &&Deal| by_agreement(view) && joins(known, dealing, zone.date(known.at) == zone.date(at));
    if let Some(known) = party.deal.as_ref().filter(joined) {
        return further_word(view, party, known, dealing, context);
    }
    let reported = dealing;
    let dealing = &Dealing { by: closer(view, dealing, claim, visit, buyer, at), ..dealing.clone() };
    let facts = DealFacts { buyer, ..facts(view, party, dealing, claim, visit, at) };
    let agreement = agreement(dealing, &context.actor, None, &dealing.by, &facts.owner);
    let agreed = if agreement.settled { dealing.agreed.as_slice() } else { &[] };
    add_up_if_said(&dealing.agreed)?;
    let (shares, cite) = split(&view.policy.splits, &facts, agreed)?;
    if !dealing.agreed.is_empty() && !by_agreement(view) {
        return Err(Refusal::NoAgreedSplit(cite));
    }
    let deal = Deal {
        at,
        closer: dealing.by.clone(),
        owner: facts.owner,
        split: shares,
        cite,
        visitor: dealing.visitor.clone().or_else(|| visit.map(|visit| visit.visitor.clone())),
        words: if by_agreement(view) { agreement.words } else { Vec::new() },
        agreed: agreement.settled,
        to_another: buyer == Buyer::Other && held,
    };
    let mut answer = answer(view, party, &deal, agreement.missing);
    if let Answer::Deal { closed_by, .. } = &mut answer {
        *closed_by = Some(deal.closer.clone()).filter(|closer| *closer != reported.by);
    }
    if let Some(known) = party.deal.as_ref().filter(|known| same_occasion(view, known, &deal, dealing)) {
        let already = known.closer == deal.closer && known.split == deal.split;
        return if already {
            Ok(Accepted { events: Vec::new(), answer })
        } else {
            Err(Refusal::DealtAlready(party.id.clone()))
        };
    }
    let mut told = Vec::new();
    if claim.is_none() && !held && rules.begins != ClaimBegins::Never {
        told.extend(closers_claim(party, &deal, at));
    }
    told.push(PartyEvent::Dealt(Box::new(deal)));
    let mut events: Vec<Event> =
        told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect();
    for courtesy in courtesies_of_the_day(view, party, at) {
        events.extend(settled(view, party, courtesy));
    }
    Ok(Accepted { events, answer })
}

/// A further word on a deal already entered: its split changes once everybody concerned has said the same.
fn further_word(
    view: View<'_>,
    party: &Party,
    known: &Deal,
    dealing: &Dealing,
    context: &Context,
) -> Result<Accepted, Refusal> {
    add_up_if_said(&dealing.agreed)?;
    let agreement = agreement(dealing, &context.actor, Some(known), &known.closer, &known.owner);
    let mut after = Deal { words: agreement.words, ..known.clone() };
    if agreement.settled {
        let closed = Dealing { by: known.closer.clone(), visitor: known.visitor.clone(), ..dealing.clone() };
        let claim = party.owner_at(&view.policy.ownership, known.at);
        let facts = facts(view, party, &closed, claim, occasion(party, &closed, known.at), known.at);
        let facts = DealFacts { owner: known.owner.clone(), ..facts };
        (after.split, after.cite) = split(&view.policy.splits, &facts, &dealing.agreed)?;
        after.agreed = true;
    }
    let answer = answer(view, party, &after, agreement.missing);
    let changed = (after != *known).then(|| PartyEvent::SplitAgreed(Box::new(after)));
    let events = changed.map(|event| Event::Party(party.id.clone(), event));
    Ok(Accepted { events: events.into_iter().collect(), answer })
}

fn answer(view: View<'_>, party: &Party, deal: &Deal, waiting_for: Vec<StaffId>) -> Answer {
    Answer::Deal {
        party: party.id.clone(),
        owner: Some(deal.owner.clone()).filter(|_| view.policy.ownership.begins != ClaimBegins::Never),
        split: deal.split.clone(),
        cite: deal.cite.clone(),
        // Where nobody said anything, nobody's word is missing.
        waiting_for: if deal.words.is_empty() { Vec::new() } else { waiting_for },
        closed_by: None,
    }
}

/// Does the pack know splits that the people concerned agree on?
fn by_agreement(view: View<'_>) -> bool {
    let mut conditions = view.policy.splits.iter().flat_map(|rule| &rule.when);
    conditions.any(|condition| matches!(condition, SplitCondition::Agreed(_)))
}

fn unknown(dealing: &Dealing) -> Refusal {
    Refusal::UnknownParty(dealing.party.clone())
}

/// Another deal on one civil day is the same occasion unless it names another visit: whoever enters it again must not
/// take the other's share.
fn same_occasion(view: View<'_>, known: &Deal, deal: &Deal, dealing: &Dealing) -> bool {
    let zone = view.floor.zone;
    let another_visit = dealing.visitor.is_some() && known.visitor != deal.visitor;
    !another_visit && known.to_another == deal.to_another && zone.date(known.at) == zone.date(deal.at)
}

/// Nobody held the customer: the claim of whoever closed rests on their own reception, else on the last one.
fn closers_claim(party: &Party, deal: &Deal, at: Timestamp) -> Option<PartyEvent> {
    let visitor = deal.visitor.clone().or_else(|| party.visits.last().map(|visit| visit.visitor.clone()))?;
    let claim = begun(Some(party), deal.owner.clone(), Evidence::Reception(visitor), at);
    Some(PartyEvent::ClaimBegan(Box::new(claim)))
}

#[cfg(test)]
mod tests {
    use super::deal;
    use crate::answer::Answer;
    use crate::command::Dealing;
    use crate::event::Event;
    use crate::ids::{PartyId, StaffId, VisitorId};
    use crate::party::fixture::{House, cite, coming, dealing, late, now, shares, staff};
    use crate::party::known_too_late;
    use crate::policy::Belongs;
    use crate::refusal::Refusal;
    use crate::share::Share;
    use crate::vocabulary::Capacity;

    impl House {
        fn closes(&mut self, dealing: &Dealing, at: &str) -> (StaffId, Vec<(StaffId, Share)>, String) {
            let accepted = self.when(|view| deal(view, dealing, &now(at)));
            let Answer::Deal { owner, split, cite, .. } = accepted.answer else { panic!("a deal's answer") };
            (owner.expect("an owner"), split, cite.clause().expect("a clause").to_string())
        }
    }

    fn outcome(
        owner: &str,
        split: &[(&str, &str)],
        clause: &str,
    ) -> (StaffId, Vec<(StaffId, Share)>, String) {
        (staff(owner), shares(split), clause.to_owned())
    }

    /// P16-2: the first to receive owns to the end, the commission included.
    #[test]
    fn whoever_owns_and_closes_has_the_whole() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let closed = house.closes(&dealing("v1", Some("v1"), "A"), "03-02 10:00");
        assert_eq!(closed, outcome("A", &[("A", "1")], "P16-2"));
    }

    /// P16-8a, as on the example day: recognised too late, the customer stays the receiver's, outright.
    #[test]
    fn recognised_too_late_the_receiver_owns_outright() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("C", "v3", "v3", "03-02 11:00");
        let late = known_too_late(house.view(), &"v3".into(), &"v3".into(), &staff("A"));
        house.take(&late.into_iter().collect::<Vec<Event>>());
        let closed = house.closes(&dealing("v3", Some("v3"), "C"), "03-02 11:40");
        assert_eq!(closed, outcome("C", &[("C", "1")], "P16-8a"));
        assert_eq!(house.owner("v1", "03-02 11:40"), Some("A"), "the first keeps what was theirs");
    }

    /// P16-8c, as on the example day: the owner was off the floor, another proxied and closed.
    #[test]
    fn an_absent_owner_keeps_the_customer_and_a_third() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let again = coming("v7", "v1");
        house.receives_as("B", &again, Belongs::FirstToReceive, Capacity::Proxy, true, "03-02 15:10");
        let closed = house.closes(&dealing("v1", Some("v7"), "B"), "03-02 15:50");
        assert_eq!(closed, outcome("A", &[("B", "2/3"), ("A", "1/3")], "P16-8c"));
    }

    /// P16-5: a referral that another received: theirs to close, the original's to own.
    #[test]
    fn a_referral_that_another_received_is_split() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let mut friend = coming("v2", "v2");
        friend.referred_by = Some(PartyId::new("v1"));
        house.receives_as("B", &friend, Belongs::Referrer, Capacity::Turn, false, "03-02 10:00");
        assert_eq!(house.owner("v2", "03-02 10:00"), Some("A"));
        let closed = house.closes(&dealing("v2", Some("v2"), "B"), "03-02 11:00");
        assert_eq!(closed, outcome("A", &[("B", "2/3"), ("A", "1/3")], "P16-5"));
    }

    /// P16-6: a stand-in named beforehand splits as the two agreed; without an agreement, as for any absence.
    #[test]
    fn a_stand_in_splits_as_agreed() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.delegates("A", "B", Some("03-03 12:00"));
        let again = coming("v2", "v1");
        house.receives_as("B", &again, Belongs::FirstToReceive, Capacity::Proxy, true, "03-03 10:00");
        // The delegation is over by the time of the deal; it counts that B received as the stand-in.
        let mut agreed = dealing("v1", Some("v2"), "B");
        agreed.agreed = shares(&[("A", "1/2"), ("B", "1/2")]);
        let closed = house.closes(&agreed, "03-04 10:00");
        assert_eq!(closed, outcome("A", &[("A", "1/2"), ("B", "1/2")], "P16-6"));
        let without = dealing("v1", Some("v2"), "B");
        let closed = house.closes(&without, "03-05 10:00");
        assert_eq!(closed.2, "P16-8c");
    }

    /// The proxy of an owner who had named nobody is no stand-in (P16-6 asks for one named beforehand).
    #[test]
    fn a_delegation_that_is_over_makes_no_stand_in() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.delegates("A", "B", Some("03-03 10:00"));
        let again = coming("v2", "v1");
        house.receives_as("B", &again, Belongs::FirstToReceive, Capacity::Proxy, true, "03-03 10:00");
        let mut agreed = dealing("v1", Some("v2"), "B");
        agreed.agreed = shares(&[("A", "1/2"), ("B", "1/2")]);
        assert_eq!(house.closes(&agreed, "03-03 11:00").2, "P16-8c");
    }

    #[test]
    fn agreed_shares_that_do_not_add_up_are_refused() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let mut short = dealing("v1", None, "A");
        short.agreed = shares(&[("A", "1/2"), ("B", "1/3")]);
        assert_eq!(deal(house.view(), &short, &now("03-02 10:00")), Err(Refusal::BadShares));
        short.agreed = shares(&[("A", "1/2"), ("X", "1/2")]);
        let unknown = Refusal::UnknownStaff(staff("X"));
        assert_eq!(deal(house.view(), &short, &now("03-02 10:00")), Err(unknown));
    }

    /// P16-8c: named by the customer or by the visit, by whoever closed or whoever writes it down: one split.
    #[test]
    fn the_split_hangs_on_who_had_a_part_not_on_who_reports() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let again = coming("v2", "v1");
        house.receives_as("B", &again, Belongs::FirstToReceive, Capacity::Proxy, true, "03-02 15:10");
        for (by, closed_by) in [("B", None), ("C", Some(staff("B"))), ("M", Some(staff("B")))] {
            for visitor in [None, Some("v2"), Some("v1")] {
                let told = deal(house.view(), &dealing("v1", visitor, by), &now("03-02 15:50"));
                let Ok(Answer::Deal { split, closed_by: told, .. }) = told.map(|told| told.answer) else {
                    panic!("a deal's answer")
                };
                let known = (shares(&[("B", "2/3"), ("A", "1/3")]), closed_by.clone());
                // Naming A's own first visit, a bystander says that A closed there.
                if by == "B" || visitor != Some("v1") {
                    assert_eq!((split, told), known, "{by} {visitor:?}");
                } else {
                    assert_eq!((split, told), (shares(&[("A", "1")]), Some(staff("A"))), "{by} {visitor:?}");
                }
            }
        }
    }

    /// P08-9: where the house splits by its own rule, an agreement is refused and not passed over in silence.
    #[test]
    fn an_agreement_that_the_house_does_not_know_is_refused() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let mut agreed = dealing("v1", Some("v1"), "A");
        agreed.agreed = shares(&[("A", "1/2"), ("B", "1/2")]);
        let refused = deal(house.view(), &agreed, &now("03-02 10:00"));
        assert_eq!(refused, Err(Refusal::NoAgreedSplit(cite("P12-16a"))));
    }

    /// P12-16a: the protection had run out, so whoever closes is the next to own.
    #[test]
    fn whoever_closes_owns_a_customer_whom_nobody_holds() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let closed = house.closes(&dealing("v1", None, "B"), "05-02 09:00");
        assert_eq!(closed, outcome("B", &[("B", "1")], "P12-16a"));
        assert_eq!(house.owner("v1", "12-31 09:00"), Some("B"));
        let unseen = House::full_regulations();
        let refused = deal(unseen.view(), &dealing("c9", None, "B"), &now("05-02 09:00"));
        assert_eq!(refused, Err(Refusal::UnknownParty("c9".into())));
    }

    #[test]
    fn the_same_deal_again_is_already_so_and_another_is_refused() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let first = house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-02 10:00")));
        let again = house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-02 10:01")));
        assert_eq!((again.events, again.answer), (Vec::new(), first.answer));
        let written = house.when(|view| deal(view, &dealing("v1", Some("v1"), "B"), &now("03-02 10:02")));
        assert_eq!(written.events, [], "B had no part in it and has only written down what A closed");
        house.receives("B", "v2", "v1", "03-02 10:03");
        let other = deal(house.view(), &dealing("v1", None, "B"), &now("03-02 10:04"));
        assert_eq!(other, Err(Refusal::DealtAlready("v1".into())));
        let later = house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-09 10:00")));
        assert_eq!(later.events.len(), 1, "a second purchase is a deal of its own");
    }

    /// A deal entered late is judged by the day on which it was made.
    #[test]
    fn a_late_entry_counts_when_it_happened() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let accepted =
            house.when(|view| deal(view, &dealing("v1", None, "A"), &late("04-03 09:00", "04-01 09:00")));
        let Answer::Deal { owner, .. } = accepted.answer else { panic!("a deal's answer") };
        assert_eq!(owner, Some(staff("A")));
        let known = house.party("v1").deal.clone().expect("a deal");
        assert_eq!(
            (known.at, known.visitor),
            (super::super::fixture::t("04-01 09:00"), Some(VisitorId::new("v1")))
        );
        assert_eq!(known.cite, cite("P12-16a"));
    }
}
