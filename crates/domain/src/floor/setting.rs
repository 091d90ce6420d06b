//! Opening a site, and the people and packs that change later.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::Answer;
use crate::command::{Opening, StaffSetting};
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::done;
use crate::floor::layout::by_arrival;
use crate::floor::{Floor, Member, NextPolicy, gates};
use crate::ids::StaffId;
use crate::policy::{OrderRule, Policy};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::{OrderSource, Role};

/// How many people a site may have.
const MOST_STAFF: usize = 2_000;

/// The first floor of a site, with the customers it already knows.
pub(crate) fn open(opening: &Opening, policy: &Policy, at: Timestamp) -> Result<Accepted, Refusal> {
    if opening.staff.len() > MOST_STAFF {
        return Err(Refusal::TooLarge("staff"));
    }
    let order = order_of(policy, opening.order_by)?;
    let mut members: Vec<Member> = Vec::with_capacity(opening.staff.len());
    let mut seats: BTreeMap<&StaffId, usize> = BTreeMap::new();
    for setting in &opening.staff {
        if seats.insert(&setting.id, members.len()).is_some() {
            return Err(Refusal::DuplicateStaff(setting.id.clone()));
        }
        members.push(changed(Member::joining(setting.id.clone()), setting));
    }
    let mut floor = Floor {
        hours: opening.hours,
        duty: opening.duty.clone(),
        members,
        counts_from: Some(gates::counts_from(opening.zone.date(at))),
        ..Floor::empty(opening.zone, policy.id.clone(), order.source, order.runs_on)
    };
    floor.lay_out(&policy.layout());
    floor.first_day = floor.halves.then(|| floor.zone.date(at));
    named_once(&opening.order)?;
    for staff in opening.order.iter().chain(&opening.duty) {
        seats.get(staff).ok_or_else(|| Refusal::UnknownStaff(staff.clone()))?;
    }
    if !by_arrival(order.source) {
        for staff in &opening.order {
            if let Some(seat) = seats.get(staff)
                && floor.members[*seat].role == Role::Consultant
            {
                floor.join_sheets(*seat);
            }
        }
        floor.seat_consultants();
    }
    match order.source {
        OrderSource::LastMonth => {
            floor.ranked_by.clone_from(&opening.sales_last_month);
            floor.order_by_sales(&opening.sales_last_month);
        }
        OrderSource::Yesterday => floor.order_by_sales(&opening.sales_yesterday),
        _ => {}
    }
    let imported = {
        let books = crate::books::Books::default();
        crate::party::import(&books, &floor.members, &policy.ownership, &opening.customers, at)?
    };
    let mut events = vec![Event::Floor(FloorEvent::Opened(Box::new(floor)))];
    events.extend(imported);
    Ok(Accepted { events, answer: Answer::Done })
}

fn named_once(order: &[StaffId]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    let twice = order.iter().find(|staff| !seen.insert(*staff));
    twice.map_or(Ok(()), |staff| Err(Refusal::DuplicateStaff(staff.clone())))
}

/// The pack's order of that source; its default if none is named.
pub(crate) fn order_of(policy: &Policy, wanted: Option<OrderSource>) -> Result<&OrderRule, Refusal> {
    let orders = &policy.tables.orders;
    match wanted {
        None => orders.first().ok_or(Refusal::NotInPolicy("order")),
        Some(source) => {
            orders.iter().find(|order| order.source == source).ok_or(Refusal::OrderNotAllowed(source))
        }
    }
}

/// Somebody joins, or what is said of them changes; what is not said stays.
pub(crate) fn set_staff(view: View<'_>, setting: &StaffSetting) -> Result<Accepted, Refusal> {
    let before = view.floor.member(&setting.id);
    if before.is_none() && view.floor.members.len() >= MOST_STAFF {
        return Err(Refusal::TooLarge("staff"));
    }
    let after = changed(before.cloned().unwrap_or_else(|| Member::joining(setting.id.clone())), setting);
    if before == Some(&after) {
        return Ok(done(Vec::new()));
    }
    Ok(done(vec![Event::Floor(FloorEvent::MemberSet(Box::new(after)))]))
}

/// Another pack from a later local midnight on.
pub(crate) fn bind(view: View<'_>, next: &NextPolicy, at: Timestamp) -> Result<Accepted, Refusal> {
    if view.floor.zone.start_of(next.from) <= at {
        return Err(Refusal::BindTooLate);
    }
    Ok(done(vec![Event::Floor(FloorEvent::PolicyBound(next.clone()))]))
}

fn changed(mut member: Member, setting: &StaffSetting) -> Member {
    member.role = setting.role.unwrap_or(member.role);
    member.status = setting.status.unwrap_or(member.status);
    member.team = setting.team.clone().or(member.team);
    member.department = setting.department.clone().or(member.department);
    member.skills = setting.skills.clone().unwrap_or(member.skills);
    member.shift = setting.shift.or(member.shift);
    member.half = setting.half.or(member.half);
    member.experience_months = setting.experience_months.or(member.experience_months);
    member
}
