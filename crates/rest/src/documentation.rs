//! The description of the API, served by the server itself: the document, a page to read, and the kinds of problems.

mod page;

use std::sync::LazyLock;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::framework::to_read;
use crate::openapi;
use crate::problem::{self, Problem, kinds};

static DOCUMENT: LazyLock<String> = LazyLock::new(openapi::document);
static PAGE: LazyLock<String> = LazyLock::new(|| page::operations(&openapi::value()));

/// The routes of the description.
pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(to_read("/", || html(page::start())))
        .service(to_read("/docs", || html(PAGE.clone())))
        .service(to_read("/openapi.json", document))
        .service(to_read("/problems", || html(page::problems(&problem::all()))))
        .service(to_read("/problems/{code}", one_problem));
}

async fn document() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(DOCUMENT.as_str())
}

async fn one_problem(request: HttpRequest, code: web::Path<String>) -> HttpResponse {
    match problem::of_code(&code) {
        Some(problem) => html(page::problems(&[problem])).await,
        None => Problem::own(kinds::NO_SUCH_ROUTE).respond(&request),
    }
}

/// A page that loads nothing and runs nothing.
async fn html(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"))
        .insert_header(("x-content-type-options", "nosniff"))
        .body(body)
}
