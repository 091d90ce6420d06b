//! Fines, bars and suspensions: what befalls somebody, by whom it is reported and who ends it.

use crate::answer::Answer;
use crate::command::Context;
use crate::decision::Incident;
use crate::event::{Event, FloorEvent};
use crate::floor::{Floor, Member};
use crate::ids::{Cite, ClauseId, Label, StaffId, VisitorId};
use crate::policy::{Authority, Consequence};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::Role;

/// Roles that lead: they approve, dispatch, suspend the order and end penalties.
pub(crate) const LEADS: &[Role] = &[Role::Supervisor, Role::Manager];

/// What befalls somebody by a consequence, imposed at `at`.
pub(crate) fn incident(
    floor: &Floor,
    staff: &StaffId,
    brings: &Consequence,
    cite: Cite,
    at: Timestamp,
) -> Incident {
    Incident {
        staff: staff.clone(),
        cite,
        fine_cents: brings.fine_cents,
        barred_until: brings.bar_day.then(|| floor.zone.end_of(floor.zone.date(at))),
        suspended_until: brings.suspend.map(|span| span.after(at)),
        warning: brings.warning,
        alternate: brings.alternate,
    }
}

/// One more turn given up by choice: how many on this day then, and what that brings. Where it brings something the
/// count begins anew.
pub(crate) fn one_more_given_up(
    view: View<'_>,
    member: &Member,
    at: Timestamp,
) -> Option<(u32, Option<Incident>)> {
    let rule = view.policy.give_ups.as_ref()?;
    let count = member.gave_up.saturating_add(1);
    if count < rule.times {
        return Some((count, None));
    }
    let brings = incident(view.floor, &member.id, &rule.consequence, rule.cite.clone(), at);
    Some((0, Some(brings)))
}

/// A breach that a person reports.
pub(crate) fn report(
    view: View<'_>,
    staff: &StaffId,
    clause: &ClauseId,
    by: &StaffId,
    towards: Option<&VisitorId>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    known(view.floor, staff)?;
    known(view.floor, by)?;
    let cite = Cite::Clause(clause.clone());
    let no_breach = || Refusal::NoBreach { staff: staff.clone(), cite: cite.clone() };
    let breach =
        view.policy.breaches.iter().find(|breach| breach.of.contains(clause)).ok_or_else(no_breach)?;
    // A home owner who visits as such may be spoken to by anybody (P01-1b).
    let floor = view.floor;
    let received = towards.and_then(|visitor| floor.reception(visitor)).map(|reception| &reception.arrival);
    let waiting = towards.and_then(|visitor| floor.waiting_for(visitor)).map(|waiting| &waiting.arrival);
    if received.or(waiting).is_some_and(|arrival| breach.except.contains(&arrival.says)) {
        return Err(no_breach());
    }
    let incident = incident(view.floor, staff, &breach.consequence, cite, context.happened_at);
    Ok(done(vec![Event::Floor(FloorEvent::Incurred(incident))]))
}

/// A lead ends a penalty; nothing of that clause running: already so.
pub(crate) fn clear(
    view: View<'_>,
    staff: &StaffId,
    clause: &ClauseId,
    by: &StaffId,
) -> Result<Accepted, Refusal> {
    let member = known(view.floor, staff)?;
    authorised(view.floor, by, view.policy.clear_by, &Cite::Clause(clause.clone()))?;
    let rests = |cite: &Cite| cite.clause() == Some(clause);
    let running = member.bar.as_ref().is_some_and(|bar| rests(&bar.cite))
        || member.suspension.as_ref().is_some_and(|bar| rests(&bar.cite))
        || member.alternation.as_ref().is_some_and(|penalty| rests(&penalty.cite))
        || view.floor.tasks.iter().any(|task| task.overdue && task.staff == *staff && task.clause == *clause);
    let events = if running {
        vec![Event::Floor(FloorEvent::Cleared(staff.clone(), clause.clone()))]
    } else {
        Vec::new()
    };
    Ok(done(events))
}

/// Somebody of the house who has not left.
pub(crate) fn known<'a>(floor: &'a Floor, staff: &StaffId) -> Result<&'a crate::floor::Member, Refusal> {
    let member = floor.member(staff).ok_or_else(|| Refusal::UnknownStaff(staff.clone()))?;
    if member.gone { Err(Refusal::HasLeft(staff.clone())) } else { Ok(member) }
}

/// A department that has sheets of its own; nothing in a house that keeps none by department.
pub(crate) fn known_department(floor: &Floor, label: &Label) -> Result<Option<u16>, Refusal> {
    if !floor.by_department {
        return Ok(None);
    }
    floor.department(label).map(Some).ok_or_else(|| Refusal::UnknownDepartment(label.clone()))
}

/// Somebody with a leading role.
pub(crate) fn lead(floor: &Floor, staff: &StaffId, cite: &Cite) -> Result<(), Refusal> {
    let member = known(floor, staff)?;
    if LEADS.contains(&member.role) {
        Ok(())
    } else {
        Err(Refusal::NotAuthorised { staff: staff.clone(), needs: LEADS.to_vec(), cite: cite.clone() })
    }
}

/// Somebody who may decide this: a lead, or only a manager. A house without a manager leaves it to whoever leads.
pub(crate) fn authorised(
    floor: &Floor,
    staff: &StaffId,
    authority: Authority,
    cite: &Cite,
) -> Result<(), Refusal> {
    const MANAGER: &[Role] = &[Role::Manager];
    lead(floor, staff, cite)?;
    let managed = || floor.members.iter().any(|member| member.role == Role::Manager && !member.gone);
    let supervisor = floor.member(staff).is_some_and(|member| member.role != Role::Manager);
    if authority == Authority::Manager && supervisor && managed() {
        return Err(Refusal::NotAuthorised {
            staff: staff.clone(),
            needs: MANAGER.to_vec(),
            cite: cite.clone(),
        });
    }
    Ok(())
}

/// Accepted, with nothing to tell but that it is done.
pub(crate) fn done(events: Vec<Event>) -> Accepted {
    Accepted { events, answer: Answer::Done }
}
