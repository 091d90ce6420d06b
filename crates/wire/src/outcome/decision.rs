//! A decision: who receives, in what capacity, and why not the others.

use crate::vocabulary::{Basis, Capacity, Cause, Outcome};
use crate::{Label, Money, Stamp};
use serde::{Deserialize, Serialize};

/// Who receives a visitor, and why; also the answer of what moves a reception.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    /// The visitor received.
    pub reception: Label,
    /// The consultant; `null` where nobody can receive.
    pub assigned: Option<Label>,
    /// In what capacity the consultant receives.
    #[serde(rename = "as", default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// Whether a cell of the consultant's is used.
    pub uses_turn: bool,
    /// Nobody can receive: the visitor waits, and nobody is passed over.
    #[serde(default, skip_serializing_if = "is_false")]
    pub waiting: bool,
    /// The rows considered, in the order of the scan, up to the chosen one.
    #[serde(default)]
    pub because: Vec<Because>,
    /// Who helps with a large party.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assistants: Vec<Label>,
    /// The clause by which they help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistants_clause: Option<Label>,
    /// On what it rests who the visitor is, where the books knew them: `phone` or `customer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<Label>,
    /// The books know another name under that phone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub other_name: bool,
    /// The incidents that this decision brought.
    #[serde(default)]
    pub incidents: Vec<Breach>,
    /// Others had waited longer and could have been received: before whom this visitor came, and by what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead_of: Option<AheadOf>,
    /// The explanation in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// Whether the visitor was handed back to the first consultant; where that was the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_back: Option<bool>,
    /// The staff whose cell was reopened; where that was possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<Vec<Label>>,
    /// In a what-if, the recorded receiver was replaced by the simulated one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub diverged: bool,
}

/// One row that a decision considered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Because {
    /// Whose row.
    pub staff: Label,
    /// What became of its cells.
    pub outcome: Outcome,
    /// Why they could not receive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// How many of their turns went by at this arrival beyond those that the rule makes up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<u32>,
    /// The clause that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Label>,
    /// Instead of a clause, where the source is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// Waiting visitors who had come earlier than the one received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AheadOf {
    /// Who, by arrival.
    pub visitors: Vec<Label>,
    /// The ground, such as `grade` or `key`.
    pub by: Label,
    /// The clause that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Label>,
    /// Instead of a clause, where the source is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// A breach and what it brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Breach {
    /// Whose breach.
    pub staff: Label,
    /// Of which clause.
    pub clause: Label,
    /// The fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<Money>,
    /// Until when a suspension runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<Stamp>,
    /// A warning was given.
    #[serde(default, skip_serializing_if = "is_false")]
    pub warning: bool,
}

/// An explanation in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Text {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}
