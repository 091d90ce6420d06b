//! Who may ask for what: one table of whose word a command is, held against whoever asks for it.

use crate::command::{Actor, Command, StaffSetting};
use crate::floor::Floor;
use crate::ids::{Cite, StaffId};
use crate::refusal::Refusal;
use crate::vocabulary::Role;

/// Only a manager makes a manager, or takes that role from one.
const MANAGERS: &[Role] = &[Role::Manager];
/// What the house decides about its people and its rules.
const LEADS: &[Role] = &[Role::Supervisor, Role::Manager];
/// Whoever keeps the house's records.
const KEEPERS: &[Role] = &[Role::Secretary, Role::Supervisor, Role::Manager];
/// Whoever writes down at the desk what people tell them.
const DESK: &[Role] = &[Role::Secretary, Role::Operator, Role::Supervisor, Role::Manager];

/// Whose word a command is.
enum Word<'a> {
    /// Whoever sees it may say so, or the rule of the command itself asks for a role.
    Anybody,
    /// That person's own, or the desk's for them.
    Of(Option<&'a StaffId>),
    /// The order of the lead it names: given in their own name.
    Order(&'a StaffId),
    /// One of these roles'.
    House(&'static [Role]),
    /// One of these roles', or that person's own.
    HouseOr(&'static [Role], &'a StaffId),
}

/// May this one ask for it? The desk and time itself may: the desk records what people told it.
///
/// # Errors
/// Somebody who asks for what is not theirs to ask for; the roles that could.
pub(crate) fn may_ask(floor: &Floor, command: &Command, actor: &Actor, late: bool) -> Result<(), Refusal> {
    let Actor::Staff(staff) = actor else { return Ok(()) };
    if let Command::Staff(setting) = command {
        may_set(floor, setting, staff)?;
    }
    if late && counts_its_time(command) {
        // Whoever stands to gain by an earlier hour does not get to say it (P16-8b, P01-13).
        one_of(floor, staff, DESK)?;
    }
    match word(floor, command) {
        Word::Anybody => Ok(()),
        Word::Of(Some(person)) | Word::HouseOr(_, person) if person == staff => Ok(()),
        Word::Of(_) => one_of(floor, staff, DESK),
        Word::Order(by) if by == staff => Ok(()),
        Word::Order(_) => Err(not_authorised(staff, LEADS)),
        Word::House(roles) | Word::HouseOr(roles, _) => one_of(floor, staff, roles),
    }
}

/// May this one correct what a customer is called, or their phone? Their own consultant may, and where nobody holds
/// them whoever served them last.
///
/// # Errors
/// A consultant who has nothing to do with them.
pub fn may_correct(floor: &Floor, theirs: Option<&StaffId>, staff: &StaffId) -> Result<(), Refusal> {
    if theirs == Some(staff) { Ok(()) } else { one_of(floor, staff, DESK) }
}

fn word<'a>(floor: &'a Floor, command: &'a Command) -> Word<'a> {
    match command {
        Command::SignIn(staff)
        | Command::SignOut(staff)
        | Command::StepAway(staff, ..)
        | Command::StepAwayFor(staff, ..)
        | Command::ComeBack(staff, _)
        | Command::Claim(staff)
        | Command::Waive(staff, _)
        | Command::GiveUp(staff, _)
        | Command::Delegate(staff, ..)
        | Command::Choose(_, staff, _)
        | Command::HandOn(_, staff, _)
        | Command::FollowUp(_, staff) => Word::Of(Some(staff)),
        Command::FollowedUp(known) => Word::Of(Some(&known.by)),
        // Help is half the reward in some houses (P02-12): whoever receives asks for it.
        Command::Assist(visitor, _) => Word::Of(floor.reception(visitor).map(|known| &known.staff)),
        Command::Settle(settling) => Word::Order(&settling.by),
        Command::Dispatch(_, _, by)
        | Command::SuspendOrder(_, by)
        | Command::ResumeOrder(_, by)
        | Command::Permit(_, by, _)
        | Command::Reassign(_, _, by, _)
        | Command::Incident(_, _, by)
        | Command::IncidentTowards(_, _, by, _)
        | Command::Clear(_, _, by)
        | Command::Examined(_, _, by, _) => Word::Order(by),
        Command::Staff(_) | Command::Bind(_) | Command::Evaluate(..) => Word::House(LEADS),
        Command::MonthResult(..) | Command::Import(_) => Word::House(KEEPERS),
        Command::Resign(staff) => Word::HouseOr(LEADS, staff),
        // Who goes on is the lead's word, which the lead or the desk enters (P01-13).
        Command::FindOut(finding) if finding.last.is_some() => match &finding.by {
            Some(by) => Word::Of(Some(by)),
            None => Word::House(DESK),
        },
        Command::Open(_)
        | Command::Arrive(_)
        | Command::NoAnswer(_)
        | Command::Register(_)
        | Command::Kin(..)
        | Command::FindOut(_)
        | Command::Recognise(..)
        | Command::Leave(_)
        | Command::Done(_)
        | Command::Deal(_)
        | Command::Dispute(..)
        | Command::Undo(..) => Word::Anybody,
    }
}

/// Does the answer hang on the hour at which it happened?
const fn counts_its_time(command: &Command) -> bool {
    matches!(
        command,
        Command::Recognise(..)
            | Command::FindOut(_)
            | Command::Register(_)
            | Command::FollowUp(..)
            | Command::FollowedUp(_)
            | Command::Deal(_)
            | Command::Dispute(..)
            | Command::Undo(..)
    )
}

/// Nobody raises their own role; only a manager makes a manager, or takes that role from one.
fn may_set(floor: &Floor, setting: &StaffSetting, staff: &StaffId) -> Result<(), Refusal> {
    let Some(wanted) = setting.role else { return Ok(()) };
    let has = floor.member(&setting.id).map(|member| member.role);
    if has == Some(wanted) {
        return Ok(());
    }
    let manager = wanted == Role::Manager || has == Some(Role::Manager);
    if manager || *staff == setting.id { one_of(floor, staff, MANAGERS) } else { Ok(()) }
}

fn one_of(floor: &Floor, staff: &StaffId, roles: &[Role]) -> Result<(), Refusal> {
    let has = floor.member(staff).filter(|member| !member.gone).map(|member| member.role);
    if has.is_some_and(|role| roles.contains(&role)) { Ok(()) } else { Err(not_authorised(staff, roles)) }
}

fn not_authorised(staff: &StaffId, roles: &[Role]) -> Refusal {
    Refusal::NotAuthorised { staff: staff.clone(), needs: roles.to_vec(), cite: Cite::Ours }
}
