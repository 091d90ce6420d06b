//! Answers to questions in the wire's words.

use domain::answer::Finding;
use wire::Money;
use wire::outcome::{self, Answer};

use super::{TextMode, clause, decision, house, staff, stamp};
use crate::intake::to_wire;
use crate::request::Told;
use domain::explanation::{Lang, kept_out_text};
use domain::floor::Task;
use domain::ids::{PartyId, VisitorId};
use wire::outcome::Text;

/// See the module.
pub(super) fn finding(finding: &Finding, told: &Told, mode: TextMode) -> Answer {
    let zone = told.zone;
    match finding {
        Finding::Next(next) => outcome::Next { next: next.as_ref().map(staff) }.into(),
        Finding::Order(rows, cite) => {
            outcome::Order { order: rows.iter().map(staff).collect(), clause: cite.as_ref().and_then(clause) }
                .into()
        }
        Finding::Post(standing, cite) => outcome::Post::Single {
            at_post: standing.as_ref().map(|(who, _)| staff(who)),
            until: standing.as_ref().map(|(_, until)| stamp(*until, zone)),
            clause: clause(cite),
        }
        .into(),
        Finding::Desk(a, b) => {
            outcome::Post::Pair { a: a.as_ref().map(staff), b: b.as_ref().map(staff) }.into()
        }
        Finding::Reception(answer) => decision(answer, told, mode).into(),
        Finding::Owner { claim, state, protected_until } => outcome::Owner {
            owner: claim.as_ref().map(|claim| staff(&claim.staff)),
            state: state.map(to_wire::state),
            protected_until: protected_until.map(|until| stamp(until, zone)),
        }
        .into(),
        Finding::Eligible { staff, eligible, clause, until, open } => outcome::Eligible {
            eligible: *eligible,
            clause: clause.as_ref().map(|clause| clause.as_str().into()),
            until: until.map(|until| stamp(until, zone)),
            open: open.iter().map(|step| step.word().into()).collect(),
            text: (mode == TextMode::Both && !eligible).then(|| {
                let say = |lang| kept_out_text(staff, clause.as_ref(), open, lang, &house(told));
                Text { zh: say(Lang::Zh), en: say(Lang::En) }
            }),
        }
        .into(),
        Finding::Tasks(tasks) => {
            outcome::Tasks { tasks: tasks.iter().map(|open| task(open, told, mode)).collect() }.into()
        }
        Finding::Duty { staff: on_duty, secretary } => outcome::Duty {
            duty: on_duty.iter().map(staff).collect(),
            secretary: secretary.as_ref().map(staff),
        }
        .into(),
        Finding::Fines { fines_cents, warnings, suspended_until } => outcome::Fines {
            fines: i64::try_from(*fines_cents).ok().and_then(Money::from_cents).unwrap_or_default(),
            warnings: *warnings,
            suspended_until: suspended_until.map(|until| stamp(until, zone)),
        }
        .into(),
    }
}

fn task(task: &Task, told: &Told, mode: TextMode) -> outcome::Task {
    let visitor = task.visitor.as_ref().map(VisitorId::as_str);
    let party = task.party.as_ref().map(PartyId::as_str);
    let rule = told.policy.as_deref().and_then(|policy| task.rule_in(policy));
    let text = rule.filter(|_| mode == TextMode::Both);
    outcome::Task {
        staff: staff(&task.staff),
        clause: task.clause.as_str().into(),
        due: Some(stamp(task.due, told.zone)),
        about: visitor.or(party).map(Into::into),
        text: text.map(|rule| Text { zh: rule.what.zh.clone(), en: rule.what.en.clone() }),
        left: (task.left > 1).then_some(task.left),
        overdue: task.overdue,
        number: Some(task.number),
    }
}
