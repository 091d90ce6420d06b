//! Presence: on the floor, off it, away from it and back.

use wire::outcome::Nothing;
use wire::verb::{Claim, ComeBack, SignIn, SignOut, StepAway};

use crate::operation::Operation;

pub(super) const ALL: &[Operation] = &[
    Operation::verb::<SignIn, Nothing>("/v1/sites/{site}/sign-ins", "signIn", "Somebody comes to the floor.")
        .example(r#"{"staff":"A"}"#),
    Operation::verb::<SignOut, Nothing>(
        "/v1/sites/{site}/sign-outs",
        "signOut",
        "Somebody leaves the floor.",
    )
    .example(r#"{"staff":"A"}"#),
    Operation::verb::<StepAway, Nothing>(
        "/v1/sites/{site}/absences",
        "stepAway",
        "Somebody steps away from the floor. Business that nobody approved counts as private.",
    )
    .example(r#"{"staff":"C","reason":"business","approved_by":"S"}"#),
    Operation::verb::<ComeBack, Nothing>(
        "/v1/sites/{site}/returns",
        "comeBack",
        "Somebody is back on the floor, and asks for the make-up if `claim` says so.",
    )
    .example(r#"{"staff":"C"}"#),
    Operation::verb::<Claim, Nothing>(
        "/v1/sites/{site}/claims",
        "claimMakeUp",
        "Somebody asks for a make-up that has to be asked for.",
    )
    .example(r#"{"staff":"C"}"#),
];
