//! The first line: the house as it was opened, or the state that it goes on from.

use domain::command::Opening;
use domain::floor::Shift;
use domain::ids::{PolicyRef, StaffId};
use domain::time::{Timestamp, Zone};
use wire::Name;
use wire::line::{Sales, Setting};

use super::words::{hours, id, ids, stamp, unreadable};
use super::{Checkpoint, house};
use crate::Failure;
use crate::intake::to_wire;

/// A house without anything but its pack and its zone.
fn bare(policy: &PolicyRef, zone: Zone) -> Result<Setting, Failure> {
    Ok(Setting {
        day_file: 1,
        policy: Name::new(&policy.name).map_err(unreadable)?,
        timezone: Some(Name::new(zone.name()).map_err(unreadable)?),
        opened_at: None,
        order_by: None,
        sales: None,
        hours: None,
        checkpoint: None,
        staff: Vec::new(),
        order: Vec::new(),
        duty: Vec::new(),
        customers: Vec::new(),
    })
}

/// The house as it was opened.
pub(super) fn of_opening(opening: &Opening, at: Timestamp) -> Result<Setting, Failure> {
    let Opening {
        zone,
        policy,
        order_by,
        staff,
        order,
        sales_last_month,
        sales_yesterday,
        hours: open,
        duty,
        customers,
    } = opening;
    let counts = |sales: &[(StaffId, u32)]| {
        sales.iter().map(|(staff, count)| Ok((id(staff)?, *count))).collect::<Result<_, Failure>>()
    };
    let sales = Sales { last_month: counts(sales_last_month)?, yesterday: counts(sales_yesterday)? };
    let none = sales.last_month.is_empty() && sales.yesterday.is_empty();
    Ok(Setting {
        opened_at: Some(stamp(at, *zone)),
        order_by: order_by.and_then(to_wire::order_source),
        staff: staff.iter().map(house::member).collect::<Result<_, _>>()?,
        order: ids(order)?,
        sales: (!none).then_some(sales),
        hours: open.map(|(from, to)| hours(Shift { from, to })).transpose()?,
        duty: ids(duty)?,
        customers: customers
            .iter()
            .map(|one| super::customers::customer(one, *zone))
            .collect::<Result<_, _>>()?,
        ..bare(policy, *zone)?
    })
}

/// The state that the export goes on from.
pub(super) fn of_checkpoint(checkpoint: &Checkpoint) -> Result<Setting, Failure> {
    let floor = &checkpoint.floor;
    let state = serde_json::to_value(checkpoint).map_err(unreadable)?;
    Ok(Setting { checkpoint: Some(state), ..bare(&floor.policy, floor.zone)? })
}
