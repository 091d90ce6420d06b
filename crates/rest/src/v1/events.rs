//! Events: the journal of a site, live.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::sites::shown;
use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::feed::{Beginning, Told};
use crate::operation::{AnswersAs, Operation, Parameter};
use crate::problem::{Problem, kinds};

/// The header with which a browser resumes.
pub(crate) const LAST_EVENT_ID: &str = "Last-Event-ID";

pub(super) const ALL: &[Operation] = &[Operation {
    answers_as: AnswersAs::Events,
    ..Operation::get::<Told>(
        "/v1/sites/{site}/events",
        "followEvents",
        "What is accepted at a site, as it happens: server-sent events, one for each journal entry, whose `id` is the \
         entry's number and whose `data` is a `FeedEvent`: ids only, no names and no phones, and where a decision is \
         explained. A stream that breaks is resumed with `Last-Event-ID` on any server, without a gap and without a \
         repetition. An event named `reset` says that the number to resume from is none of this site: its data is the site \
         as it is now, and the stream goes on from there. A comment at least every 15 seconds is a sign of life. A reader \
         that falls too far behind is cut, and resumes.",
        |operation| answer::reading(operation, begin),
    )
}
.query(&[
    Parameter {
        name: "after",
        about: "The journal entry after which to begin, for whoever cannot set a header; `Last-Event-ID` wins. Without \
                either, only what happens from now on.",
        schema: number,
    },
    Parameter {
        name: "until",
        about: "The journal entry after which to end. Who has had it already is answered 204, which tells a browser to \
                come no more.",
        schema: number,
    },
])];

fn number(_: &mut crate::openapi::Schemas) -> serde_json::Value {
    json!({"type": "integer", "minimum": 0})
}

async fn begin(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let site = asked.site()?;
    let mut query = asked.query()?;
    let mut number = |name| -> Result<Option<u64>, Problem> {
        let number = query.remove(name).map(|given| given.parse()).transpose();
        number.map_err(|_| Problem::parameter(name, "must be a whole number from 0 on"))
    };
    let (after, until) = (number("after")?, number("until")?);
    let after = resumed(&request)?.or(after);
    let feed = &asked.door.feed;
    if feed.is_closed() {
        return Err(
            Problem::own(kinds::SHUTTING_DOWN).with(header::RETRY_AFTER, HeaderValue::from_static("2"))
        );
    }
    let view = asked.door.application.site(&site).await?;
    let head = view.sequence;
    let known = after.filter(|after| *after <= head);
    if known.zip(until).is_some_and(|(known, until)| known >= until) {
        return Ok(HttpResponse::NoContent().insert_header((header::CACHE_CONTROL, "no-store")).finish());
    }
    let at = known.unwrap_or(head);
    // An id without data moves a browser's place, so that it resumes from here even if nothing has happened yet.
    let mut first = format!("retry: 2000\nid: {at}\n\n");
    if after.is_some() && known.is_none() {
        let site = serde_json::to_string(&shown(&view)).unwrap_or_default();
        first.push_str(&format!("event: reset\nid: {head}\ndata: {site}\n\n"));
    }
    let beginning = Beginning { after: at, head, until, first };
    let body = feed.follow(asked.door.application.clone(), site, beginning);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        // Nothing else comes on this connection: kept open after the stream, it would be waited for when the server stops.
        .force_close()
        .body(body))
}

/// The number from which a client resumes, where it says one.
fn resumed(request: &HttpRequest) -> Result<Option<u64>, Problem> {
    let Some(given) = request.headers().get(LAST_EVENT_ID) else { return Ok(None) };
    match given.to_str().map(str::trim) {
        Ok("") => Ok(None),
        Ok(given) => given.parse().map(Some).map_err(|_| ()),
        Err(_) => Err(()),
    }
    .map_err(|()| Problem::header(LAST_EVENT_ID, "must be the number of an event of this stream"))
}
