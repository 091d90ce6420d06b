//! How an answer goes out.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::operation::Operation;
use crate::problem::{Problem, kinds};

/// What a handler comes to.
pub(crate) type Outcome = Result<HttpResponse, Problem>;

/// A JSON object with the operation's status.
pub(crate) fn json(operation: &Operation, body: &impl Serialize) -> Outcome {
    let text = serde_json::to_string(body).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        Problem::own(kinds::INTERNAL)
    })?;
    let status = StatusCode::from_u16(operation.success).unwrap_or(StatusCode::OK);
    Ok(HttpResponse::build(status).content_type("application/json").body(text))
}

/// A plain text.
pub(crate) fn text(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(body)
}

/// The answer, or the problem told to whoever asked.
pub(crate) fn told(outcome: Outcome, request: &HttpRequest) -> HttpResponse {
    outcome.unwrap_or_else(|problem| problem.respond(request))
}
