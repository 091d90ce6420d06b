//! Visits: from the arrival over what comes to light to the leaving, and the decision with its explanation.

use actix_web::HttpRequest;
use application::{TextMode, VisitView};
use domain::ids::{StaffId, VisitorId};
use serde::Serialize;
use utoipa::ToSchema;
use wire::outcome::{Decision, Nothing, Registration, Text};
use wire::verb::{Assist, Choose, Dispatch, FindOut, HandOn, Leave, NoAnswer, Recognise, Register, Undo};
use wire::vocabulary::{Capacity, Channel, Question};
use wire::{Id, Label, Stamp};

use super::lists::{self, Wanted};
use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::cursor;
use crate::openapi::Schemas;
use crate::operation::{Operation, Parameter};
use crate::problem::Problem;

pub(super) const ALL: &[Operation] = &[
    Operation::get::<Visits>(
        "/v1/sites/{site}/visits",
        "listVisits",
        "The visits of a site in the order in which they came, as they were first decided. A page may hold fewer than \
         asked for and go on all the same.",
        |operation| answer::reading(operation, page),
    )
    .query(lists::PARAMETERS),
    Operation::get::<Visit>(
        "/v1/sites/{site}/visits/{visitor}",
        "getVisit",
        "The last decision about a visit, explained in Chinese and English; and why not somebody else.",
        |operation| answer::reading(operation, explain),
    )
    .asks(Question::Reception)
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
    )
    .example(r#"{}"#),
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
    .example(r#"{"what":"customer_of","staff":"B","customer":"c1"}"#),
    Operation::verb::<Recognise, Decision>(
        "/v1/sites/{site}/visits/{visitor}/recognitions",
        "recognise",
        "The first consultant recognises the customer, or is named by them.",
    )
    .example(r#"{"by":"A","customer":"c1"}"#),
    Operation::verb::<Choose, Decision>(
        "/v1/sites/{site}/visits/{visitor}/choices",
        "choose",
        "The owner's choice when an own customer arrives meanwhile.",
    )
    .example(r#"{"by":"A","take":"both"}"#),
    Operation::verb::<HandOn, Decision>(
        "/v1/sites/{site}/visits/{visitor}/hand-ons",
        "handOn",
        "The one in turn names who receives.",
    )
    .example(r#"{"by":"A","to":"B"}"#),
    Operation::verb::<Assist, Nothing>(
        "/v1/sites/{site}/visits/{visitor}/assistances",
        "assist",
        "Somebody helps with the reception or joins it.",
    )
    .example(r#"{"staff":"B"}"#),
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
    )
    .example(r#"{}"#),
    Operation::verb::<Undo, Nothing>(
        "/v1/sites/{site}/visits/{visitor}/undos",
        "undo",
        "The last assignment is taken back within the policy's window.",
    )
    .example(r#"{"by":"S"}"#),
];

/// A page of visits.
#[derive(Serialize, ToSchema)]
struct Visits {
    /// By arrival.
    items: Vec<ListedVisit>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A visit in a list.
#[derive(Serialize, ToSchema)]
struct ListedVisit {
    /// The visit.
    visitor: Label,
    /// The customer, as they were known at the arrival.
    customer: Label,
    /// How they came.
    channel: Channel,
    /// When they came, in UTC.
    arrived_at: Stamp,
    /// Who received first; `null` where the visitor had to wait. How it stands now is told by the visit itself.
    first_assigned: Option<Label>,
    /// In what capacity.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_as: Option<Capacity>,
}

async fn page(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let site = asked.site()?;
    let list = lists::name("visits", &site, &[]);
    let Wanted { after, size } = lists::wanted(&asked, &list)?;
    let page = asked.door.application.visits(&site, lists::number(after)?, size).await?;
    let next_cursor = page.next.map(|next| cursor::written(&list, &next));
    answer::json(operation, &Visits { items: page.items.iter().map(listed).collect(), next_cursor })
}

fn listed(visit: &VisitView) -> ListedVisit {
    ListedVisit {
        visitor: visit.visitor.as_str().into(),
        customer: visit.party.as_str().into(),
        channel: Channel::parse(visit.channel.word()).unwrap_or_default(),
        arrived_at: Stamp::from(visit.at),
        first_assigned: visit.first.as_ref().map(|(staff, _)| staff.as_str().into()),
        first_as: visit.first.as_ref().and_then(|(_, capacity)| Capacity::parse(capacity.word())),
    }
}

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

async fn explain(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let (site, visitor) = (asked.site()?, VisitorId::new(asked.path_id("visitor")?));
    let why_not = asked.query()?.remove("why_not").map(Id::new).transpose();
    let why_not = why_not.map_err(|error| Problem::parameter("why_not", error.to_string()))?;
    let why_not = why_not.map(StaffId::new);
    let application = &asked.door.application;
    let told = application.explain(&site, &visitor, why_not.as_ref(), TextMode::Both).await?;
    answer::json(operation, &Visit { decided_at: told.at, decision: told.decision, why_not: told.why_not })
}
