//! A proven relation between two customers, and when it makes them one.

use crate::answer::Answer;
use crate::command::Context;
use crate::event::{Event, PartyEvent};
use crate::ids::{PartyId, StaffId};
use crate::party::house::lead;
use crate::party::merge::{Merger, Stands, after, merged};
use crate::party::{Kin, Party};
use crate::policy::OwnershipRules;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::Relation;

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
    let household = rules
        .household
        .iter()
        .any(|(relation, _)| [relating.relation, converse(relating.relation)].contains(relation));
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
        if household || accepted {
            let (from, into) = sides(rules, first, second, at);
            let books = after(view.books, &events);
            let merger = Merger { from: &from.id, into: &into.id, stands: Stands::Earlier, visit: None };
            events.extend(merged(View { books: &books, ..view }, &merger, at));
        }
    }
    Ok(Accepted { events, answer: Answer::Done })
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
