//! Visits: from the arrival over what comes to light to the leaving, and the decision with its explanation.

use actix_web::{HttpRequest, Route, web};
use application::TextMode;
use domain::ids::{StaffId, VisitorId};
use serde::Serialize;
use utoipa::ToSchema;
use wire::outcome::{Decision, Nothing, Registration, Text};
use wire::verb::{Assist, Choose, Dispatch, FindOut, HandOn, Leave, NoAnswer, Recognise, Register, Undo};
use wire::{Id, Stamp};

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::openapi::Schemas;
use crate::operation::{Operation, Parameter};
use crate::problem::Problem;

pub(super) const ALL: &[Operation] = &[
    Operation::get::<Visit>(
        "/v1/sites/{site}/visits/{visitor}",
        "getVisit",
        "The last decision about a visit, explained in Chinese and English; and why not somebody else.",
        explained,
    )
    .query(&[Parameter {
        name: "why_not",
        about: "Of whom to say why they do not receive: the first rule that ruled them out, and the smallest fact \
                that would have changed it.",
        schema: Schemas::reference::<Id>,
    }]),
    Operation::verb::<NoAnswer, Decision>(
        "/v1/sites/{site}/visits/{visitor}/no-answers",
        "noAnswer",
        "The consultant called did not appear; the visit is decided again.",
    ),
    Operation::verb::<Register, Registration>(
        "/v1/sites/{site}/visits/{visitor}/registrations",
        "register",
        "The registration of a visitor; it may turn out to be an earlier customer.",
    )
    .example(r#"{"name":"Lin Yue","phone":"13800000001","signed_by":"A"}"#),
    Operation::verb::<FindOut, Decision>(
        "/v1/sites/{site}/visits/{visitor}/findings",
        "findOut",
        "What came to light during the reception.",
    )
    .example(r#"{"what":"customer_of","staff":"B"}"#),
    Operation::verb::<Recognise, Decision>(
        "/v1/sites/{site}/visits/{visitor}/recognitions",
        "recognise",
        "The first consultant recognises the customer, or is named by them.",
    ),
    Operation::verb::<Choose, Decision>(
        "/v1/sites/{site}/visits/{visitor}/choices",
        "choose",
        "The owner's choice when an own customer arrives meanwhile.",
    ),
    Operation::verb::<HandOn, Decision>(
        "/v1/sites/{site}/visits/{visitor}/hand-ons",
        "handOn",
        "The one in turn names who receives.",
    ),
    Operation::verb::<Assist, Nothing>(
        "/v1/sites/{site}/visits/{visitor}/assistances",
        "assist",
        "Somebody helps with the reception or joins it.",
    ),
    Operation::verb::<Dispatch, Decision>(
        "/v1/sites/{site}/visits/{visitor}/dispatches",
        "dispatch",
        "The supervisor assigns outside the order.",
    )
    .example(r#"{"staff":"D","by":"S","why":"speaks Cantonese"}"#),
    Operation::verb::<Leave, Nothing>(
        "/v1/sites/{site}/visits/{visitor}/leavings",
        "leave",
        "The reception or call ends, or a waiting visitor leaves unserved.",
    ),
    Operation::verb::<Undo, Nothing>(
        "/v1/sites/{site}/visits/{visitor}/undos",
        "undo",
        "The last assignment is taken back within the policy's window.",
    ),
];

/// A visit's last decision.
#[derive(Serialize, ToSchema)]
struct Visit {
    /// When it was made.
    decided_at: Stamp,
    /// The decision, with its explanation.
    decision: Decision,
    /// Why not the one asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    why_not: Option<Text>,
}

fn explained(operation: &'static Operation) -> Route {
    web::route().to(move |request: HttpRequest| async move {
        answer::told(explain(operation, &request).await, &request)
    })
}

async fn explain(operation: &'static Operation, request: &HttpRequest) -> Outcome {
    let asked = Asked::new(operation, request)?;
    let (site, visitor) = (asked.site()?, VisitorId::new(asked.path_id("visitor")?));
    let why_not = asked.query()?.remove("why_not").map(Id::new).transpose();
    let why_not = why_not.map_err(|error| Problem::parameter("why_not", error.to_string()))?;
    let why_not = why_not.map(StaffId::new);
    let application = &asked.door.application;
    let told = application.explain(&site, &visitor, why_not.as_ref(), TextMode::Both).await?;
    answer::json(operation, &Visit { decided_at: told.at, decision: told.decision, why_not: told.why_not })
}
