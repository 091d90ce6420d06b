//! Turns: passed on, given up, and the supervisor's hand in the order.

use wire::outcome::Nothing;
use wire::verb::{GiveUp, Permit, ResumeOrder, SuspendOrder, Waive};

use crate::operation::Operation;

pub(super) const ALL: &[Operation] = &[
    Operation::verb::<Waive, Nothing>(
        "/v1/sites/{site}/waivers",
        "waiveTurn",
        "The first in turn passes the turn on after the policy's wait.",
    )
    .example(r#"{"staff":"A"}"#),
    Operation::verb::<GiveUp, Nothing>(
        "/v1/sites/{site}/give-ups",
        "giveUpTurn",
        "The first in turn gives the turn up by choice.",
    )
    .example(r#"{"staff":"A"}"#),
    Operation::verb::<Permit, Nothing>(
        "/v1/sites/{site}/permissions",
        "permit",
        "A manager permits what the policy leaves to them, for one reception.",
    )
    .example(r#"{"staff":"A","what":"second_customer","by":"S"}"#),
    Operation::verb::<SuspendOrder, Nothing>(
        "/v1/sites/{site}/order-suspensions",
        "suspendOrder",
        "The supervisor suspends the order when people are too few: no turns are used.",
    )
    .example(r#"{"by":"S","why":"two people only"}"#),
    Operation::verb::<ResumeOrder, Nothing>(
        "/v1/sites/{site}/order-resumptions",
        "resumeOrder",
        "The supervisor puts the order in force again.",
    )
    .example(r#"{"by":"S"}"#),
];
