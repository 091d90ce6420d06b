//! Timed posts: who stands, who follows when a period ends or a reception cuts it short, and whose missed time is
//! made up.

use crate::event::FloorEvent;
use crate::floor::{AtPost, Floor, Member, Post};
use crate::ids::StaffId;
use crate::policy::{Direction, Policy, PostRule};
use crate::time::{Due, Span, Timestamp};
use crate::vocabulary::OrderSource;

/// When the next post changes hands; a change that conditions already call for is due now.
pub(crate) fn next_change(floor: &Floor, policy: &Policy) -> Option<Due> {
    floor.day?;
    let now = floor.clock?;
    policy.posts.iter().filter_map(|rule| change_due(floor, rule, now)).min()
}

fn change_due(floor: &Floor, rule: &PostRule, now: Timestamp) -> Option<Due> {
    match state(floor, rule).and_then(|post| post.standing.as_ref()) {
        Some(standing) if is_free(floor, &standing.staff) => Some(Due::At(standing.until)),
        Some(_) => Some(Due::At(now)),
        None => {
            floor.members.iter().any(|member| on_rota(floor, member) && free(member)).then_some(Due::At(now))
        }
    }
}

/// The changes of hands that are due at `at`.
pub(crate) fn changes(floor: &Floor, policy: &Policy, at: Timestamp) -> Vec<FloorEvent> {
    policy
        .posts
        .iter()
        .filter(|rule| change_due(floor, rule, at).is_some_and(|due| due.elapsed(at)))
        .map(|rule| change(floor, rule, at))
        .collect()
}

fn change(floor: &Floor, rule: &PostRule, at: Timestamp) -> FloorEvent {
    let empty = Post { name: rule.name.clone(), standing: None, last_regular: None, owed: Vec::new() };
    let post = state(floor, rule).unwrap_or(&empty);
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
        Some((staff, seconds)) => {
            Some(AtPost { staff, since: at, until: Span(seconds).after(at), making_up: true })
        }
        None => next_regular(floor, rule, post).map(|next| {
            owed.extend(next.passed.into_iter().map(|staff| (staff, rule.every.0)));
            AtPost { staff: next.staff, since: at, until: rule.every.after(at), making_up: false }
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

/// The first free in post order after whoever stood a regular period last.
fn next_regular(floor: &Floor, rule: &PostRule, post: &Post) -> Option<Next> {
    let mut order = in_order(floor);
    if rule.direction == Direction::Reverse {
        order.reverse();
    }
    let after =
        post.last_regular.as_ref().and_then(|last| order.iter().position(|member| member.id == *last));
    order.rotate_left(after.map_or(0, |at| at + 1));
    let next = order.iter().position(|member| free(member))?;
    let cut_short = post.standing.as_ref().map(|standing| &standing.staff);
    let owes = |member: &Member| {
        cut_short == Some(&member.id) || post.owed.iter().any(|(staff, _)| *staff == member.id)
    };
    let passed = order[..next].iter().filter(|member| receiving(member) && !owes(member));
    Some(Next { staff: order[next].id.clone(), passed: passed.map(|member| member.id.clone()).collect() })
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
