//! The house itself: its people, its pack, what is reported of them, and customers known from elsewhere.

use chrono::NaiveTime;
use domain::command::{Actor, Command, Doing, Imported, StaffSetting};
use domain::floor::{NextPolicy, Shift};
use domain::ids::{ClauseId, Label, PartyId, StaffId};
use domain::refusal::Refusal;
use domain::vocabulary::GateStep;
use wire::verb::{
    Bind, Clear, Customer, Done, Evaluate, Import, Incident, MonthResult, StaffChange, StaffMember,
};
use wire::{Hours, Id, When};

use super::{Circumstances, Given, Intake, Ledger, authority, lead, words};
use crate::Failure;
use crate::identity::{holds_a_phone, phone_key};

pub(super) fn incident(body: &Incident, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let staff = ledger.staff(&body.staff)?;
    let by = lead(body.by.as_ref(), Some(&staff), ledger, actor)?;
    let clause = ClauseId::new(&body.clause);
    Ok(match &body.visitor {
        Some(visitor) => Command::IncidentTowards(staff, clause, by, ledger.visitor(visitor)?).into(),
        None => Command::Incident(staff, clause, by).into(),
    })
}

pub(super) fn clear(body: &Clear, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let staff = ledger.staff(&body.staff)?;
    let by = authority(body.by.as_ref(), ledger.policy.clear_by, ledger, actor)?;
    let clause = ClauseId::new(&body.clause);
    // A note with a test passed is the written analysis, where one is still open.
    let note = body.note.as_ref().is_some_and(|note| !note.as_str().trim().is_empty());
    if body.passed == Some(true) && note && awaits_analysis(&staff, &clause, ledger) {
        let first = Command::Clear(staff.clone(), clause.clone(), by.clone());
        return Ok(Intake { further: vec![Command::Examined(staff, clause, by, true)], ..first.into() });
    }
    // Who says how a test went means the test; who does not ends what stands first.
    Ok(match body.passed {
        Some(passed) => Command::Examined(staff, clause, by, passed),
        None => Command::Clear(staff, clause, by),
    }
    .into())
}

/// Is an analysis the next step that a gate of this clause asks for?
fn awaits_analysis(staff: &StaffId, clause: &ClauseId, ledger: &Ledger<'_>) -> bool {
    let member = ledger.floor.members.iter().find(|member| member.id == *staff);
    let mut gates = member.iter().flat_map(|member| &member.gates);
    gates.find(|gate| !gate.lifted && !gate.failed && gate.cite.clause() == Some(clause)).is_some_and(
        |gate| gate.open.first() == Some(&GateStep::Analysis) && gate.open.contains(&GateStep::Test),
    )
}

pub(super) fn month_result(body: &MonthResult, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let staff = ledger.staff(&body.staff)?;
    Ok(Command::MonthResult(staff, body.month.first_day(), (body.leads, body.deals)).into())
}

/// The mean of the scores, in hundredths.
pub(super) fn evaluate(body: &Evaluate, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let wrong = |reason: &str| Failure::Invalid { field: "scores", reason: reason.to_owned() };
    let scores: Vec<f64> = body.scores.values().copied().collect();
    if scores.is_empty() {
        return Err(wrong("must hold at least one"));
    }
    if scores.iter().any(|score| !(0.0..=1_000_000.0).contains(score)) {
        return Err(wrong("must be numbers from 0 to 1000000"));
    }
    let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
    let mean = (scores.iter().sum::<f64>() / f64::from(count) * 100.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded above")]
    let hundredths = mean as u32;
    Ok(Command::Evaluate(ledger.staff(&body.staff)?, hundredths).into())
}

/// A task done or a fact written down. The journal keeps neither names nor phones, so what is filled in may hold none.
pub(super) fn done(body: &Done, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let named = ledger.staff_if(body.staff.as_ref())?;
    let staff = named.or_else(|| match actor {
        Actor::Staff(staff) => Some(staff.clone()),
        Actor::Desk | Actor::System => None,
    });
    let visitor = body.visitor.as_ref().map(|id| ledger.visitor(id)).transpose()?;
    let party = visitor.as_ref().map(|visitor| ledger.party_of(visitor)).transpose()?;
    let about = body.about.as_ref().map(|about| about.as_str().to_owned());
    if about.as_deref().is_some_and(holds_a_phone) {
        return Err(no_phone("about"));
    }
    let (mut filled_in, mut data) = (Vec::new(), None);
    if let Some(value) = &body.data {
        no_particulars(value)?;
        if let Some(keys) = value.as_object() {
            let filled = keys.iter().filter(|(_, value)| !is_blank(value));
            filled_in.extend(filled.map(|(key, _)| Label::new(key)));
        }
        data = Some(value.to_string());
    }
    let clause = ClauseId::new(&body.clause);
    let grade = body.data.as_ref().and_then(|value| words::grade_in(value.get("grade")?));
    Ok(Command::Done(Box::new(Doing { clause, staff, visitor, party, about, filled_in, data, grade })).into())
}

fn is_blank(value: &serde_json::Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn no_phone(field: &'static str) -> Failure {
    let reason = "holds what looks like a phone number, which belongs into a registration".to_owned();
    Failure::Invalid { field, reason }
}

/// Names and phones belong into the registration, where they can be erased.
fn no_particulars(data: &serde_json::Value) -> Result<(), Failure> {
    use serde_json::Value;
    match data {
        Value::String(text) if holds_a_phone(text) => Err(no_phone("data")),
        Value::Number(number) if holds_a_phone(&number.to_string()) => Err(no_phone("data")),
        Value::Array(items) => items.iter().try_for_each(no_particulars),
        Value::Object(keys) => {
            if keys.keys().any(|key| matches!(key.as_str(), "name" | "phone" | "姓名" | "电话" | "手机"))
            {
                let reason = "names a customer: that belongs into a registration".to_owned();
                return Err(Failure::Invalid { field: "data", reason });
            }
            keys.values().try_for_each(no_particulars)
        }
        _ => Ok(()),
    }
}

/// How many people one line may set: each is a command of its own, and one line should not hold up a house.
const MOST_AT_ONCE: usize = 50;

pub(super) fn staff(body: &StaffChange) -> Result<Intake, Failure> {
    if body.staff.len() > MOST_AT_ONCE {
        let reason = format!("names more than {MOST_AT_ONCE} people");
        return Err(Failure::Invalid { field: "staff", reason });
    }
    let mut commands = body.staff.iter().map(|member| Command::Staff(Box::new(setting(member))));
    let missing = || Failure::Invalid { field: "staff", reason: "must name at least one".to_owned() };
    let command = commands.next().ok_or_else(missing)?;
    Ok(Intake { further: commands.collect(), ..command.into() })
}

pub(super) fn setting(member: &StaffMember) -> StaffSetting {
    StaffSetting {
        id: StaffId::new(&member.id),
        role: member.role.map(words::role),
        status: member.status.map(words::status),
        team: member.team.as_ref().map(Label::new),
        department: member.department.as_ref().map(Label::new),
        skills: member.skills.as_ref().map(|skills| skills.iter().map(Label::new).collect()),
        shift: member.shift.map(shift),
        half: member.half,
        experience_months: member.experience_months,
    }
}

/// Working hours as the domain counts them. A day has no 24:00: a shift to midnight wraps to 00:00, and one around
/// the clock ends at its last instant.
pub(super) fn shift(hours: Hours) -> Shift {
    let time = |minute: u16| {
        let seconds = u32::from(minute % 1440) * 60;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or(NaiveTime::MIN)
    };
    let last = NaiveTime::from_num_seconds_from_midnight_opt(86_399, 999_999_999).unwrap_or(NaiveTime::MIN);
    let around = hours.from_minute() == 0 && hours.to_minute() == 1440;
    Shift { from: time(hours.from_minute()), to: if around { last } else { time(hours.to_minute()) } }
}

pub(super) fn bind(body: &Bind, ledger: &Ledger<'_>, around: &Circumstances<'_>) -> Result<Intake, Failure> {
    let name = body.policy.as_str();
    let policy =
        around.shelf.newest(name).ok_or_else(|| Failure::Unknown { what: "policy", id: name.to_owned() })?;
    let zone = ledger.floor.zone;
    let from = match body.from {
        None => zone.date(around.at).succ_opt().unwrap_or(zone.date(around.at)),
        Some(When::On(day)) => day,
        Some(When::At(at)) => {
            let day = zone.date(at.utc());
            if zone.start_of(day) != at.utc() {
                return Err(Refusal::BindTooLate.into());
            }
            day
        }
    };
    let order = policy.tables.orders.first();
    Ok(Command::Bind(NextPolicy {
        policy: policy.id.clone(),
        from,
        order_source: order.map_or(ledger.floor.order_source, |order| order.source),
        runs_on: order.is_some_and(|order| order.runs_on),
        layout: Some(policy.layout()),
    })
    .into())
}

pub(super) fn import(body: &Import, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    for customer in &body.customers {
        if ledger.is_visitor(&customer.id) {
            return Err(Refusal::DuplicateParty(PartyId::new(&customer.id)).into());
        }
        // A phone identifies one customer: another one under it would be a second claim to the same person.
        if ledger.phone(customer.phone.as_ref()).is_some_and(|(_, of)| of.is_some()) {
            return Err(Failure::PhoneTaken);
        }
    }
    let known = |id: &Id| ledger.staff(id);
    let (imported, given) = customers(&body.customers, known, |key| ledger.phones.contains_key(key))?;
    Ok(Intake { given, ..Command::Import(imported).into() })
}

/// Customers known from elsewhere, and what they are called.
pub(super) fn customers(
    customers: &[Customer],
    staff: impl Fn(&Id) -> Result<StaffId, Failure>,
    taken: impl Fn(&crate::ports::PhoneKey) -> bool,
) -> Result<(Vec<Imported>, Vec<Given>), Failure> {
    let mut imported = Vec::with_capacity(customers.len());
    let mut given = Vec::new();
    for customer in customers {
        let id = PartyId::new(&customer.id);
        imported.push(Imported {
            id: id.clone(),
            owner: customer.owner.as_ref().map(&staff).transpose()?,
            state: customer.state.map_or(domain::vocabulary::CustomerState::Open, words::state),
            registered_at: customer.registered_at.map(wire::Stamp::utc),
            last_follow_up: customer.last_follow_up.map(wire::Stamp::utc),
        });
        let name = customer.name.as_ref().map(|name| name.as_str().to_owned());
        // A phone identifies one customer: whoever had it first keeps it.
        let phone = customer.phone.as_ref().and_then(phone_key).filter(|key| !taken(key));
        if name.is_some() || phone.is_some() {
            given.push(Given { party: id, name, phone });
        }
    }
    Ok((imported, given))
}
