//! What surrounds every request: its id, its line in the log, and the framework's own errors told as problems.

use std::fmt;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{
    Error, FromRequest, Handler, HttpMessage, HttpRequest, HttpResponse, Resource, Responder, guard, web,
};
use tracing::Level;

use crate::door::{Answered, Door};
use crate::operation::Operation;
use crate::problem::{MEDIA_TYPE, Problem, kinds};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request, given by the client or made here.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// The id that this request was given on its way in.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_else(|| Self(String::new()))
    }

    fn given(headers: &HeaderMap) -> Option<Self> {
        let id = headers.get(REQUEST_ID)?.to_str().ok()?;
        let sound = (8..=128).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
        // An id goes into the log, so it must not be a phone number.
        let phone = id.len() <= 15 && id.bytes().all(|b| b.is_ascii_digit());
        (sound && !phone).then(|| Self(id.to_owned()))
    }
}

impl std::ops::Deref for RequestId {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The middleware around every route.
pub(crate) async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let door = request.app_data::<web::Data<Door>>().cloned();
    let fresh = || RequestId(door.as_ref().map_or_else(String::new, |door| door.ids.fresh("req")));
    let id = RequestId::given(request.headers()).unwrap_or_else(fresh);
    request.extensions_mut().insert(id.clone());
    let begun = door.as_ref().map(|door| door.clock.now());
    let mut response = as_problem(next.call(request).await?.map_into_boxed_body());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if let (Some(door), Some(begun)) = (door, begun) {
        let took = door.clock.now().signed_duration_since(begun);
        door.watch.answered(answered(&response, took.as_seconds_f64().max(0.0)));
        if tracing::enabled!(Level::INFO) {
            note(&response, &id, took.num_milliseconds());
        }
    }
    Ok(response)
}

/// What is counted of a request: words of our own only.
fn answered<B>(response: &ServiceResponse<B>, seconds: f64) -> Answered {
    let request = response.request();
    let route = request.extensions().get::<&'static Operation>().map(|operation| operation.path);
    let methods = ["GET", "POST", "PUT", "PATCH", "HEAD"];
    let method = methods.into_iter().find(|method| request.method().as_str() == *method);
    Answered {
        route: route.unwrap_or("other"),
        method: method.unwrap_or("other"),
        status: response.status().as_u16(),
        seconds,
    }
}

/// One line a request: no body, no query and no path, for ids in a path may be anything; the route's template instead.
fn note<B>(response: &ServiceResponse<B>, id: &RequestId, ms: i64) {
    let request = response.request();
    let route = request.extensions().get::<&'static Operation>().map_or("-", |operation| operation.path);
    tracing::info!(
        request_id = %id,
        method = %request.method(),
        route,
        status = response.status().as_u16(),
        ms,
        "request"
    );
}

/// An error that none of our handlers told, as a problem.
fn as_problem(response: ServiceResponse) -> ServiceResponse {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !(status.is_client_error() || status.is_server_error()) || kind == Some(MEDIA_TYPE.as_bytes()) {
        return response;
    }
    let problem = of_status(status).respond(response.request());
    response.into_response(problem)
}

/// The framework's status as one of our problems.
pub(crate) fn of_status(status: StatusCode) -> Problem {
    Problem::own(match status {
        StatusCode::NOT_FOUND => kinds::NO_SUCH_ROUTE,
        StatusCode::METHOD_NOT_ALLOWED => kinds::METHOD_NOT_ALLOWED,
        StatusCode::REQUEST_TIMEOUT => kinds::REQUEST_TIMEOUT,
        StatusCode::PAYLOAD_TOO_LARGE => kinds::BODY_TOO_LARGE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => kinds::UNSUPPORTED_MEDIA_TYPE,
        status if status.is_client_error() => kinds::BAD_REQUEST,
        _ => kinds::INTERNAL,
    })
}

/// What answers where no route is.
pub(crate) async fn no_such_route(request: HttpRequest) -> HttpResponse {
    Problem::own(kinds::NO_SUCH_ROUTE).respond(&request)
}

/// A resource that can only be read, and says so to whoever tries otherwise.
pub(crate) fn to_read<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let otherwise = |request: HttpRequest| async move { no_such_method(&request, "GET, HEAD") };
    let reads = guard::Any(guard::Get()).or(guard::Head());
    web::resource(path).route(web::route().guard(reads).to(handler)).default_service(web::to(otherwise))
}

/// What answers on a route where the method is none of its own.
pub(crate) fn no_such_method(request: &HttpRequest, allowed: &str) -> HttpResponse {
    let allowed = HeaderValue::from_str(allowed).unwrap_or_else(|_| HeaderValue::from_static("GET"));
    Problem::own(kinds::METHOD_NOT_ALLOWED).with(header::ALLOW, allowed).respond(request)
}
