//! Breaches reported, gates cleared, tasks done.

use super::body::body;
use crate::{Id, Note};
use serde_json::Value;

body!(
    /// A breach that a person reports.
    Incident {
        must {
            /// Whose breach.
            staff: Id,
            /// Of which clause.
            clause: Id,
        }
        may {
            /// Who reports it.
            by: Id,
            /// Towards which visitor; a policy may except some.
            visitor: Id,
            /// What happened.
            note: Note,
        }
    }
);
body!(
    /// A gate: an analysis written, a test passed or failed, an approval given, a penalty ended.
    Clear {
        must {
            /// Whose gate.
            staff: Id,
            /// Of which clause.
            clause: Id,
        }
        may {
            /// Who clears it.
            by: Id,
            /// Remarks.
            note: Note,
            /// Whether a test was passed; see [`Clear::was_passed`].
            passed: bool,
        }
    }
);

impl Clear {
    /// Was the gate passed? Yes, unless the line says no.
    #[must_use]
    pub fn was_passed(&self) -> bool {
        self.passed.unwrap_or(true)
    }
}

body!(
    /// A task of a clause fulfilled, or a fact that the clause wants recorded.
    Done {
        must {
            /// Of which clause.
            clause: Id,
        }
        may {
            /// Who did it; without it, the line's actor.
            staff: Id,
            /// For which visitor.
            visitor: Id,
            /// What it is about.
            about: Note,
            /// What is recorded.
            #[serde(deserialize_with = "crate::collection::optional_value")]
            data: Value,
        }
    }
);
