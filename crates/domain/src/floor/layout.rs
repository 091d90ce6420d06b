//! Which sheets a site keeps, who stands on which, and which half-team is on site today.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::floor::{Arrival, Floor, Member};
use crate::ids::{Label, StaffId};
use crate::policy::Policy;
use crate::turn_table::{Row, TableId, TurnTable};
use crate::vocabulary::{Channel, OrderSource, Role};

/// How a pack lays the sheets out, as far as taking note of events needs it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Layout {
    /// The channels that stand for a table, in order.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Each department has tables of its own.
    #[serde(default)]
    pub by_department: bool,
    /// The staff is in two halves, of which one is on site each day.
    #[serde(default)]
    pub halves: bool,
}

impl Policy {
    /// How this pack lays the sheets out.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let mut channels = Vec::new();
        for channel in Channel::ALL {
            let stands_for = self.tables.table_of(*channel);
            if !channels.contains(&stands_for) {
                channels.push(stands_for);
            }
        }
        Layout {
            channels,
            by_department: self.tables.by_department.is_some(),
            halves: self.tables.halves.is_some(),
        }
    }
}

impl Floor {
    /// The sheets of a pack, without rows; the departments are those of the consultants, in the order of joining.
    pub(crate) fn lay_out(&mut self, layout: &Layout) {
        self.by_department = layout.by_department;
        self.halves = layout.halves;
        self.departments.clear();
        self.tables = layout.channels.iter().map(|channel| TurnTable::new(*channel)).collect();
        if !self.by_department {
            return;
        }
        for seat in 0..self.members.len() {
            self.keep_sheets_of(seat);
        }
        // The sheets of those without a department are there only if there are such people.
        let nobodys = self.members.iter().any(|member| takes_turns(member) && member.department.is_none());
        if !nobodys && self.tables.iter().any(|table| table.department.is_some()) {
            self.tables.retain(|table| table.department.is_some());
        }
    }

    /// Begins the sheets of somebody's department, if it has none yet.
    fn keep_sheets_of(&mut self, seat: usize) {
        let member = &self.members[seat];
        if !self.by_department || !takes_turns(member) {
            return;
        }
        let label = member.department.clone();
        let department = label.map(|label| self.number_of(&label));
        if self.tables.iter().any(|table| table.department == department) {
            return;
        }
        let sheets = self
            .layout()
            .channels
            .into_iter()
            .map(|channel| TurnTable { department, ..TurnTable::new(channel) });
        self.tables.extend(sheets);
    }

    fn number_of(&mut self, department: &Label) -> u16 {
        let known = self.departments.iter().position(|known| known == department);
        let at = known.unwrap_or_else(|| {
            self.departments.push(department.clone());
            self.departments.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// The place of a department among those that have sheets of their own.
    #[must_use]
    pub fn department(&self, label: &Label) -> Option<u16> {
        let at = self.departments.iter().position(|known| known == label)?;
        u16::try_from(at).ok()
    }

    /// The department whose sheet that is.
    pub(crate) fn label_of(&self, table: TableId) -> Option<&Label> {
        self.departments.get(usize::from(table.department?))
    }

    /// The department on whose sheets somebody stands.
    fn department_of(&self, member: &Member) -> Option<u16> {
        member.department.as_ref().filter(|_| self.by_department).and_then(|label| self.department(label))
    }

    /// The sheet on which somebody stands for a channel that stands for a table.
    pub(crate) fn own_table(&self, channel: Channel, staff: &StaffId) -> TableId {
        let department = self.member(staff).and_then(|member| self.department_of(member));
        TableId { channel, department }
    }

    /// The sheet by which a visit goes: of the department they want; of the one whose people they know or ask for; of
    /// those without a department; else of the first one, whose door they came through.
    pub(crate) fn table_of(&self, policy: &Policy, arrival: &Arrival) -> TableId {
        let channel = policy.tables.table_of(arrival.channel);
        if !self.by_department {
            return channel.into();
        }
        let books = &arrival.standing;
        let wanted = arrival.department.as_ref().and_then(|label| self.department(label));
        let people = [
            arrival.asks_for.as_ref(),
            books.owner.as_ref(),
            books.contact.as_ref(),
            arrival.invited_by.as_ref(),
            books.referrer_owner.as_ref(),
        ];
        let known = || {
            let members = people.into_iter().flatten().filter_map(|staff| self.member(staff));
            members.filter_map(|member| self.department_of(member)).next()
        };
        self.sheet_of(channel, wanted.or_else(known))
    }

    /// The sheet of a channel and department; without one, of those who have none, else of the first department.
    pub(crate) fn sheet_of(&self, channel: Channel, department: Option<u16>) -> TableId {
        if !self.by_department || self.departments.is_empty() {
            return channel.into();
        }
        let nobodys = || self.members.iter().any(|member| takes_turns(member) && member.department.is_none());
        TableId { channel, department: department.or_else(|| (!nobodys()).then_some(0)) }
    }

    /// In an order that is a list, every consultant has a row; newcomers at the bottom, in the running round.
    pub(crate) fn seat_consultants(&mut self) {
        (0..self.members.len()).for_each(|seat| self.seat_consultant(seat));
    }

    /// The same for one of the house, where everybody else has had their row since they joined.
    pub(crate) fn seat_consultant(&mut self, seat: usize) {
        if self.members.get(seat).is_some_and(takes_turns) {
            self.join_sheets(seat);
        }
    }

    /// Puts somebody on the sheets of their department.
    pub(crate) fn join_sheets(&mut self, seat: usize) {
        self.keep_sheets_of(seat);
        let Some(member) = self.members.get(seat) else { return };
        let (staff, department) = (member.id.clone(), self.department_of(member));
        let (counts, half) = (self.order_source == OrderSource::EqualCounts && self.halves, member.half);
        let Self { tables, members, .. } = self;
        for table in tables.iter_mut().filter(|table| table.department == department) {
            let first = if counts { table.round_of(|seat| members[seat].half == half) } else { None };
            table.join(&staff, seat, first);
        }
    }

    /// Somebody's department or half has changed: off the sheets of others, and not flooded by the turns that the new
    /// half has had already.
    pub(crate) fn reseat(&mut self, before: &Member) {
        let Some(seat) = self.seat(&before.id) else { return };
        let member = &self.members[seat];
        if self.by_department && member.department != before.department {
            let department = self.department_of(member);
            let moves = self
                .tables
                .iter()
                .any(|table| table.department != department && table.position(&before.id).is_some());
            for table in self.tables.iter_mut().filter(|table| table.department != department) {
                table.rows.retain(|row| row.staff != before.id);
            }
            if moves {
                self.join_sheets(seat);
            }
        }
        let half = self.members[seat].half;
        if self.halves && half != before.half {
            let Self { tables, members, .. } = self;
            for table in tables {
                let round = table.round_of(|other| other != seat && members[other].half == half);
                if let (Some(round), Some(row)) = (round, table.row_mut(&before.id)) {
                    row.frontier = row.frontier.max(round);
                }
            }
        }
    }

    /// Which half is on site on a day: half 1 on the first.
    pub(crate) fn half_on_site(&self, date: NaiveDate) -> Option<u8> {
        let first = self.first_day.unwrap_or(date);
        let odd = (date - first).num_days().rem_euclid(2) == 1;
        self.halves.then_some(if odd { 2 } else { 1 })
    }

    /// Does somebody do outreach on that day?
    pub(crate) fn off_half(&self, member: &Member, date: NaiveDate) -> bool {
        outreach(member, self.half_on_site(date))
    }

    /// How the sheets are laid out now.
    pub(crate) fn layout(&self) -> Layout {
        let mut channels = Vec::new();
        for table in &self.tables {
            if !channels.contains(&table.channel) {
                channels.push(table.channel);
            }
        }
        Layout { channels, by_department: self.by_department, halves: self.halves }
    }

    /// The bound pack's sheets take the place of the present ones; what is laid out alike goes on.
    pub(crate) fn lay_out_anew(&mut self, layout: &Layout, anew: bool) {
        if anew || layout.by_department != self.by_department {
            self.lay_out(layout);
            if !by_arrival(self.order_source) {
                self.seat_consultants();
            }
            return;
        }
        self.halves = layout.halves;
        self.tables.retain(|table| layout.channels.contains(&table.channel));
        let mut missing: Vec<TurnTable> = Vec::new();
        for channel in &layout.channels {
            for table in &self.tables {
                let id = TableId { channel: *channel, department: table.department };
                let known = self.tables.iter().chain(&missing).any(|known| known.id() == id);
                if !known {
                    let rows =
                        table.rows.iter().map(|row| Row::new(row.staff.clone(), row.seat, 1)).collect();
                    missing.push(TurnTable {
                        rows,
                        department: table.department,
                        ..TurnTable::new(*channel)
                    });
                }
            }
        }
        self.tables.extend(missing);
    }
}

/// Does somebody belong to the half that is not on site?
pub(crate) fn outreach(member: &Member, on_site: Option<u8>) -> bool {
    on_site.is_some_and(|on_site| member.half.is_some_and(|half| half != on_site))
}

/// Do rows come about by signing in?
pub(crate) fn by_arrival(source: OrderSource) -> bool {
    matches!(source, OrderSource::SignIn | OrderSource::FirstArrival)
}

fn takes_turns(member: &Member) -> bool {
    member.role == Role::Consultant && !member.gone
}
