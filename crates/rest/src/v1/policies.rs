//! Packs by name and version: those that come with the build, and a house's own.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use domain::ids::PolicyRef;
use domain::policy::PackText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::Label;
use wire::outcome::Text;
use wire::reading::{self, Draft};

use super::lists::{self, Wanted};
use crate::answer::{self, Outcome};
use crate::asked::{Asked, JSON, TOML, encoded};
use crate::cursor;
use crate::openapi::Schemas;
use crate::operation::{AnswersAs, Method, Operation};
use crate::problem::{Problem, kinds};
use crate::question::wants_text;
use crate::submit::{Received, point_at};

const ADDRESS: &str = "/v1/policies/{policy}/{version}";

pub(super) const ALL: &[Operation] = &[
    Operation::get::<Packs>(
        "/v1/policies",
        "listPolicies",
        "The packs that a site can go by, by name and version.",
        |operation| answer::reading(operation, list),
    )
    .query(lists::PARAMETERS),
    Operation {
        answers_as: AnswersAs::JsonOrText,
        ..Operation::get::<Pack>(
            ADDRESS,
            "getPolicyText",
            "A pack as its author wrote it. With `Accept: text/plain` only the text, as a file to change and to bring back \
             under another version.",
            |operation| answer::reading(operation, one),
        )
    },
    Operation {
        method: Method::Put,
        success: 201,
        body: Some(Schemas::reference::<PackBody>),
        takes: &[TOML, JSON],
        ..Operation::get::<Pack>(
            ADDRESS,
            "putPolicyText",
            "Brings a pack, proves it whole and keeps it for good; from then on, on every server, a site can be opened with \
             it or bound to it by its name. The text has to say the name and the version of the address. The same text \
             again changes nothing (200); decisions pin a version, so another text under it is refused (409). What is \
             wrong with a pack is told with line and key (422).",
            |operation| answer::receiving(operation, put),
        )
    },
];

/// A page of packs.
#[derive(Serialize, ToSchema)]
struct Packs {
    /// By name and version.
    items: Vec<ListedPack>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A pack in a list.
#[derive(Serialize, ToSchema)]
struct ListedPack {
    /// Its name.
    policy: Label,
    /// Its version.
    policy_version: u32,
    /// What people call it.
    title: Text,
    /// Does it come with this build?
    shipped: bool,
}

/// A pack to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PackBody {
    /// The text, in TOML.
    text: String,
}

/// A pack as its author wrote it.
#[derive(Serialize, ToSchema)]
struct Pack {
    #[serde(flatten)]
    listed: ListedPack,
    /// The text, in TOML.
    text: String,
}

fn listed(pack: &PackText) -> ListedPack {
    ListedPack {
        policy: pack.id.name.clone().into(),
        policy_version: pack.id.version,
        title: Text { zh: pack.title.zh.clone(), en: pack.title.en.clone() },
        shipped: pack.shipped,
    }
}

async fn list(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let Wanted { after, size } = lists::wanted(&asked, "policies")?;
    let place = |after: String| {
        let (name, version) = after.rsplit_once('/')?;
        Some(PolicyRef { name: name.into(), version: version.parse().ok()? })
    };
    let page = asked.door.application.packs(after.and_then(place).as_ref(), size).await?;
    let next_cursor = page.next.map(|next| cursor::written("policies", &next));
    answer::json(operation, &Packs { items: page.items.iter().map(listed).collect(), next_cursor })
}

async fn one(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let pack = asked.door.application.pack(&id(&asked)?).await?;
    if wants_text(&request) {
        return Ok(answer::text(pack.text));
    }
    answer::json(operation, &Pack { listed: listed(&pack), text: pack.text })
}

async fn put(operation: &'static Operation, request: HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let id = id(&asked)?;
    let bytes = asked.body(received)?;
    let wrapped = asked.media_type().is_some_and(|kind| kind.eq_ignore_ascii_case(JSON));
    let text = if wrapped {
        Draft::read(&bytes, operation.most_bytes)?.value::<PackBody>()?.text
    } else {
        reading::text(&bytes)?.to_owned()
    };
    let (pack, new) = asked.door.application.put_pack(&id, &text).await?;
    let mut response = answer::json(operation, &Pack { listed: listed(&pack), text: pack.text })?;
    if !new {
        response.head_mut().status = StatusCode::OK;
    }
    point_at(&mut response, &format!("/v1/policies/{}/{}", encoded(&id.name), id.version));
    Ok(response)
}

/// Which pack the address names; where that can be no version, it names none.
fn id(asked: &Asked<'_>) -> Result<PolicyRef, Problem> {
    let (name, version) = (asked.path_id("policy")?, asked.path_id("version")?);
    let version = version.as_str().parse().map_err(|_| Problem::own(kinds::NO_SUCH_ROUTE))?;
    Ok(PolicyRef { name: name.into(), version })
}
