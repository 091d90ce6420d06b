//! What a lead orders of the rotation as such: it is suspended and resumed, and a second customer is permitted.

use crate::event::{Event, FloorEvent};
use crate::floor::conduct::{authorised, done, known, lead};
use crate::ids::StaffId;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::vocabulary::{Channel, Permission};

/// A lead suspends the order of a channel's table, or of all without one, or puts it in force again; already so:
/// nothing happens.
pub(crate) fn set_order(
    view: View<'_>,
    channel: Option<Channel>,
    by: &StaffId,
    suspended: bool,
) -> Result<Accepted, Refusal> {
    let cite = view.policy.suspend_order.as_ref().ok_or(Refusal::NotInPolicy("suspend_order"))?;
    lead(view.floor, by, cite)?;
    let wanted = channel.map(|channel| view.policy.tables.table_of(channel));
    let tables = view.floor.layout().channels.into_iter();
    let changing = tables.filter(|table| {
        wanted.is_none_or(|wanted| wanted == *table)
            && view.floor.order_suspended.contains(table) != suspended
    });
    let told = changing.map(|table| {
        let event = if suspended { FloorEvent::OrderSuspended } else { FloorEvent::OrderResumed };
        Event::Floor(event(table))
    });
    Ok(done(told.collect()))
}

/// A lead permits something for one reception.
pub(crate) fn permit(
    view: View<'_>,
    staff: &StaffId,
    by: &StaffId,
    what: Permission,
) -> Result<Accepted, Refusal> {
    known(view.floor, staff)?;
    match what {
        Permission::SecondCustomer => {
            let cite = view.policy.second_customer.as_ref().ok_or(Refusal::NotInPolicy("second_customer"))?;
            authorised(view.floor, by, view.policy.permit_by, cite)?;
            Ok(done(vec![Event::Floor(FloorEvent::Permitted(staff.clone(), what))]))
        }
        Permission::OrderChange => {
            let cite = view.policy.order_change.as_ref().ok_or(Refusal::NotInPolicy("order_change"))?;
            authorised(view.floor, by, view.policy.permit_by, cite)?;
            Ok(done(vec![Event::Floor(FloorEvent::Permitted(staff.clone(), what))]))
        }
    }
}
