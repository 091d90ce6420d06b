//! Looks over tasks and records: whether anybody can be asked on that occasion, and whether being late can matter.

use domain::policy::TaskDue;
use domain::vocabulary::{Assignee, Occasion};

use super::Check;
use crate::located::Located;
use crate::schema::{Document, RecordEntry, TaskEntry};

/// Most tasks and most records of one pack.
const MOST: usize = 60;
/// Longest that something may be due after its occasion, in seconds: the year.
const LATEST: u32 = 366 * 86_400;
/// How often something can be asked for at most.
const OFTENEST: u32 = 100;

/// Occasions of a visit: somebody comes, is received or goes.
const VISIT: &[Occasion] =
    &[Occasion::Arrival, Occasion::Waiting, Occasion::Reception, Occasion::VisitEnds, Occasion::Found];
/// Occasions of a customer.
const CUSTOMER: &[Occasion] =
    &[Occasion::Registration, Occasion::FollowUp, Occasion::Deal, Occasion::Lapse, Occasion::Dispute];
/// Occasions that are nobody's doing.
const NOBODYS: &[Occasion] = &[Occasion::DayBegins, Occasion::Arrival, Occasion::Waiting, Occasion::Dispute];
/// Occasions of a reception, on which it is known who receives.
const RECEPTION: &[Occasion] = &[Occasion::Reception, Occasion::VisitEnds, Occasion::Found];

pub(super) fn check(check: &mut Check<'_>, document: &Document) {
    for (name, count, at) in [
        ("task", document.task.len(), document.task.first().map(|entry| entry.at)),
        ("record", document.record.len(), document.record.first().map(|entry| entry.at)),
    ] {
        if count > MOST {
            check.complain(
                at.unwrap_or(0),
                format!("the list `{name}` has {count} entries, more than {MOST}"),
            );
        }
    }
    for task in &document.task {
        somebody_asked(check, task);
        conditions(check, task);
        lateness(check, task);
    }
    for record in &document.record {
        written_down(check, record);
    }
}

fn somebody_asked(check: &mut Check<'_>, task: &Located<TaskEntry>) {
    let (on, who) = (task.on.value.0, task.who.value.0);
    let fits = match who {
        Assignee::Receiver => RECEPTION.contains(&on),
        Assignee::Themselves => !NOBODYS.contains(&on) && !RECEPTION.contains(&on),
        Assignee::Owner => VISIT.contains(&on) || CUSTOMER.contains(&on),
        Assignee::Colleague => on == Occasion::Found,
        Assignee::Next
        | Assignee::Everybody
        | Assignee::Supervisor
        | Assignee::Manager
        | Assignee::Secretary
        | Assignee::Operator => true,
    };
    if !fits {
        let message =
            format!("on the occasion `{}` there is no `{}` who could be asked", on.word(), who.word());
        check.complain(task.who.at, message);
    }
}

fn conditions(check: &mut Check<'_>, task: &Located<TaskEntry>) {
    let Some(facts) = &task.r#if else { return };
    let on = task.on.value.0;
    let of_visit = VISIT.contains(&on);
    let of_reception = RECEPTION.contains(&on);
    let found = on == Occasion::Found;
    let written = [
        (
            "customer",
            facts.customer.as_ref().and_then(|words| words.0.first()).map(|word| word.at),
            of_reception,
        ),
        ("as", facts.r#as.as_ref().and_then(|words| words.0.first()).map(|word| word.at), of_reception),
        ("channel", facts.channel.as_ref().and_then(|words| words.0.first()).map(|word| word.at), of_visit),
        ("says", facts.says.as_ref().and_then(|words| words.0.first()).map(|word| word.at), of_visit),
        ("key", facts.key.as_ref().map(|fact| fact.at), of_visit),
        ("asked_under", facts.asked_under.as_ref().map(|fact| fact.at), of_visit),
        ("party_from", facts.party_from.as_ref().map(|fact| fact.at), of_visit),
        ("registered", facts.registered.as_ref().map(|fact| fact.at), of_visit),
        ("reached", facts.reached.as_ref().map(|fact| fact.at), found || on == Occasion::FollowUp),
        ("colleague_on_floor", facts.colleague_on_floor.as_ref().map(|fact| fact.at), found),
        ("dates", facts.dates.as_ref().map(|fact| fact.at), on == Occasion::DayBegins),
    ];
    for (name, at, fits) in written {
        if let (Some(at), false) = (at, fits) {
            let message = format!("on the occasion `{}` nothing is known of `{name}`", on.word());
            check.complain(at, message);
        }
    }
}

fn lateness(check: &mut Check<'_>, task: &Located<TaskEntry>) {
    let due = task.due.value.0;
    match due {
        TaskDue::Within(span) if span.0 == 0 => {
            check.complain(task.due.at, "in no time: write `due = \"at_once\"`");
        }
        TaskDue::Within(span) if span.0 > LATEST => check.complain(task.due.at, "due within a year at most"),
        _ => {}
    }
    if due == TaskDue::AtOnce && (task.overdue.is_some() || task.keeps_out) {
        let at = task.overdue.as_ref().map_or(task.at, |brings| brings.at);
        check.complain(
            at,
            "what is due at once would be late at once: give a length of time or a time of day",
        );
    }
    if let Some(times) = task.times.as_ref().filter(|times| times.value == 0 || times.value > OFTENEST) {
        check.complain(times.at, format!("between 1 and {OFTENEST} times"));
    }
    for on in task.done_by.iter().flat_map(|words| words.0.iter()) {
        if on.value == task.on.value.0 {
            check.complain(on.at, "the occasion that asks for it cannot fulfil it too");
        }
    }
    let Some(brings) = &task.overdue else { return };
    let anything = brings.fine_cents.is_some()
        || brings.bar.is_some()
        || brings.suspend.is_some()
        || brings.warning
        || brings.alternate;
    if !anything {
        check.complain(brings.at, "being late brings nothing: leave `overdue` out");
    }
    if let Some(fine) = brings.fine_cents.as_ref().filter(|fine| fine.value == 0) {
        check.complain(fine.at, "a fine of 0 is none: leave the key out");
    }
    if let Some(suspend) = brings.suspend.as_ref().filter(|length| length.value.0.0 == 0) {
        check.complain(suspend.at, "a suspension of no length is none: leave the key out");
    }
}

fn written_down(check: &mut Check<'_>, record: &Located<RecordEntry>) {
    if let (Some(on), Some(field)) = (&record.on, record.fields.first()) {
        let message = format!(
            "what the occasion `{}` writes down by itself has no fields for somebody to fill in",
            on.value.0.word()
        );
        check.complain(field.at, message);
    }
    let mut names: Vec<&str> = Vec::new();
    for field in &record.fields {
        if names.contains(&field.as_str()) {
            check.complain(field.at, "this field stands here twice");
        }
        names.push(field.as_str());
    }
}
