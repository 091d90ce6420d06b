//! A house's rules as values: ordered lists in which the first match wins, each rule citing what it rests on.

mod absence;
mod class;
mod conduct;
mod customer;
mod desk;
mod evening;
mod gate;
mod pass;
mod post;
mod shelf;
mod table;
mod task;
mod visit;

pub use absence::AbsenceRule;
pub use class::ClassRule;
pub use conduct::{Authority, Breach, Consequence, EligibilityRule, GiveUpRule, Unfitness};
pub use customer::{
    Buyer, ClaimBegins, FoundCondition, FoundEffect, FoundRule, Goes, OwnershipRules, ShareRole,
    SplitCondition, SplitRule,
};
pub use desk::{DeskRules, HoursRule};
pub use evening::EveningRule;
pub use gate::{Bound, GateRule};
pub use pass::{PassRule, Stage, TakesEffect};
pub use post::{Direction, PostRule};
pub use shelf::{Flaw, PackText, PolicyShelf};
pub use table::{BusyScope, OrderRule, TableRules, WaitingRule};
pub use task::{Bilingual, DayOfYear, RecordRule, TaskCondition, TaskDue, TaskRule};
pub use visit::{Belongs, Step, VisitCondition, VisitRule};

use crate::ids::{Cite, PolicyRef};
use crate::time::Span;

/// Everything one house decides by, as `packs` reads it from a file.
///
/// Invariants, proved when a pack is checked: every list is total (its last rule has no condition or covers what
/// is left), every rule can be reached, and every mechanism that is named exists.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// Name and version, pinned by each decision.
    pub id: PolicyRef,
    /// The currency of fines (ISO 4217).
    pub currency: String,
    /// Which tables there are and where their order comes from.
    pub tables: TableRules,
    /// By what waiting visitors come first, one after the other; then by arrival.
    pub waiting: Vec<WaitingRule>,
    /// The house's own words for being away.
    pub absences: Vec<AbsenceRule>,
    /// The house's own classes of visitors, the first one first.
    pub classes: Vec<ClassRule>,
    /// What becomes of the cells of somebody passed over.
    pub pass: Vec<PassRule>,
    /// Who receives which visit, on which cell.
    pub visits: Vec<VisitRule>,
    /// What follows when something comes to light during a reception.
    pub found: Vec<FoundRule>,
    /// How a customer is held, and for how long.
    pub ownership: OwnershipRules,
    /// How a commission is split.
    pub splits: Vec<SplitRule>,
    /// Timed posts over the same people.
    pub posts: Vec<PostRule>,
    /// What a reported breach brings.
    pub breaches: Vec<Breach>,
    /// What turns given up by choice bring.
    pub give_ups: Option<GiveUpRule>,
    /// The front desk.
    pub desk: DeskRules,
    /// Normal hours.
    pub hours: Option<HoursRule>,
    /// Who is not in the rotation.
    pub eligibility: Vec<EligibilityRule>,
    /// Who is kept out of the rotation by a month's figures; the first that stands is cited.
    pub gates: Vec<GateRule>,
    /// What people are asked to do.
    pub tasks: Vec<TaskRule>,
    /// What is to be written down.
    pub records: Vec<RecordRule>,
    /// Within how long the last assignment can be taken back, if at all.
    pub undo: Option<(Span, Cite)>,
    /// May a supervisor suspend the order when people are too few?
    pub suspend_order: Option<Cite>,
    /// Who stays on duty when the day's hours end.
    pub evening: Option<EveningRule>,
    /// On what a supervisor's dispatch outside the order rests.
    pub dispatch: Cite,
    /// Who may dispatch besides those who lead.
    pub dispatchers: Vec<crate::vocabulary::Role>,
    /// May a lead permit somebody who is receiving to take another new customer?
    pub second_customer: Option<Cite>,
    /// May a lead put somebody before the order for the next new customer, and on what does it rest?
    pub order_change: Option<Cite>,
    /// On what an assistance in a reception rests.
    pub assist: Cite,
    /// Who may give a customer to another.
    pub reassign_by: Authority,
    /// Who may permit a second new customer.
    pub permit_by: Authority,
    /// Who may end a penalty or open a gate.
    pub clear_by: Authority,
    /// A large party: one of the next in the order helps for each so many people beyond the first so many.
    pub large_party: Option<(u32, Cite)>,
    /// How late a fact may be entered after it happened.
    pub late_entry: Span,
}
