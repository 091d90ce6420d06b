//! Which of a pack's visit rules speaks for an arrival.

use chrono::NaiveTime;

use crate::floor::judge::presence_hindrance;
use crate::floor::{Arrival, Floor};
use crate::policy::{VisitCondition, VisitRule};
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::{Channel, Role};

/// The first rule whose conditions all hold.
pub(crate) fn visit_rule<'p>(view: View<'p>, arrival: &Arrival, at: Timestamp) -> Option<&'p VisitRule> {
    view.policy
        .visits
        .iter()
        .find(|rule| rule.when.iter().all(|condition| holds(view, condition, arrival, at)))
}

fn holds(view: View<'_>, condition: &VisitCondition, arrival: &Arrival, at: Timestamp) -> bool {
    let books = &arrival.standing;
    match condition {
        VisitCondition::Channel(channels) => channels.contains(&arrival.channel),
        VisitCondition::Known(wanted) => books.known == *wanted,
        VisitCondition::Owned(wanted) => books.owner.is_some() == *wanted,
        VisitCondition::State(state) => books.owner.is_some() && books.state == Some(*state),
        VisitCondition::OwnerBusy(wanted) => owner_busy(view, arrival, at) == *wanted,
        VisitCondition::OwnerOnFloor(wanted) => {
            let owner = books.owner.as_ref().and_then(|owner| view.floor.member(owner));
            owner.is_some_and(|owner| owner.on_floor() && !owner.gone) == *wanted
        }
        VisitCondition::SameDay(wanted) => books.same_day == *wanted,
        VisitCondition::CallsOnly(wanted) => (books.known && books.calls_only) == *wanted,
        VisitCondition::AsksFor(wanted) => arrival.asks_for.is_some() == *wanted,
        VisitCondition::AsksForReferrer(wanted) => {
            (arrival.asks_for.is_some() && arrival.asks_for == books.referrer_owner) == *wanted
        }
        VisitCondition::Invited(wanted) => arrival.invited_by.is_some() == *wanted,
        VisitCondition::Referred(wanted) => books.referrer_owner.is_some() == *wanted,
        VisitCondition::Acquaintance(wanted) => arrival.acquaintance_of.is_some() == *wanted,
        VisitCondition::Says(words) => words.contains(&arrival.says),
        VisitCondition::PartyFrom(size) => arrival.party_size >= *size,
        VisitCondition::Grade(grades) => arrival.grade.is_some_and(|grade| grades.contains(&grade)),
        VisitCondition::Class(words) => arrival.class.as_ref().is_some_and(|class| words.contains(class)),
        VisitCondition::Needs(wanted) => arrival.needs.is_empty() != *wanted,
        VisitCondition::Key(wanted) => arrival.key == *wanted,
        VisitCondition::OrderSuspended(wanted) => is_suspended(view, arrival.channel) == *wanted,
        VisitCondition::AfterHours(wanted) => after_hours(view, at) == *wanted,
        VisitCondition::Absent(roles) => nobody_of(view.floor, roles),
        VisitCondition::Redistributed { followed_up } => books.redistributed == Some(*followed_up),
    }
}

/// Is the one whose customer this is on the floor, and receiving somebody?
fn owner_busy(view: View<'_>, arrival: &Arrival, at: Timestamp) -> bool {
    let owner = arrival.standing.owner.as_ref().and_then(|owner| view.floor.member(owner));
    let table = view.floor.table_of(view.policy, arrival);
    owner.is_some_and(|owner| owner.on_floor() && presence_hindrance(view, owner, table, &[], at).is_some())
}

/// Is the order suspended on the table of this channel?
pub(crate) fn is_suspended(view: View<'_>, channel: Channel) -> bool {
    view.floor.order_suspended.contains(&view.policy.tables.table_of(channel))
}

/// Is somebody of these roles of the house, and none of them on the floor? (Where the house has none, nobody is away.)
fn nobody_of(floor: &Floor, roles: &[Role]) -> bool {
    let mut people =
        floor.members.iter().filter(|member| roles.contains(&member.role) && !member.gone).peekable();
    people.peek().is_some() && people.all(|member| !member.on_floor())
}

/// The hours of a day: the site's, or else the pack's.
pub(crate) fn normal_hours(view: View<'_>) -> Option<(NaiveTime, NaiveTime)> {
    view.floor.hours.or(view.policy.hours.as_ref().map(|hours| (hours.from, hours.to)))
}

/// Outside the hours; where neither site nor pack says any, the house is always open.
fn after_hours(view: View<'_>, at: Timestamp) -> bool {
    let time = view.floor.zone.time_of_day(at);
    normal_hours(view).is_some_and(|(from, to)| time < from || time >= to)
}

/// The order rests at this time of day: nobody loses a turn by leaving, and the desk may be empty.
pub(crate) fn order_rests(view: View<'_>, at: Timestamp) -> bool {
    view.policy.hours.as_ref().is_some_and(|hours| hours.rests) && after_hours(view, at)
}
