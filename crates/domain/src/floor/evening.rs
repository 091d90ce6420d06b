//! The evening: who stays on duty when the day's hours end, and which of the secretaries.

use serde::{Deserialize, Serialize};

use crate::event::FloorEvent;
use crate::floor::facts::normal_hours;
use crate::floor::judge::rotation_hindrance;
use crate::floor::{Floor, Member};
use crate::ids::StaffId;
use crate::policy::EveningRule;
use crate::site::View;
use crate::time::{Due, Timestamp};
use crate::turn_table::{CellKey, TableId, TurnTable};
use crate::vocabulary::{Channel, Role};

/// Who is on duty this evening.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Evening {
    /// Consultants, department by department in the order of their turns.
    pub staff: Vec<StaffId>,
    /// The secretary at the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secretary: Option<StaffId>,
}

/// When the running day's hours end and those who stay are named, if they have not been.
pub(crate) fn next_evening(view: View<'_>) -> Option<Due> {
    view.policy.evening.as_ref().filter(|_| view.floor.evening.is_none())?;
    let (_, to) = normal_hours(view)?;
    Some(Due::At(view.floor.zone.instant(view.floor.day?, to)))
}

/// Those who stay are named.
pub(crate) fn begins(view: View<'_>, at: Timestamp) -> Option<FloorEvent> {
    let rule = view.policy.evening.as_ref()?;
    let channel = view.policy.tables.table_of(Channel::WalkIn);
    let sheets = view.floor.tables.iter().filter(|table| table.channel == channel);
    // Whom the site itself names for after hours stays.
    let staff = match &view.floor.duty[..] {
        [] => sheets.flat_map(|table| next_of(view, table, rule, at)).collect(),
        named => named.to_vec(),
    };
    let secretary = if rule.secretaries { next_secretary(view.floor) } else { None };
    Some(FloorEvent::EveningBegan(Evening { staff, secretary }))
}

/// The next of a sheet who are there and in the rotation, busy or not.
fn next_of(view: View<'_>, table: &TurnTable, rule: &EveningRule, at: Timestamp) -> Vec<StaffId> {
    let there = |member: &Member| member.on_floor() && rotation_hindrance(view, member, at).is_none();
    let rows = table.rows.iter().enumerate();
    let mut rows: Vec<(CellKey, &StaffId)> = rows
        .filter(|(_, row)| there(&view.floor.members[row.seat]))
        .map(|(position, row)| {
            let cell = row.candidate();
            (CellKey::of(cell.rank, cell.round, position), &row.staff)
        })
        .collect();
    rows.sort_unstable();
    rows.into_iter().take(rule.next as usize).map(|(_, staff)| staff.clone()).collect()
}

/// The secretary after the one of the last evening.
fn next_secretary(floor: &Floor) -> Option<StaffId> {
    let all = floor.members.iter().filter(|member| member.role == Role::Secretary && !member.gone);
    let all: Vec<&StaffId> = all.map(|member| &member.id).collect();
    let last = floor.last_secretary.as_ref().and_then(|last| all.iter().position(|staff| *staff == last));
    let next = last.map_or(0, |last| last + 1);
    all.get(next).or(all.first()).map(|staff| (*staff).clone())
}

impl Floor {
    /// Those on duty outside the hours, as far as they belong to this sheet: of the running evening, else of the site's
    /// list.
    pub(crate) fn on_duty(&self, table: TableId) -> Vec<&StaffId> {
        let named = self.evening.as_ref().map_or(&self.duty, |evening| &evening.staff);
        named.iter().filter(|staff| self.own_table(table.channel, staff) == table).collect()
    }
}
