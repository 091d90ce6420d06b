//! The gauges over HTTP, on a port of their own: whoever reads numbers need not reach the API, and the other way round.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::{Server, ServerHandle};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse, HttpServer};
use application::Application;
use rest::Feed;

use crate::gauges::Gauges;

/// The text form that the gauges are written in.
const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is told.
#[derive(Clone)]
struct Told {
    gauges: Arc<Gauges>,
    application: Application,
    feed: Feed,
}

/// Serves `/metrics` until stopped; not running yet.
pub(crate) fn server(
    listener: TcpListener,
    gauges: Arc<Gauges>,
    application: Application,
    feed: Feed,
) -> io::Result<(Server, ServerHandle)> {
    let told = Told { gauges, application, feed };
    let routes =
        move || App::new().app_data(Data::new(told.clone())).route("/metrics", web::get().to(metrics));
    let server =
        HttpServer::new(routes).workers(1).listen(listener)?.disable_signals().shutdown_timeout(1).run();
    let handle = server.handle();
    Ok((server, handle))
}

async fn metrics(told: Data<Told>) -> HttpResponse {
    HttpResponse::Ok().content_type(KIND).body(told.gauges.told(&told.application, &told.feed))
}
