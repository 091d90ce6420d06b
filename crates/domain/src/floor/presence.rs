//! On and off the floor, away and back, and passing one's turn on by choice.

use crate::command::Context;
use crate::decision::Considered;
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::{done, incident, known, lead, one_more_given_up};
use crate::floor::desk;
use crate::floor::facts::order_rests;
use crate::floor::judge::{counts_as_off, rotation_hindrance};
use crate::floor::{Absence, Delegate, Member, Presence};
use crate::ids::{Cite, Label, StaffId};
use crate::policy::PassRule;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::{Span, Timestamp};
use crate::turn_table::{TableId, Verdict};
use crate::vocabulary::{Cause, Outcome, Reason, Role};

fn floor(event: FloorEvent) -> Accepted {
    done(vec![Event::Floor(event)])
}

/// Somebody who is signed in.
pub(crate) fn signed_in<'a>(view: View<'a>, staff: &StaffId) -> Result<&'a Member, Refusal> {
    let member = known(view.floor, staff)?;
    if member.signed_in() { Ok(member) } else { Err(Refusal::NotSignedIn(staff.clone())) }
}

/// Back on the same day after signing out while first in turn, where leaving so costs the turn (P08-2, P14-5a): it was
/// no going home, and the turn is given up as if they had stepped away. Whoever came meanwhile may have passed it.
pub(crate) fn sign_in(view: View<'_>, staff: &StaffId, at: Timestamp) -> Result<Accepted, Refusal> {
    let member = known(view.floor, staff)?;
    if member.signed_in() {
        return Err(Refusal::SignedInAlready(staff.clone()));
    }
    let mut events = vec![FloorEvent::SignedIn(staff.clone())];
    let still_open = |(table, round): (TableId, u32)| {
        view.floor.table(table).and_then(|sheet| sheet.row(staff)).is_some_and(|row| row.is_open(round))
    };
    if let Some(rule) = on_leaving(view).filter(|_| member.left_in_turn.is_some_and(still_open)) {
        events.extend(closed(view, member, Cause::Unannounced, rule, at));
        events.extend(given_up(view, member, rule, at));
    }
    Ok(done(events.into_iter().map(Event::Floor).collect()))
}

pub(crate) fn sign_out(view: View<'_>, staff: &StaffId, at: Timestamp) -> Result<Accepted, Refusal> {
    signed_in(view, staff)?;
    let table = desk::table(view, staff);
    let in_turn = on_leaving(view).is_some()
        && !order_rests(view, at)
        && first_in_turn(view, table, at).as_ref() == Some(staff);
    let row = view.floor.table(table).and_then(|sheet| sheet.row(staff)).filter(|_| in_turn);
    let left =
        row.map(|row| FloorEvent::LeftInTurn { staff: staff.clone(), table, round: row.candidate().round });
    let told = left.into_iter().chain([FloorEvent::SignedOut(staff.clone())]);
    Ok(done(told.map(Event::Floor).collect()))
}

/// The rule by which the first in turn loses the turn by going without a word.
fn on_leaving<'p>(view: View<'p>) -> Option<&'p PassRule> {
    view.policy.pass.iter().find(|rule| rule.closes_on_leaving(Cause::Unannounced, false))
}

pub(crate) fn step_away(
    view: View<'_>,
    staff: &StaffId,
    reason: Reason,
    approved_by: Option<&StaffId>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    go_away(view, staff, &Absence::plain(context.happened_at, reason, approved_by.cloned()))
}

/// Away from the floor for a reason that the house has a word of its own for.
pub(crate) fn step_away_for(
    view: View<'_>,
    staff: &StaffId,
    word: &Label,
    approved_by: Option<&StaffId>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let rule = view.policy.absences.iter().find(|rule| rule.word == *word);
    let rule = rule.ok_or_else(|| Refusal::UnknownReason(word.clone()))?;
    let absence = Absence {
        word: Some(word.clone()),
        excused: rule.excused,
        ..Absence::plain(context.happened_at, rule.counts_as, approved_by.cloned())
    };
    go_away(view, staff, &absence)
}

fn go_away(view: View<'_>, staff: &StaffId, absence: &Absence) -> Result<Accepted, Refusal> {
    let member = signed_in(view, staff)?;
    if let Presence::Away(_) = member.presence {
        return Err(Refusal::AwayAlready(staff.clone()));
    }
    if !member.busy.is_empty() {
        return Err(Refusal::Receiving(staff.clone()));
    }
    if let Some(by) = &absence.approved_by {
        let rule = view.policy.pass.iter().find(|rule| rule.covers(Cause::Business, true));
        lead(view.floor, by, rule.map_or(&Cite::Ours, |rule| &rule.cite))?;
    }
    let at = absence.since;
    let away = FloorEvent::SteppedAway(staff.clone(), absence.clone());
    if order_rests(view, at) {
        return Ok(floor(away));
    }
    if let Some(cite) = &view.policy.desk.never_empty
        && member.role == Role::Consultant
        && desk::first_able(view, desk::table(view, staff), Some(staff), at).is_none()
    {
        return Err(Refusal::DeskEmpty { staff: staff.clone(), cite: cite.clone() });
    }
    let (cause, approved) = absence.counts_as();
    let rule = view.policy.pass.iter().find(|rule| rule.closes_on_leaving(cause, approved));
    let mut events = Vec::new();
    match rule.filter(|_| first_in_turn(view, desk::table(view, staff), at).as_ref() == Some(staff)) {
        Some(rule) => {
            events.extend(closed(view, member, cause, rule, at));
            events.push(away);
            events.extend(given_up(view, member, rule, at));
        }
        None => events.push(away),
    }
    Ok(done(events.into_iter().map(Event::Floor).collect()))
}

/// Back from being away; of somebody who is not away, also because the day has ended meanwhile, nothing changes.
pub(crate) fn come_back(view: View<'_>, staff: &StaffId, claims: bool) -> Result<Accepted, Refusal> {
    let member = known(view.floor, staff)?;
    let mut events = Vec::new();
    if let Presence::Away(_) = member.presence {
        events.push(Event::Floor(FloorEvent::CameBack(staff.clone())));
    }
    if claims && member.signed_in() && has_unclaimed(view, staff) {
        events.push(Event::Floor(FloorEvent::Claimed(staff.clone())));
    }
    Ok(done(events))
}

pub(crate) fn claim(view: View<'_>, staff: &StaffId) -> Result<Accepted, Refusal> {
    signed_in(view, staff)?;
    if !has_unclaimed(view, staff) {
        return Err(Refusal::NothingToClaim(staff.clone()));
    }
    Ok(floor(FloorEvent::Claimed(staff.clone())))
}

fn has_unclaimed(view: View<'_>, staff: &StaffId) -> bool {
    view.floor.tables.iter().any(|table| table.has_unclaimed(staff))
}

/// The first in turn passes the turn on after a wait, or gives it up by choice: their cell closes at once. What is
/// given up for a reason that a lead accepts counts as nothing given up.
pub(crate) fn close_turn(
    view: View<'_>,
    staff: &StaffId,
    cause: Cause,
    accepted_by: Option<&StaffId>,
    at: Timestamp,
) -> Result<Accepted, Refusal> {
    let member = signed_in(view, staff)?;
    let rule = view
        .policy
        .pass
        .iter()
        .find(|rule| rule.covers(cause, false))
        // Where turns are kept all the same (P02: the slot decides), there is none to give up.
        .filter(|rule| rule.outcome(Span(0)) != Outcome::Keep)
        .ok_or(Refusal::NotInPolicy(cause.word()))?;
    if let Some(by) = accepted_by {
        lead(view.floor, by, &rule.cite)?;
    }
    if first_in_turn(view, desk::table(view, staff), at).as_ref() != Some(staff) {
        return Err(Refusal::NotFirstInTurn(staff.clone()));
    }
    if let Some(after) = rule.after {
        // Whoever is away or receiving waits for nobody at the front.
        if desk::first_able(view, desk::table(view, staff), None, at).as_ref() != Some(staff) {
            return Err(Refusal::CannotReceive(staff.clone()));
        }
        let since = desk::at_front_since(view, staff, at).unwrap_or(at);
        if Span::between(since, at) <= after {
            return Err(Refusal::TooEarly { staff: staff.clone(), cite: rule.cite.clone() });
        }
    }
    let mut events = closed(view, member, cause, rule, at);
    if accepted_by.is_none() {
        events.extend(given_up(view, member, rule, at));
    }
    Ok(done(events.into_iter().map(Event::Floor).collect()))
}

/// A turn given up by choice, where this rule counts it as one, and what so many of them bring.
fn given_up(view: View<'_>, member: &Member, rule: &PassRule, at: Timestamp) -> Vec<FloorEvent> {
    let Some((count, brings)) = one_more_given_up(view, member, at).filter(|_| rule.given_up) else {
        return Vec::new();
    };
    let counted = FloorEvent::GaveUp(member.id.clone(), count);
    core::iter::once(counted).chain(brings.map(FloorEvent::Incurred)).collect()
}

/// The cell of the first in turn is closed at once by this rule; what the rule brings besides befalls them.
fn closed(view: View<'_>, member: &Member, cause: Cause, rule: &PassRule, at: Timestamp) -> Vec<FloorEvent> {
    let staff = &member.id;
    let outcome = rule.outcome(Span(0));
    let closed = Considered::passed(staff.clone(), Some(cause), outcome, rule.cite.clone());
    let off = view.floor.members.iter().filter(|member| counts_as_off(view.policy, member, at));
    let off = off.map(|member| member.id.clone()).collect();
    let mut events = vec![FloorEvent::CellClosed { table: desk::table(view, staff), closed, off }];
    if let Some(brings) = &rule.consequence {
        let incident = incident(view.floor, staff, brings, rule.cite.clone(), at);
        events.push(FloorEvent::Incurred(incident));
    }
    events
}

/// The row of the earliest open cell, also while that consultant is busy or away; those not signed in, kept out of
/// the rotation or on private leave are not counted.
pub(crate) fn first_in_turn(view: View<'_>, table: TableId, at: Timestamp) -> Option<StaffId> {
    let sheet = view.floor.table(table)?;
    let scan = sheet.scan(|position| {
        let member = &view.floor.members[sheet.rows[position].seat];
        let off = !member.signed_in() || counts_as_off(view.policy, member, at);
        if off || rotation_hindrance(view, member, at).is_some() {
            Verdict::<()>::Absent
        } else {
            Verdict::Able
        }
    });
    scan.chosen.map(|(position, _)| sheet.rows[position].staff.clone())
}

pub(crate) fn delegate(
    view: View<'_>,
    staff: &StaffId,
    to: &StaffId,
    until: Option<Timestamp>,
) -> Result<Accepted, Refusal> {
    known(view.floor, staff)?;
    known(view.floor, to)?;
    if staff == to {
        return Err(Refusal::CannotReceive(to.clone()));
    }
    Ok(floor(FloorEvent::Delegated(staff.clone(), Delegate { to: to.clone(), until })))
}
