//! Timed posts: who stands, who follows when a period ends or a reception cuts it short, and whose missed time is
//! made up.

use chrono::NaiveTime;

use crate::event::FloorEvent;
use crate::floor::presence::first_in_turn;
use crate::floor::{AtPost, Floor, Member, Post};
use crate::ids::{Cite, StaffId};
use crate::policy::{Direction, PostRule};
use crate::site::View;
use crate::time::{Due, Span, Timestamp};
use crate::vocabulary::OrderSource;

/// When the next post changes hands; a change that conditions already call for is due now.
pub(crate) fn next_change(view: View<'_>) -> Option<Due> {
    let now = view.floor.clock?;
    view.policy.posts.iter().filter_map(|rule| change_due(view.floor, rule, now)).min()
}

fn change_due(floor: &Floor, rule: &PostRule, now: Timestamp) -> Option<Due> {
    let (opens, closes) = hours(floor, rule)?;
    match state(floor, rule).and_then(|post| post.standing.as_ref()) {
        Some(standing) if is_free(floor, &standing.staff) => Some(Due::At(standing.until)),
        Some(_) => Some(Due::At(now)),
        None if closes.is_some_and(|closes| now >= closes) => None,
        None => match opens.filter(|opens| now < *opens) {
            Some(opens) => Some(Due::At(opens)),
            None => {
                let somebody = floor.members.iter().any(|member| on_rota(floor, member) && free(member));
                somebody.then_some(Due::At(now))
            }
        },
    }
}

/// Between which instants of the running day somebody stands.
fn hours(floor: &Floor, rule: &PostRule) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
    let date = floor.day?;
    let instant =
        |time: &Option<(NaiveTime, Cite)>| time.as_ref().map(|(time, _)| floor.zone.instant(date, *time));
    Some((instant(&rule.from), instant(&rule.to)))
}

/// The changes of hands that are due at `at`.
pub(crate) fn changes(view: View<'_>, at: Timestamp) -> Vec<FloorEvent> {
    let due = |rule: &&PostRule| change_due(view.floor, rule, at).is_some_and(|due| due.elapsed(at));
    view.policy.posts.iter().filter(due).map(|rule| change(view, rule, at)).collect()
}

fn change(view: View<'_>, rule: &PostRule, at: Timestamp) -> FloorEvent {
    let floor = view.floor;
    let empty = Post { name: rule.name.clone(), standing: None, last_regular: None, owed: Vec::new() };
    let post = state(floor, rule).unwrap_or(&empty);
    let closes = hours(floor, rule).and_then(|(_, closes)| closes);
    let until = |length: Span| closes.map_or(length.after(at), |closes| length.after(at).min(closes));
    let cut_short = post.standing.as_ref().filter(|standing| at < standing.until);
    let mut owed: Vec<(StaffId, u32)> = cut_short
        .filter(|standing| is_receiving(floor, &standing.staff))
        .map(|standing| (standing.staff.clone(), Span::between(at, standing.until).0))
        .into_iter()
        .collect();
    // What was missed is stood after the current stander, so a reception that cuts a period short first brings the
    // next in post order.
    let making_up =
        if cut_short.is_some() || post.standing.is_none() { None } else { next_owed(floor, post) };
    let standing = match making_up {
        _ if closes.is_some_and(|closes| at >= closes) => None,
        Some((staff, seconds)) => {
            Some(AtPost { staff, since: at, until: until(Span(seconds)), making_up: true })
        }
        None => next_regular(view, rule, post, at).map(|next| {
            owed.extend(next.passed.into_iter().map(|staff| (staff, rule.every.0)));
            AtPost { staff: next.staff, since: at, until: until(rule.every), making_up: false }
        }),
    };
    if !rule.makes_up {
        owed.clear();
    }
    FloorEvent::PostChanged { post: rule.name.clone(), standing, owed }
}

fn next_owed(floor: &Floor, post: &Post) -> Option<(StaffId, u32)> {
    post.owed.iter().find(|(staff, _)| is_free(floor, staff)).cloned()
}

/// Who stands the next regular period.
struct Next {
    staff: StaffId,
    /// Before them in post order, and receiving: the period that came to them is missed (P03-4). Who has missed time
    /// to make up already misses none again.
    passed: Vec<StaffId>,
}

/// The first free in post order after whoever stood a regular period last; on a new day, from the first in the order
/// or the first in turn on.
fn next_regular(view: View<'_>, rule: &PostRule, post: &Post, at: Timestamp) -> Option<Next> {
    let floor = view.floor;
    let mut order = in_order(floor);
    if rule.direction == Direction::Reverse {
        order.reverse();
    }
    let after =
        post.last_regular.as_ref().and_then(|last| order.iter().position(|member| member.id == *last));
    let begins = || {
        let table = floor.tables.first().filter(|_| rule.first_in_turn.is_some())?;
        let first = first_in_turn(view, table.id(), at)?;
        order.iter().position(|member| member.id == first)
    };
    let first = after.map(|last| last + 1).or_else(begins).unwrap_or(0);
    order.rotate_left(first);
    let next = order.iter().position(|member| free(member))?;
    let cut_short = post.standing.as_ref().map(|standing| &standing.staff);
    let owes = |member: &Member| {
        cut_short == Some(&member.id) || post.owed.iter().any(|(staff, _)| *staff == member.id)
    };
    let passed = order[..next].iter().filter(|member| receiving(member) && !owes(member));
    Some(Next { staff: order[next].id.clone(), passed: passed.map(|member| member.id.clone()).collect() })
}

/// Who is at the post, then everybody after them in post order.
pub(crate) fn from_holder<'f>(floor: &'f Floor, rule: &PostRule) -> Vec<&'f StaffId> {
    let mut order: Vec<&StaffId> = in_order(floor).into_iter().map(|member| &member.id).collect();
    if rule.direction == Direction::Reverse {
        order.reverse();
    }
    let post = state(floor, rule);
    let holder = post.and_then(|post| post.standing.as_ref()).map(|standing| (&standing.staff, 0));
    let after = post.and_then(|post| post.last_regular.as_ref()).map(|last| (last, 1));
    if let Some((staff, beyond)) = holder.or(after)
        && let Some(at) = order.iter().position(|known| *known == staff)
    {
        let places = order.len();
        order.rotate_left((at + beyond) % places);
    }
    order
}

/// Everybody on the sheet, by sign-in or as the list has them; a row moved to the end of the sheet keeps its place here.
fn in_order(floor: &Floor) -> Vec<&Member> {
    let rows = floor.tables.first().map_or(&[][..], |table| &table.rows);
    if floor.order_source != OrderSource::SignIn {
        return rows.iter().map(|row| &floor.members[row.seat]).collect();
    }
    floor
        .sign_ins
        .iter()
        .filter_map(|staff| floor.member(staff))
        .filter(|member| on_rota(floor, member))
        .collect()
}

/// The state of a post that somebody has stood at today.
pub(crate) fn state<'f>(floor: &'f Floor, rule: &PostRule) -> Option<&'f Post> {
    floor.posts.iter().find(|post| post.name == rule.name)
}

fn on_rota(floor: &Floor, member: &Member) -> bool {
    floor.tables.first().is_some_and(|table| table.position(&member.id).is_some())
}

fn free(member: &Member) -> bool {
    member.on_floor() && member.busy.is_empty()
}

fn is_free(floor: &Floor, staff: &StaffId) -> bool {
    floor.member(staff).is_some_and(free)
}

fn is_receiving(floor: &Floor, staff: &StaffId) -> bool {
    floor.member(staff).is_some_and(receiving)
}

fn receiving(member: &Member) -> bool {
    !member.busy.is_empty()
}
