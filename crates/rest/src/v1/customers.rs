//! Customers: whose they are, what is recorded of them, and how a deal is shared. A phone is looked up by a body, for
//! an address ends up in logs.

use actix_web::{HttpRequest, Route, web};
use application::TextMode;
use serde_json::Value;
use utoipa::ToSchema;
use wire::outcome::{DealResult, DisputeResult, Nothing, Owner};
use wire::reading::{BadLine, Draft};
use wire::verb::{Ask, Deal, Dispute, FollowUp, Import, Kin, Reassign};
use wire::vocabulary::CustomerState;
use wire::{Id, Label, Phone, Stamp};

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::openapi::Schemas;
use crate::operation::{self, MOST_BULK_BYTES, Method, Operation};
use crate::submit::Received;

pub(super) const ALL: &[Operation] = &[
    Operation {
        method: Method::Post,
        body: Some(Schemas::reference::<CustomerLookup>),
        ..Operation::get::<CustomerFound>(
            "/v1/sites/{site}/customer-lookups",
            "lookUpCustomer",
            "Who a customer is and whose, by phone, by id or by a visit. Changes nothing.",
            look_up,
        )
        .example(r#"{"phone":"13800000001"}"#)
    },
    Operation::get::<Owner>(
        "/v1/sites/{site}/customers/{customer}/ownership",
        "getOwnership",
        "Who owns a customer, and until when they are protected. A visit's id stands for its customer.",
        operation::owner,
    ),
    Operation::verb::<FollowUp, Nothing>(
        "/v1/sites/{site}/follow-ups",
        "followUp",
        "A follow-up is put on record.",
    )
    .example(r#"{"customer":"v1","by":"A","how":"call","reached":true}"#),
    Operation::verb::<Deal, DealResult>(
        "/v1/sites/{site}/deals",
        "closeDeal",
        "A deal is closed; the answer says whose the customer is and how it is shared.",
    )
    .example(r#"{"customer":"v1","by":"A","amount":1280000,"units":1}"#),
    Operation::verb::<Kin, Nothing>("/v1/sites/{site}/kinships", "proveKinship", "A relation is proven."),
    Operation::verb::<Dispute, DisputeResult>(
        "/v1/sites/{site}/disputes",
        "dispute",
        "Who owns a customer, on what evidence; the answer shows its working.",
    )
    .example(r#"{"customer":"v1","between":["A","B"]}"#),
    Operation::verb::<Reassign, Nothing>(
        "/v1/sites/{site}/reassignments",
        "reassign",
        "A manager gives a customer to another consultant.",
    ),
    Operation {
        most_bytes: MOST_BULK_BYTES,
        ..Operation::verb::<Import, Nothing>(
            "/v1/sites/{site}/imports",
            "importCustomers",
            "Customers known from elsewhere; all of them or none.",
        )
    },
];

/// By what a customer is looked up: exactly one of these.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body; the keys are read one by one")]
struct CustomerLookup {
    /// Their phone, however it is written.
    phone: Option<Phone>,
    /// Their id.
    customer: Option<Id>,
    /// A visit of theirs.
    visitor: Option<Id>,
}

/// A customer that was looked up.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the answer, which is the ownership with one key more")]
struct CustomerFound {
    /// Their id; `null` where nobody is known by what was given.
    customer: Option<Label>,
    /// The owner; `null` where nobody owns them.
    owner: Option<Label>,
    /// Whether the customer still looks or has bought.
    state: Option<CustomerState>,
    /// Until when; `null` for a closed customer.
    protected_until: Option<Stamp>,
}

fn look_up(operation: &'static Operation) -> Route {
    web::route().to(move |request: HttpRequest, received: Received| async move {
        answer::told(found(operation, &request, received).await, &request)
    })
}

async fn found(operation: &'static Operation, request: &HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, request)?;
    asked.query()?;
    let site = asked.site()?;
    let mut draft = Draft::read(&asked.body(received)?, operation.most_bytes)?;
    let phone: Option<Phone> = draft.take("phone")?;
    let application = &asked.door.application;
    if let Some(phone) = phone {
        let known = application.customer_by_phone(&site, &phone).await?;
        match known {
            Some(customer) => draft.add("customer", customer.as_str()).map_err(|_| one_only())?,
            None => return answer::json(operation, &serde_json::json!({"customer": null, "owner": null})),
        }
    }
    draft.add("what", "owner")?;
    let ask: Ask = draft.body()?;
    if ask.customer.is_some() && ask.visitor.is_some() {
        return Err(one_only().into());
    }
    let mut answer = application.ask(&site, &ask).await?.json(TextMode::None)?;
    if let (Value::Object(keys), Some(party)) = (&mut answer, ask.party()) {
        keys.insert("customer".to_owned(), party.as_str().into());
    }
    answer::json(operation, &answer)
}

fn one_only() -> BadLine {
    BadLine::new("one of `phone`, `customer` and `visitor` is enough")
}
