//! Reads the conditions of a rule, always in the order of the vocabulary.

use domain::ids::Label;
use domain::policy::{FoundCondition, SplitCondition, VisitCondition};

use crate::located::Located;
use crate::schema::{FoundIf, SplitIf, VisitIf};

/// A condition on a yes-or-no fact, if it is written.
fn yes_no<T>(written: Option<&Located<bool>>, condition: fn(bool) -> T) -> Option<T> {
    written.map(|fact| condition(fact.value))
}

pub(super) fn visit(facts: &VisitIf) -> Vec<VisitCondition> {
    use VisitCondition as When;
    let redistributed =
        facts.redistributed.as_ref().map(|given| When::Redistributed { followed_up: given.followed_up });
    [
        facts.channel.as_ref().map(|words| When::Channel(words.values())),
        yes_no(facts.known.as_ref(), When::Known),
        yes_no(facts.owned.as_ref(), When::Owned),
        facts.state.as_ref().map(|state| When::State(state.value.0)),
        yes_no(facts.owner_busy.as_ref(), When::OwnerBusy),
        yes_no(facts.owner_on_floor.as_ref(), When::OwnerOnFloor),
        yes_no(facts.same_day.as_ref(), When::SameDay),
        yes_no(facts.calls_only.as_ref(), When::CallsOnly),
        yes_no(facts.asks_for.as_ref(), When::AsksFor),
        yes_no(facts.asks_for_referrer.as_ref(), When::AsksForReferrer),
        yes_no(facts.invited.as_ref(), When::Invited),
        yes_no(facts.referred.as_ref(), When::Referred),
        yes_no(facts.acquaintance.as_ref(), When::Acquaintance),
        facts.says.as_ref().map(|words| When::Says(words.values())),
        facts.party_from.as_ref().map(|people| When::PartyFrom(people.value)),
        facts.grade.as_ref().map(|words| When::Grade(words.values())),
        facts
            .class
            .as_ref()
            .map(|words| When::Class(words.iter().map(|word| Label::new(&word.value)).collect())),
        yes_no(facts.needs.as_ref(), When::Needs),
        yes_no(facts.key.as_ref(), When::Key),
        yes_no(facts.order_suspended.as_ref(), When::OrderSuspended),
        yes_no(facts.after_hours.as_ref(), When::AfterHours),
        facts.absent.as_ref().map(|roles| When::Absent(roles.values())),
        redistributed,
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn found(facts: &FoundIf) -> Vec<FoundCondition> {
    use FoundCondition as When;
    [
        facts.by.as_ref().map(|by| When::By(by.value.0)),
        facts.through.as_ref().map(|length| When::Through(length.value.0)),
        yes_no(facts.followed_up.as_ref(), When::FollowedUp),
        yes_no(facts.first_on_floor.as_ref(), When::FirstOnFloor),
        yes_no(facts.first_was_on_floor.as_ref(), When::FirstWasOnFloor),
        yes_no(facts.reached.as_ref(), When::Reached),
        yes_no(facts.outside.as_ref(), When::Outside),
        facts.decided.as_ref().map(|decided| When::Decided(decided.value.0)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn split(facts: &SplitIf) -> Vec<SplitCondition> {
    use SplitCondition as When;
    [
        yes_no(facts.closer_owns.as_ref(), When::CloserOwns),
        yes_no(facts.first_absent.as_ref(), When::FirstAbsent),
        yes_no(facts.stand_in.as_ref(), When::StandIn),
        yes_no(facts.referral.as_ref(), When::Referral),
        yes_no(facts.recognised_late.as_ref(), When::RecognisedLate),
        yes_no(facts.reassigned.as_ref(), When::Reassigned),
        yes_no(facts.same_day.as_ref(), When::SameDay),
        yes_no(facts.agreed.as_ref(), When::Agreed),
        yes_no(facts.provisional.as_ref(), When::Provisional),
        facts.buyer.as_ref().map(|buyer| When::Buyer(buyer.value.0)),
        yes_no(facts.joint.as_ref(), When::Joint),
        yes_no(facts.followed_up.as_ref(), When::FollowedUp),
        yes_no(facts.asked_for.as_ref(), When::AskedFor),
    ]
    .into_iter()
    .flatten()
    .collect()
}
