//! Duty: tasks that a policy sets, plans for posts and areas, training, handover, evaluation, a month's figures.

use wire::outcome::Nothing;
use wire::verb::{Done, Evaluate, Handover, MonthResult, Plan, Train};

use crate::operation::Operation;

pub(super) const ALL: &[Operation] = &[
    Operation::verb::<Done, Nothing>(
        "/v1/sites/{site}/fulfilments",
        "fulfilTask",
        "A task of a clause is fulfilled, or a fact that the clause wants is recorded.",
    )
    .example(r#"{"staff":"A","clause":"P12-30","visitor":"v1"}"#),
    Operation::verb::<Plan, Nothing>(
        "/v1/sites/{site}/duty-plans",
        "planDuty",
        "Who has which post or area, and when.",
    )
    .example(r#"{"post":"door","staff":["A","B"],"from":"2026-12-01"}"#),
    Operation::verb::<Train, Nothing>(
        "/v1/sites/{site}/trainings",
        "train",
        "Somebody is trained for a post.",
    )
    .example(r#"{"staff":"A","post":"door"}"#),
    Operation::verb::<Handover, Nothing>(
        "/v1/sites/{site}/handovers",
        "handOver",
        "A post is handed over in writing.",
    )
    .example(r#"{"post":"door","from":"A","to":"B","state":"two families in the lounge"}"#),
    Operation::verb::<Evaluate, Nothing>(
        "/v1/sites/{site}/evaluations",
        "evaluate",
        "Somebody is evaluated.",
    )
    .example(r#"{"staff":"A","by":"S","scores":{"courtesy":9.5}}"#),
    Operation::verb::<MonthResult, Nothing>(
        "/v1/sites/{site}/month-results",
        "recordMonthResult",
        "A month's figures of somebody, where they are not known from elsewhere.",
    )
    .example(r#"{"staff":"A","month":"2026-02","leads":40,"deals":3}"#),
];
