//! What a customer is called and their phone: read one by one, and corrected on the version that was read.

use actix_web::HttpRequest;
use application::ports::{PartyView, PhoneKey};
use application::{Edited, Expected, ParticularsEdit, Version};
use domain::ids::PartyId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::reading::Draft;
use wire::{Label, Name, Phone};

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::edit;
use crate::openapi::Schemas;
use crate::operation::{Method, Operation};
use crate::submit::Received;

const ADDRESS: &str = "/v1/sites/{site}/customers/{customer}";

pub(super) const GET: Operation = Operation {
    versioned: true,
    ..Operation::get::<CustomerParticulars>(
        ADDRESS,
        "getCustomer",
        "What a customer is called and their phone. A visit's id stands for its customer. The `ETag` is the version that \
         an edit has to bring back.",
        |operation| answer::reading(operation, customer),
    )
};

pub(super) const PATCH: Operation = Operation {
    method: Method::Patch,
    body: Some(Schemas::reference::<CustomerChange>),
    versioned: true,
    ..Operation::get::<CustomerParticulars>(
        ADDRESS,
        "editCustomer",
        "Corrects a customer's name or phone; what is not said stays as it was. `If-Match` says which version was read; of \
         two people who edit the same one, the second is told (412). A phone that identifies another customer is refused \
         (409).",
        |operation| answer::receiving(operation, edited),
    )
    .example(r#"{"name":"Lin Yue","phone":"13800000001"}"#)
};

/// What a customer is called, and their phone.
#[derive(Serialize, ToSchema)]
struct CustomerParticulars {
    /// Their id.
    customer: Label,
    /// What they are called; `null` where that is not known.
    name: Option<Label>,
    /// Their phone as it is compared, in E.164 where a numbering plan knows it; `null` where none is on record.
    phone: Option<String>,
}

/// Other particulars.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CustomerChange {
    /// What they are called.
    name: Option<Name>,
    /// Their phone, however it is written; it identifies them from now on.
    phone: Option<Phone>,
}

async fn customer(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    shown(&asked).await
}

/// The particulars as they are now, with their version.
async fn shown(asked: &Asked<'_>) -> Outcome {
    let (site, id) = (asked.site()?, asked.path_id("customer")?);
    let PartyView { party, name, phone } = asked.door.application.customer(&site, &id).await?;
    let version = Version::of_customer(name.as_deref(), phone.as_ref());
    let particulars = CustomerParticulars {
        customer: party.id.as_str().into(),
        name: name.as_deref().map(Into::into),
        phone: phone.as_ref().map(PhoneKey::expose).map(ToOwned::to_owned),
    };
    edit::versioned(answer::json(asked.operation, &particulars), &version)
}

async fn edited(operation: &'static Operation, request: HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let customer = asked.path_id("customer")?;
    let Expected { versions, .. } = edit::expected(&asked, Edited::Customer(PartyId::new(&customer)))?;
    let draft = Draft::read(&asked.body(received)?, operation.most_bytes)?;
    let CustomerChange { name, phone } = draft.value()?;
    let edit = ParticularsEdit { customer, name, phone, actor: asked.actor()?, versions };
    asked.door.application.correct(&asked.site()?, edit).await.outcome?;
    shown(&asked).await
}
