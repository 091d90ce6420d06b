//! A phone registered that an earlier customer has: are the two one, and whose are they from then on?

use crate::command::Registering;
use crate::event::Event;
use crate::ids::{Cite, StaffId};
use crate::party::found::{FirstFacts, first_match};
use crate::party::kin::of_household;
use crate::party::merge::{Merger, Stands, merged};
use crate::party::receive::known_too_late;
use crate::party::{Evidence, Kin, Party};
use crate::policy::{ClaimBegins, FoundEffect, OwnershipRules};
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::{CustomerState, Finding};

/// The phone identifies the customer, whatever the name; but a house that counts households as one customer takes two
/// names on one phone for one customer only where the relation is proven.
pub(super) fn kin_suffices(rules: &OwnershipRules, party: &Party, earlier: &Party) -> bool {
    let counts = |kin: &Kin, other: &Party| {
        let accepted = kin.approved_by.is_some() && rules.household_by_approval.is_some();
        kin.to == other.id && (accepted || of_household(rules, kin.relation))
    };
    rules.household.is_empty()
        || party.kin.iter().any(|kin| counts(kin, earlier))
        || earlier.kin.iter().any(|kin| counts(kin, party))
}

/// A mistyped number must not make one consultant's customer another's: a party that the books knew as somebody's
/// before this visit is not merged into a customer of somebody else.
pub(super) fn held_by_another(
    rules: &OwnershipRules,
    party: &Party,
    earlier: &Party,
    registering: &Registering,
    at: Timestamp,
) -> bool {
    let held = party.owner_apart_from(&registering.visitor, rules, at).map(|claim| &claim.staff);
    let theirs = earlier.owner_at(rules, at).map(|claim| &claim.staff);
    held.is_some() && held != theirs
}

/// A registration under the phone of an earlier party.
pub(super) struct Found<'a> {
    pub(super) party: &'a Party,
    pub(super) earlier: &'a Party,
    pub(super) registering: &'a Registering,
    pub(super) signed_by: &'a StaffId,
    pub(super) entry: u64,
    pub(super) at: Timestamp,
}

impl Found<'_> {
    /// The two records become one, or not, by the pack's word; with the rule that said so, where one was asked.
    pub(super) fn one_customer(
        &self,
        view: View<'_>,
        facts: Option<&FirstFacts>,
    ) -> (Vec<Event>, Option<Cite>) {
        let rules = &view.policy.ownership;
        let Some(first) = self.earlier.owner_at(rules, self.at) else {
            return (self.merged(view, Stands::Earlier, facts), None);
        };
        let visit = self.party.visits.iter().find(|visit| visit.visitor == self.registering.visitor);
        let receiver = visit.map_or(self.signed_by, |visit| &visit.staff);
        if *receiver == first.staff {
            return (self.merged(view, Stands::Earlier, facts), None);
        }
        // The books know better than the caller whether the first had kept the customer up when they came.
        let kept_up = visit.map_or(first.followed_up, |visit| first.kept_up_by(visit.at));
        let facts =
            facts.map(|known| FirstFacts { followed_up: kept_up || known.followed_up, ..known.clone() });
        let facts = facts.as_ref();
        let Some(rule) = facts.and_then(|facts| first_match(&view.policy.found, Finding::Registered, facts))
        else {
            return (self.merged(view, Stands::Earlier, facts), None);
        };
        let closed = first.state == CustomerState::Closed;
        let events = if closed {
            // A closed customer stays the owner's, whoever wrote their phone down later.
            self.merged(view, Stands::Earlier, facts)
        } else if rule.then.contains(&FoundEffect::NewCustomer) {
            let late = known_too_late(view, &self.party.id, &self.registering.visitor, &first.staff);
            late.into_iter().collect()
        } else if rule.then.contains(&FoundEffect::ReceiverOwns) {
            let evidence = match rules.begins {
                ClaimBegins::Reception | ClaimBegins::Never => {
                    Evidence::Reception(self.registering.visitor.clone())
                }
                ClaimBegins::Registration | ClaimBegins::Particulars => Evidence::Registration(self.entry),
            };
            self.merged(view, Stands::Receiver(receiver.clone(), evidence), facts)
        } else {
            self.merged(view, Stands::Earlier, facts)
        };
        (events, Some(rule.cite.clone()))
    }

    fn merged(&self, view: View<'_>, stands: Stands, facts: Option<&FirstFacts>) -> Vec<Event> {
        let absent = facts.is_some_and(|facts| !facts.was_on_floor || !facts.on_floor);
        let visit = Some((&self.registering.visitor, absent));
        merged(view, &Merger { from: &self.party.id, into: &self.earlier.id, stands, visit }, self.at)
    }
}
