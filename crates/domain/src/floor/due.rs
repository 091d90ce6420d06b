//! What time itself brings to a floor: one function says what is next, another what happens then.

use crate::answer::{Answer, DecisionAnswer};
use crate::event::{Event, FloorEvent};
use crate::floor::judge::{awaited_until, off_shift};
use crate::floor::receive::{Asking, decide_visit};
use crate::floor::visits::{provisional_back, settle};
use crate::floor::{Floor, Member, Presence, Waiting, evening, gates, posts, tasks, waiting};
use crate::policy::{PassRule, Policy};
use crate::site::{Accepted, Bringing, View};
use crate::time::{Due, Timestamp};

/// The next thing that time brings. Things due at one instant come in the order of this list.
pub(crate) fn next_due(view: View<'_>) -> Option<(Due, Bringing)> {
    let View { floor, policy, .. } = view;
    let day_end = floor.day.map(|date| (Due::At(floor.zone.end_of(date)), Bringing::DayEnd));
    let change = floor.next_policy.as_ref().filter(|_| floor.day.is_none());
    let change = change.map(|next| (Due::At(floor.zone.start_of(next.from)), Bringing::PolicyChange));
    let grace = next_grace(floor, policy).map(|due| (due, Bringing::GraceOver));
    let waiting = next_waiting(view);
    let evening = evening::next_evening(view).map(|due| (due, Bringing::Evening));
    let post = posts::next_change(view).map(|due| (due, Bringing::Post));
    let lapse = floor.next_lapse.map(|until| (Due::After(until), Bringing::Lapse));
    let month = gates::next_month_end(view).map(|first| (Due::At(first), Bringing::MonthEnd));
    let overdue = tasks::next_overdue(floor, policy).map(|due| (due, Bringing::Overdue));
    // `min_by_key` keeps the first of equals.
    [day_end, month, change, grace, evening, waiting, post, lapse, overdue]
        .into_iter()
        .flatten()
        .min_by_key(|(due, _)| *due)
}

/// What happens then.
pub(crate) fn fall_due(view: View<'_>, bringing: &Bringing, at: Timestamp) -> Accepted {
    let View { floor, policy, books } = view;
    let done = |events: Vec<Event>| Accepted { events, answer: Answer::Done };
    let on_floor = |events: Vec<FloorEvent>| done(events.into_iter().map(Event::Floor).collect());
    match bringing {
        Bringing::DayEnd => {
            // Receptions end, also those that were a courtesy.
            let courtesies = floor.receptions.iter().filter(|reception| reception.provisional);
            on_floor(courtesies.map(provisional_back).chain(floor.day.map(FloorEvent::DayEnded)).collect())
        }
        Bringing::MonthEnd => gates::month_ends(view, at),
        Bringing::PolicyChange => on_floor(vec![FloorEvent::PolicyTookEffect]),
        Bringing::GraceOver => {
            let over = floor.members.iter().filter_map(|member| {
                let (due, rule) = grace_of(floor, policy, member)?;
                due.elapsed(at)
                    .then(|| FloorEvent::GraceOver { staff: member.id.clone(), cite: rule.cite.clone() })
            });
            on_floor(over.collect())
        }
        Bringing::Evening => on_floor(evening::begins(view, at).into_iter().collect()),
        Bringing::Post => {
            let events = posts::changes(view, at);
            let answer = post_taken(policy, &events);
            Accepted { answer, ..on_floor(events) }
        }
        Bringing::Waiting(visitor) => match floor.waiting_for(visitor) {
            Some(waiting) => receive_waiting(view, waiting, at),
            None => done(Vec::new()),
        },
        Bringing::Overdue => on_floor(tasks::overdue(floor, policy, at)),
        Bringing::Lapse => done(crate::party::lapse(books, &policy.ownership, at)),
    }
}

/// Who stands now, and by which rule; of several posts that change hands at once, the first.
fn post_taken(policy: &Policy, events: &[FloorEvent]) -> Answer {
    let changed = events.iter().find_map(|event| match event {
        FloorEvent::PostChanged { post, standing, .. } => Some((post, standing)),
        _ => None,
    });
    let ruled = changed.and_then(|(post, standing)| {
        let rule = policy.posts.iter().find(|rule| rule.name == *post)?;
        Some((post, standing, rule))
    });
    ruled.map_or(Answer::Done, |(post, standing, rule)| Answer::PostTaken {
        post: post.clone(),
        staff: standing.as_ref().map(|stands| stands.staff.clone()),
        until: standing.as_ref().map(|stands| stands.until),
        cite: rule.cite.clone(),
    })
}

pub(super) fn asking<'a>(view: View<'a>, waiting: &'a Waiting, at: Timestamp) -> Asking<'a> {
    Asking { view, arrival: &waiting.arrival, excluded: &waiting.excluded, at, at_arrival: false }
}

fn receive_waiting(view: View<'_>, waiting: &Waiting, at: Timestamp) -> Accepted {
    let mut reached = decide_visit(asking(view, waiting, at));
    if reached.decision.chosen.is_none() {
        return Accepted { events: Vec::new(), answer: Answer::Done };
    }
    reached.decision.ahead = waiting::ahead(view, waiting, at);
    let answer =
        DecisionAnswer { decision: reached.decision.clone(), handed_back: None, reopened: Vec::new() };
    let events = settle(view, &waiting.arrival, reached, at);
    Accepted { events, answer: Answer::Decision(Box::new(answer)) }
}

/// The waiting visitor who can be received now, in the pack's order and then by arrival. Where nobody can yet, the
/// next instant at which a shift or a suspension may change that.
fn next_waiting(view: View<'_>) -> Option<(Due, Bringing)> {
    let floor = view.floor;
    let now = floor.clock?;
    let waiting = waiting::in_order(view);
    let first = waiting.first()?;
    let ready =
        waiting.iter().find(|waiting| decide_visit(asking(view, waiting, now)).decision.chosen.is_some());
    if let Some(ready) = ready {
        return Some((Due::At(now), Bringing::Waiting(ready.arrival.visitor.clone())));
    }
    let changes = floor.members.iter().filter(|member| member.signed_in()).flat_map(|member| {
        let suspension = member.suspension.as_ref().map(|bar| bar.until);
        let shift = member.shift.filter(|_| off_shift(floor, member, now));
        let begins = shift.map(|shift| floor.zone.instant(floor.zone.date(now), shift.from));
        [suspension, begins, awaited_until(view.policy, member)]
    });
    let next = changes.flatten().filter(|instant| *instant > now).min()?;
    Some((Due::At(next), Bringing::Waiting(first.arrival.visitor.clone())))
}

fn next_grace(floor: &Floor, policy: &Policy) -> Option<Due> {
    floor.members.iter().filter_map(|member| grace_of(floor, policy, member).map(|(due, _)| due)).min()
}

/// When the absence of somebody with cells deferred in its grace outlasts it.
fn grace_of<'p>(floor: &Floor, policy: &'p Policy, member: &Member) -> Option<(Due, &'p PassRule)> {
    let Presence::Away(absence) = &member.presence else { return None };
    let deferred = |table: &crate::turn_table::TurnTable| {
        table.row(&member.id).is_some_and(|row| row.open.iter().any(|cell| cell.in_grace))
    };
    if !floor.tables.iter().any(deferred) {
        return None;
    }
    let (cause, approved) = absence.counts_as();
    let rule = policy.pass.iter().find(|rule| rule.covers(cause, approved))?;
    let through = rule.stages.iter().find_map(|stage| stage.through)?;
    Some((Due::After(through.after(absence.since)), rule))
}
