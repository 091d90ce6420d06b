//! How an answer goes out.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use actix_web::http::{self, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Route, web};
use serde::Serialize;

use crate::idempotency;
use crate::operation::{Method, Operation};
use crate::problem::{Problem, kinds};
use crate::submit::Received;

/// What a handler comes to.
pub(crate) type Outcome = Result<HttpResponse, Problem>;

/// A JSON object with the operation's status.
pub(crate) fn json(operation: &Operation, body: &impl Serialize) -> Outcome {
    let text = serde_json::to_string(body).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Problem::own(kinds::INTERNAL)
    })?;
    let status = StatusCode::from_u16(operation.success).unwrap_or(StatusCode::OK);
    let mut response = HttpResponse::build(status);
    if operation.method == Method::Get {
        response.insert_header((header::ETAG, tag(&idempotency::digest("", text.as_bytes())[..32])));
    }
    Ok(response.content_type("application/json").body(text))
}

/// A version as a strong entity tag.
pub(crate) fn tag(version: &str) -> String {
    format!("\"{version}\"")
}

/// Is it what the client has already? Then it is not sent again.
fn unless_known(response: HttpResponse, request: &HttpRequest) -> HttpResponse {
    let reads = matches!(*request.method(), http::Method::GET | http::Method::HEAD);
    let Some(found) = response.headers().get(header::ETAG).filter(|_| reads).cloned() else {
        return response;
    };
    let known = request.headers().get_all(header::IF_NONE_MATCH).filter_map(|known| known.to_str().ok());
    let mut known = known.flat_map(|known| known.split(',')).map(str::trim);
    let found_text = found.to_str().unwrap_or_default();
    if known.any(|known| known == "*" || known.trim_start_matches("W/") == found_text) {
        return HttpResponse::NotModified().insert_header((header::ETAG, found)).finish();
    }
    response
}

/// A plain text.
pub(crate) fn text(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(body)
}

/// The route of what comes without a body.
pub(crate) fn reading<F>(
    operation: &'static Operation,
    handler: fn(&'static Operation, HttpRequest) -> F,
) -> Route
where
    F: Future<Output = Outcome> + 'static,
{
    web::route().to(move |request: HttpRequest| guarded(request, move |request| handler(operation, request)))
}

/// The route of what comes with a body.
pub(crate) fn receiving<F>(
    operation: &'static Operation,
    handler: fn(&'static Operation, HttpRequest, Received) -> F,
) -> Route
where
    F: Future<Output = Outcome> + 'static,
{
    web::route().to(move |request: HttpRequest, received: Received| {
        guarded(request, move |request| handler(operation, request, received))
    })
}

/// What a handler comes to, as it is sent: a problem in the client's language, and a defect as a problem too. Without this,
/// a panic would cut the connection without a word.
async fn guarded<H, F>(request: HttpRequest, handler: H) -> HttpResponse
where
    H: FnOnce(HttpRequest) -> F,
    F: Future<Output = Outcome>,
{
    let outcome = unwound(handler(request.clone())).await;
    match outcome {
        Ok(response) => unless_known(response, &request),
        Err(problem) => problem.respond(&request),
    }
}

/// Runs to the end, or to a defect.
async fn unwound(handler: impl Future<Output = Outcome>) -> Outcome {
    let mut handler = pin!(handler);
    poll_fn(move |context| {
        let polled = catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(context)));
        polled.unwrap_or_else(|_| {
            tracing::error!("a defect stopped a request");
            Poll::Ready(Err(Problem::own(kinds::INTERNAL)))
        })
    })
    .await
}
