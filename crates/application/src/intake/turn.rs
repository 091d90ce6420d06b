//! Absences, turns passed on, and a lead's hand on the order.

use domain::command::{Actor, Command};
use domain::ids::{Label, VisitorId};
use domain::vocabulary::Reason;
use wire::verb::{Dispatch, GiveUp, Permit, ResumeOrder, StepAway, SuspendOrder, Waive};

use super::{Intake, Ledger, authority, lead, words};
use crate::Failure;

pub(super) fn step_away(body: &StepAway, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    let approved_by = ledger.staff_if(body.approved_by.as_ref())?;
    let staff = ledger.staff(&body.staff)?;
    let reason = body.reason.as_ref().map_or(Reason::Unannounced.word(), wire::Id::as_str);
    // Whether the house has another word for it is the pack's to say.
    Ok(match Reason::parse(reason) {
        Some(reason) => Command::StepAway(staff, reason, approved_by),
        None => Command::StepAwayFor(staff, Label::new(reason), approved_by),
    }
    .into())
}

pub(super) fn waive(body: &Waive, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    Ok(Command::Waive(ledger.staff(&body.staff)?, ledger.staff_if(body.accepted_by.as_ref())?).into())
}

pub(super) fn give_up(body: &GiveUp, ledger: &Ledger<'_>) -> Result<Intake, Failure> {
    Ok(Command::GiveUp(ledger.staff(&body.staff)?, ledger.staff_if(body.accepted_by.as_ref())?).into())
}

pub(super) fn dispatch(body: &Dispatch, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let visitor: VisitorId = ledger.visitor(&body.visitor)?;
    let staff = ledger.staff(&body.staff)?;
    let by = lead(body.by.as_ref(), None, ledger, actor)?;
    Ok(Command::Dispatch(visitor, staff, by).into())
}

pub(super) fn suspend_order(
    body: &SuspendOrder,
    ledger: &Ledger<'_>,
    actor: &Actor,
) -> Result<Intake, Failure> {
    let by = lead(body.by.as_ref(), None, ledger, actor)?;
    Ok(Command::SuspendOrder(body.channel.map(words::channel), by).into())
}

pub(super) fn resume_order(
    body: &ResumeOrder,
    ledger: &Ledger<'_>,
    actor: &Actor,
) -> Result<Intake, Failure> {
    let by = lead(body.by.as_ref(), None, ledger, actor)?;
    Ok(Command::ResumeOrder(body.channel.map(words::channel), by).into())
}

pub(super) fn permit(body: &Permit, ledger: &Ledger<'_>, actor: &Actor) -> Result<Intake, Failure> {
    let staff = ledger.staff(&body.staff)?;
    let by = authority(body.by.as_ref(), ledger.policy.permit_by, ledger, actor)?;
    Ok(Command::Permit(staff, by, words::permission(body.what)).into())
}
