//! From a verb of the wire to a command of the domain: names, phones and visits become ids, and nothing is decided.

mod customer;
mod house;
mod ledger;
mod needs;
mod opening;
mod reception;
mod turn;
mod words;

use domain::command::{Actor, Command};
use domain::ids::{PartyId, StaffId, VisitorId};
use domain::policy::{Authority, PolicyShelf};
use domain::time::Timestamp;
use domain::vocabulary::Role;
use wire::Id;
use wire::verb::Verb;

use crate::Failure;
use crate::ports::PhoneKey;
pub(crate) use ledger::Ledger;
pub(crate) use needs::{needs_of, needs_of_correction, needs_of_names, needs_of_opening};
pub(crate) use opening::opening;
pub(crate) use words::{channel as channel_said, to_wire};

/// A verb that has been understood.
#[derive(Debug)]
pub(crate) struct Intake {
    /// What the domain is asked.
    pub command: Command,
    /// And then, if nothing of it is refused.
    pub further: Vec<Command>,
    /// The party of a new visit.
    pub visit: Option<(VisitorId, PartyId)>,
    /// Names and phones that came along, to be kept if the command is accepted.
    pub given: Vec<Given>,
}

/// A name and a phone as given for a party.
#[derive(Debug)]
pub(crate) struct Given {
    pub party: PartyId,
    pub name: Option<String>,
    pub phone: Option<PhoneKey>,
}

impl From<Command> for Intake {
    fn from(command: Command) -> Self {
        Self { command, further: Vec::new(), visit: None, given: Vec::new() }
    }
}

/// When and by whom something is asked.
pub(crate) struct Circumstances<'a> {
    pub at: Timestamp,
    pub happened_at: Timestamp,
    pub actor: &'a Actor,
    pub shelf: &'a dyn PolicyShelf,
}

/// Turns a verb into a command, given what has been loaded for it.
///
/// # Errors
/// An id that nothing has; a field that makes no sense; a verb without mechanism so far.
pub(crate) fn command(
    verb: &Verb,
    ledger: &Ledger<'_>,
    around: &Circumstances<'_>,
) -> Result<Intake, Failure> {
    match verb {
        Verb::SignIn(body) => Ok(Command::SignIn(ledger.staff(&body.staff)?).into()),
        Verb::SignOut(body) => Ok(Command::SignOut(ledger.staff(&body.staff)?).into()),
        Verb::StepAway(body) => turn::step_away(body, ledger),
        Verb::ComeBack(body) => Ok(Command::ComeBack(ledger.staff(&body.staff)?, body.claim).into()),
        Verb::Claim(body) => Ok(Command::Claim(ledger.staff(&body.staff)?).into()),
        Verb::Arrive(body) => reception::arrive(body, ledger, around),
        Verb::NoAnswer(body) => Ok(Command::NoAnswer(ledger.visitor(&body.visitor)?).into()),
        Verb::FindOut(body) => reception::find_out(body, ledger, around),
        Verb::Recognise(body) => reception::recognise(body, ledger, around),
        Verb::Choose(body) => reception::choose(body, ledger),
        Verb::HandOn(body) => reception::hand_on(body, ledger),
        Verb::Assist(body) => reception::assist(body, ledger),
        Verb::Leave(body) => Ok(Command::Leave(ledger.visitor(&body.visitor)?).into()),
        Verb::Undo(body) => reception::undo(body, ledger),
        Verb::Waive(body) => turn::waive(body, ledger),
        Verb::GiveUp(body) => turn::give_up(body, ledger),
        Verb::Dispatch(body) => turn::dispatch(body, ledger, around.actor),
        Verb::SuspendOrder(body) => turn::suspend_order(body, ledger, around.actor),
        Verb::ResumeOrder(body) => turn::resume_order(body, ledger, around.actor),
        Verb::Permit(body) => turn::permit(body, ledger, around.actor),
        Verb::Register(body) => customer::register(body, ledger),
        Verb::Kin(body) => customer::kin(body, ledger),
        Verb::FollowUp(body) => customer::follow_up(body, ledger),
        Verb::Deal(body) => customer::deal(body, ledger),
        Verb::Dispute(body) => customer::dispute(body, ledger),
        Verb::Settle(body) => customer::settle(body, ledger, around.actor),
        Verb::Reassign(body) => customer::reassign(body, ledger, around.actor),
        Verb::Delegate(body) => customer::delegate(body, ledger),
        Verb::Resign(body) => Ok(Command::Resign(ledger.staff(&body.staff)?).into()),
        Verb::Incident(body) => house::incident(body, ledger, around.actor),
        Verb::Clear(body) => house::clear(body, ledger, around.actor),
        Verb::MonthResult(body) => house::month_result(body, ledger),
        Verb::Evaluate(body) => house::evaluate(body, ledger),
        Verb::StaffChange(body) => house::staff(body),
        Verb::Bind(body) => house::bind(body, ledger, around),
        Verb::Import(body) => house::import(body, ledger),
        Verb::Done(body) => house::done(body, ledger, around.actor),
        Verb::Plan(_) | Verb::Train(_) | Verb::Handover(_) => Err(Failure::NotBuiltYet(verb.word())),
        Verb::Ask(_) => Err(Failure::Corrupt("a question reached the commands".to_owned())),
    }
}

/// Who asks: as stated, else whom the verb is about, else the desk.
///
/// # Errors
/// Nobody of the house has that id.
pub(crate) fn actor(stated: Option<&Id>, verb: &Verb, ledger: &Ledger<'_>) -> Result<Actor, Failure> {
    match stated.map(Id::as_str) {
        Some("system") => return Ok(Actor::System),
        Some("desk") => return Ok(Actor::Desk),
        _ => {}
    }
    match stated.or_else(|| about(verb)) {
        Some(id) => ledger.staff(id).map(Actor::Staff),
        None => Ok(Actor::Desk),
    }
}

/// Whom a verb is about, where that is somebody who acts for themselves.
pub(crate) fn about(verb: &Verb) -> Option<&Id> {
    match verb {
        Verb::SignIn(body) => Some(&body.staff),
        Verb::SignOut(body) => Some(&body.staff),
        Verb::StepAway(body) => Some(&body.staff),
        Verb::ComeBack(body) => Some(&body.staff),
        Verb::Claim(body) => Some(&body.staff),
        Verb::Waive(body) => Some(&body.staff),
        Verb::GiveUp(body) => Some(&body.staff),
        Verb::Delegate(body) => Some(&body.staff),
        // Whoever is named as ordering it asks for it; whether they may, the rules say.
        Verb::Resign(body) => Some(body.by.as_ref().unwrap_or(&body.staff)),
        Verb::Assist(body) => body.by.as_ref(),
        Verb::Done(body) => body.staff.as_ref(),
        _ => None,
    }
}

/// [`lead`] where only a manager may decide: a desk that does not say who decided means the manager, if there is one.
pub(crate) fn authority(
    by: Option<&Id>,
    authority: Authority,
    ledger: &Ledger<'_>,
    actor: &Actor,
) -> Result<StaffId, Failure> {
    let members = ledger.floor.members.iter();
    let manager =
        members.filter(|member| member.role == Role::Manager && !member.gone).map(|member| &member.id).next();
    match (by, actor, manager) {
        (None, Actor::Desk | Actor::System, Some(manager)) if authority == Authority::Manager => {
            Ok(manager.clone())
        }
        _ => lead(by, None, ledger, actor),
    }
}

/// The lead who gives an order: the one named, else whoever asks, else the first lead of the house: a desk that
/// records an order need not say which lead gave it. Whether that person may is the domain's to say.
pub(crate) fn lead(
    by: Option<&Id>,
    about: Option<&StaffId>,
    ledger: &Ledger<'_>,
    actor: &Actor,
) -> Result<StaffId, Failure> {
    if let Some(by) = by {
        return ledger.staff(by);
    }
    if let Actor::Staff(staff) = actor {
        return Ok(staff.clone());
    }
    let somebody = ledger.first_lead().or(about).or_else(|| ledger.floor.members.first().map(|m| &m.id));
    somebody.cloned().ok_or_else(|| Failure::Unknown { what: "staff", id: "by".to_owned() })
}
