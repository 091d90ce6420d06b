//! Conduct: breaches that people report, and the end of a penalty.

use wire::outcome::Nothing;
use wire::verb::{Clear, Incident};

use crate::operation::Operation;

pub(super) const ALL: &[Operation] = &[
    Operation::verb::<Incident, Nothing>(
        "/v1/sites/{site}/incidents",
        "reportIncident",
        "A breach that a person reports; the policy says what it brings.",
    )
    .example(r#"{"staff":"B","clause":"P03-1","by":"S"}"#),
    Operation::verb::<Clear, Nothing>(
        "/v1/sites/{site}/clearances",
        "clear",
        "A gate is passed, an approval given or a penalty ended.",
    )
    .example(r#"{"staff":"B","clause":"P03-1","by":"S"}"#),
];
