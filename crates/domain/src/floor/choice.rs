//! The owner's choice when an own customer comes while they receive another: both, or who proxies.

use crate::answer::Answer;
use crate::command::Context;
use crate::decision::Chosen;
use crate::event::Event;
use crate::floor::conduct::known;
use crate::floor::visits::{Moving, answer_of, move_to, outside_order, settle};
use crate::ids::{Cite, StaffId, VisitorId};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::vocabulary::{Capacity, CellUse};

/// Judges a choice (P01-8): `to` proxies; nobody: the owner receives this customer too. No cell is used, and the policy's
/// own proxy, who had been sent at once, is free again.
///
/// # Errors
/// A visit that is over; a pack or a visit that leaves nothing to choose; somebody else's choice; a proxy who is not on
/// the floor or is receiving already.
pub(crate) fn choose(
    view: View<'_>,
    visitor: &VisitorId,
    by: &StaffId,
    to: Option<&StaffId>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    known(view.floor, by)?;
    let rule =
        view.policy.visits.iter().find(|rule| rule.owner_chooses).ok_or(Refusal::NotInPolicy("choose"))?;
    let received = view.floor.reception(visitor);
    let waiting = view.floor.waiting_for(visitor);
    let decision = received
        .map(|reception| &*reception.decision)
        .or_else(|| waiting.and_then(|waiting| waiting.decision.as_deref()))
        .ok_or_else(|| Refusal::Over(visitor.clone()))?;
    if decision.choice_of.as_ref() != Some(by) {
        return Err(Refusal::NotTheirs { staff: by.clone(), cite: rule.cite.clone() });
    }
    let staff = to.unwrap_or(by);
    if received.is_some_and(|reception| reception.staff == *staff) {
        return Ok(Accepted { events: Vec::new(), answer: answer_of(decision) });
    }
    let chosen = chosen(view, staff, by, rule.cite.clone())?;
    let at = context.happened_at;
    let (events, answer): (Vec<Event>, Answer) = match (received, waiting) {
        (Some(reception), _) => {
            let (events, decision) = move_to(
                view,
                reception,
                chosen,
                Moving { reopen: None, back: None, choice: true, named_by: None },
                at,
            );
            (events, answer_of(&decision))
        }
        (None, Some(waiting)) => {
            let mut reached = outside_order(view, &waiting.arrival, chosen, None, at);
            reached.decision.choice_of = Some(by.clone());
            let answer = answer_of(&reached.decision);
            (settle(view, &waiting.arrival, reached, at), answer)
        }
        (None, None) => return Err(Refusal::Over(visitor.clone())),
    };
    Ok(Accepted { events, answer })
}

/// The owner themselves, busy or not; or a proxy who is there and free.
fn chosen(view: View<'_>, staff: &StaffId, owner: &StaffId, cite: Cite) -> Result<Chosen, Refusal> {
    let member = known(view.floor, staff)?;
    let proxies = staff != owner;
    if !member.on_floor() || proxies && !member.busy.is_empty() {
        return Err(Refusal::CannotReceive(staff.clone()));
    }
    let capacity = if proxies { Capacity::Proxy } else { Capacity::Owner };
    Ok(Chosen { staff: staff.clone(), capacity, cell: None, cell_use: CellUse::None, cite })
}
