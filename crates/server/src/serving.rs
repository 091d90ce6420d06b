//! Serves HTTP until told to stop, wakes sites when something falls due, and stops without dropping anything.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer};
use application::Application;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::composition::House;
use crate::metrics;

/// How long requests that are being answered may still take when the server stops.
const FINISH: u64 = 4;
/// How often replies that have been kept long enough are forgotten, in seconds.
const FORGET_EVERY: u64 = 60;
/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(10);

/// After so many seconds a server that shares its store asks anew what each site waits for.
const LOOKING_AGAIN: u64 = 30;

/// An address, reserved.
///
/// # Errors
/// Says what to do where another program has it.
pub(crate) fn reserve(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {} is taken by another program; stop that one, or choose another with --listen {}:PORT",
            address.port(),
            address.ip()
        ),
        _ => format!("cannot listen on {address}: {error}"),
    })
}

/// Serves until `stop` is done and for `drain` longer, then finishes what is being answered and closes the house. With `metrics`, the gauges are
/// served there.
pub(crate) async fn serve(
    listener: TcpListener,
    metrics: Option<TcpListener>,
    house: House,
    stop: impl Future<Output = ()>,
    drain: Duration,
) -> io::Result<()> {
    let routes = rest::configure(house.door());
    let server = HttpServer::new(move || App::new().configure(routes.clone()))
        .listen(listener)?
        .disable_signals()
        .client_request_timeout(HEAD)
        .shutdown_timeout(FINISH)
        .run();
    let handle = server.handle();
    let gauges = metrics.map(|listener| serve_gauges(listener, &house)).transpose()?;
    let ticker = tick(house.application().clone(), house.is_shared());
    let tasks = [tokio::spawn(ticker), tokio::spawn(house.pump())];
    let feed = house.feed().clone();
    let stopping = async {
        stop.await;
        // First of all: streams have no end of their own, and would be waited for. From here on nobody is told that this
        // server is ready.
        feed.close();
        tokio::time::sleep(drain).await;
        handle.stop(true).await;
    };
    tokio::pin!(server);
    let served = tokio::select! {
        served = &mut server => served,
        () = stopping => server.await,
    };
    for task in tasks {
        task.abort();
        // Aborted or not, it has given the use cases back once it has ended.
        let _ = task.await;
    }
    if let Some((handle, gauges)) = gauges {
        handle.stop(true).await;
        let _ = gauges.await;
    }
    house.close().await;
    served
}

/// Begins to serve the gauges.
fn serve_gauges(
    listener: TcpListener,
    house: &House,
) -> io::Result<(ServerHandle, JoinHandle<io::Result<()>>)> {
    let (gauges, application) = (Arc::clone(house.gauges()), house.application().clone());
    let (server, handle) = metrics::server(listener, gauges, application, house.feed().clone())?;
    Ok((handle, tokio::spawn(server)))
}

/// Time brings things by itself: every second, the sites for which something is due are woken.
async fn tick(application: Application, shared: bool) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for seconds in 0_u64.. {
        second.tick().await;
        if shared && seconds.is_multiple_of(LOOKING_AGAIN) {
            application.learn_wakes_anew();
            if let Err(error) = application.learn_packs().await {
                tracing::warn!(%error, "packs of other servers could not be fetched");
            }
        }
        if seconds.is_multiple_of(FORGET_EVERY)
            && let Err(error) = application.forget_old_replies().await
        {
            tracing::warn!(%error, "old replies could not be forgotten");
        }
        if let Err(error) = application.wake_due_sites().await {
            tracing::warn!(%error, "sites could not be woken");
        }
    }
}
