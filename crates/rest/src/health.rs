//! Probes for whoever runs the server: is the process alive, and can it work. No one needs a right to ask.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::door::Door;
use crate::framework::to_read;
use crate::problem::{Problem, kinds};

/// The routes of the probes.
pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(to_read("/livez", alive)).service(to_read("/readyz", ready));
}

/// The process answers. The store is not asked: restarting would not mend it.
async fn alive() -> HttpResponse {
    told()
}

/// The store answers and its schema is this program's; and the server is not about to stop.
async fn ready(request: HttpRequest, door: web::Data<Door>) -> HttpResponse {
    if door.feed.is_closed() {
        return Problem::own(kinds::SHUTTING_DOWN).respond(&request);
    }
    match door.application.ready().await {
        Ok(()) => told(),
        Err(failure) => Problem::from(failure).respond(&request),
    }
}

fn told() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .json(json!({"status": "ok"}))
}
