//! `lunpai serve`: the server, on a database file or one of several on a PostgreSQL server, on loopback.

use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use persistence::Place;

use crate::clock::SystemClock;
use crate::composition::House;
use crate::ending::{FAULT, MISSED, UNREADABLE, complain};
use crate::serving;
use crate::settings::{Flags, LogFormat, Settings};
use crate::stop_signal::asked_to_stop;
use crate::telemetry::{self, To};

/// Runs the server: a database, the HTTP API and its documentation. Needs no configuration.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    flags: Flags,
}

/// Serves until asked to stop.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let settings = match Settings::read(arguments.flags) {
        Ok(settings) => settings,
        Err(bad) => return complain(UNREADABLE, bad),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(FAULT, format_args!("cannot start: {error}")),
    };
    match runtime.block_on(serve(settings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => complain(MISSED, why),
    }
}

async fn serve(settings: Settings) -> Result<(), String> {
    let Settings { listen, metrics, database, packs, drain, log } = settings;
    let format = log.format;
    telemetry::begin(log, To::Stdout);
    let stop = asked_to_stop().map_err(|error| format!("cannot hear signals: {error}"))?;
    let listener = serving::reserve(listen)?;
    let address = address(&listener, listen);
    let metrics = metrics.map(serving::reserve).transpose()?;
    let measured = metrics.as_ref().and_then(|listener| listener.local_addr().ok());
    let house = House::open(&database, Arc::new(SystemClock), packs.as_deref()).await;
    let house = house.map_err(|trouble| trouble.to_string())?;
    announce(address, measured, &database, format);
    let served = serving::serve(listener, metrics, house, stop, drain).await;
    served.map_err(|error| format!("cannot serve: {error}"))?;
    tracing::info!("stopped");
    Ok(())
}

/// The address with the port that the system chose, where it was asked to.
pub(crate) fn address(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

fn announce(address: SocketAddr, measured: Option<SocketAddr>, database: &Place, format: LogFormat) {
    if format == LogFormat::Json {
        tracing::info!(%address, %database, "listening");
        return;
    }
    println!("Lunpai {} 轮排", env!("CARGO_PKG_VERSION"));
    println!("  API            http://{address}/v1");
    println!("  documentation  http://{address}/docs    (OpenAPI: http://{address}/openapi.json)");
    if let Some(measured) = measured {
        println!("  measured       http://{measured}/metrics");
    }
    println!("  database       {database}");
    println!("  Loopback only: there is no authentication yet, so nobody else may reach it. Ctrl-C stops.");
}
