//! The description of the API, served by the server itself: the document, an explorer to try it
//! with, a page to read, and the kinds of problems.

mod page;

use std::sync::{Arc, LazyLock};

use actix_web::http::header;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::framework::to_read;
use crate::openapi;
use crate::problem::{self, Problem, kinds};

static DOCUMENT: LazyLock<String> = LazyLock::new(openapi::document);
static PAGE: LazyLock<String> = LazyLock::new(|| page::operations(&openapi::value()));

static EXPLORER: LazyLock<Arc<utoipa_swagger_ui::Config<'static>>> = LazyLock::new(|| {
    let explorer = utoipa_swagger_ui::Config::from("/openapi.json");
    // The badge of an online validator would send the document's address away.
    Arc::new(explorer.validator_url("none").deep_linking(true).filter(true).doc_expansion("list"))
});
/// Its own scripts, styles and pictures, and requests to this server.
const EXPLORERS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                                img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                                frame-ancestors 'none'";

/// The routes of the description.
pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(to_read("/", || html(page::start())))
        .service(to_read("/docs", to_the_pages))
        .service(to_read("/docs/text", || html(PAGE.clone())))
        .service(to_read("/docs/{file:.*}", explorer))
        .service(to_read("/openapi.json", document))
        .service(to_read("/problems", || html(page::problems(&problem::all()))))
        .service(to_read("/problems/{code}", one_problem));
}

/// The explorer's files are found beside its page, so the page has to be a folder.
async fn to_the_pages() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}

/// Swagger UI, out of the program itself: nothing is loaded from anywhere else.
async fn explorer(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    match utoipa_swagger_ui::serve(&file, Arc::clone(&EXPLORER)) {
        Ok(Some(file)) => HttpResponse::Ok()
            .content_type(file.content_type)
            .insert_header(("content-security-policy", EXPLORERS_POLICY))
            .insert_header(("x-content-type-options", "nosniff"))
            .body(file.bytes.into_owned()),
        Ok(None) => Problem::own(kinds::NO_SUCH_ROUTE).respond(&request),
        Err(error) => {
            tracing::error!(%error, "the explorer's page cannot be made");
            Problem::own(kinds::INTERNAL).respond(&request)
        }
    }
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
