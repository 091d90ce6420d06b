//! Customers: whose they are, what is recorded of them, and how a deal is shared. A phone is looked up by a body, for
//! an address ends up in logs.

use actix_web::HttpRequest;
use application::TextMode;
use application::ports::PartyView;
use domain::ids::{PartyId, StaffId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use wire::outcome::{DealResult, DisputeResult, Nothing, Owner};
use wire::reading::{BadLine, Draft};
use wire::verb::{Ask, Deal, Dispute, FollowUp, Import, Kin, Reassign, Settle};
use wire::vocabulary::{CustomerState, Question};
use wire::{Id, Label, Phone, Stamp};

use super::lists::{self, CURSOR, PAGE_SIZE, Wanted};
use super::particulars;
use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::openapi::Schemas;
use crate::operation::{Does, MOST_BULK_BYTES, Method, Operation, Parameter};
use crate::problem::Problem;
use crate::submit::Received;
use crate::{cursor, question};

pub(super) const ALL: &[Operation] = &[
    Operation::get::<Customers>(
        "/v1/sites/{site}/customers",
        "listCustomers",
        "The customers of a site by id, with whose they are as last recorded; no phones. The ownership of one customer \
         is asked for at its own address.",
        |operation| answer::reading(operation, page),
    )
    .query(&[OWNER, CURSOR, PAGE_SIZE]),
    particulars::GET,
    particulars::PATCH,
    Operation {
        method: Method::Post,
        does: Does::Asks(Question::Owner),
        body: Some(Schemas::reference::<CustomerLookup>),
        ..Operation::get::<CustomerFound>(
            "/v1/sites/{site}/customer-lookups",
            "lookUpCustomer",
            "Who a customer is and whose, by phone, by id or by a visit. Changes nothing.",
            |operation| answer::receiving(operation, found),
        )
        .example(r#"{"phone":"13800000001"}"#)
    },
    Operation::get::<Owner>(
        "/v1/sites/{site}/customers/{customer}/ownership",
        "getOwnership",
        "Who owns a customer, and until when they are protected. A visit's id stands for its customer.",
        question::route,
    )
    .asks(Question::Owner),
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
    Operation::verb::<Kin, Nothing>("/v1/sites/{site}/kinships", "proveKinship", "A relation is proven.").example(r#"{"customer":"v1","of":"c1","relation":"spouse"}"#),
    Operation::verb::<Dispute, DisputeResult>(
        "/v1/sites/{site}/disputes",
        "dispute",
        "Who owns a customer, on what evidence; the answer shows its working.",
    )
    .example(r#"{"customer":"v1","between":["A","B"]}"#),
    Operation::verb::<Settle, DisputeResult>(
        "/v1/sites/{site}/settlements",
        "settleDispute",
        "A manager confirms the finding of a dispute, or overrules it with a reason.",
    )
    .example(r#"{"dispute":1,"by":"M"}"#),
    Operation::verb::<Reassign, Nothing>(
        "/v1/sites/{site}/reassignments",
        "reassign",
        "A manager gives a customer to another consultant.",
    )
    .example(r#"{"customer":"c1","to":"B","why":"leaving","by":"S"}"#),
    Operation {
        most_bytes: MOST_BULK_BYTES,
        ..Operation::verb::<Import, Nothing>(
            "/v1/sites/{site}/imports",
            "importCustomers",
            "Customers known from elsewhere; all of them or none.",
        )
        .example(r#"{"customers":[{"id":"c9","name":"Zhou Lan","phone":"13800000009","owner":"A","state":"open"}]}"#)
    },
];

const OWNER: Parameter = Parameter {
    name: "owner",
    about: "Whose only; everybody's unless it is said.",
    schema: Schemas::reference::<Id>,
};

/// A page of customers.
#[derive(Serialize, ToSchema)]
struct Customers {
    /// By id.
    items: Vec<ListedCustomer>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A customer in a list.
#[derive(Serialize, ToSchema)]
struct ListedCustomer {
    /// Their id.
    customer: Label,
    /// What they are called, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Label>,
    /// Who holds them; `null` where nobody does.
    owner: Option<Label>,
    /// Whether they still look or have bought; only where somebody holds them.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<CustomerState>,
}

async fn page(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let site = asked.site()?;
    let mut query = asked.query()?;
    let owner = query.remove("owner").map(Id::new).transpose();
    let owner = owner.map_err(|error| Problem::parameter("owner", error.to_string()))?;
    let list = lists::name("customers", &site, &[owner.as_ref().map(Id::as_str)]);
    let Wanted { after, size } = lists::taken(&mut query, &list)?;
    let (owner, after) = (owner.map(StaffId::new), after.map(PartyId::new));
    let page = asked.door.application.customers(&site, owner.as_ref(), after.as_ref(), size).await?;
    let next_cursor = page.next.map(|next| cursor::written(&list, &next));
    answer::json(operation, &Customers { items: page.items.iter().map(listed).collect(), next_cursor })
}

fn listed(view: &PartyView) -> ListedCustomer {
    let claim = view.party.claim.as_ref();
    ListedCustomer {
        customer: view.party.id.as_str().into(),
        name: view.name.as_deref().map(Into::into),
        owner: claim.map(|claim| claim.staff.as_str().into()),
        state: claim.and_then(|claim| CustomerState::parse(claim.state.word())),
    }
}

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

async fn found(operation: &'static Operation, request: HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let site = asked.site()?;
    let mut draft = Draft::read(&asked.body(received)?, operation.most_bytes)?;
    let phone: Option<Phone> = draft.take("phone")?;
    let application = &asked.door.application;
    if phone.is_some() {
        // The phone stands for the customer: whoever names both says one thing twice.
        draft.add("customer", "by phone").map_err(|_| one_only())?;
    }
    draft.add("what", "owner")?;
    let ask: Ask = draft.body()?;
    if ask.customer.is_some() && ask.visitor.is_some() {
        return Err(one_only().into());
    }
    let (known, told) = if let Some(phone) = phone {
        let Some((customer, told)) = application.owner_by_phone(&site, &phone).await? else {
            return answer::json(operation, &serde_json::json!({"customer": null, "owner": null}));
        };
        (Some(customer.as_str().to_owned()), told)
    } else {
        (ask.party().map(ToString::to_string), application.ask(&site, &ask).await?)
    };
    let mut answer = told.json(TextMode::None)?;
    if let (Value::Object(keys), Some(customer)) = (&mut answer, known) {
        keys.insert("customer".to_owned(), customer.into());
    }
    answer::json(operation, &answer)
}

fn one_only() -> BadLine {
    BadLine::new("one of `phone`, `customer` and `visitor` is enough")
}
