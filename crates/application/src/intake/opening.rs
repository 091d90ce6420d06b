//! The opening of a site: the first line of a day file, or the body of a new site.

use std::collections::{BTreeMap, HashSet};

use domain::command::Opening;
use domain::ids::StaffId;
use domain::policy::{Policy, PolicyShelf};
use domain::time::Zone;
use std::sync::Arc;
use wire::Id;
use wire::line::Setting;

use super::{Given, house, words};
use crate::Failure;

/// Where a site is if nobody says: the source's houses all are.
const USUAL_ZONE: &str = "Asia/Shanghai";

/// The opening, its pack, and the names and phones that came along.
pub(crate) fn opening(
    setting: &Setting,
    shelf: &dyn PolicyShelf,
) -> Result<(Opening, Arc<Policy>, Vec<Given>), Failure> {
    if setting.checkpoint.is_some() {
        return Err(Failure::NotBuiltYet("checkpoint"));
    }
    let name = setting.policy.as_str();
    let policy =
        shelf.newest(name).ok_or_else(|| Failure::Unknown { what: "policy", id: name.to_owned() })?;
    let zone = setting.timezone.as_ref().map_or(USUAL_ZONE, |zone| zone.as_str());
    let zone = Zone::parse(zone).ok_or_else(|| Failure::Invalid {
        field: "timezone",
        reason: "is not an IANA time zone such as Asia/Shanghai".to_owned(),
    })?;
    let people: HashSet<&str> = setting.staff.iter().map(|member| member.id.as_str()).collect();
    let staff = |id: &Id| {
        let known = people.contains(id.as_str()).then(|| StaffId::new(id));
        known.ok_or_else(|| Failure::Unknown { what: "staff", id: id.as_str().to_owned() })
    };
    let (customers, given) = house::customers(&setting.customers, staff, |_| false)?;
    let sales = setting.sales.as_ref();
    let opening = Opening {
        zone,
        policy: policy.id.clone(),
        order_by: setting.order_by.map(words::order_source),
        staff: setting.staff.iter().map(house::setting).collect(),
        order: setting.order.iter().map(staff).collect::<Result<_, _>>()?,
        sales_last_month: sales.map_or(Ok(Vec::new()), |sales| counts(&sales.last_month, staff))?,
        sales_yesterday: sales.map_or(Ok(Vec::new()), |sales| counts(&sales.yesterday, staff))?,
        hours: setting.hours.map(house::shift).map(|hours| (hours.from, hours.to)),
        duty: setting.duty.iter().map(staff).collect::<Result<_, _>>()?,
        customers,
    };
    Ok((opening, policy, given))
}

fn counts(
    sales: &BTreeMap<Id, u32>,
    staff: impl Fn(&Id) -> Result<StaffId, Failure>,
) -> Result<Vec<(StaffId, u32)>, Failure> {
    sales.iter().map(|(id, count)| Ok((staff(id)?, *count))).collect()
}
