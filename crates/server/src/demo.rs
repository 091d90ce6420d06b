//! `lunpai demo`: a reception day, played through the HTTP API of a server of its own; the server then goes on serving.

mod client;
mod dice;
mod evening;
mod house;
mod play;
mod played_clock;
mod script;
mod told;

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use application::ports::IdSource as _;
use clap::Args;
use domain::time::Zone;
use persistence::Place;

use crate::composition::House;
use crate::ending::{FAULT, MISSED, UNREADABLE, complain};
use crate::new_ids::UuidIds;
use crate::serving;
use crate::settings::{LogFlags, LogSettings, USUAL_PORT};
use crate::stop_signal::asked_to_stop;
use crate::telemetry::{self, To};
use client::Client;
use play::{Play, instant};
use played_clock::PlayedClock;
use script::minute;

/// Plays a reception day through the HTTP API of a server of its own, explains it, and keeps serving.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Address and port to listen on; loopback only. Without it 127.0.0.1:8080, or any free port if that is taken.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Which day is played: the same number, the same day.
    #[arg(long, default_value_t = 42, value_name = "NUMBER")]
    seed: u64,
    /// Stop when the day has been told, instead of serving on.
    #[arg(long)]
    exit: bool,
    #[command(flatten)]
    log: LogFlags,
}

/// Plays, tells and serves.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let log = match LogSettings::read(&arguments.log, "warn") {
        Ok(log) => log,
        Err(bad) => return complain(UNREADABLE, bad),
    };
    telemetry::begin(log, To::Stderr);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(FAULT, format_args!("cannot start: {error}")),
    };
    match runtime.block_on(demo(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => complain(MISSED, why),
    }
}

async fn demo(arguments: &Arguments) -> Result<(), String> {
    let signal = asked_to_stop().map_err(|error| format!("cannot hear signals: {error}"))?;
    let listener = reserve(arguments.listen)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let folder = Folder::fresh().map_err(|error| format!("no temporary folder: {error}"))?;
    let zone = Zone::parse("Asia/Shanghai").unwrap_or(Zone::UTC);
    let clock = Arc::new(PlayedClock::standing_at(instant(zone, minute(8, 0))));
    let house = House::open(&Place::File(folder.database()), Arc::<PlayedClock>::clone(&clock), None).await;
    let house = house.map_err(|trouble| trouble.to_string())?;
    let client = Client::new(format!("http://{address}"), Arc::clone(&clock));
    let (seed, exit) = (arguments.seed, arguments.exit);
    let day = tokio::task::spawn_blocking(move || {
        let told = play_and_tell(client, address, zone, seed, exit);
        clock.let_go();
        told
    });
    let mut told = Ok(());
    let stop = async {
        told = day.await.map_err(|error| error.to_string()).and_then(|told| told);
        if told.is_ok() && !exit {
            signal.await;
        }
    };
    let served = serving::serve(listener, None, house, stop, Duration::ZERO).await;
    told?;
    served.map_err(|error| format!("cannot serve: {error}"))
}

/// The address asked for; without one the usual port, or any that is free.
fn reserve(asked: Option<SocketAddr>) -> Result<TcpListener, String> {
    let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    match asked {
        Some(address) => {
            serving::reserve(crate::settings::loopback_only(address).map_err(|bad| bad.to_string())?)
        }
        None => serving::reserve(local(USUAL_PORT)).or_else(|_| serving::reserve(local(0))),
    }
}

fn play_and_tell(
    mut client: Client,
    address: SocketAddr,
    zone: Zone,
    seed: u64,
    exit: bool,
) -> Result<(), String> {
    let mut out = io::stdout().lock();
    let said = |error: io::Error| error.to_string();
    writeln!(
        out,
        "Lunpai {} 轮排: a day at a marketing centre, played through the API of a server on http://{address}\n\
         营销中心的一天，经由 HTTP 接口演示：8 位置业顾问，约 120 次来访与来电",
        env!("CARGO_PKG_VERSION")
    )
    .map_err(said)?;
    client.post(instant(zone, minute(8, 0)), "/v1/sites", &house::opening())?;
    let played = Play::new(&mut client, &mut out, zone, seed).run()?;
    let evening = evening::told(&mut client, &played)?;
    out.write_all(evening.as_bytes()).map_err(said)?;
    write!(out, "{}", where_to_go(&client, address, exit)).map_err(said)?;
    out.flush().map_err(said)
}

fn where_to_go(client: &Client, address: SocketAddr, exit: bool) -> String {
    let site = format!("http://{address}/v1/sites/{}", house::SITE);
    let end = if exit {
        ""
    } else {
        "\nThe server goes on, with the clock where the day ended. Ctrl-C stops it.\n服务器继续运行，按 Ctrl-C 停止。\n"
    };
    format!(
        "\nAll of it came through {} HTTP requests to this server; nobody but this machine can reach it.\n\
         \n  API            {site}\
         \n  documentation  http://{address}/docs    (OpenAPI: http://{address}/openapi.json)\
         \n  the sheet      curl -H 'accept: text/plain' {site}/sheet\
         \n  next arrival   curl -X POST {site}/arrivals -H 'content-type: application/json' -d '{{}}'\n{end}",
        client.asked(),
    )
}

/// A folder for the day's database, gone when the day is over.
struct Folder(PathBuf);

impl Folder {
    fn fresh() -> io::Result<Self> {
        let folder = std::env::temp_dir().join(UuidIds.fresh("lunpai-demo"));
        std::fs::create_dir(&folder)?;
        Ok(Self(folder))
    }

    fn database(&self) -> PathBuf {
        Path::new(&self.0).join("lunpai.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "the temporary folder could not be removed");
        }
    }
}
