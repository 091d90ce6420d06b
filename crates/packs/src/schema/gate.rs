//! How a pack writes who is kept out of the rotation by a month's figures.

use domain::vocabulary::{GateStep, Metric, Status};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::located::Located;
use crate::measure::{Fraction, Length};
use crate::words::{Ours, Said, Words};

/// Keeps people out of the rotation from the 1st of the month after the one judged, until they are let in again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GateEntry {
    /// What is measured of a month. A month without a lead counts for nobody.
    pub(crate) metric: Located<Said<Metric>>,
    /// Whoever is strictly under this part (of `conversion`).
    pub(crate) below: Option<Located<Fraction>>,
    /// Whoever has fewer than so many (`deals`, `leads`, points of `score`).
    pub(crate) fewer_than: Option<Located<u32>>,
    /// The lowest of all, where one alone is.
    pub(crate) lowest: Option<Located<bool>>,
    /// Only people of these statuses are judged, and ranked among each other; without it, everybody.
    pub(crate) among: Option<Words<Status>>,
    /// What has to be done to be let in again, in any order; without it, a lead's word is enough.
    pub(crate) release: Option<Words<GateStep>>,
    /// There is one chance only: who fails the test is out for good.
    #[serde(default)]
    pub(crate) once: bool,
    /// It ends by itself after so long.
    pub(crate) lasts: Option<Located<Length>>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}
