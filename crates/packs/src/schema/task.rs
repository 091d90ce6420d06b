//! How a pack writes what people are asked to do and what is to be written down.

use domain::floor::CustomerKind;
use domain::vocabulary::{Assignee, Capacity, Channel, Occasion, Says};
use schemars::JsonSchema;
use serde::Deserialize;

use super::Bilingual;
use crate::located::Located;
use crate::measure::{DayWritten, DueWritten, Length};
use crate::words::{ForTheDay, Ours, Said, Words};

/// Something that people are asked to do.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskEntry {
    /// On which occasion.
    pub(crate) on: Located<Said<Occasion>>,
    /// Only where all of this holds.
    pub(crate) r#if: Option<Located<TaskIf>>,
    /// Who is asked.
    pub(crate) who: Located<Said<Assignee>>,
    /// What is to be done.
    pub(crate) what: Bilingual,
    /// Until when.
    pub(crate) due: Located<DueWritten>,
    /// `ours` where the clause names no time.
    pub(crate) due_basis: Option<Located<Said<Ours>>>,
    /// How often it has to be done; once by default.
    pub(crate) times: Option<Located<u32>>,
    /// Occasions about the same visit or customer that fulfil it by themselves; the verb `done` always does.
    pub(crate) done_by: Option<Words<Occasion>>,
    /// What befalls whoever is late: strictly after the due time, once.
    pub(crate) overdue: Option<Located<OverdueEntry>>,
    /// While it is overdue, whoever is late is out of the rotation.
    #[serde(default)]
    pub(crate) keeps_out: bool,
    /// The clause that asks for it.
    pub(crate) clause: Located<String>,
}

/// What narrows the occasions; all that are written must hold.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TaskIf {
    /// Whose customer the visitor is to whoever receives them.
    pub(crate) customer: Option<Words<CustomerKind>>,
    /// The channel is one of these.
    pub(crate) channel: Option<Words<Channel>>,
    /// In what capacity somebody receives, in the words of the results.
    pub(crate) r#as: Option<Words<Capacity>>,
    /// What they say they are.
    pub(crate) says: Option<Words<Says>>,
    /// A key customer.
    pub(crate) key: Option<Located<bool>>,
    /// Fewer questions than this were put at the door; none where nobody says.
    pub(crate) asked_under: Option<Located<u32>>,
    /// At least so many people.
    pub(crate) party_from: Option<Located<u32>>,
    /// The customer has been registered since they came.
    pub(crate) registered: Option<Located<bool>>,
    /// The colleague whose customer it is could be reached.
    pub(crate) reached: Option<Located<bool>>,
    /// The colleague whose customer it is is on the floor.
    pub(crate) colleague_on_floor: Option<Located<bool>>,
    /// Days of the year, `"10-01"`, or one day, `"2027-02-06"`.
    pub(crate) dates: Option<Located<Vec<Located<DayWritten>>>>,
}

/// What befalls whoever is late.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverdueEntry {
    /// A fine of so many cents.
    pub(crate) fine_cents: Option<Located<u32>>,
    /// Out of the rotation for the day.
    pub(crate) bar: Option<Said<ForTheDay>>,
    /// Out of the rotation for so long from when it is imposed.
    pub(crate) suspend: Option<Located<Length>>,
    /// A warning on record.
    #[serde(default)]
    pub(crate) warning: bool,
    /// One turn in every two rounds until a manager clears it.
    #[serde(default)]
    pub(crate) alternate: bool,
}

/// A fact that a clause wants written down.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordEntry {
    /// The occasion that writes it down by itself; without it, somebody does with the verb `done`.
    pub(crate) on: Option<Located<Said<Occasion>>>,
    /// What somebody who writes it down must fill in.
    #[serde(default)]
    pub(crate) fields: Vec<Located<String>>,
    /// What is written down.
    pub(crate) what: Bilingual,
    /// The clause that wants it.
    pub(crate) clause: Located<String>,
}
