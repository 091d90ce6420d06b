//! How a pack writes its front desk, its normal hours, and what turns given up by choice bring.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Rests;
use crate::located::Located;
use crate::measure::{ClockTime, Length};
use crate::words::{ForTheDay, Ours, Said};

/// The front desk.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct DeskEntry {
    /// Posts A (the earliest open cell able to receive) and B (the next).
    pub(crate) posts: Option<Located<Rests>>,
    /// Nobody steps away who would leave the desk without anybody able to receive.
    pub(crate) never_empty: Option<Located<Rests>>,
}

/// Normal hours, where the site names none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HoursEntry {
    /// From this time of day.
    pub(crate) from: Located<ClockTime>,
    /// To this time of day.
    pub(crate) to: Located<ClockTime>,
    /// Outside them the order rests: nobody loses a turn by leaving, and the desk may be empty.
    #[serde(default)]
    pub(crate) rests: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// What turns given up by choice bring, counted anew each day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GiveUpsEntry {
    /// At each so-manieth on a day.
    pub(crate) times: Located<u32>,
    /// A fine of so many cents.
    pub(crate) fine_cents: Option<Located<u32>>,
    /// Out of the rotation for the day.
    pub(crate) bar: Option<Said<ForTheDay>>,
    /// Out of the rotation for so long.
    pub(crate) suspend: Option<Located<Length>>,
    /// A warning on record.
    #[serde(default)]
    pub(crate) warning: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}
