//! Staff: who is of the house, what they are there, and what stands against them.

use actix_web::HttpRequest;
use application::{Edited, Version};
use domain::floor::{Member, Shift};
use domain::ids::{Label as Word, StaffId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use wire::outcome::{Eligible, Fines, Nothing};
use wire::verb::{Delegate, Resign, StaffChange, StaffMember};
use wire::vocabulary::{Question, Role, Status};
use wire::{Label, Stamp};

use super::lists::{self, Wanted};
use super::people::{Person, person};
use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::openapi::Schemas;
use crate::operation::{Method, Operation};
use crate::problem::Problem;
use crate::submit::Received;
use crate::{cursor, edit, question};

pub(super) const ALL: &[Operation] = &[
    Operation::get::<People>("/v1/sites/{site}/staff", "listStaff", "The people of the house, by id.", |operation| answer::reading(operation, page))
        .query(lists::PARAMETERS),
    Operation::verb::<StaffChange, Nothing>(
        "/v1/sites/{site}/staff",
        "changeStaff",
        "Somebody joins or changes; what is not said stays as it was.",
    )
    .example(r#"{"staff":{"id":"E","name":"Zhao Lei","role":"consultant","skills":["villa"]}}"#),
    Operation {
        versioned: true,
        ..Operation::get::<MemberSetting>(
            "/v1/sites/{site}/staff/{staff}",
            "getStaffMember",
            "What somebody is in the house. The `ETag` is the version that an edit has to bring back.",
            |operation| answer::reading(operation, member),
        )
    },
    Operation {
        method: Method::Patch,
        body: Some(change),
        versioned: true,
        ..Operation::get::<MemberSetting>(
            "/v1/sites/{site}/staff/{staff}",
            "editStaffMember",
            "Changes what somebody is in the house; what is not said stays as it was. `If-Match` says which version \
             was read; of two people who edit the same one, the second is told (412).",
            |operation| answer::receiving(operation, edit),
        )
        .example(r#"{"status":"training","shift":"09:00-18:00"}"#)
    },
    Operation::get::<Eligible>(
        "/v1/sites/{site}/staff/{staff}/eligibility",
        "getEligibility",
        "Whether somebody takes part in the rotation now, and the clause that keeps them out if not.",
        question::route,
    )
    .asks(Question::Eligible),
    Operation::get::<Fines>(
        "/v1/sites/{site}/staff/{staff}/fines",
        "getFines",
        "What somebody was fined, their warnings, and the end of a suspension that runs.",
        question::route,
    )
    .asks(Question::Fines),
    Operation::verb::<Delegate, Nothing>(
        "/v1/sites/{site}/delegations",
        "delegate",
        "A stand-in for somebody's customers.",
    )
    .example(r#"{"staff":"A","to":"B","until":"2026-12-01"}"#),
    Operation::verb::<Resign, Nothing>(
        "/v1/sites/{site}/resignations",
        "resign",
        "A consultant leaves the house.",
    )
    .example(r#"{"staff":"A"}"#),
];

/// A page of the house's people.
#[derive(Serialize, ToSchema)]
struct People {
    /// By id.
    items: Vec<Person>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// What somebody is in the house.
#[derive(Serialize, ToSchema)]
struct MemberSetting {
    /// Their id.
    id: Label,
    /// What they do.
    role: Role,
    /// Whether they take part.
    status: Status,
    /// Their team.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<Label>,
    /// Their department.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<Label>,
    /// What they can do.
    skills: Vec<Label>,
    /// Their working hours on the site's clock, such as 09:00-18:00.
    #[serde(skip_serializing_if = "Option::is_none")]
    shift: Option<String>,
    /// Their half, 1 or 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    half: Option<u8>,
    /// Their experience, in months.
    #[serde(skip_serializing_if = "Option::is_none")]
    experience_months: Option<u32>,
}

async fn page(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let site = asked.site()?;
    let list = lists::name("staff", &site, &[]);
    let Wanted { after, size } = lists::wanted(&asked, &list)?;
    let floor = asked.door.application.site(&site).await?.floor;
    let mut members: Vec<&Member> = floor.members.iter().filter(|member| !member.gone).collect();
    members.sort_by_key(|member| &member.id);
    members.retain(|member| after.as_ref().is_none_or(|after| member.id.as_str() > after.as_str()));
    let more = members.len() > size;
    members.truncate(size);
    let last = members.last().filter(|_| more).map(|member| member.id.as_str());
    let next_cursor = last.map(|last| cursor::written(&list, last));
    let items = members.into_iter().map(|member| person(member, floor.zone)).collect();
    answer::json(operation, &People { items, next_cursor })
}

async fn member(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    shown(&asked).await
}

/// Somebody as they are now, with the version.
async fn shown(asked: &Asked<'_>) -> Outcome {
    let (site, id) = (asked.site()?, StaffId::new(asked.path_id("staff")?));
    let floor = asked.door.application.site(&site).await?.floor;
    let member = floor.members.iter().find(|member| member.id == id && !member.gone);
    let unknown = || application::Failure::Unknown { what: "staff", id: id.as_str().to_owned() };
    let member = member.ok_or_else(unknown)?;
    edit::versioned(answer::json(asked.operation, &setting(member)), &Version::of_member(member))
}

fn setting(member: &Member) -> MemberSetting {
    let word = |word: &Word| word.as_str().into();
    MemberSetting {
        id: member.id.as_str().into(),
        role: Role::parse(member.role.word()).unwrap_or(Role::Consultant),
        status: Status::parse(member.status.word()).unwrap_or(Status::Active),
        team: member.team.as_ref().map(word),
        department: member.department.as_ref().map(word),
        skills: member.skills.iter().map(word).collect(),
        shift: member.shift.as_ref().map(hours),
        half: member.half,
        experience_months: member.experience_months,
    }
}

fn hours(shift: &Shift) -> String {
    format!("{}-{}", shift.from.format("%H:%M"), shift.to.format("%H:%M"))
}

async fn edit(operation: &'static Operation, request: HttpRequest, received: Received) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let staff = asked.path_id("staff")?;
    let expected = edit::expected(&asked, Edited::Staff(StaffId::new(&staff)))?;
    let (mut draft, happened_at) = edit::drafted(&asked, received)?;
    draft.add("id", staff.as_str())?;
    let member: StaffMember = draft.value().map_err(Problem::from)?;
    edit::carried_out(&asked, StaffChange { staff: vec![member] }, happened_at, expected).await?;
    shown(&asked).await
}

/// A member without the id, which the path says.
fn change(schemas: &mut Schemas) -> Value {
    let mut schema = schemas.inline::<StaffMember>();
    if let Some(keys) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        keys.remove("id");
        let stamp = schemas.reference::<Stamp>();
        let about = "When it happened, where it is entered late.";
        keys.insert("happened_at".to_owned(), serde_json::json!({"description": about, "allOf": [stamp]}));
    }
    if let Some(keys) = schema.as_object_mut() {
        keys.remove("required");
    }
    schemas.put("StaffMemberChange", schema)
}
