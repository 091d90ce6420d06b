//! Requests that change something: a body of the vocabulary, given to the one use case that does what verbs say.

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Route, web};
use application::{Request, TextMode};
use wire::Stamp;
use wire::reading::{Body, Draft};
use wire::verb::Verb;

use crate::answer::{self, Outcome};
use crate::asked::{Asked, encoded};
use crate::idempotency;
use crate::operation::Operation;
use crate::problem::Problem;

/// What arrived as a body, or why it did not.
pub(crate) type Received = Result<web::Bytes, actix_web::Error>;

/// The route of a verb.
pub(crate) fn route<T: Body + Into<Verb> + 'static>(operation: &'static Operation) -> Route {
    answer::receiving(operation, submit::<T>)
}

async fn submit<T: Body + Into<Verb>>(
    operation: &'static Operation,
    request: HttpRequest,
    received: Received,
) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    asked.query()?;
    let site = asked.site()?;
    let actor = asked.actor()?;
    let bytes = asked.body(received)?;
    let (draft, happened_at) = drafted(&asked, &bytes)?;
    let body: T = match draft.body() {
        Ok(body) => body,
        // Only now is it worth while to look for everything that is wrong.
        Err(_) => return Err(drafted(&asked, &bytes)?.0.slips::<T>().into()),
    };
    let by = actor.as_ref().map(wire::Id::as_str);
    let idempotency = idempotency::read(request.headers(), operation, by, request.path(), &bytes)?;
    let reply = asked.door.application.submit(
        &site,
        Request { actor, happened_at: happened_at.map(Stamp::utc), idempotency, ..Request::new(body) },
    );
    let told = reply.await.outcome?;
    let body = told.json(TextMode::Both)?;
    let mut response = answer::json(operation, &body)?;
    if operation.success == 201
        && let Some(visit) = body.get("reception").and_then(serde_json::Value::as_str)
    {
        let location = format!("/v1/sites/{}/visits/{}", encoded(site.as_str()), encoded(visit));
        point_at(&mut response, &location);
    }
    if told.replayed() {
        mark_replayed(&mut response);
    }
    Ok(response)
}

/// The verb's keys, wherever they stood, and when it happened.
fn drafted(asked: &Asked<'_>, bytes: &[u8]) -> Result<(Draft, Option<Stamp>), Problem> {
    let mut draft = Draft::read(bytes, asked.operation.most_bytes)?;
    let happened_at = draft.take("happened_at")?;
    asked.add_path_keys(&mut draft)?;
    if let Some(key) = asked.operation.made_up {
        draft.fill_in(key, || asked.door.ids.fresh(prefix(key)));
    }
    Ok((draft, happened_at))
}

/// Says that the answer is that of an earlier request with the same key.
pub(crate) fn mark_replayed(response: &mut HttpResponse) {
    let name = HeaderName::from_bytes(idempotency::REPLAYED.as_bytes());
    if let Ok(name) = name {
        response.headers_mut().insert(name, HeaderValue::from_static("true"));
    }
}

/// Says where what was made can be found.
pub(crate) fn point_at(response: &mut HttpResponse, location: &str) {
    if let Ok(value) = HeaderValue::from_str(location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
}

/// How the made-up ids of a key begin.
fn prefix(key: &str) -> &'static str {
    match key {
        "visitor" => "vis",
        _ => "id",
    }
}
