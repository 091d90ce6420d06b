//! Questions about the floor; they change nothing.

use crate::answer::{DecisionAnswer, Finding, Question};
use crate::floor::conduct::{known, known_department};
use crate::floor::judge::rotation_hindrance;
use crate::floor::receive::{Asking, decide_visit};
use crate::floor::{Arrival, desk, posts};
use crate::ids::{Label, StaffId, VisitorId};
use crate::refusal::Refusal;
use crate::site::View;
use crate::time::Timestamp;
use crate::turn_table::{TableId, TurnTable};
use crate::vocabulary::{Channel, OrderSource, Role};

/// Answers a question as of `at`.
pub(crate) fn ask(view: View<'_>, question: &Question, at: Timestamp) -> Result<Finding, Refusal> {
    match question {
        Question::Next(channel, department) => {
            Ok(Finding::Next(next(view, *channel, department.as_ref(), at)?))
        }
        Question::Order(channel, department) => {
            let table = asked_table(view, *channel, department.as_ref())?;
            let source = view.floor.order_source;
            let mut orders = view.policy.tables.orders.iter();
            let cite = orders.find(|order| order.source == source).map(|order| order.cite.clone());
            if source != OrderSource::LastMonth {
                return Ok(Finding::Order(view.floor.table(table).map(rows).unwrap_or_default(), cite));
            }
            // The month may have changed since anything happened.
            let mut floor = view.floor.clone();
            floor.begin_month_of(floor.zone.date(at));
            Ok(Finding::Order(floor.table(table).map(rows).unwrap_or_default(), cite))
        }
        Question::Post(None) if view.policy.desk.posts.is_some() => {
            let (a, b) = desk::posts(view, at);
            Ok(Finding::Desk(a, b))
        }
        Question::Post(name) => {
            let rule = match name {
                Some(name) => view.policy.posts.iter().find(|rule| rule.name == *name),
                None => view.policy.posts.first(),
            };
            let rule = rule.ok_or(Refusal::NotInPolicy("post"))?;
            let standing = posts::state(view.floor, rule).and_then(|post| post.standing.as_ref());
            let stands = standing.map(|standing| (standing.staff.clone(), standing.until));
            Ok(Finding::Post(stands, rule.cite.clone()))
        }
        Question::Reception(visitor) => reception(view, visitor),
        Question::Owner(party) => {
            let nobodys = Finding::Owner { claim: None, state: None, protected_until: None };
            // Whoever still waits, or left unserved, is not in the books yet: nobody's.
            let known = view.books.get(party);
            Ok(known.map_or(nobodys, |party| party.ownership(&view.policy.ownership, at)))
        }
        Question::Eligible(staff) => eligible(view, staff, at),
        Question::Tasks { staff, clause, visitor } => {
            if let Some(staff) = staff {
                known(view.floor, staff)?;
            }
            let tasks = view.floor.tasks.iter();
            let mut tasks: Vec<_> = tasks
                .filter(|task| staff.as_ref().is_none_or(|staff| task.staff == *staff))
                .filter(|task| clause.as_ref().is_none_or(|clause| task.clause == *clause))
                .filter(|task| visitor.is_none() || task.visitor == *visitor)
                .cloned()
                .collect();
            tasks.iter_mut().for_each(|task| task.overdue |= task.due < at);
            tasks.sort_by_key(|task| (task.due, task.number));
            Ok(Finding::Tasks(tasks))
        }
        Question::Duty => {
            let evening = view.floor.evening.as_ref();
            Ok(Finding::Duty {
                staff: evening.map_or(&view.floor.duty, |evening| &evening.staff).clone(),
                secretary: evening.and_then(|evening| evening.secretary.clone()),
            })
        }
        Question::Fines(staff) => {
            let member = view.floor.member(staff).ok_or_else(|| Refusal::UnknownStaff(staff.clone()))?;
            let suspended = member.suspension.as_ref().filter(|bar| at < bar.until);
            Ok(Finding::Fines {
                fines_cents: member.fines_cents,
                warnings: member.warnings,
                suspended_until: suspended.map(|bar| bar.until),
            })
        }
    }
}

fn rows(sheet: &TurnTable) -> Vec<StaffId> {
    sheet.rows.iter().map(|row| row.staff.clone()).collect()
}

/// The sheet that a question is about.
///
/// # Errors
/// The house has no such department.
pub(crate) fn asked_table(
    view: View<'_>,
    channel: Channel,
    department: Option<&Label>,
) -> Result<TableId, Refusal> {
    let number = department.map(|label| known_department(view.floor, label)).transpose()?;
    Ok(view.floor.sheet_of(view.policy.tables.table_of(channel), number.flatten()))
}

/// Who would receive a new visitor of that channel arriving now.
fn next(
    view: View<'_>,
    channel: Channel,
    department: Option<&Label>,
    at: Timestamp,
) -> Result<Option<StaffId>, Refusal> {
    asked_table(view, channel, department)?;
    let plain = Arrival::plain(VisitorId::new("?"), channel);
    let arrival = Arrival { department: department.cloned(), ..plain };
    let asking = Asking { view, arrival: &arrival, excluded: &[], at, at_arrival: true };
    Ok(decide_visit(asking).decision.chosen.map(|chosen| chosen.staff))
}

/// The decision as it stands.
fn reception(view: View<'_>, visitor: &VisitorId) -> Result<Finding, Refusal> {
    let received = view.floor.reception(visitor).map(|reception| &reception.decision);
    let waiting = view.floor.waiting_for(visitor).and_then(|waiting| waiting.decision.as_ref());
    let decision = received.or(waiting).ok_or_else(|| Refusal::Over(visitor.clone()))?;
    let answer = DecisionAnswer { decision: (**decision).clone(), handed_back: None, reopened: Vec::new() };
    Ok(Finding::Reception(Box::new(answer)))
}

/// May somebody take part in the rotation now? Being busy, away or not signed in does not make anybody ineligible.
fn eligible(view: View<'_>, staff: &StaffId, at: Timestamp) -> Result<Finding, Refusal> {
    let member = known(view.floor, staff)?;
    let hindered = rotation_hindrance(view, member, at);
    let clause = hindered.as_ref().and_then(|hindered| hindered.ruling(view.policy).cite.clause().cloned());
    let gate = member.gated(at).filter(|_| hindered.is_some());
    let until = [member.bar.as_ref(), member.suspension.as_ref()]
        .into_iter()
        .flatten()
        .map(|bar| bar.until)
        .find(|until| at < *until);
    Ok(Finding::Eligible {
        staff: staff.clone(),
        eligible: hindered.is_none() && member.role == Role::Consultant,
        clause,
        until: match gate {
            Some(gate) => gate.until,
            None => until.filter(|_| hindered.is_some()),
        },
        open: gate.map(|gate| gate.open.clone()).unwrap_or_default(),
    })
}
