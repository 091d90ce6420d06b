//! The front desk: who is next to receive there, since when, and whom a visitor is handed on to by the one in turn.

use crate::answer::{Answer, DecisionAnswer};
use crate::command::Context;
use crate::decision::{Chosen, Rank};
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::known;
use crate::floor::facts::visit_rule;
use crate::floor::judge::{Wanted, judge, judge_named};
use crate::floor::presence::first_in_turn;
use crate::floor::visits::{Moving, move_to, outside_order, received, settle};
use crate::floor::{Arrival, Front};
use crate::ids::{StaffId, VisitorId};
use crate::policy::VisitRule;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::turn_table::{TableId, TurnTable, Verdict};
use crate::vocabulary::{Capacity, CellUse, Channel, Receiver};

/// Somebody's table of the front desk: the turn that they wait for there is the one they can give up.
pub(crate) fn table(view: View<'_>, staff: &StaffId) -> TableId {
    view.floor.own_table(view.policy.tables.table_of(Channel::WalkIn), staff)
}

/// The tables of the front desk, one for each department that has sheets of its own.
fn tables(view: View<'_>) -> impl Iterator<Item = TableId> {
    let channel = view.policy.tables.table_of(Channel::WalkIn);
    view.floor.tables.iter().map(TurnTable::id).filter(move |table| table.channel == channel)
}

/// Post A: whoever has the earliest open cell of those able to receive now, `but` one.
pub(crate) fn first_able(
    view: View<'_>,
    table: TableId,
    but: Option<&StaffId>,
    at: Timestamp,
) -> Option<StaffId> {
    let sheet = view.floor.table(table)?;
    let scan = sheet.scan(|position| {
        let row = &sheet.rows[position];
        if but == Some(&row.staff) {
            return Verdict::Absent;
        }
        judge(view, &view.floor.members[row.seat], table, &[], at)
    });
    scan.chosen.map(|(position, _)| sheet.rows[position].staff.clone())
}

/// Post A and post B, the next one able to receive.
pub(crate) fn posts(view: View<'_>, at: Timestamp) -> (Option<StaffId>, Option<StaffId>) {
    let Some(table) = tables(view).next() else { return (None, None) };
    let a = first_able(view, table, None, at);
    let b = a.as_ref().and_then(|a| first_able(view, table, Some(a), at));
    (a, b)
}

/// Who is at the front after these events, where the pack asks how long somebody has waited there.
pub(crate) fn front_after(view: View<'_>, events: &[Event], at: Timestamp) -> Option<Event> {
    if events.is_empty() || view.policy.pass.iter().all(|rule| rule.after.is_none()) {
        return None;
    }
    let mut floor = view.floor.clone();
    floor.evolve_all(events);
    let after = View { floor: &floor, ..view };
    let fronts: Vec<Front> = tables(after)
        .filter_map(|table| {
            let staff = first_able(after, table, None, at)?;
            if let Some(known) = floor.front(table).filter(|front| front.staff == staff) {
                return Some(known.clone());
            }
            // Whoever was there before these events came by time alone, and nobody had noted it.
            let by_time = first_able(view, table, None, at).as_ref() == Some(&staff);
            let since = if by_time { at_front_since(view, &staff, at) } else { None };
            Some(Front { table, staff, since: since.unwrap_or(at) })
        })
        .collect();
    (fronts != floor.fronts).then_some(Event::Floor(FloorEvent::FrontsChanged(fronts)))
}

/// Since when somebody has been at the front without a customer. Where nothing happened when they came to it, a
/// suspension had ended, or somebody's working hours had begun or ended: the last such moment.
pub(crate) fn at_front_since(view: View<'_>, staff: &StaffId, at: Timestamp) -> Option<Timestamp> {
    let floor = view.floor;
    if let Some(front) = floor.fronts.iter().find(|front| front.staff == *staff) {
        return Some(front.since);
    }
    let date = floor.zone.date(at);
    let moments = floor.members.iter().flat_map(|member| {
        let suspension = member.suspension.as_ref().map(|bar| bar.until);
        let shift = member.shift.map(|shift| [shift.from, shift.to]);
        let shift = shift.into_iter().flatten().map(|time| floor.zone.instant(date, time));
        suspension.into_iter().chain(shift)
    });
    moments.filter(|moment| *moment <= at).max()
}

/// The one in turn names who receives a visitor whom the pack leaves to them; no turn is used.
pub(crate) fn hand_on(
    view: View<'_>,
    visitor: &VisitorId,
    by: &StaffId,
    to: &StaffId,
    context: &Context,
) -> Result<Accepted, Refusal> {
    known(view.floor, by)?;
    known(view.floor, to)?;
    let at = context.happened_at;
    let waiting = view.floor.waiting_for(visitor);
    let reception = if waiting.is_some() { None } else { Some(received(view.floor, visitor)?) };
    let left_to_the_one_in_turn = |arrival: &Arrival| {
        visit_rule(view, arrival, at)
            .filter(|rule| rule.to.iter().any(|step| step.who == Receiver::HolderChoice))
            .ok_or(Refusal::NotInPolicy("hand_on"))
    };
    let arrival = waiting.map(|waiting| &waiting.arrival).or(reception.map(|reception| &reception.arrival));
    let arrival = arrival.ok_or_else(|| Refusal::Over(visitor.clone()))?;
    let rule = left_to_the_one_in_turn(arrival)?;
    let receives = reception.is_some_and(|reception| reception.staff == *by);
    let in_turn = first_in_turn(view, table(view, by), at).as_ref() == Some(by)
        || first_able(view, table(view, by), None, at).as_ref() == Some(by);
    if !receives && !in_turn {
        return Err(Refusal::NotTheirs { staff: by.clone(), cite: rule.cite.clone() });
    }
    if reception.is_some_and(|reception| reception.staff == *to) {
        return Err(Refusal::CannotReceive(to.clone()));
    }
    let excluded = waiting.map(|waiting| &waiting.excluded[..]).unwrap_or_default();
    let able = judge_named(view, to, table(view, to), excluded, Wanted::ForTheirOwn, at);
    able.map_err(|_| Refusal::CannotReceive(to.clone()))?;
    let chosen = named(to, rule);
    let (events, decision) = match (waiting, reception) {
        (Some(waiting), _) => {
            let mut reached = outside_order(view, &waiting.arrival, chosen, None, at);
            reached.decision.named_by = Some(by.clone());
            let decision = reached.decision.clone();
            (settle(view, &waiting.arrival, reached, at), decision)
        }
        (None, Some(reception)) => {
            let moving =
                Moving { reopen: Some(Rank::Ordinary), back: None, choice: false, named_by: Some(by) };
            move_to(view, reception, chosen, moving, at)
        }
        (None, None) => return Err(Refusal::Over(visitor.clone())),
    };
    let answer = DecisionAnswer { decision, handed_back: None, reopened: Vec::new() };
    Ok(Accepted { events, answer: Answer::Decision(Box::new(answer)) })
}

fn named(staff: &StaffId, rule: &VisitRule) -> Chosen {
    Chosen {
        staff: staff.clone(),
        capacity: Capacity::Named,
        cell: None,
        cell_use: CellUse::None,
        cite: rule.cite.clone(),
    }
}
