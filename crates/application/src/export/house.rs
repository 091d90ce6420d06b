//! The house itself, as lines.

use chrono::NaiveDate;
use domain::command::{Doing, StaffSetting};
use domain::floor::NextPolicy;
use domain::ids::StaffId;
use domain::vocabulary::{Channel, Permission};
use wire::verb::{Bind, Done, Evaluate, MonthResult, Permit, ResumeOrder, StaffMember, SuspendOrder, Verb};
use wire::{Month, Name, Note, When};

use super::words::{hours, id, id_if, ids, unreadable};
use crate::Failure;
use crate::intake::to_wire;

pub(super) fn suspend_order(channel: Option<Channel>, by: &StaffId) -> Result<Verb, Failure> {
    Ok(SuspendOrder { channel: channel.map(to_wire::channel), by: Some(id(by)?), why: None }.into())
}

pub(super) fn resume_order(channel: Option<Channel>, by: &StaffId) -> Result<Verb, Failure> {
    Ok(ResumeOrder { channel: channel.map(to_wire::channel), by: Some(id(by)?), why: None }.into())
}

pub(super) fn permit(staff: &StaffId, by: &StaffId, what: Permission) -> Result<Verb, Failure> {
    Ok(Permit { staff: id(staff)?, what: to_wire::permission(what), by: Some(id(by)?) }.into())
}

pub(super) fn member(setting: &StaffSetting) -> Result<StaffMember, Failure> {
    let StaffSetting { id: who, role, status, team, department, skills, shift, half, experience_months } =
        setting;
    Ok(StaffMember {
        id: id(who)?,
        name: None,
        department: id_if(department.as_ref())?,
        team: id_if(team.as_ref())?,
        role: role.map(to_wire::role),
        status: status.map(to_wire::status),
        skills: skills.as_ref().map(ids).transpose()?,
        shift: shift.map(hours).transpose()?,
        half: *half,
        experience_months: *experience_months,
    })
}

pub(super) fn bind(next: &NextPolicy) -> Result<Verb, Failure> {
    // Order and sheets follow from the pack.
    let NextPolicy { policy, from, order_source: _, runs_on: _, layout: _ } = next;
    let policy = Name::new(&policy.name).map_err(unreadable)?;
    Ok(Bind { policy, from: Some(When::On(*from)) }.into())
}

pub(super) fn month_result(
    staff: &StaffId,
    first: NaiveDate,
    (leads, deals): (u32, u32),
) -> Result<Verb, Failure> {
    Ok(MonthResult { staff: id(staff)?, month: Month::of(first), leads, deals }.into())
}

/// The mean that the scores came to.
pub(super) fn evaluate(staff: &StaffId, hundredths: u32) -> Result<Verb, Failure> {
    let mean = Name::new("mean").map_err(unreadable)?;
    let scores = [(mean, f64::from(hundredths) / 100.0)].into();
    Ok(Evaluate { staff: id(staff)?, by: None, scores }.into())
}

pub(super) fn done(doing: &Doing) -> Result<Verb, Failure> {
    // The party follows from the visit, what was filled in from the data.
    let Doing { clause, staff, visitor, party: _, about, filled_in: _, data, grade: _ } = doing;
    let data = data.as_deref().map(serde_json::from_str).transpose().map_err(unreadable)?;
    let body = Done {
        clause: id(clause)?,
        staff: id_if(staff.as_ref())?,
        visitor: id_if(visitor.as_ref())?,
        about: about.as_ref().map(Note::new).transpose().map_err(unreadable)?,
        data,
    };
    Ok(body.into())
}
