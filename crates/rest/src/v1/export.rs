//! A site's days as a day file: what was accepted, to be simulated again or under another pack.

use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use application::{Export, Exporting, Failure};
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use utoipa::ToSchema;
use wire::Month;

use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::openapi::Schemas;
use crate::operation::{AnswersAs, Operation, Parameter};
use crate::pieces::{self, Piece};
use crate::problem::Problem;

/// How long a reader may take for a page of the journal before it is cut.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) const ALL: &[Operation] = &[Operation {
    answers_as: AnswersAs::DayFile,
    ..Operation::get::<DayFile>(
        "/v1/sites/{site}/export",
        "exportSite",
        "A site's days as a day file: its setting, then every accepted line. Simulating the file gives the answers that \
         the site gave, to the byte. Names and phones stay behind unless they are asked for: the lines say which \
         customer was identified. It is written as it is read; where it cannot be written to its end, the connection \
         is cut.",
        |operation| answer::reading(operation, begin),
    )
}
.query(&[
    Parameter {
        name: "from",
        about: "The first civil day at the site; without it, from the site's opening. An export that begins later \
                begins with the state of then.",
        schema: date,
    },
    Parameter { name: "to", about: "The last civil day; without it, up to now.", schema: date },
    Parameter {
        name: "month",
        about: "One whole month, instead of `from` and `to`.",
        schema: Schemas::reference::<Month>,
    },
    Parameter { name: "with_particulars", about: "With names and phones on record.", schema: yes_or_no },
])];

/// A day file: a JSON object on each line.
#[derive(ToSchema)]
#[schema(value_type = String)]
#[expect(dead_code, reason = "it describes the answer, which is written line by line")]
struct DayFile(String);

fn date(_: &mut Schemas) -> Value {
    json!({"type": "string", "format": "date"})
}

fn yes_or_no(_: &mut Schemas) -> Value {
    json!({"type": "boolean", "default": false})
}

async fn begin(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let (site, wanted) = (asked.site()?, wanted(&asked)?);
    let mut export = asked.door.application.export(&site, wanted).await.map_err(of_the_query)?;
    // What keeps it from beginning is still told as a problem.
    let first = export.next().await.map_err(of_the_query)?.unwrap_or_default();
    let (out, body) = pieces::whole(1);
    actix_web::rt::spawn(go_on(export, first, out));
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}

/// What cannot be exported was asked for by a parameter.
fn of_the_query(failure: Failure) -> Problem {
    match failure {
        Failure::Invalid { field, reason } => Problem::parameter(field, reason),
        other => other.into(),
    }
}

fn wanted(asked: &Asked<'_>) -> Result<Exporting, Problem> {
    let mut query = asked.query()?;
    let mut day = |name| -> Result<Option<NaiveDate>, Problem> {
        let day = query.remove(name).map(|given| given.parse()).transpose();
        day.map_err(|_| Problem::parameter(name, "must be a date such as 2026-03-02"))
    };
    let (from, to) = (day("from")?, day("to")?);
    let particulars = query.remove("with_particulars").map(|given| given.parse()).transpose();
    let particulars =
        particulars.map_err(|_| Problem::parameter("with_particulars", "must be true or false"))?;
    let particulars = particulars.unwrap_or(false);
    let Some(month) = query.remove("month") else { return Ok(Exporting { from, to, particulars }) };
    if from.is_some() || to.is_some() {
        return Err(Problem::parameter(
            "month",
            "stands beside `from` or `to`: only one of them can be meant",
        ));
    }
    let given: StrDeserializer<'_, Error> = month.as_str().into_deserializer();
    let month = Month::deserialize(given)
        .map_err(|_| Problem::parameter("month", "must be a month such as 2026-03"))?;
    Ok(Exporting::month(month.first_day(), particulars))
}

/// Hands the export over, page by page, as fast as it is read; whoever reads too slowly is cut.
async fn go_on(mut export: Export, first: String, out: mpsc::Sender<Piece>) {
    let mut next = Some(first);
    loop {
        let ended = next.is_none();
        let piece = next.map_or(Piece::End, |lines| Piece::Of(Bytes::from(lines)));
        let sent = tokio::time::timeout(PATIENCE, out.send(piece)).await;
        if ended || !matches!(sent, Ok(Ok(()))) {
            return;
        }
        next = match export.next().await {
            Ok(next) => next,
            Err(failure) => {
                tracing::error!(error = ?failure, "an export could not be written to its end");
                return;
            }
        };
    }
}
