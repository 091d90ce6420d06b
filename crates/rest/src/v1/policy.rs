//! The policy of a site: the pack in force, and the next one from a midnight on.

use actix_web::HttpRequest;
use application::{Edited, Version};
use serde::Serialize;
use utoipa::ToSchema;
use wire::Label;
use wire::outcome::Nothing;
use wire::verb::Bind;

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::edit;
use crate::openapi::Schemas;
use crate::operation::{Method, Operation};
use crate::submit::Received;

pub(super) const ALL: &[Operation] = &[
    Operation {
        versioned: true,
        ..Operation::get::<PolicySetting>(
            "/v1/sites/{site}/policy",
            "getPolicy",
            "By which pack a site goes, and by which one from when on. The `ETag` is the version that an edit has to \
             bring back.",
            |operation| answer::reading(operation, policy),
        )
    },
    Operation {
        method: Method::Put,
        body: Some(Schemas::body::<Bind>),
        versioned: true,
        ..Operation::get::<PolicySetting>(
            "/v1/sites/{site}/policy",
            "putPolicy",
            "Another policy from a local midnight on, if nobody else has set one since it was read (`If-Match`).",
            |operation| answer::receiving(operation, edited),
        )
        .example(r#"{"policy":"two-tables","from":"2026-12-01"}"#)
    },
    Operation::verb::<Bind, Nothing>(
        "/v1/sites/{site}/policy-bindings",
        "bindPolicy",
        "Another policy from a local midnight on, whatever was set before.",
    )
    .example(r#"{"policy":"two-tables","from":"2026-12-01"}"#),
];

/// The pack of a site, now and next.
#[derive(Serialize, ToSchema)]
struct PolicySetting {
    /// The name of the pack in force.
    policy: Label,
    /// Its version.
    policy_version: u32,
    /// The one that follows; `null` where none does.
    next: Option<FollowingPolicy>,
}

/// A pack that is bound and not yet in force.
#[derive(Serialize, ToSchema)]
struct FollowingPolicy {
    /// Its name.
    policy: Label,
    /// Its version.
    policy_version: u32,
    /// From the beginning of this civil day on.
    #[schema(format = "date")]
    from: String,
}

async fn policy(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    shown(&asked).await
}

async fn shown(asked: &Asked<'_>) -> Outcome {
    let floor = asked.door.application.site(&asked.site()?).await?.floor;
    let next = floor.next_policy.as_ref().map(|next| FollowingPolicy {
        policy: next.policy.name.clone().into(),
        policy_version: next.policy.version,
        from: next.from.to_string(),
    });
    let setting = PolicySetting {
        policy: floor.policy.name.clone().into(),
        policy_version: floor.policy.version,
        next,
    };
    edit::versioned(answer::json(asked.operation, &setting), &Version::of_policy(&floor))
}

async fn edited(operation: &'static Operation, request: HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let expected = edit::expected(&asked, Edited::Policy)?;
    let (draft, happened_at) = edit::drafted(&asked, received)?;
    let bind: Bind = draft.body()?;
    edit::carried_out(&asked, bind, happened_at, expected).await?;
    shown(&asked).await
}
