//! In which visit a deal was closed, who can have closed it, and the facts that its split looks at.

use crate::command::Dealing;
use crate::ids::StaffId;
use crate::party::kin::of_household;
use crate::party::split::{DealFacts, split};
use crate::party::{Claim, Deal, Party, Visit};
use crate::policy::{Buyer, ClaimBegins, SplitCondition};
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::Role;

impl Visit {
    /// Did they receive the customer, or join whoever did?
    fn with_part_of(&self, staff: &StaffId) -> bool {
        self.staff == *staff || self.with.contains(staff)
    }
}

/// The visit to which a deal belongs, whether it was reported by the customer or by a visit: the one named if the
/// closer had a part in it, else the last in which they had, else the one named, else the last one.
///
/// A visit's id stands for its customer as well, so naming one in which the closer had no part takes nothing from them
/// and gives them nothing.
pub(super) fn occasion<'a>(party: &'a Party, dealing: &Dealing, at: Timestamp) -> Option<&'a Visit> {
    let named = party.visits.iter().find(|visit| dealing.visitor.as_ref() == Some(&visit.visitor));
    let took_part = |visit: &&Visit| visit.with_part_of(&dealing.by);
    let before = || party.visits.iter().filter(|visit| visit.at <= at);
    named
        .filter(took_part)
        .or_else(|| before().rfind(took_part))
        .or(named)
        .or_else(|| before().next_back())
        .or_else(|| party.visits.last())
}

/// The courtesy receptions of the deal's own day: it is split half and half whoever received the
/// customer later that day, and whoever reports it (P01-9c).
pub(super) fn courtesies_of_the_day<'a>(
    view: View<'_>,
    party: &'a Party,
    at: Timestamp,
) -> impl Iterator<Item = &'a Visit> {
    let zone = view.floor.zone;
    let day = zone.date(at);
    party.visits.iter().filter(move |visit| visit.provisional && zone.date(visit.at) == day)
}

/// Who counts as having closed: whoever reports it if the customer is theirs or they had a part in the visit; else
/// whoever received. Writing a deal down is no part in it, whatever the role.
///
/// Where nobody holds the customer and nobody received them that day, a consultant who closes takes nothing from
/// anybody; nor where customers are the house's (P15-6).
pub(super) fn closer(
    view: View<'_>,
    dealing: &Dealing,
    claim: Option<&Claim>,
    visit: Option<&Visit>,
    buyer: Buyer,
    at: Timestamp,
) -> StaffId {
    let by = &dealing.by;
    let owns = claim.is_some_and(|claim| claim.staff == *by);
    let took_part = visit.is_some_and(|visit| visit.with_part_of(by));
    let zone = view.floor.zone;
    let nobodys = || {
        // Receptions of the registered customer tell nothing of somebody else who buys.
        let received =
            buyer != Buyer::Other && visit.is_some_and(|visit| zone.date(visit.at) == zone.date(at));
        let sells = view.floor.member(by).is_some_and(|member| member.role == Role::Consultant);
        claim.is_none() && sells && (!received || view.policy.ownership.begins == ClaimBegins::Never)
    };
    if owns || took_part || nobodys() {
        return by.clone();
    }
    visit.map(|visit| &visit.staff).or(claim.map(|claim| &claim.staff)).unwrap_or(by).clone()
}

/// Who bought, where the pack asks.
pub(super) fn buyer(view: View<'_>, dealing: &Dealing) -> Buyer {
    let asks = view
        .policy
        .splits
        .iter()
        .any(|rule| rule.when.iter().any(|condition| matches!(condition, SplitCondition::Buyer(_))));
    match dealing.buyer_relation {
        _ if !asks => Buyer::Registered,
        Some(relation) if of_household(&view.policy.ownership, relation) => Buyer::Family,
        Some(_) => Buyer::Other,
        None if dealing.buyer_differs => Buyer::Other,
        None => Buyer::Registered,
    }
}

/// What the split looks at; `dealing` names who closed.
pub(super) fn facts(
    view: View<'_>,
    party: &Party,
    dealing: &Dealing,
    claim: Option<&Claim>,
    visit: Option<&Visit>,
    at: Timestamp,
) -> DealFacts {
    let zone = view.floor.zone;
    let owner = claim.map_or(&dealing.by, |claim| &claim.staff);
    let courtesy = courtesies_of_the_day(view, party, at).last();
    let stand_in = visit.is_some_and(|visit| visit.stand_in && visit.staff == dealing.by);
    let visit = courtesy.or(visit);
    let first = visit
        .and_then(|visit| visit.first.as_ref().or(visit.recognised_late.as_ref()).or(visit.referral.as_ref()))
        .unwrap_or(owner);
    DealFacts {
        closer: dealing.by.clone(),
        owner: owner.clone(),
        first: first.clone(),
        first_absent: visit.is_some_and(|visit| visit.first_absent),
        stand_in,
        referral: visit.is_some_and(|visit| visit.referral.is_some()),
        recognised_late: visit.is_some_and(|visit| visit.recognised_late.is_some()),
        reassigned: claim.is_some_and(|claim| claim.for_service),
        same_day: visit.is_some_and(|visit| zone.date(visit.at) == zone.date(at)),
        provisional: visit.is_some_and(|visit| visit.provisional),
        buyer: Buyer::Registered,
        receiver: visit.map_or(&dealing.by, |visit| &visit.staff).clone(),
        with: visit.map(|visit| visit.with.clone()).unwrap_or_default(),
        followed_up: claim.is_some_and(|claim| claim.followed_up),
        asked_for: visit.is_some_and(|visit| visit.asked_for.as_ref() == Some(first)),
    }
}

/// The split of a deal whose customer a manager has found to be somebody else's: by the rules, with that consultant as
/// the first and the owner, as far as the visit tells what they did. Nothing where no rule is for these facts, or where
/// the people concerned had agreed.
pub(super) fn split_anew(view: View<'_>, party: &Party, deal: &Deal, to: &StaffId) -> Option<Deal> {
    if deal.agreed {
        return None;
    }
    let dealing = Dealing {
        party: party.id.clone(),
        visitor: deal.visitor.clone(),
        by: deal.closer.clone(),
        agreed: Vec::new(),
        units: None,
        buyer_differs: false,
        buyer_relation: None,
    };
    let visit = occasion(party, &dealing, deal.at);
    let theirs = visit.is_some_and(|visit| visit.first.as_ref() == Some(to));
    let known = facts(view, party, &dealing, None, visit, deal.at);
    let facts = DealFacts {
        owner: to.clone(),
        first: to.clone(),
        first_absent: known.first_absent && theirs,
        stand_in: known.stand_in && theirs,
        referral: visit.is_some_and(|visit| visit.referral.as_ref() == Some(to)),
        // Whether they were known in time is what the manager has decided.
        recognised_late: false,
        followed_up: party.follow_ups.iter().any(|follow_up| follow_up.by == *to),
        asked_for: visit.is_some_and(|visit| visit.asked_for.as_ref() == Some(to)),
        ..known
    };
    let (split, cite) = split(&view.policy.splits, &facts, &[]).ok()?;
    Some(Deal { owner: to.clone(), split, cite, ..deal.clone() })
}
