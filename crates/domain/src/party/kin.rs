//! A proven relation between two customers, and when it makes them one.

use crate::answer::Answer;
use crate::command::{Actor, Context};
use crate::event::{Event, PartyEvent};
use crate::ids::{Cite, PartyId, StaffId};
use crate::party::house::lead;
use crate::party::merge::{Merger, Stands, after, merged};
use crate::party::{Kin, Party};
use crate::policy::OwnershipRules;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::{CustomerState, Relation};

/// A relation as it is stated: the first is (for example) the spouse of the second.
#[derive(Clone, PartialEq, Debug)]
pub struct Relating<'a> {
    /// Who is.
    pub first: &'a PartyId,
    /// To whom.
    pub second: &'a PartyId,
    /// What.
    pub relation: Relation,
    /// The supervisor who accepts it for the case, where the pack leaves that open.
    pub approved_by: Option<&'a StaffId>,
}

/// Judges a proven relation (P12-15a, P12-15b, P16-4a): on record in any case; one customer where the pack counts the
/// relation as one household, or a lead accepts it and the pack lets them. The earlier living claim stands.
///
/// "B is A's child" says the same as "A is B's parent": either form counts if the pack lists one of them.
///
/// # Errors
/// An unknown party or person; an approval by somebody who may not give it.
pub fn kin(view: View<'_>, relating: &Relating<'_>, context: &Context) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let known = |id: &PartyId| view.books.get(id).ok_or_else(|| Refusal::UnknownParty(id.clone()));
    let (first, second) = (known(relating.first)?, known(relating.second)?);
    let household = of_household(rules, relating.relation);
    let mut accepted = false;
    if let Some(by) = relating.approved_by {
        let cite = rules.household_by_approval.as_ref();
        lead(&view.floor.members, by, cite.unwrap_or(&rules.registration))?;
        accepted = cite.is_some();
    }
    let mut events = Vec::new();
    if first.id != second.id {
        events.extend(proven(first, second, relating.relation, relating));
        events.extend(proven(second, first, converse(relating.relation), relating));
        let (from, into) = sides(rules, first, second, at);
        let takes = taken(rules, from, into, at);
        // A closed customer stays with whom they are (P01-11): the relation is on record and moves nobody.
        let sold =
            takes.is_some() && from.claim.as_ref().is_some_and(|claim| claim.state == CustomerState::Closed);
        if (household || accepted) && !sold {
            word_of_another(view, takes, context)?;
            let books = after(view.books, &events);
            let merger = Merger { from: &from.id, into: &into.id, stands: Stands::Earlier, visit: None };
            events.extend(merged(View { books: &books, ..view }, &merger, at));
        }
    }
    let by_relation = counts_by(rules, relating.relation).cloned();
    let by_approval = rules.household_by_approval.clone().filter(|_| accepted);
    let answer = by_relation.or(by_approval).map_or(Answer::Done, Answer::DoneBy);
    Ok(Accepted { events, answer })
}

/// Who gains by the two becoming one: whoever holds the record that stays, where another holds the one that gives up.
fn taken<'a>(rules: &OwnershipRules, from: &Party, into: &'a Party, at: Timestamp) -> Option<&'a StaffId> {
    let (loses, gains) = (from.owner_at(rules, at)?, into.owner_at(rules, at)?);
    (loses.staff != gains.staff).then_some(&gains.staff)
}

/// Nobody takes a colleague's customer by their own word: somebody who leads says so, or the desk.
fn word_of_another(view: View<'_>, takes: Option<&StaffId>, context: &Context) -> Result<(), Refusal> {
    match (&context.actor, takes) {
        (Actor::Staff(staff), Some(gains)) if staff == gains => {
            lead(&view.floor.members, staff, &view.policy.ownership.first_owns).map(drop)
        }
        _ => Ok(()),
    }
}

/// On what it rests that people of this relation, in either direction, are one household.
fn counts_by(rules: &OwnershipRules, relation: Relation) -> Option<&Cite> {
    let mut counting = rules.household.iter();
    counting.find(|(counts, _)| [relation, converse(relation)].contains(counts)).map(|(_, cite)| cite)
}

/// Does the pack count people of this relation, in either direction, as one household?
pub(super) fn of_household(rules: &OwnershipRules, relation: Relation) -> bool {
    counts_by(rules, relation).is_some()
}

fn proven(party: &Party, to: &Party, relation: Relation, relating: &Relating<'_>) -> Option<Event> {
    let kin = Kin { to: to.id.clone(), relation, approved_by: relating.approved_by.cloned() };
    let fact = Event::Party(party.id.clone(), PartyEvent::KinProven(kin.clone()));
    (!party.kin.contains(&kin)).then_some(fact)
}

/// The same relation, seen from the other side.
const fn converse(relation: Relation) -> Relation {
    match relation {
        Relation::Parent => Relation::Child,
        Relation::Child => Relation::Parent,
        Relation::Spouse | Relation::Sibling | Relation::Shareholder | Relation::Other => relation,
    }
}

/// The record that gives up and the one that stays: the earlier living claim's, else the earlier in the books.
fn sides<'a>(
    rules: &OwnershipRules,
    first: &'a Party,
    second: &'a Party,
    at: Timestamp,
) -> (&'a Party, &'a Party) {
    let age = |party: &Party| {
        let claim = party.owner_at(rules, at).map(|claim| claim.since);
        (claim.is_none(), claim, party.since)
    };
    if age(second) < age(first) { (first, second) } else { (second, first) }
}

#[cfg(test)]
mod tests {
    use super::{Relating, kin};
    use crate::party::fixture::{House, cite, now, registering, staff};
    use crate::party::house::LEADS;
    use crate::party::register;
    use crate::refusal::Refusal;
    use crate::site::{Accepted, View};
    use crate::vocabulary::Relation;

    fn relate(
        view: View<'_>,
        first: &str,
        second: &str,
        relation: Relation,
        approved_by: Option<&str>,
    ) -> Result<Accepted, Refusal> {
        let (first, second, by) = (first.into(), second.into(), approved_by.map(staff));
        let relating = Relating { first: &first, second: &second, relation, approved_by: by.as_ref() };
        kin(view, &relating, &now("03-04 09:00"))
    }

    /// v1 is A's since 2 March, v2 is B's since 3 March.
    fn two_customers() -> House {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("B", "v2", "v2", "03-03 09:00");
        house
    }

    /// P12-15a, P12-15b, P16-4a: one customer, whoever is named first; the earlier claim stands.
    #[test]
    fn one_household_is_one_customer() {
        for relation in [Relation::Spouse, Relation::Parent, Relation::Child, Relation::Shareholder] {
            for (first, second) in [("v1", "v2"), ("v2", "v1")] {
                let mut house = two_customers();
                house.when(|view| relate(view, first, second, relation, None));
                assert_eq!(house.party("v2").id, "v1".into());
                assert_eq!(house.owner("v2", "03-04 09:00"), Some("A"));
                let again = house.when(|view| relate(view, first, second, relation, None));
                assert_eq!(again.events, [], "already so");
            }
        }
    }

    /// P12-15a: other relatives are not one customer, unless a supervisor decides so for the case.
    #[test]
    fn other_relatives_need_a_leads_word() {
        let mut house = two_customers();
        house.when(|view| relate(view, "v1", "v2", Relation::Sibling, None));
        assert_eq!(house.party("v2").id, "v2".into());
        assert_eq!(house.party("v2").kin.len(), 1, "on record all the same");
        let refused = relate(house.view(), "v1", "v2", Relation::Sibling, Some("A"));
        let cite = cite("P12-15a");
        assert_eq!(refused, Err(Refusal::NotAuthorised { staff: staff("A"), needs: LEADS.to_vec(), cite }));
        house.when(|view| relate(view, "v1", "v2", Relation::Sibling, Some("M")));
        assert_eq!(house.party("v2").id, "v1".into());
    }

    /// A pack that leaves nothing to the case records an approval and merges nobody.
    #[test]
    fn a_leads_word_needs_the_packs() {
        let mut house = two_customers();
        house.policy.ownership.household_by_approval = None;
        house.when(|view| relate(view, "v1", "v2", Relation::Sibling, Some("M")));
        assert_eq!(house.party("v2").id, "v2".into());
    }

    /// P12-16a: a hold that has lapsed does not stand against a living one, however early it began.
    #[test]
    fn a_lapsed_hold_gives_way_to_the_living_one() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "01-02 09:00");
        house.receives("B", "v2", "v2", "03-03 09:00");
        house.when(|view| relate(view, "v1", "v2", Relation::Spouse, None));
        assert_eq!(house.owner("v1", "03-04 09:00"), Some("B"));
        assert_eq!(house.party("v1").visits.len(), 2);
    }

    /// One customer who has bought under either name has bought: no clock runs against the earlier claim any more.
    #[test]
    fn what_either_bought_is_bought() {
        let mut house = two_customers();
        let dealing = crate::party::fixture::dealing("v1", None, "A");
        house.when(|view| crate::party::deal(view, &dealing, &now("03-03 10:00")));
        house.when(|view| relate(view, "v1", "v2", Relation::Spouse, None));
        assert_eq!(house.owner("v2", "12-31 09:00"), Some("A"));
        assert_eq!(house.party("v2").deal.as_ref().map(|deal| deal.owner.clone()), Some(staff("A")));
    }

    /// P01-11, P16-12: what is sold is settled; a relation proven afterwards takes it from nobody.
    #[test]
    fn a_relation_proven_after_the_deal_took_the_customer() {
        let mut house = two_customers();
        let dealing = crate::party::fixture::dealing("v2", None, "B");
        house.when(|view| crate::party::deal(view, &dealing, &now("03-03 10:00")));
        house.when(|view| relate(view, "v1", "v2", Relation::Spouse, None));
        assert_eq!(house.owner("v2", "12-31 09:00"), Some("B"));
        assert_eq!(house.owner("v1", "03-04 09:00"), Some("A"));
    }

    /// P12-17: registrations of either stay evidence for the one customer.
    #[test]
    fn what_was_registered_moves_along() {
        let mut house = two_customers();
        house.when(|view| register(view, &registering("v2", "v2", "B"), None, &now("03-03 09:05")));
        house.when(|view| relate(view, "v1", "v2", Relation::Spouse, None));
        let entries: Vec<u64> = house.party("v1").register.iter().map(|entry| entry.entry).collect();
        assert_eq!(entries, [1]);
    }

    #[test]
    fn strangers_are_refused() {
        let house = two_customers();
        let unknown = relate(house.view(), "v1", "v9", Relation::Spouse, None);
        assert_eq!(unknown, Err(Refusal::UnknownParty("v9".into())));
    }
}
