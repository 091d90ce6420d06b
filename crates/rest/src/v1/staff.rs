//! Staff: who is of the house, and what stands against them.

use wire::outcome::{Eligible, Fines, Nothing};
use wire::verb::{Delegate, Resign, StaffChange};

use crate::operation::{self, Operation};

pub(super) const ALL: &[Operation] = &[
    Operation::verb::<StaffChange, Nothing>(
        "/v1/sites/{site}/staff",
        "changeStaff",
        "Somebody joins or changes; what is not said stays as it was.",
    )
    .example(r#"{"staff":{"id":"E","name":"Zhao Lei","role":"consultant","skills":["villa"]}}"#),
    Operation::get::<Eligible>(
        "/v1/sites/{site}/staff/{staff}/eligibility",
        "getEligibility",
        "Whether somebody takes part in the rotation now, and the clause that keeps them out if not.",
        operation::eligible,
    ),
    Operation::get::<Fines>(
        "/v1/sites/{site}/staff/{staff}/fines",
        "getFines",
        "What somebody was fined, their warnings, and the end of a suspension that runs.",
        operation::fines,
    ),
    Operation::verb::<Delegate, Nothing>(
        "/v1/sites/{site}/delegations",
        "delegate",
        "A stand-in for somebody's customers.",
    ),
    Operation::verb::<Resign, Nothing>(
        "/v1/sites/{site}/resignations",
        "resign",
        "A consultant leaves the house.",
    ),
];
