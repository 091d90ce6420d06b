//! How a pack writes posts, breaches and who is not in the rotation.

use domain::policy::Direction;
use domain::vocabulary::{Says, Status};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{LengthRests, Rests};
use crate::located::Located;
use crate::measure::{ClockTime, Length};
use crate::words::{ForTheDay, Ours, Said, Words};

/// A timed post that goes round over the people of the rotation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostEntry {
    /// The house's name for the post.
    pub(crate) name: Located<String>,
    /// In which direction of the order it moves.
    pub(crate) direction: Said<Direction>,
    /// How long one period lasts.
    pub(crate) every: Located<LengthRests>,
    /// From this time of day on; without it, all day.
    pub(crate) from: Option<Located<TimeRests>>,
    /// Until this time of day, with which the last period ends; without it, all day.
    pub(crate) to: Option<Located<TimeRests>>,
    /// The day's first period is that of the first in turn; without it, of the first in the order.
    pub(crate) first_in_turn: Option<Located<Rests>>,
    /// Standing time that a reception cut short is stood afterwards.
    pub(crate) makes_up: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// A time of day and on what it rests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeRests {
    /// When.
    pub(crate) is: Located<ClockTime>,
    /// The clause that says so.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// What a breach brings that a person reports.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BreachEntry {
    /// The clauses whose breach this is; the consequences rest on them.
    pub(crate) of: Located<Vec<Located<String>>>,
    /// Visitors, by what they say they are, towards whom it is no breach.
    pub(crate) except: Option<Words<Says>>,
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
    /// The rules name no consequence: it is kept on record, and a lead decides.
    #[serde(default)]
    pub(crate) record: bool,
}

/// Who is not in the rotation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EligibilityEntry {
    /// People of these statuses.
    pub(crate) status: Words<Status>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}
