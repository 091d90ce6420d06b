//! How a pack writes who stays on duty in the evening.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::located::Located;
use crate::words::{Ours, Said};

/// Who stays on duty when the day's hours end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EveningEntry {
    /// So many of each department's order, from the next in turn on.
    pub(crate) next: Located<u32>,
    /// The secretaries take the evenings in turn.
    #[serde(default)]
    pub(crate) secretaries: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}
