//! Visits from arrival to leaving: who receives, a call in vain, help, a lead's dispatch.

use crate::answer::{Answer, DecisionAnswer};
use crate::command::Context;
use crate::decision::{Assistance, Chosen, Considered, Decision, Moved, Rank};
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::{LEADS, authorised, done, known, known_department, lead};
use crate::floor::facts::visit_rule;
use crate::floor::judge::{Wanted, judge_named, occupied};
use crate::floor::presence::signed_in;
use crate::floor::receive::{Asking, Reached, decide_visit};
use crate::floor::{Arrival, Excluded, Floor, Member, Reception, findings, undo};
use crate::ids::{Cite, StaffId, VisitorId};
use crate::party;
use crate::policy::{Belongs, FoundEffect};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::{Capacity, Cause, CellUse, CustomerState, Outcome, Receiver, Role};

/// How many people help with one party at most.
const MOST_HELPERS: u32 = 20;
/// How many people a party may be.
const MOST_PEOPLE: u32 = 10_000;

/// Somebody comes, calls or writes in.
pub(crate) fn arrive(view: View<'_>, arrival: &Arrival, context: &Context) -> Result<Accepted, Refusal> {
    let floor = view.floor;
    if floor.reception(&arrival.visitor).is_some() || floor.waiting_for(&arrival.visitor).is_some() {
        return Err(Refusal::DuplicateVisitor(arrival.visitor.clone()));
    }
    if arrival.party_size == 0 || arrival.party_size > MOST_PEOPLE {
        return Err(Refusal::TooLarge("party_size"));
    }
    for staff in [&arrival.asks_for, &arrival.invited_by, &arrival.acquaintance_of].into_iter().flatten() {
        floor.member(staff).ok_or_else(|| Refusal::UnknownStaff(staff.clone()))?;
    }
    if let Some(class) = &arrival.class
        && view.policy.classes.iter().all(|rule| rule.word != *class)
    {
        return Err(Refusal::UnknownClass(class.clone()));
    }
    if let Some(department) = &arrival.department {
        known_department(floor, department)?;
    }
    let at = context.happened_at;
    let asking = Asking { view, arrival, excluded: &[], at, at_arrival: true };
    let reached = decide_visit(asking);
    let mut events = vec![Event::Floor(FloorEvent::Arrived(Box::new(arrival.clone()), at))];
    let mut answer = answer_of(&reached.decision);
    let settled = settle(view, arrival, reached, at);
    if let (Answer::Decision(told), Some(made)) = (&mut answer, decided(&settled)) {
        told.decision.assistance.clone_from(&made.assistance);
    }
    events.extend(settled);
    Ok(Accepted { events, answer })
}

fn decided(events: &[Event]) -> Option<&Decision> {
    events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::Decided(decision)) => Some(&**decision),
        _ => None,
    })
}

/// A decision as an answer.
pub(crate) fn answer_of(decision: &Decision) -> Answer {
    let moved = decision.moved.iter().filter(|moved| moved.reopened.is_some()).map(|moved| &moved.from);
    let at_once = decision.chosen.iter().filter(|chosen| chosen.given_back()).map(|chosen| &chosen.staff);
    Answer::Decision(Box::new(DecisionAnswer {
        reopened: moved.chain(at_once).cloned().collect(),
        handed_back: None,
        decision: decision.clone(),
    }))
}

/// The events of a decision: on the floor, and for the party if somebody receives.
pub(crate) fn settle(view: View<'_>, arrival: &Arrival, reached: Reached, at: Timestamp) -> Vec<Event> {
    let Reached { mut decision, belongs } = reached;
    if let Some(chosen) = &decision.chosen {
        decision.belongs_to = party::belongs_to(view, belongs, arrival, &chosen.staff, at);
        decision.meant_for = party::meant_for(view, belongs, arrival, &chosen.staff);
        decision.assistance = assistance(view, arrival, &decision, at);
    }
    let told = party::received(view, &decision, arrival, first_absent(view, arrival, &decision, at), at);
    let given_back = decision.chosen.as_ref().is_some_and(Chosen::given_back);
    let undoable = view.policy.undo.is_some() && decision.chosen.is_some() && decision.moved.is_none();
    let mut events = vec![Event::Floor(FloorEvent::Decided(Box::new(decision)))];
    if given_back {
        let visitor = arrival.visitor.clone();
        events.push(Event::Floor(FloorEvent::Reopened { visitor, rank: Rank::Ordinary }));
    }
    events.extend(told);
    if undoable {
        let mut before = view.floor.clone();
        if before.waiting_for(&arrival.visitor).is_none() {
            before.evolve(&FloorEvent::Arrived(Box::new(arrival.clone()), at));
        }
        events.extend(undo::undoable(view, &before, &events).map(Event::Floor));
    }
    events
}

/// The next ones in the order help with a large party (P12-5e): one for each so many people beyond the first so many, as far
/// as anybody can; they use no turn.
fn assistance(view: View<'_>, arrival: &Arrival, decision: &Decision, at: Timestamp) -> Option<Assistance> {
    let (each, cite) = view.policy.large_party.as_ref()?;
    let chosen = decision.chosen.as_ref()?;
    let wanted = (arrival.party_size.saturating_sub(1) / (*each).max(1)).min(MOST_HELPERS);
    let mut asked = vec![Excluded { staff: chosen.staff.clone(), by_turn: false, undone: false }];
    let mut staff = Vec::new();
    for _ in 0..wanted {
        let asking = Asking { view, arrival, excluded: &asked, at, at_arrival: false };
        let Some(next) = asking.next_able(decision.table) else { break };
        asked.push(Excluded { staff: next.clone(), by_turn: false, undone: false });
        staff.push(next);
    }
    (!staff.is_empty()).then(|| Assistance { staff, cite: cite.clone() })
}

/// The owner could not receive when the customer came: off the floor, or busy.
fn first_absent(view: View<'_>, arrival: &Arrival, decision: &Decision, at: Timestamp) -> bool {
    let Some(owner) = &arrival.standing.owner else { return false };
    let receives = decision.chosen.as_ref().is_some_and(|chosen| chosen.staff == *owner);
    !receives
        && (decision.rather.iter().any(|passed| passed.staff == *owner)
            || judge_named(view, owner, decision.table, &[], Wanted::ForTheirOwn, at).is_err())
}

/// The one called did not come: their cell is closed at once by the pack's outcome, and the visit is decided again.
pub(crate) fn no_answer(view: View<'_>, visitor: &VisitorId, context: &Context) -> Result<Accepted, Refusal> {
    let reception = received(view.floor, visitor)?;
    let at = context.happened_at;
    let staff = reception.staff.clone();
    let rule = view.policy.pass.iter().find(|rule| rule.covers(Cause::NoAnswer, false));
    let closed = reception.cell.map(|_| {
        let outcome = rule.map_or(Outcome::Forfeit, |rule| rule.outcome(crate::time::Span(0)));
        let cite = rule.map_or(Cite::Ours, |rule| rule.cite.clone());
        Considered::passed(staff.clone(), Some(Cause::NoAnswer), outcome, cite)
    });
    let called = FloorEvent::CalledInVain { visitor: visitor.clone(), staff, closed: closed.clone() };
    let taken_back = party::taken_back(view, &reception.arrival.party, visitor, at);

    let mut floor = view.floor.clone();
    floor.evolve(&called);
    let books = party::after(view.books, &taken_back);
    let view = View { floor: &floor, books: &books, ..view };
    let waiting = floor.waiting_for(visitor).ok_or_else(|| Refusal::NotReceived(visitor.clone()))?;
    let asking =
        Asking { view, arrival: &waiting.arrival, excluded: &waiting.excluded, at, at_arrival: false };
    let mut reached = decide_visit(asking);
    if let Some(closed) = closed {
        // What the rule brings besides befalls them once, with the turn that they lost by not coming.
        let brings = rule.and_then(|rule| rule.consequence.as_ref().map(|brings| (brings, &rule.cite)));
        let incurred = brings.map(|(brings, cite)| {
            super::conduct::incident(view.floor, &closed.staff, brings, cite.clone(), at)
        });
        reached.decision.incidents.splice(0..0, incurred);
        called_first(&mut reached.decision.because, closed);
    }
    let answer = answer_of(&reached.decision);
    let mut events = vec![Event::Floor(called)];
    events.extend(taken_back);
    events.extend(settle(view, &waiting.arrival, reached, at));
    Ok(Accepted { events, answer })
}

/// Whoever was called in vain leads the new explanation, once; where their cell stays open and the new scan passes it
/// again, the same item tells it in the order of that scan.
fn called_first(because: &mut Vec<Considered>, closed: Considered) {
    let again = because.iter().position(|item| item.staff == closed.staff);
    if again.is_some_and(|at| because[at].outcome != Outcome::Keep) {
        return;
    }
    because.retain(|item| item.staff != closed.staff);
    because.insert(0, Considered { closed_before: true, ..closed });
}

/// A visit that is being received.
pub(crate) fn received<'f>(floor: &'f Floor, visitor: &VisitorId) -> Result<&'f Reception, Refusal> {
    floor.reception(visitor).ok_or_else(|| {
        if floor.waiting_for(visitor).is_some() {
            Refusal::NotReceived(visitor.clone())
        } else {
            Refusal::Over(visitor.clone())
        }
    })
}

/// The visit is over.
pub(crate) fn leave(view: View<'_>, visitor: &VisitorId, at: Timestamp) -> Result<Accepted, Refusal> {
    if view.floor.reception(visitor).is_none() && view.floor.waiting_for(visitor).is_none() {
        return Err(Refusal::Over(visitor.clone()));
    }
    let left = Event::Floor(FloorEvent::Left(visitor.clone()));
    let Some(reception) = view.floor.reception(visitor) else { return Ok(done(vec![left])) };
    if let Some(mut brief) = findings::brief(view, reception, at) {
        brief.events.push(left);
        return Ok(brief);
    }
    if !reception.provisional {
        return Ok(done(vec![left]));
    }
    // No deal: it was a courtesy (P01-9c).
    let courtesy = FoundEffect::Cell(CellUse::Provisional);
    let mut decision = (*reception.decision).clone();
    if let Some(chosen) = &mut decision.chosen {
        chosen.cell_use = CellUse::Reopened;
        if let Some(rule) = view.policy.found.iter().find(|rule| rule.then.contains(&courtesy)) {
            decision = findings::standing_by(&decision, &rule.cite);
        }
    }
    let answer =
        DecisionAnswer { decision, handed_back: Some(false), reopened: vec![reception.staff.clone()] };
    let events = vec![Event::Floor(provisional_back(reception)), left];
    Ok(Accepted { events, answer: Answer::Decision(Box::new(answer)) })
}

/// The provisional cell of a reception that ended without a deal is open again, before all others.
pub(crate) fn provisional_back(reception: &Reception) -> FloorEvent {
    FloorEvent::Reopened { visitor: reception.arrival.visitor.clone(), rank: Rank::Priority }
}

/// Somebody helps with a reception; asked twice, they help once.
pub(crate) fn assist(view: View<'_>, visitor: &VisitorId, staff: &StaffId) -> Result<Accepted, Refusal> {
    let by_rule = |events| Accepted { events, answer: Answer::DoneBy(view.policy.assist.clone()) };
    let reception = received(view.floor, visitor)?;
    let member = known(view.floor, staff)?;
    if reception.staff == *staff || reception.assistants.contains(staff) {
        return Ok(by_rule(Vec::new()));
    }
    // A lead who helps need not have signed in: the sheet is the consultants' (P12-5f).
    let lead = LEADS.contains(&member.role) && !member.signed_in();
    if !lead && !signed_in(view, staff)?.on_floor() {
        return Err(Refusal::CannotReceive(staff.clone()));
    }
    let mut events = vec![Event::Floor(FloorEvent::Assisted(visitor.clone(), staff.clone()))];
    if member.role == Role::Consultant {
        events.extend(party::joined(view, &reception.arrival.party, visitor, staff));
    }
    Ok(by_rule(events))
}

/// A refusal names everybody who may: leads, and whom the pack adds to them.
fn also(refused: Refusal, roles: &[Role]) -> Refusal {
    match refused {
        Refusal::NotAuthorised { staff, mut needs, cite } => {
            needs.extend(roles.iter().filter(|role| !LEADS.contains(role)));
            Refusal::NotAuthorised { staff, needs, cite }
        }
        other => other,
    }
}

/// A lead assigns outside the order: no cell is used, and a cell that an earlier assignment used is open again.
pub(crate) fn dispatch(
    view: View<'_>,
    visitor: &VisitorId,
    staff: &StaffId,
    by: &StaffId,
    context: &Context,
) -> Result<Accepted, Refusal> {
    if !view.policy.dispatchers.contains(&known(view.floor, by)?.role) {
        lead(view.floor, by, &view.policy.dispatch)
            .map_err(|refused| also(refused, &view.policy.dispatchers))?;
    }
    let member = signed_in(view, staff)?;
    if !member.on_floor() {
        return Err(Refusal::CannotReceive(staff.clone()));
    }
    let at = context.happened_at;
    let waiting = view.floor.waiting_for(visitor);
    let sent = waiting.map(|waiting| &waiting.arrival);
    if let Some(arrival) = sent.or_else(|| view.floor.reception(visitor).map(|known| &known.arrival)) {
        second_customer(view, member, arrival, by)?;
    }
    // Whom a lead distributes by a rule of its own comes by that rule (P12-13).
    let left_to_leads = waiting
        .and_then(|waiting| visit_rule(view, &waiting.arrival, at))
        .filter(|rule| rule.to.iter().any(|step| step.who == Receiver::ManagerChoice));
    let chosen = Chosen {
        staff: staff.clone(),
        capacity: Capacity::Dispatched,
        cell: None,
        cell_use: CellUse::None,
        cite: left_to_leads.map_or(&view.policy.dispatch, |rule| &rule.cite).clone(),
    };
    if let Some(waiting) = waiting {
        let reached = outside_order(view, &waiting.arrival, chosen, None, at);
        let answer = answer_of(&reached.decision);
        return Ok(Accepted { events: settle(view, &waiting.arrival, reached, at), answer });
    }
    let reception = received(view.floor, visitor)?;
    if reception.staff == *staff {
        return Ok(Accepted { events: Vec::new(), answer: answer_of(&reception.decision) });
    }
    let moving = Moving { reopen: Some(Rank::Ordinary), back: None, choice: false, named_by: None };
    let (events, decision) = move_to(view, reception, chosen, moving, at);
    Ok(Accepted { events, answer: answer_of(&decision) })
}

/// Whoever receives takes no other new customer unless somebody permits it, who then may as well send one (P01-7).
fn second_customer(view: View<'_>, member: &Member, arrival: &Arrival, by: &StaffId) -> Result<(), Refusal> {
    let Some(cite) = &view.policy.second_customer else { return Ok(()) };
    let here = member.busy.iter().any(|busy| busy.visitor == arrival.visitor);
    let table = view.floor.table_of(view.policy, arrival);
    if here || arrival.standing.owner.is_some() || !occupied(view, member, table) {
        return Ok(());
    }
    authorised(view.floor, by, view.policy.permit_by, cite)
}

/// What moving a visit to somebody else brings with it.
#[derive(Clone, Copy)]
pub(crate) struct Moving<'a> {
    /// The former cell is open again, with this rank.
    pub(crate) reopen: Option<Rank>,
    /// Handed back to the one whose customer they are, and what the customer is to them, where that is known.
    pub(crate) back: Option<Option<CustomerState>>,
    /// Whoever may choose who receives may do so again.
    pub(crate) choice: bool,
    /// The one in turn who named the receiver, where one did.
    pub(crate) named_by: Option<&'a StaffId>,
}

/// Moves a visit that is being received to somebody else.
pub(crate) fn move_to(
    view: View<'_>,
    reception: &Reception,
    chosen: Chosen,
    moving: Moving<'_>,
    at: Timestamp,
) -> (Vec<Event>, Decision) {
    let arrival = &reception.arrival;
    let visitor = &arrival.visitor;
    let reopened = moving.reopen.filter(|_| reception.cell.is_some());
    let off = FloorEvent::TakenOff { visitor: visitor.clone(), staff: reception.staff.clone(), reopened };
    let taken_back = party::taken_back(view, &arrival.party, visitor, at);
    let books = party::after(view.books, &taken_back);
    // Whoever is taken off is free again when it is asked who could have received.
    let mut floor = view.floor.clone();
    floor.evolve(&off);
    let view = View { floor: &floor, books: &books, ..view };
    let (handed_back, state) = (moving.back.is_some(), moving.back.flatten());
    let moved = Moved { from: reception.staff.clone(), handed_back, state, reopened };
    let mut reached = outside_order(view, arrival, chosen, Some(moved), at);
    reached.decision.choice_of = reception.decision.choice_of.clone().filter(|_| moving.choice);
    reached.decision.named_by = moving.named_by.cloned();
    let decision = reached.decision.clone();
    let mut events = vec![Event::Floor(off)];
    events.extend(taken_back);
    events.extend(settle(view, arrival, reached, at));
    (events, decision)
}

/// A decision that a person or a finding made, not the order. Where the pack says of such visitors that they are
/// nobody's, they stay so whoever is sent.
pub(crate) fn outside_order(
    view: View<'_>,
    arrival: &Arrival,
    chosen: Chosen,
    moved: Option<Moved>,
    at: Timestamp,
) -> Reached {
    let told = Considered::passed(chosen.staff.clone(), None, Outcome::Chosen, chosen.cite.clone());
    let table = view.floor.table_of(view.policy, arrival);
    let decision = Decision {
        at,
        policy: view.floor.policy.clone(),
        visitor: arrival.visitor.clone(),
        party: arrival.party.clone(),
        channel: arrival.channel,
        table,
        department: view.floor.label_of(table).cloned(),
        chosen: Some(chosen),
        because: vec![told],
        rather: Vec::new(),
        incidents: Vec::new(),
        belongs_to: None,
        meant_for: None,
        choice_of: None,
        named_by: None,
        assistance: None,
        known_by: arrival.known_by,
        moved,
        ahead: None,
        awaits: None,
        tie: None,
        unskilled: false,
    };
    let nobodys = visit_rule(view, arrival, at).is_some_and(|rule| rule.belongs == Belongs::Nobody);
    let belongs = if nobodys { Belongs::Nobody } else { Belongs::FirstToReceive };
    Reached { decision, belongs }
}
