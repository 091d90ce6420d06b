//! Tasks: what people were asked to do, until when, and what follows when it is late.

mod occasion;

use chrono::SubsecRound;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::command::{Command, Doing};
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::{done, incident, known};
use crate::floor::{Floor, Member, gates, waiting};
use crate::ids::{Cite, ClauseId, Label, PartyId, StaffId, VisitorId};
use crate::policy::{Policy, TaskDue, TaskRule};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::{Due, Span, Timestamp, Zone};
use crate::vocabulary::Occasion;

pub use occasion::{Entry, entries};
pub(crate) use occasion::{Happening, happenings};

/// The field of a record or of a registration in which it is written down how far a customer has come.
const GRADE: &str = "grade";

/// How many tasks of one rule may be open for one person; a further one takes the oldest one's place. Together with
/// [`KEPT`] it keeps a floor from growing with history where nobody marks anything as done.
const MOST_OPEN: usize = 20;
/// How long a task that is overdue is still listed.
const KEPT: Span = Span::days(31);

/// Something that somebody has been asked to do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Its number among the site's tasks.
    pub number: u64,
    /// The place of its rule in the pack.
    pub rule: u16,
    /// The clause that asks for it.
    pub clause: ClauseId,
    /// Who is asked.
    pub staff: StaffId,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<VisitorId>,
    /// The customer it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Until when; late is strictly after.
    pub due: Timestamp,
    /// How often it still has to be done.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub left: u32,
    /// What follows from being late has followed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
}

const fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_once(left: &u32) -> bool {
    *left == 1
}

/// A fact that somebody has written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The clause that wants it.
    pub clause: ClauseId,
    /// Who wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    /// The visit it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<VisitorId>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What was filled in, as JSON; neither a name nor a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// What the clause wants filled in and nobody has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Label>,
}

impl Task {
    /// The rule that asked for it; nothing once another pack is in force.
    #[must_use]
    pub fn rule_in<'p>(&self, policy: &'p Policy) -> Option<&'p TaskRule> {
        policy.tasks.get(usize::from(self.rule)).filter(|rule| rule.clause == self.clause)
    }
}

impl TaskDue {
    /// The instant until which something asked for at `at` has to be done.
    #[must_use]
    pub fn from(self, at: Timestamp, zone: Zone) -> Timestamp {
        // What falls due strictly after an instant comes a moment after it; nobody counts in such moments.
        let at = at.trunc_subsecs(0);
        let today = zone.date(at);
        match self {
            Self::AtOnce => at,
            Self::Within(span) => span.after(at),
            Self::DayEnd => zone.end_of(today),
            Self::By(time) => {
                let due = zone.instant(today, time);
                match today.succ_opt() {
                    Some(next) if due < at => zone.instant(next, time),
                    _ => due,
                }
            }
        }
    }
}

/// What follows for the tasks from what has just happened: some are done, others are asked for.
pub(crate) fn following(
    view: View<'_>,
    asked: Option<&Command>,
    events: &[Event],
    at: Timestamp,
) -> Vec<Event> {
    let rules = &view.policy.tasks;
    if rules.is_empty() || events.is_empty() && asked.is_none() {
        return Vec::new();
    }
    let wanted = |on| rules.iter().any(|rule| rule.on == on || rule.done_by.contains(&on));
    let happenings = happenings(view, asked, events, &wanted);
    if happenings.is_empty() {
        return Vec::new();
    }
    let scene = occasion::Scene::after(view, events, at);
    let mut told: Vec<FloorEvent> = Vec::new();
    let mut open: Vec<Task> = view.floor.tasks.clone();
    let mut number = view.floor.task_number;
    for happening in &happenings {
        for task in open.iter_mut().filter(|task| task.left > 0 && fulfilled(task, happening, view.policy)) {
            task.left -= 1;
            told.push(FloorEvent::TaskDone { number: task.number });
        }
        for (place, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.on == happening.on) {
            if !scene.holds(&rule.when, happening) {
                continue;
            }
            for staff in scene.assigned(rule.who, happening) {
                let asked_already = |task: &Task| {
                    let same = usize::from(task.rule) == place && task.staff == staff;
                    same && task.left > 0
                        && !task.overdue
                        && task.visitor == happening.visitor
                        && task.party == happening.party
                };
                if open.iter().any(asked_already) {
                    continue;
                }
                number += 1;
                let task = Task {
                    number,
                    rule: u16::try_from(place).unwrap_or(u16::MAX),
                    clause: rule.clause.clone(),
                    staff,
                    visitor: happening.visitor.clone(),
                    party: happening.party.clone(),
                    due: rule.due.from(at, view.floor.zone),
                    left: rule.times,
                    overdue: false,
                };
                open.push(task.clone());
                told.push(FloorEvent::TaskOpened(Box::new(task)));
            }
        }
    }
    told.into_iter().map(Event::Floor).collect()
}

/// Does that occasion fulfil the task by itself? It has to be about the same visit or customer; a task that is about
/// neither is fulfilled by an occasion of the same person. A post that is taken is about no visit and everybody's:
/// whoever takes it, nobody has to be reminded of it any more.
fn fulfilled(task: &Task, happening: &Happening<'_>, policy: &Policy) -> bool {
    let by_itself = task.rule_in(policy).is_some_and(|rule| rule.done_by.contains(&happening.on));
    by_itself
        && match (&task.visitor, &task.party) {
            (None, None) => happening.person.as_ref() == Some(&task.staff),
            (visitor, party) => {
                happening.on == Occasion::PostBegins
                    || visitor.is_some() && *visitor == happening.visitor
                    || party.is_some() && *party == happening.party
            }
        }
}

/// Somebody says that they did what a clause asks for, or writes down a fact that it wants.
pub(crate) fn report_done(view: View<'_>, doing: &Doing) -> Result<Accepted, Refusal> {
    let View { floor, policy, .. } = view;
    if let Some(staff) = &doing.staff {
        known(floor, staff)?;
    }
    let asks = policy.tasks.iter().any(|rule| rule.clause == doing.clause);
    let wants = policy.records.iter().find(|rule| rule.clause == doing.clause && rule.on.is_none());
    let written = policy.records.iter().any(|rule| rule.clause == doing.clause);
    let analysis = gates::analysis_written(floor, doing.staff.as_ref(), &doing.clause);
    if !asks && !written && analysis.is_none() {
        return Err(Refusal::NotInPolicy("done"));
    }
    let said = doing.about.as_ref().is_some_and(|about| !about.trim().is_empty());
    if let Some((_, cite)) = analysis.as_ref().filter(|_| doing.filled_in.is_empty() && !said) {
        return Err(Refusal::IncompleteRecord { missing: vec![Label::new("data")], cite: cite.clone() });
    }
    // A fact is kept however little of it is known; what the clause wants besides is told, now and with the record.
    let fields = wants.map(|rule| rule.fields.as_slice()).unwrap_or_default();
    let missing: Vec<Label> =
        fields.iter().filter(|field| !doing.filled_in.contains(field)).cloned().collect();
    let open = floor.tasks.iter().filter(|task| {
        let theirs = doing.staff.as_ref().is_none_or(|staff| task.staff == *staff);
        let about = doing.visitor.is_none() && doing.party.is_none()
            || doing.visitor.is_some() && task.visitor == doing.visitor
            || doing.party.is_some() && task.party == doing.party;
        task.clause == doing.clause && theirs && about
    });
    let first = open.min_by_key(|task| (task.due, task.number)).map(|task| task.number);
    let mut events: Vec<Event> =
        first.map(|number| Event::Floor(FloorEvent::TaskDone { number })).into_iter().collect();
    events.extend(analysis.map(|(step, _)| Event::Floor(step)));
    // Only a record that asks for the grade sets it (P17-1).
    let asks_for_it = policy
        .records
        .iter()
        .any(|rule| rule.clause == doing.clause && rule.fields.iter().any(|field| field.as_str() == GRADE));
    if let Some(visitor) = doing.visitor.as_ref().filter(|_| asks_for_it) {
        events.extend(waiting::graded(floor, visitor, doing.grade).map(Event::Floor));
    }
    events.push(Event::Floor(FloorEvent::Recorded(Box::new(Record {
        clause: doing.clause.clone(),
        staff: doing.staff.clone(),
        visitor: doing.visitor.clone(),
        about: doing.about.clone(),
        data: doing.data.clone(),
        missing: missing.clone(),
    }))));
    if missing.is_empty() {
        return Ok(done(events));
    }
    let answer = Answer::Incomplete { missing, cite: Cite::Clause(doing.clause.clone()) };
    Ok(Accepted { events, answer })
}

/// When the next task that brings something is late.
pub(crate) fn next_overdue(floor: &Floor, policy: &Policy) -> Option<Due> {
    let waiting = floor.tasks.iter().filter(|task| brings_something(task, policy));
    waiting.map(|task| task.due).min().map(Due::After)
}

fn brings_something(task: &Task, policy: &Policy) -> bool {
    !task.overdue && task.rule_in(policy).is_some_and(|rule| rule.overdue.is_some() || rule.keeps_out)
}

/// One task that is late, and what that brings: once.
pub(crate) fn overdue(floor: &Floor, policy: &Policy, at: Timestamp) -> Vec<FloorEvent> {
    let late = floor.tasks.iter().filter(|task| task.due < at && brings_something(task, policy));
    let Some(task) = late.min_by_key(|task| (task.due, task.number)) else { return Vec::new() };
    let mut told = vec![FloorEvent::TaskOverdue { number: task.number, staff: task.staff.clone() }];
    if let Some(brings) = task.rule_in(policy).and_then(|rule| rule.overdue.as_ref()) {
        let cite = Cite::Clause(task.clause.clone());
        told.push(FloorEvent::Incurred(incident(floor, &task.staff, brings, cite, at)));
    }
    told
}

/// The clause of a task that keeps somebody out of the rotation until it is done.
pub(crate) fn kept_out<'f>(floor: &'f Floor, policy: &Policy, member: &Member) -> Option<&'f ClauseId> {
    let late = floor.tasks.iter().filter(|task| task.overdue && task.staff == member.id);
    late.filter(|task| task.rule_in(policy).is_some_and(|rule| rule.keeps_out))
        .map(|task| &task.clause)
        .next()
}

impl Floor {
    pub(crate) fn open_task(&mut self, task: &Task) {
        let same = |known: &Task| known.rule == task.rule && known.staff == task.staff;
        if self.tasks.iter().filter(|known| same(known)).count() >= MOST_OPEN
            && let Some(oldest) = self.tasks.iter().position(same)
        {
            self.tasks.remove(oldest);
        }
        self.task_number = self.task_number.max(task.number);
        self.tasks.push(task.clone());
    }

    pub(crate) fn task_done(&mut self, number: u64) {
        if let Some(at) = self.tasks.iter().position(|task| task.number == number) {
            self.tasks[at].left = self.tasks[at].left.saturating_sub(1);
            if self.tasks[at].left == 0 {
                self.tasks.remove(at);
            }
        }
    }

    /// Whoever does not receive a visit after all has nothing to do for it.
    pub(crate) fn relieved_of(&mut self, visitor: &VisitorId, staff: &StaffId) {
        self.tasks.retain(|task| task.staff != *staff || task.visitor.as_ref() != Some(visitor));
    }

    /// Two customers are one: tasks follow.
    pub(crate) fn tasks_follow(&mut self, from: &PartyId, into: &PartyId) {
        for task in self.tasks.iter_mut().filter(|task| task.party.as_ref() == Some(from)) {
            task.party = Some(into.clone());
        }
    }

    /// What has been overdue for long is listed no more; a reminder about no visit and no customer goes with its day.
    pub(crate) fn forget_old_tasks(&mut self, end: Timestamp) {
        self.tasks.retain(|task| {
            let of_the_day = task.visitor.is_none() && task.party.is_none() && !task.overdue;
            KEPT.after(task.due) > end && !(of_the_day && task.due < end)
        });
    }
}
