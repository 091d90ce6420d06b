//! The line that is printed for each line read, and for what time itself brought before it.

use crate::{Label, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is printed for one line read. `R` is the result: an [`super::Answer`] where it is written, the type that
/// the verb promises or a plain JSON value where it is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "R: Deserialize<'de>"))]
pub struct Printed<R = Value> {
    /// The number of the line in its file, from 1.
    pub line: u64,
    /// Its instant.
    pub at: Stamp,
    /// Its verb.
    #[serde(rename = "do")]
    pub verb: Label,
    /// Whether the rules allowed it.
    pub ok: bool,
    /// The result, where they did.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub result: Option<R>,
    /// The refusal, where they did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Refused>,
}

impl<R> Printed<R> {
    /// A line that was carried out.
    #[must_use]
    pub fn done(line: u64, at: Stamp, verb: &'static str, result: R) -> Self {
        Self { line, at, verb: word(verb), ok: true, result: Some(result), error: None }
    }

    /// A line that the rules refused.
    #[must_use]
    pub fn refused(line: u64, at: Stamp, verb: &'static str, error: Refused) -> Self {
        Self { line, at, verb: word(verb), ok: false, result: None, error: Some(error) }
    }
}

fn word(verb: &'static str) -> Label {
    Label::from(smol_str::SmolStr::new_static(verb))
}

/// Why the rules refuse a line. It carries no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refused {
    /// A stable word for programs.
    pub code: Label,
    /// A sentence for people.
    pub detail: String,
    /// The clause that refuses, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Label>,
}

/// What is printed for something that time itself brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "R: Deserialize<'de>"))]
pub struct Auto<R = Value> {
    /// The number of the line before which it ran.
    pub line: u64,
    /// When it fell due.
    pub at: Stamp,
    /// What it was, such as `day_end`.
    pub auto: Label,
    /// Whom it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<Label>,
    /// Which visitor it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Label>,
    /// Which customer it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Label>,
    /// What came of it.
    pub result: R,
}
