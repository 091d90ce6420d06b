//! A registration: valid or not, its number in the public register, and what it does to the customer's ownership.

use crate::answer::Answer;
use crate::command::{Context, Registering};
use crate::event::{Event, FloorEvent, PartyEvent};
use crate::ids::{Cite, StaffId};
use crate::party::found::{FirstFacts, first_match};
use crate::party::house::present;
use crate::party::merge::{Merger, Stands, after, merged};
use crate::party::receive::{begun, known_too_late};
use crate::party::{Evidence, Party, Registration};
use crate::policy::{ClaimBegins, FoundEffect, OwnershipRules};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::Finding;

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
    let signer = registering.signed_by.as_ref();
    let Some(signed_by) = signer.filter(|_| complete(registering, rules)) else {
        let owner = party.owner_at(rules, at).map(|claim| claim.staff.clone());
        let cite = rules.registration.clone();
        let answer = Answer::Registered { valid: false, cite, owner, entry: None };
        return Ok(Accepted { events: Vec::new(), answer });
    };
    present(&view.floor.members, signed_by)?;

    let entry = view.floor.entries + 1;
    let mut events = vec![Event::Floor(FloorEvent::EntryNumbered(entry))];
    let mut cite = rules.registration.clone();
    if let Some(earlier) = earlier.filter(|earlier| earlier.id != party.id)
        && (registering.names_agree || kin_suffices(rules, party, earlier))
    {
        let found = Found { party, earlier, registering, signed_by, entry, at };
        let (followed, by) = found.one_customer(view, facts);
        events.extend(followed);
        cite = by.unwrap_or(cite);
    }
    let books = after(view.books, &events);
    let party = books.get(&registering.party).ok_or_else(|| unknown(registering))?;
    let told = events.len();
    if rules.begins == ClaimBegins::Registration && party.owner_at(rules, at).is_none() {
        let claim = begun(Some(party), signed_by.clone(), Evidence::Registration(entry), at);
        events.push(Event::Party(party.id.clone(), PartyEvent::ClaimBegan(Box::new(claim))));
    }
    let registration = Registration { entry, at, signed_by: signed_by.clone() };
    events.push(Event::Party(party.id.clone(), PartyEvent::Registered(registration)));

    let books = after(&books, &events[told..]);
    let owner = books
        .get(&registering.party)
        .and_then(|party| party.owner_at(rules, at))
        .map(|claim| claim.staff.clone());
    Ok(Accepted { events, answer: Answer::Registered { valid: true, cite, owner, entry: Some(entry) } })
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

/// The phone identifies the customer, whatever the name; but a house that counts households as one customer takes two
/// names on one phone for one customer only where the relation is proven.
fn kin_suffices(rules: &OwnershipRules, party: &Party, earlier: &Party) -> bool {
    rules.household.is_empty()
        || party.kin.iter().any(|kin| kin.to == earlier.id)
        || earlier.kin.iter().any(|kin| kin.to == party.id)
}

/// A registration under the phone of an earlier party.
struct Found<'a> {
    party: &'a Party,
    earlier: &'a Party,
    registering: &'a Registering,
    signed_by: &'a StaffId,
    entry: u64,
    at: Timestamp,
}

impl Found<'_> {
    /// The two records become one, or not, by the pack's word; with the rule that said so, where one was asked.
    fn one_customer(&self, view: View<'_>, facts: Option<&FirstFacts>) -> (Vec<Event>, Option<Cite>) {
        let rules = &view.policy.ownership;
        let Some(first) = self.earlier.owner_at(rules, self.at) else {
            return (self.merged(view, Stands::Earlier, facts), None);
        };
        let visit = self.party.visits.iter().find(|visit| visit.visitor == self.registering.visitor);
        let receiver = visit.map_or(self.signed_by, |visit| &visit.staff);
        if *receiver == first.staff {
            return (self.merged(view, Stands::Earlier, facts), None);
        }
        // The books know better than the caller whether the first has kept the customer up.
        let facts = facts.map(|known| FirstFacts { followed_up: first.followed_up, ..known.clone() });
        let facts = facts.as_ref();
        let Some(rule) = facts.and_then(|facts| first_match(&view.policy.found, Finding::Registered, facts))
        else {
            return (self.merged(view, Stands::Earlier, facts), None);
        };
        let events = if rule.then.contains(&FoundEffect::NewCustomer) {
            let late = known_too_late(view, &self.party.id, &self.registering.visitor, &first.staff);
            late.into_iter().collect()
        } else if rule.then.contains(&FoundEffect::ReceiverOwns) {
            let evidence = match rules.begins {
                ClaimBegins::Reception => Evidence::Reception(self.registering.visitor.clone()),
                ClaimBegins::Registration => Evidence::Registration(self.entry),
            };
            self.merged(view, Stands::Receiver(receiver.clone(), evidence), facts)
        } else {
            self.merged(view, Stands::Earlier, facts)
        };
        (events, Some(rule.cite.clone()))
    }

    fn merged(&self, view: View<'_>, stands: Stands, facts: Option<&FirstFacts>) -> Vec<Event> {
        let absent = facts.is_some_and(|facts| !facts.was_on_floor);
        let visit = Some((&self.registering.visitor, absent));
        merged(view, &Merger { from: &self.party.id, into: &self.earlier.id, stands, visit }, self.at)
    }
}
