//! Sites: opened as the first line of a day file states them, and bound to another policy from a midnight on.

use actix_web::HttpRequest;
use application::ports::SiteView;
use domain::ids::SiteId;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use wire::line::Setting;
use wire::reading::{BadLine, Draft};
use wire::{Id, Label, Stamp};

use super::lists::{self, Wanted};
use super::people::{Person, person};
use crate::answer::{self, Outcome};
use crate::asked::{Asked, encoded};
use crate::openapi::Schemas;
use crate::operation::{MOST_BULK_BYTES, Method, Operation};
use crate::submit::{Received, mark_replayed, point_at};
use crate::{cursor, idempotency};

pub(super) const ALL: &[Operation] = &[
    Operation {
        method: Method::Post,
        success: 201,
        most_bytes: MOST_BULK_BYTES,
        body: Some(opening),
        ..Operation::get::<Site>(
            "/v1/sites",
            "openSite",
            "Opens a site: the body is the first line of a day file, with an `id` if the client has one for it. The answer \
             is the site as it was opened.",
            |operation| answer::receiving(operation, opened),
        )
        .example(
            r#"{"id":"north","policy":"marketing-centre","timezone":"Asia/Shanghai","staff":[{"id":"A"},{"id":"B"},{"id":"S","role":"supervisor"}]}"#,
        )
    },
    Operation::get::<Sites>("/v1/sites", "listSites", "The sites, by id.", |operation| answer::reading(operation, page)).query(lists::PARAMETERS),
    Operation::get::<Site>("/v1/sites/{site}", "getSite", "A site, its people and who is being received.", |operation| answer::reading(operation, one)),
];

/// A page of sites.
#[derive(Serialize, ToSchema)]
struct Sites {
    /// By id.
    items: Vec<ListedSite>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A site in a list.
#[derive(Serialize, ToSchema)]
struct ListedSite {
    /// Its id.
    id: Label,
}

/// A site as last committed.
#[derive(Serialize, ToSchema)]
pub(super) struct Site {
    /// Its id.
    id: Label,
    /// The name of the policy pack in force.
    policy: Label,
    /// The version of that pack.
    policy_version: u32,
    /// The IANA zone by which it counts its days.
    timezone: Label,
    /// Its people, in the order of joining.
    staff: Vec<Person>,
    /// The visits being received.
    receptions: Vec<BeingReceived>,
    /// The visitors whom nobody could receive yet, by arrival.
    waiting: Vec<Label>,
    /// The number of its last journal entry.
    sequence: u64,
}

/// A visit being received.
#[derive(Serialize, ToSchema)]
struct BeingReceived {
    /// The visit.
    visitor: Label,
    /// Who receives.
    staff: Label,
    /// Since when.
    since: Stamp,
}

async fn opened(operation: &'static Operation, request: HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let bytes = asked.body(received)?;
    let mut draft = Draft::read(&bytes, operation.most_bytes)?;
    let given: Option<Id> = draft.take("id")?;
    if draft.take::<Value>("checkpoint")?.is_some() {
        return Err(BadLine::of("checkpoint", "is for files only: a site opens as it stands").into());
    }
    draft.fill_in("day_file", || 1);
    let setting: Setting = draft.value()?;
    let key = idempotency::read(request.headers(), operation, None, request.path(), &bytes)?;
    let fresh = || asked.door.ids.fresh("sit");
    let id = SiteId::new(given.map_or_else(fresh, |id| id.as_str().to_owned()));
    let application = &asked.door.application;
    let told = application.open_once(&id, setting, key).await.outcome?;
    // Under a key, another request may have opened it, with an id of its own.
    let id = told.opened().unwrap_or(id);
    let mut response = answer::json(operation, &shown(&application.opening(&id).await?))?;
    point_at(&mut response, &format!("/v1/sites/{}", encoded(id.as_str())));
    if told.replayed() {
        mark_replayed(&mut response);
    }
    Ok(response)
}

async fn page(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let Wanted { after, size } = lists::wanted(&asked, "sites")?;
    let after = after.map(SiteId::new);
    let page = asked.door.application.sites(after.as_ref(), size).await?;
    let items = page.items.iter().map(|id| ListedSite { id: id.as_str().into() }).collect();
    let next_cursor = page.next.map(|next| cursor::written("sites", &next));
    answer::json(operation, &Sites { items, next_cursor })
}

async fn one(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let view = asked.door.application.site(&asked.site()?).await?;
    answer::json(operation, &shown(&view))
}

pub(super) fn shown(view: &SiteView) -> Site {
    let floor = &view.floor;
    let local = |at| Stamp::from(floor.zone.local(at));
    Site {
        id: view.id.as_str().into(),
        policy: floor.policy.name.clone().into(),
        policy_version: floor.policy.version,
        timezone: floor.zone.name().into(),
        staff: floor
            .members
            .iter()
            .filter(|member| !member.gone)
            .map(|member| person(member, floor.zone))
            .collect(),
        receptions: floor
            .receptions
            .iter()
            .map(|reception| BeingReceived {
                visitor: reception.arrival.visitor.as_str().into(),
                staff: reception.staff.as_str().into(),
                since: local(reception.since),
            })
            .collect(),
        waiting: floor.waiting.iter().map(|waiting| waiting.arrival.visitor.as_str().into()).collect(),
        sequence: view.sequence,
    }
}

/// The first line of a day file, with an id.
fn opening(schemas: &mut Schemas) -> Value {
    let mut schema = schemas.inline::<Setting>();
    let id = schemas.reference::<Id>();
    if let Some(keys) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        let about = "The site's id; one is made up where it is not given.";
        keys.insert("id".to_owned(), json!({"description": about, "allOf": [id]}));
        keys.remove("checkpoint");
    }
    if let Some(needed) = schema.get_mut("required").and_then(Value::as_array_mut) {
        needed.retain(|key| key != "day_file");
    }
    schemas.put("Opening", schema)
}
