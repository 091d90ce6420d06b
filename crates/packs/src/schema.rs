//! A pack as its author writes it; the JSON Schema for editors is generated from these types.

mod conduct;
mod deal;
mod desk;
mod discovery;
mod evening;
mod gate;
mod ownership;
mod pass;
mod task;
mod visit;

pub(crate) use conduct::{BreachEntry, EligibilityEntry, PostEntry, TimeRests};
pub(crate) use deal::{SplitEntry, SplitIf};
pub(crate) use desk::{DeskEntry, GiveUpsEntry, HoursEntry};
pub(crate) use discovery::{FoundEntry, FoundIf};
pub(crate) use evening::EveningEntry;
pub(crate) use gate::GateEntry;
pub(crate) use ownership::{DaysRests, HouseholdEntry, OwnershipEntry};
pub(crate) use pass::{AbsenceEntry, PassEntry};
pub(crate) use task::{OverdueEntry, RecordEntry, TaskEntry, TaskIf};
pub(crate) use visit::{ClassEntry, StepEntry, VisitEntry, VisitIf};

use domain::policy::{Authority, BusyScope};
use domain::vocabulary::{Channel, OrderSource, Precedence, Role};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::located::Located;
use crate::measure::Length;
use crate::words::{Ours, Said, Words};

/// A reception policy of Lunpai: who receives which visit, whose the customer then is, and what follows.
///
/// Rules are ordered lists; the first rule whose conditions all hold decides. Every rule says on what it rests:
/// `clause = "P03-6a"`, or `basis = "ours"` where the house rules are silent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// The pack's name: small letters, digits and hyphens.
    pub(crate) name: Located<String>,
    /// The pack's version, from 1; a changed pack gets the next one.
    pub(crate) version: Located<u32>,
    /// What people call the policy.
    pub(crate) title: Bilingual,
    /// For whom it is and what is special about it.
    pub(crate) description: Bilingual,
    /// What the ids of its clauses begin with: `P03` for `P03-6a`.
    pub(crate) clauses: Located<String>,
    /// The currency of fines (ISO 4217).
    pub(crate) currency: Located<String>,
    /// Which turn tables there are.
    pub(crate) tables: Located<TablesEntry>,
    /// Where the order of the rows comes from; the first one is the default, a site may choose another.
    pub(crate) order: Vec<Located<OrderEntry>>,
    /// On what grounds some waiting visitors come before others, one after the other; then they come by arrival.
    #[serde(default)]
    pub(crate) waiting: Vec<Located<WaitingEntry>>,
    /// The house's own words for being away, beside unannounced, private and business.
    #[serde(default)]
    pub(crate) absence: Vec<Located<AbsenceEntry>>,
    /// The house's own classes of visitors, the first one first.
    #[serde(default)]
    pub(crate) class: Vec<Located<ClassEntry>>,
    /// What becomes of the turn of somebody who cannot receive.
    pub(crate) pass: Vec<Located<PassEntry>>,
    /// Who receives which visit. The last rule has no `if`.
    pub(crate) visit: Vec<Located<VisitEntry>>,
    /// What follows when something comes to light during a reception; without it, nothing does.
    #[serde(default)]
    pub(crate) found: Vec<Located<FoundEntry>>,
    /// How a customer is held; without it, customers have no owner among the staff.
    pub(crate) ownership: Option<Located<OwnershipEntry>>,
    /// How a commission is split. The last rule has no `if`. Without it, whoever closes has the whole.
    #[serde(default)]
    pub(crate) split: Vec<Located<SplitEntry>>,
    /// Timed posts that go round over the same people.
    #[serde(default)]
    pub(crate) post: Vec<Located<PostEntry>>,
    /// What a reported breach brings.
    #[serde(default)]
    pub(crate) breach: Vec<Located<BreachEntry>>,
    /// What turns given up by choice bring.
    pub(crate) give_ups: Option<Located<GiveUpsEntry>>,
    /// The front desk.
    #[serde(default)]
    pub(crate) desk: DeskEntry,
    /// Normal hours.
    pub(crate) hours: Option<Located<HoursEntry>>,
    /// Who is not in the rotation.
    #[serde(default)]
    pub(crate) eligibility: Vec<Located<EligibilityEntry>>,
    /// Who is kept out of the rotation by a month's figures; where several stand, the first is cited.
    #[serde(default)]
    pub(crate) gate: Vec<Located<GateEntry>>,
    /// What people are asked to do.
    #[serde(default)]
    pub(crate) task: Vec<Located<TaskEntry>>,
    /// What is to be written down.
    #[serde(default)]
    pub(crate) record: Vec<Located<RecordEntry>>,
    /// Who stays on duty when the day's hours end; without it, whom the site names.
    pub(crate) evening: Option<Located<EveningEntry>>,
    /// Who helps with a large party; leave it out where nobody does by themselves.
    pub(crate) large_party: Option<Located<LargePartyEntry>>,
    /// What a supervisor may do.
    #[serde(default)]
    pub(crate) supervisor: SupervisorEntry,
    /// How entries are made and taken back.
    #[serde(default)]
    pub(crate) entry: EntryEntry,
}

/// A text in Chinese and in English.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bilingual {
    /// Chinese.
    pub(crate) zh: String,
    /// English.
    pub(crate) en: String,
}

/// The turn tables of the house. A channel that shares with none has a table of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TablesEntry {
    /// Groups of channels that share one table.
    #[serde(default)]
    pub(crate) shared: Vec<Words<Channel>>,
    /// Where a reception keeps its consultant from receiving others: on its own `table`, or in the whole `house`.
    pub(crate) busy: Located<Said<BusyScope>>,
    /// Each department has tables of its own, and a visit goes by those of the department it wants.
    pub(crate) by_department: Option<Located<Rests>>,
    /// The staff is in two halves (`half` of a person): each day one rotates on site and the other does outreach.
    pub(crate) halves: Option<Located<Rests>>,
    /// On what it rests that a reception outside one's shift uses no turn.
    pub(crate) off_shift: Option<Located<Rests>>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// One way in which the order of the rows comes about.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OrderEntry {
    /// Where the order comes from.
    pub(crate) from: Located<Said<OrderSource>>,
    /// `true`: the table runs on over the night; `false`: every day starts anew.
    pub(crate) runs_on: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// A ground on which some waiting visitors come before others.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WaitingEntry {
    /// Which.
    pub(crate) by: Located<Said<Precedence>>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// What a supervisor may do.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SupervisorEntry {
    /// On what it rests that a supervisor assigns a visitor outside the order, which one may in every house.
    pub(crate) dispatch: Option<Located<Rests>>,
    /// Who may assign so besides supervisors and managers.
    pub(crate) dispatchers: Option<Words<Role>>,
    /// On what it rests that somebody helps with a reception.
    pub(crate) assist: Option<Located<Rests>>,
    /// Who may give a customer to another: any `lead` (the default), or only the `manager`.
    pub(crate) reassign_by: Option<Said<Authority>>,
    /// Who may end a penalty or open a gate: any `lead` (the default), or only the `manager`.
    pub(crate) clear_by: Option<Said<Authority>>,
    /// Who may permit a second new customer: any `lead` (the default), or only the `manager`.
    pub(crate) permit_by: Option<Said<Authority>>,
    /// Suspend the order when people are too few; leave the key out where nobody may.
    pub(crate) suspend_order: Option<Located<Rests>>,
    /// Permit somebody who is receiving to take another new customer; leave the key out where nobody may.
    pub(crate) second_customer: Option<Located<Rests>>,
    /// Put somebody before the order for the next new customer; leave the key out where nobody may.
    pub(crate) order_change: Option<Located<Rests>>,
}

/// Who helps with a large party: the next ones in the order, using no turn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LargePartyEntry {
    /// One more person for each so many people beyond the first so many.
    pub(crate) each: Located<u32>,
    /// `ours` where the clause names no number.
    pub(crate) each_basis: Option<Located<Said<Ours>>>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// How entries are made and taken back.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EntryEntry {
    /// How late a fact may be entered after it happened; 12 hours where nothing is said.
    pub(crate) late: Option<Located<Length>>,
    /// Within how long the last assignment can be taken back; leave the key out where it cannot.
    pub(crate) undo: Option<Located<LengthRests>>,
}

/// On what a setting rests: exactly one of the two.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rests {
    /// The clause that says so.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// A length of time and on what it rests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LengthRests {
    /// How long.
    pub(crate) is: Located<Length>,
    /// The clause that says so.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// Something that says on what it rests.
pub(crate) trait Cited {
    /// The clause and the basis, as written.
    fn rests(&self) -> (Option<&Located<String>>, Option<&Located<Said<Ours>>>);
}

macro_rules! cited {
    ($($name:ident),+ $(,)?) => { $(
        impl Cited for $name {
            fn rests(&self) -> (Option<&Located<String>>, Option<&Located<Said<Ours>>>) {
                (self.clause.as_ref(), self.basis.as_ref())
            }
        }
    )+ };
}

cited!(TablesEntry, OrderEntry, PassEntry, VisitEntry, FoundEntry, SplitEntry, PostEntry, EligibilityEntry);
cited!(
    AbsenceEntry,
    ClassEntry,
    LargePartyEntry,
    EveningEntry,
    WaitingEntry,
    GateEntry,
    HouseholdEntry,
    Rests,
    LengthRests,
    DaysRests,
    TimeRests,
    StepEntry
);
cited!(HoursEntry, GiveUpsEntry);
