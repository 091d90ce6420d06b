//! How a pack writes what follows from something that comes to light during a reception.

use domain::policy::{FoundEffect, Goes};
use domain::vocabulary::{Finding, RecognisedBy};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::located::Located;
use crate::measure::Length;
use crate::words::{Ours, Said, Words};

/// What follows when something comes to light. "The first" is the consultant whose customer it turns out to be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FoundEntry {
    /// What came to light; `any` stands for everything.
    pub(crate) what: Words<Finding>,
    /// Under which circumstances; without it, always.
    pub(crate) r#if: Option<Located<FoundIf>>,
    /// What follows, in this order.
    pub(crate) r#do: Words<FoundEffect>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// Facts about a discovery; all that are written must hold.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FoundIf {
    /// Who knew the customer again: the first (`staff`), or the customer, who names the first.
    pub(crate) by: Option<Located<Said<RecognisedBy>>>,
    /// At most so long after the reception began.
    pub(crate) through: Option<Located<Length>>,
    /// The first has followed up or invited the customer.
    pub(crate) followed_up: Option<Located<bool>>,
    /// The first is on the floor now, busy or not.
    pub(crate) first_on_floor: Option<Located<bool>>,
    /// The first was on the floor when the customer came.
    pub(crate) first_was_on_floor: Option<Located<bool>>,
    /// The first could be reached.
    pub(crate) reached: Option<Located<bool>>,
    /// The visitor had gone outside already.
    pub(crate) outside: Option<Located<bool>>,
    /// What a lead decided: the one `last` in the order goes on, or the `same` consultant, as also without a word.
    pub(crate) decided: Option<Located<Said<Goes>>>,
}
