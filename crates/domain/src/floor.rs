//! The floor: the people present, their tables, the receptions in progress and the posts of one site.

mod ask;
pub(crate) mod choice;
pub(crate) mod conduct;
mod current;
pub(crate) mod desk;
pub(crate) mod disputes;
mod due;
mod evening;
mod evolve;
mod facts;
pub(crate) mod findings;
pub(crate) mod gates;
mod judge;
mod layout;
mod member;
pub(crate) mod orders;
mod posts;
pub(crate) mod presence;
mod receive;
mod reception;
pub(crate) mod setting;
pub(crate) mod tasks;
pub(crate) mod undo;
pub(crate) mod visits;
mod waiting;

pub(crate) use ask::{ask, asked_table};
pub(crate) use current::standings_after;
pub(crate) use desk::front_after;
pub(crate) use due::{fall_due, next_due};
pub(crate) use setting::open;

pub use evening::Evening;
pub use gates::{Counted, Figures, Gated};
pub use layout::Layout;
pub use member::{Absence, Alternation, Bar, Delegate, Member, Occupation, Presence, Shift};
pub use reception::{Arrival, CustomerKind, Excluded, Reception, Standing, Waiting};
pub use undo::{Befallen, Counts, Undoable};

pub use disputes::{Dispute, Settlement};
pub use tasks::{Entry, Record, Task, entries};

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::ids::{Label, PolicyRef, StaffId, VisitorId};
use crate::time::{Timestamp, Zone};
use crate::turn_table::{TableId, TurnTable};
use crate::vocabulary::{Channel, OrderSource};

/// The state of one site that an arrival is decided on; it does not grow with history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Floor {
    /// The zone by which the site counts its days.
    pub zone: Zone,
    /// The pack in force.
    pub policy: PolicyRef,
    /// The pack that follows, from that local midnight on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_policy: Option<NextPolicy>,
    /// Where the order of the tables comes from.
    pub order_source: OrderSource,
    /// Does the site's table run on over the night?
    pub runs_on: bool,
    /// The civil day on which something has happened and that has not ended yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// Opening hours at the site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// On duty outside the hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duty: Vec<StaffId>,
    /// Who is on duty this evening, once the day's hours are over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evening: Option<Evening>,
    /// The secretary of the last evening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_secretary: Option<StaffId>,
    /// Everybody of the house, in the order of joining.
    pub members: Vec<Member>,
    /// The sheets.
    pub tables: Vec<TurnTable>,
    /// Each department has sheets of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_department: bool,
    /// The departments that have, in the order in which they came up; a table names one by its place here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<Label>,
    /// The staff is in two halves, of which one is on site each day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub halves: bool,
    /// The day from which halves alternate: half 1 is on site on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day: Option<NaiveDate>,
    /// Visits being received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receptions: Vec<Reception>,
    /// How often somebody has become free so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub freed: u64,
    /// Visitors nobody could receive yet, by arrival.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
    /// Who is at the front of the desk (of each department's), where the pack asks since when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fronts: Vec<Front>,
    /// Timed posts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<Post>,
    /// Consultants by their first sign-in of the running day: a post goes round by it also when a row has been moved
    /// to the end of the sheet (P03-2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_ins: Vec<StaffId>,
    /// Deals by staff on the running day, for an order that goes by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sales_today: Vec<(StaffId, u32)>,
    /// Deals by staff in the running month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sales_month: Vec<(StaffId, u32)>,
    /// Last month's deals by staff, by which this month's rows are ordered where the order goes by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranked_by: Vec<(StaffId, u32)>,
    /// The first day of the running month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<NaiveDate>,
    /// Leads and deals by staff in the month counted, for gates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Counted>,
    /// The first day of the month counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_month: Option<NaiveDate>,
    /// The first month that this site sees from its first day on; nothing is counted before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts_from: Option<NaiveDate>,
    /// The figures of the last months, so far as they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figures>,
    /// The last assignment, where the pack lets it be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoable: Option<Box<Undoable>>,
    /// Channels on which the order is suspended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_suspended: Vec<Channel>,
    /// What people have been asked to do and have not done, in the order of being asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// How many tasks have been asked for so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub task_number: u64,
    /// Disputes that no manager has settled yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
    /// How many disputes have been opened so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub dispute_number: u64,
    /// The last running number of the public register.
    pub entries: u64,
    /// How many visits have arrived so far.
    #[serde(default)]
    pub arrivals: u64,
    /// The latest instant this site has seen; time never goes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Timestamp>,
    /// A bound on when the next protection lapses; kept by whoever holds the parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_lapse: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The pack that follows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NextPolicy {
    /// Which.
    pub policy: PolicyRef,
    /// From this local midnight on.
    pub from: NaiveDate,
    /// Where its order comes from.
    pub order_source: OrderSource,
    /// Do its tables run on over the night?
    pub runs_on: bool,
    /// How it lays the sheets out; nothing for one bound before that was told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
}

/// Who is next to receive at the desk.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Front {
    /// On which table.
    pub table: TableId,
    /// Who.
    pub staff: StaffId,
    /// Since when, without a customer.
    pub since: Timestamp,
}

/// A timed post and who stands there.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Post {
    /// The house's name for it.
    pub name: Label,
    /// Who stands, and for how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<AtPost>,
    /// After whom the post goes on, when the regular period of that person has been stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_regular: Option<StaffId>,
    /// Seconds of standing that receptions cut short, to be made up after the current stander.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<(StaffId, u32)>,
}

/// Somebody at a post.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AtPost {
    /// Who.
    pub staff: StaffId,
    /// Since when.
    pub since: Timestamp,
    /// Until when at the latest.
    pub until: Timestamp,
    /// Is this missed time made up (and not a regular period)?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub making_up: bool,
}

impl Floor {
    /// A site without people, sheets or visitors.
    #[must_use]
    pub fn empty(zone: Zone, policy: PolicyRef, order_source: OrderSource, runs_on: bool) -> Self {
        Self {
            zone,
            policy,
            next_policy: None,
            order_source,
            runs_on,
            day: None,
            hours: None,
            duty: Vec::new(),
            evening: None,
            last_secretary: None,
            members: Vec::new(),
            tables: Vec::new(),
            by_department: false,
            departments: Vec::new(),
            halves: false,
            first_day: None,
            receptions: Vec::new(),
            freed: 0,
            waiting: Vec::new(),
            fronts: Vec::new(),
            posts: Vec::new(),
            sign_ins: Vec::new(),
            order_suspended: Vec::new(),
            tasks: Vec::new(),
            task_number: 0,
            disputes: Vec::new(),
            dispute_number: 0,
            entries: 0,
            arrivals: 0,
            clock: None,
            next_lapse: None,
            sales_today: Vec::new(),
            sales_month: Vec::new(),
            ranked_by: Vec::new(),
            month: None,
            counted: Vec::new(),
            counted_month: None,
            counts_from: None,
            figures: Vec::new(),
            undoable: None,
        }
    }

    /// Somebody of the house, by id.
    #[must_use]
    pub fn member(&self, id: &StaffId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == *id)
    }

    pub(crate) fn member_mut(&mut self, id: &StaffId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == *id)
    }

    /// Somebody's place among the members.
    #[must_use]
    pub fn seat(&self, id: &StaffId) -> Option<usize> {
        self.members.iter().position(|member| member.id == *id)
    }

    /// The sheet of a table.
    #[must_use]
    pub fn table(&self, id: TableId) -> Option<&TurnTable> {
        self.tables.iter().find(|table| table.id() == id)
    }

    pub(crate) fn table_mut(&mut self, id: TableId) -> Option<&mut TurnTable> {
        self.tables.iter_mut().find(|table| table.id() == id)
    }

    /// Who is known to be at the front of a table.
    pub(crate) fn front(&self, table: TableId) -> Option<&Front> {
        self.fronts.iter().find(|front| front.table == table)
    }

    /// The reception of a visit, if it is being received.
    #[must_use]
    pub fn reception(&self, visitor: &VisitorId) -> Option<&Reception> {
        self.receptions.iter().find(|reception| reception.arrival.visitor == *visitor)
    }

    /// The waiting entry of a visit, if it waits.
    #[must_use]
    pub fn waiting_for(&self, visitor: &VisitorId) -> Option<&Waiting> {
        self.waiting.iter().find(|waiting| waiting.arrival.visitor == *visitor)
    }

    /// Since when a visit is with whom it is with, or waits.
    pub(crate) fn since(&self, visitor: &VisitorId) -> Option<Timestamp> {
        let received = self.reception(visitor).map(|reception| reception.since);
        received.or_else(|| self.waiting_for(visitor).map(|waiting| waiting.since))
    }

    /// When a visit on the floor arrived.
    pub(crate) fn arrived_at(&self, visitor: &VisitorId) -> Option<Timestamp> {
        let received = self.reception(visitor).map(|reception| reception.arrived_at);
        received.or_else(|| self.waiting_for(visitor).map(|waiting| waiting.since))
    }

    /// The civil date of the running day, else of `at`.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> NaiveDate {
        self.day.unwrap_or_else(|| self.zone.date(at))
    }
}
