//! Every command as the verb that would be told again. The matches leave nothing out, so that a new command, or a new
//! field of one, does not compile until it has a form here.

use domain::command::{Actor, Command};
use domain::time::Zone;
use wire::line::Line;
use wire::verb::{
    Assist, Claim, Clear, ComeBack, GiveUp, Incident, Leave, NoAnswer, Resign, SignIn, SignOut, StaffChange,
    StepAway, Verb, Waive,
};

use super::words::{id, id_if, stamp};
use super::{customers, house, visits};
use crate::Failure;
use crate::intake::about;
use crate::ports::JournalEntry;

/// The line of an entry.
pub(super) fn line(verb: Verb, entry: &JournalEntry, zone: Zone) -> Result<Line, Failure> {
    let actor = match &entry.actor {
        // What nobody is named for is of whom the verb is about, or of the desk.
        Actor::Desk if about(&verb).is_none() => None,
        Actor::Desk => Some(id("desk")?),
        Actor::System => Some(id("system")?),
        Actor::Staff(staff) if about(&verb).is_some_and(|who| who.as_str() == staff.as_str()) => None,
        Actor::Staff(staff) => Some(id(staff)?),
    };
    let late = entry.happened_at != entry.at;
    let happened_at = late.then(|| stamp(entry.happened_at, zone));
    Ok(Line { at: stamp(entry.at, zone), verb, actor, happened_at, expect: None })
}

/// See the module; nothing for the opening, which is the first line.
pub(super) fn verb_of(command: &Command, zone: Zone) -> Result<Option<Verb>, Failure> {
    Ok(Some(match command {
        Command::Open(_) => return Ok(None),
        Command::SignIn(staff) => SignIn { staff: id(staff)? }.into(),
        Command::SignOut(staff) => SignOut { staff: id(staff)? }.into(),
        Command::StepAway(staff, reason, approved_by) => StepAway {
            staff: id(staff)?,
            approved_by: id_if(approved_by.as_ref())?,
            reason: Some(id(reason.word())?),
        }
        .into(),
        Command::StepAwayFor(staff, word, approved_by) => {
            StepAway { staff: id(staff)?, approved_by: id_if(approved_by.as_ref())?, reason: Some(id(word)?) }
                .into()
        }
        Command::ComeBack(staff, claim) => ComeBack { staff: id(staff)?, claim: *claim }.into(),
        Command::Claim(staff) => Claim { staff: id(staff)? }.into(),
        Command::Waive(staff, by) => Waive { staff: id(staff)?, accepted_by: id_if(by.as_ref())? }.into(),
        Command::GiveUp(staff, by) => GiveUp { staff: id(staff)?, accepted_by: id_if(by.as_ref())? }.into(),
        Command::Arrive(arrival) => visits::arrive(arrival)?,
        Command::NoAnswer(visitor) => NoAnswer { visitor: id(visitor)? }.into(),
        Command::FindOut(finding) => visits::find_out(finding)?,
        Command::Recognise(visitor, by, customer, who) => visits::recognise(visitor, by, customer, *who)?,
        Command::Choose(visitor, by, to) => visits::choose(visitor, by, to.as_ref())?,
        Command::HandOn(visitor, by, to) => visits::hand_on(visitor, by, to)?,
        Command::Assist(visitor, staff) => {
            Assist { visitor: id(visitor)?, staff: id(staff)?, by: None }.into()
        }
        Command::Dispatch(visitor, staff, by) => visits::dispatch(visitor, staff, by)?,
        Command::Leave(visitor) => Leave { visitor: id(visitor)? }.into(),
        Command::Undo(visitor, by) => visits::undo(visitor, by.as_ref())?,
        Command::SuspendOrder(channel, by) => house::suspend_order(*channel, by)?,
        Command::ResumeOrder(channel, by) => house::resume_order(*channel, by)?,
        Command::Permit(staff, by, what) => house::permit(staff, by, *what)?,
        Command::Incident(staff, clause, by) => {
            let (staff, clause, by) = (id(staff)?, id(clause)?, Some(id(by)?));
            Incident { staff, clause, by, note: None, visitor: None }.into()
        }
        Command::IncidentTowards(staff, clause, by, visitor) => {
            let (staff, clause, by) = (id(staff)?, id(clause)?, Some(id(by)?));
            Incident { staff, clause, by, note: None, visitor: Some(id(visitor)?) }.into()
        }
        Command::Clear(staff, clause, by) => {
            Clear { staff: id(staff)?, clause: id(clause)?, by: Some(id(by)?), note: None, passed: None }
                .into()
        }
        Command::Examined(staff, clause, by, passed) => {
            let passed = Some(*passed);
            Clear { staff: id(staff)?, clause: id(clause)?, by: Some(id(by)?), note: None, passed }.into()
        }
        Command::MonthResult(staff, first, figures) => house::month_result(staff, *first, *figures)?,
        Command::Evaluate(staff, hundredths) => house::evaluate(staff, *hundredths)?,
        Command::Staff(setting) => StaffChange { staff: vec![house::member(setting)?] }.into(),
        Command::Bind(next) => house::bind(next)?,
        Command::Register(registering) => customers::register(registering)?,
        Command::Kin(one, other, relation, by) => customers::kin(one, other, *relation, by.as_ref())?,
        Command::FollowUp(party, by) => customers::follow_up(party, by)?,
        Command::FollowedUp(following) => customers::followed_up(following)?,
        Command::Done(doing) => house::done(doing)?,
        Command::Deal(dealing) => customers::deal(dealing)?,
        Command::Dispute(party, between) => customers::dispute(party, between)?,
        Command::Settle(settling) => customers::settle(settling)?,
        Command::Reassign(party, to, by, why) => customers::reassign(party, to, by, *why)?,
        Command::Delegate(staff, to, until) => customers::delegate(staff, to, *until, zone)?,
        Command::Resign(staff) => Resign { staff: id(staff)?, by: None }.into(),
        Command::Import(list) => customers::import(list, zone)?,
    }))
}
