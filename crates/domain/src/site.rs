//! One site as a whole: judging a command over floor and books, taking note of events, and what time brings.

use crate::answer::{Answer, Finding, Question};
use crate::authority;
use crate::books::Books;
use crate::command::{Command, Context, Opening};
use crate::event::{Event, FloorEvent, PartyEvent};
use crate::floor::{
    self, Floor, choice, conduct, desk, findings, gates, orders, presence, setting, undo, visits,
};
use crate::ids::{Label, PartyId, VisitorId};
use crate::party::{self, Reassigning, Relating};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::time::{Due, Span, Timestamp};
use crate::turn_table::TableId;
use crate::vocabulary::{Cause, Channel};

/// What a decision looks at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The floor.
    pub floor: &'a Floor,
    /// The parties that the command may concern.
    pub books: &'a Books,
    /// The pack in force.
    pub policy: &'a Policy,
}

/// An accepted command: what happened and what to answer. No events: already so.
#[derive(Clone, PartialEq, Debug)]
pub struct Accepted {
    /// In order.
    pub events: Vec<Event>,
    /// For whoever asked.
    pub answer: Answer,
}

/// What time itself brings next.
#[derive(Clone, PartialEq, Debug)]
pub enum Bringing {
    /// Local midnight.
    DayEnd,
    /// The figures that the site counted in a month are in.
    MonthEnd,
    /// The bound pack comes into force.
    PolicyChange,
    /// An absence outlasts its grace.
    GraceOver,
    /// The day's hours end, and some stay on duty.
    Evening,
    /// A post changes hands.
    Post,
    /// A waiting visitor can be received.
    Waiting(VisitorId),
    /// Protections lapse.
    Lapse,
    /// A task is late.
    Overdue,
}

impl Bringing {
    /// The word that a day file's output uses in `auto`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::DayEnd => "day_end",
            Self::MonthEnd => "month_end",
            Self::PolicyChange => "policy",
            Self::GraceOver => "grace_over",
            Self::Evening => "evening",
            Self::Post => "post",
            Self::Waiting(_) => "decide",
            Self::Lapse => "lapse",
            Self::Overdue => "overdue",
        }
    }
}

/// Opens a site: the only command that needs no floor.
///
/// # Errors
/// A refusal that names what is wrong with the opening.
pub fn open(opening: &Opening, policy: &Policy, at: Timestamp) -> Result<Accepted, Refusal> {
    floor::open(opening, policy, at)
}

/// Judges a command. Everything that fell due before must have been taken note of.
///
/// # Errors
/// The rule that says no; nothing has changed.
pub fn decide(view: View<'_>, command: &Command, context: &Context) -> Result<Accepted, Refusal> {
    if let Some(seen) = view.floor.clock.filter(|seen| context.at < *seen) {
        return Err(Refusal::ClockWentBack { seen });
    }
    let late = Span::between(context.happened_at, context.at);
    if context.happened_at > context.at || late > view.policy.late_entry {
        return Err(Refusal::LateEntry);
    }
    authority::may_ask(view.floor, command, &context.actor, context.happened_at < context.at)?;
    not_before_its_visit(view.floor, command, context.happened_at)?;
    let mut accepted = dispatch(view, command, context)?;
    accepted.answer = with_what_befell(accepted.answer, &accepted.events);
    let changed = floor::standings_after(view, &accepted.events, context.happened_at);
    accepted.events.extend(changed);
    accepted.events.extend(floor::front_after(view, &accepted.events, context.happened_at));
    if view.floor.day.is_none() && !accepted.events.is_empty() {
        let date = view.floor.zone.date(context.at);
        accepted.events.insert(0, Event::Floor(FloorEvent::DayBegan(date)));
    }
    let tasks = floor::tasks::following(view, Some(command), &accepted.events, context.happened_at);
    accepted.events.extend(tasks);
    Ok(accepted)
}

/// What was simply done, with the turns that it closed and what it brought upon people.
fn with_what_befell(answer: Answer, events: &[Event]) -> Answer {
    let cite = match &answer {
        Answer::Done => None,
        Answer::DoneBy(cite) => Some(cite.clone()),
        _ => return answer,
    };
    let (mut closed, mut incidents) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::Floor(FloorEvent::CellClosed { closed: turn, .. }) => closed.push(turn.clone()),
            Event::Floor(FloorEvent::Incurred(incident)) => incidents.push(incident.clone()),
            _ => {}
        }
    }
    if closed.is_empty() && incidents.is_empty() {
        answer
    } else {
        Answer::Befell { cite, closed, incidents }
    }
}

/// The customer of a dispute that is open.
#[must_use]
pub fn disputed(floor: &Floor, number: u64) -> Option<&PartyId> {
    floor.disputes.iter().find(|open| open.number == number).map(|open| &open.party)
}

/// What happens to a visit happens after it came to whom it is with; somebody comes back after they went.
fn not_before_its_visit(floor: &Floor, command: &Command, happened_at: Timestamp) -> Result<(), Refusal> {
    let since = match command {
        Command::NoAnswer(visitor)
        | Command::Recognise(visitor, ..)
        | Command::Assist(visitor, _)
        | Command::HandOn(visitor, ..)
        | Command::Choose(visitor, ..)
        | Command::Dispatch(visitor, ..)
        | Command::Undo(visitor, _)
        | Command::Leave(visitor) => floor.since(visitor),
        Command::FindOut(finding) => floor.since(&finding.visitor),
        Command::Register(registering) => floor.arrived_at(&registering.visitor),
        Command::ComeBack(staff, _) => floor.member(staff).and_then(floor::Member::away_since),
        _ => None,
    };
    if since.is_some_and(|since| happened_at < since) { Err(Refusal::LateEntry) } else { Ok(()) }
}

fn dispatch(view: View<'_>, command: &Command, context: &Context) -> Result<Accepted, Refusal> {
    match command {
        // A site is opened once, by `open`.
        Command::Open(_) => Err(Refusal::NotInPolicy("open")),
        Command::Arrive(arrival) => visits::arrive(view, arrival, context),
        Command::NoAnswer(visitor) => visits::no_answer(view, visitor, context),
        Command::Assist(visitor, staff) => visits::assist(view, visitor, staff),
        Command::Dispatch(visitor, staff, by) => visits::dispatch(view, visitor, staff, by, context),
        Command::SuspendOrder(channel, by) => orders::set_order(view, *channel, by, true),
        Command::ResumeOrder(channel, by) => orders::set_order(view, *channel, by, false),
        Command::Permit(staff, by, what) => orders::permit(view, staff, by, *what),
        Command::Leave(visitor) => visits::leave(view, visitor, context.happened_at),
        Command::Recognise(visitor, by, customer, who) => {
            findings::recognise(view, visitor, by, customer, *who, context)
        }
        Command::FindOut(finding) => findings::find_out(view, finding, context),
        Command::Register(registering) => findings::register(view, registering, context),
        Command::Choose(visitor, by, to) => choice::choose(view, visitor, by, to.as_ref(), context),
        Command::HandOn(visitor, by, to) => desk::hand_on(view, visitor, by, to, context),
        Command::Undo(visitor, by) => undo::undo(view, visitor, by.as_ref(), context),
        Command::SignIn(..)
        | Command::SignOut(..)
        | Command::StepAway(..)
        | Command::StepAwayFor(..)
        | Command::ComeBack(..)
        | Command::Claim(..)
        | Command::Waive(..)
        | Command::GiveUp(..)
        | Command::Delegate(..) => people(view, command, context),
        Command::Incident(staff, clause, by) => conduct::report(view, staff, clause, by, None, context),
        Command::IncidentTowards(staff, clause, by, visitor) => {
            conduct::report(view, staff, clause, by, Some(visitor), context)
        }
        Command::Clear(staff, clause, by) => gates::clear(view, staff, clause, by, None),
        Command::Examined(staff, clause, by, passed) => gates::clear(view, staff, clause, by, Some(*passed)),
        Command::MonthResult(staff, month, sales) => gates::result(view, staff, *month, *sales, context),
        Command::Evaluate(staff, score) => gates::evaluate(view, staff, *score, context),
        Command::Done(doing) => floor::tasks::report_done(view, doing),
        Command::Staff(setting) => setting::set_staff(view, setting),
        Command::Bind(next) => setting::bind(view, next, context.at),
        Command::Kin(..)
        | Command::FollowUp(..)
        | Command::FollowedUp(_)
        | Command::Deal(_)
        | Command::Dispute(..)
        | Command::Settle(_)
        | Command::Reassign(..)
        | Command::Resign(_)
        | Command::Import(_) => customers(view, command, context),
    }
}

fn people(view: View<'_>, command: &Command, context: &Context) -> Result<Accepted, Refusal> {
    let at = context.happened_at;
    match command {
        Command::SignIn(staff) => presence::sign_in(view, staff, context.happened_at),
        Command::SignOut(staff) => presence::sign_out(view, staff, context.happened_at),
        Command::StepAwayFor(staff, word, approved_by) => {
            presence::step_away_for(view, staff, word, approved_by.as_ref(), context)
        }
        Command::StepAway(staff, reason, approved_by) => {
            presence::step_away(view, staff, *reason, approved_by.as_ref(), context)
        }
        Command::ComeBack(staff, claims) => presence::come_back(view, staff, *claims),
        Command::Claim(staff) => presence::claim(view, staff),
        Command::Waive(staff, by) => presence::close_turn(view, staff, Cause::Waived, by.as_ref(), at),
        Command::GiveUp(staff, by) => presence::close_turn(view, staff, Cause::GaveUp, by.as_ref(), at),
        Command::Delegate(staff, to, until) => presence::delegate(view, staff, to, *until),
        _ => Err(Refusal::NotInPolicy("people")),
    }
}

fn customers(view: View<'_>, command: &Command, context: &Context) -> Result<Accepted, Refusal> {
    match command {
        Command::Kin(first, second, relation, by) => {
            let relating = Relating { first, second, relation: *relation, approved_by: by.as_ref() };
            party::kin(view, &relating, context)
        }
        Command::FollowUp(party, by) => party::follow_up(view, party, by, context),
        Command::FollowedUp(known) => party::followed_up(view, known, context),
        Command::Deal(dealing) => {
            let mut accepted = party::deal(view, dealing, context)?;
            let dealt = accepted.events.iter().find_map(|event| match event {
                Event::Party(_, PartyEvent::Dealt(deal)) => Some(deal.closer.clone()),
                _ => None,
            });
            accepted.events.extend(dealt.map(|closer| Event::Floor(FloorEvent::Sold(closer))));
            Ok(accepted)
        }
        Command::Dispute(party, between) => floor::disputes::open(view, party, between, context),
        Command::Settle(settling) => floor::disputes::settle(view, settling, context),
        Command::Reassign(party, to, by, why) => {
            party::reassign(view, &Reassigning { party, to, by, why: *why }, context)
        }
        Command::Resign(staff) => {
            conduct::known(view.floor, staff)?;
            if view.floor.receptions.iter().any(|reception| reception.staff == *staff) {
                return Err(Refusal::Receiving(staff.clone()));
            }
            let mut events = vec![Event::Floor(FloorEvent::Resigned(staff.clone()))];
            events.extend(party::release(view.books, staff));
            Ok(conduct::done(events))
        }
        Command::Import(list) => {
            let rules = &view.policy.ownership;
            Ok(conduct::done(party::import(view.books, &view.floor.members, rules, list, context.at)?))
        }
        _ => Err(Refusal::NotInPolicy("customers")),
    }
}

/// Takes note of a fact. Total: it accepts every event ever stored.
pub fn evolve(floor: &mut Floor, books: &mut Books, event: &Event) {
    match event {
        Event::Floor(event) => floor.evolve(event),
        Event::Party(party, event) => {
            if let PartyEvent::MergedInto(into) = event {
                floor.tasks_follow(party, into);
                floor.disputes_follow(party, into);
            }
            books.evolve(party, event);
        }
    }
}

/// The next thing that time brings, if anything.
#[must_use]
pub fn next_due(floor: &Floor, policy: &Policy) -> Option<(Due, Bringing)> {
    let books = Books::default();
    floor::next_due(View { floor, books: &books, policy })
}

/// What happens when that falls due, at its own instant. The books hold what [`concerned`] names.
#[must_use]
pub fn fall_due(view: View<'_>, bringing: &Bringing, at: Timestamp) -> Accepted {
    let mut accepted = floor::fall_due(view, bringing, at);
    let changed = floor::standings_after(view, &accepted.events, at);
    accepted.events.extend(changed);
    accepted.events.extend(floor::front_after(view, &accepted.events, at));
    let tasks = floor::tasks::following(view, None, &accepted.events, at);
    accepted.events.extend(tasks);
    accepted
}

/// The parties of visits on the floor: what falls due may concern them.
#[must_use]
pub fn concerned(floor: &Floor) -> Vec<PartyId> {
    floor.waiting.iter().map(|waiting| waiting.arrival.party.clone()).collect()
}

/// The sheet that a question is about: of a channel, and where departments have sheets of their own, of a department.
///
/// # Errors
/// The house has no such department.
pub fn asked_table(view: View<'_>, channel: Channel, department: Option<&Label>) -> Result<TableId, Refusal> {
    floor::asked_table(view, channel, department)
}

/// Answers a question.
///
/// # Errors
/// An unknown id.
pub fn ask(view: View<'_>, question: &Question, at: Timestamp) -> Result<Finding, Refusal> {
    floor::ask(view, question, at)
}
