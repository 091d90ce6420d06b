//! What can be set, in one place: a flag wins over the environment, the environment over what is built in.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use persistence::{BadPlace, Place};
use tracing_subscriber::EnvFilter;

/// A setting as the reference page lists it.
struct Listed {
    flag: &'static str,
    variable: &'static str,
    usual: &'static str,
    about: &'static str,
}

const LISTEN: Listed = Listed {
    flag: "listen",
    variable: "LUNPAI_LISTEN",
    usual: "127.0.0.1:8080",
    about: "Address and port to listen on; loopback only, as long as there is no authentication",
};
/// The port of [`LISTEN`].
pub(crate) const USUAL_PORT: u16 = 8080;
const METRICS: Listed = Listed {
    flag: "metrics-listen",
    variable: "LUNPAI_METRICS_LISTEN",
    usual: "off",
    about: "Address and port for /metrics, in Prometheus' text form, such as 127.0.0.1:9090; no names, phones or ids are in it",
};
const DATABASE: Listed = Listed {
    flag: "database",
    variable: "DATABASE_URL",
    usual: "lunpai.db",
    about: "A SQLite file, created if it is missing, or a PostgreSQL URL, postgres://USER:PASSWORD@HOST/DATABASE; the variable takes a URL of either, sqlite://PATH",
};
const PACKS: Listed = Listed {
    flag: "packs",
    variable: "LUNPAI_PACKS",
    usual: "none",
    about: "A folder of packs of the house's own, each file that ends in .toml; checked at the start and kept in the database for good",
};
const DRAIN: Listed = Listed {
    flag: "drain",
    variable: "LUNPAI_DRAIN",
    usual: "0",
    about: "When asked to stop: for so many seconds /readyz says so while everything else is still served, so that a balancer sends nobody here any more",
};
const LOG: Listed = Listed {
    flag: "log",
    variable: "LUNPAI_LOG",
    usual: "info,actix_server=warn,sea_orm_migration=warn",
    about: "What is logged: a level, or levels by part such as warn,rest=info",
};
const LOG_FORMAT: Listed = Listed {
    flag: "log-format",
    variable: "LUNPAI_LOG_FORMAT",
    usual: "text",
    about: "Log lines as text or as json, one object a line",
};
const ALL: [&Listed; 7] = [&LISTEN, &METRICS, &DATABASE, &PACKS, &DRAIN, &LOG, &LOG_FORMAT];

/// The flags.
#[derive(Debug, Default, Args)]
pub(crate) struct Flags {
    #[arg(long, value_name = "ADDRESS", help = LISTEN.about)]
    listen: Option<SocketAddr>,
    #[arg(long, value_name = "ADDRESS", help = METRICS.about)]
    metrics_listen: Option<SocketAddr>,
    #[arg(long, value_name = "FILE|URL", help = DATABASE.about)]
    database: Option<OsString>,
    #[arg(long, value_name = "FOLDER", help = PACKS.about)]
    packs: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", help = DRAIN.about)]
    drain: Option<u32>,
    #[command(flatten)]
    log: LogFlags,
}

impl Flags {
    /// Only the database is named.
    pub(crate) fn of_database(database: Option<OsString>) -> Self {
        Self { database, ..Self::default() }
    }
}

/// The flags on logging.
#[derive(Debug, Default, Args)]
pub(crate) struct LogFlags {
    #[arg(long, value_name = "LEVELS", help = LOG.about)]
    log: Option<String>,
    #[arg(long, value_name = "FORMAT", help = LOG_FORMAT.about)]
    log_format: Option<LogFormat>,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people at a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

/// What the server goes by.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) metrics: Option<SocketAddr>,
    pub(crate) database: Place,
    pub(crate) packs: Option<PathBuf>,
    pub(crate) drain: Duration,
    pub(crate) log: LogSettings,
}

/// What is logged, and how.
#[derive(Debug)]
pub(crate) struct LogSettings {
    pub(crate) filter: EnvFilter,
    pub(crate) format: LogFormat,
}

/// A setting that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadSetting(String);

impl std::fmt::Display for BadSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Settings {
    /// Flags over environment over what is built in.
    pub(crate) fn read(flags: Flags) -> Result<Self, BadSetting> {
        let environment = Environment::of_process();
        environment.refuse_strangers()?;
        Self::of(flags, &environment)
    }

    fn of(flags: Flags, environment: &Environment) -> Result<Self, BadSetting> {
        let listen = match (flags.listen, environment.get(&LISTEN)?) {
            (Some(listen), _) => listen,
            (None, given) => parsed(&LISTEN, given.unwrap_or(LISTEN.usual))?,
        };
        let listen = loopback_only(listen)?;
        let metrics = match (flags.metrics_listen, environment.get(&METRICS)?) {
            (Some(listen), _) => Some(listen),
            (None, None | Some("off")) => None,
            (None, Some(given)) => Some(address(&METRICS, given)?),
        };
        let database = match (flags.database, environment.get(&DATABASE)?) {
            (Some(given), _) => place_of(given)?,
            (None, Some(url)) => Place::of_url(url).map_err(|bad| bad_place(DATABASE.variable, &bad))?,
            (None, None) => Place::File(PathBuf::from(DATABASE.usual)),
        };
        let packs = flags.packs.or(environment.get(&PACKS)?.map(PathBuf::from));
        let log = LogSettings::of(&flags.log, environment, LOG.usual)?;
        let drain = match (flags.drain, environment.get(&DRAIN)?) {
            (Some(seconds), _) => seconds,
            (None, given) => parsed(&DRAIN, given.unwrap_or(DRAIN.usual))?,
        };
        let drain = Duration::from_secs(drain.into());
        Ok(Self { listen, metrics, database, packs, drain, log })
    }
}

/// Refuses an address that others than this machine could reach.
pub(crate) fn loopback_only(listen: SocketAddr) -> Result<SocketAddr, BadSetting> {
    if listen.ip().is_loopback() {
        return Ok(listen);
    }
    Err(BadSetting(format!(
        "refusing to listen on {listen}: there is no authentication yet, so only this machine may reach the server; \
         use a loopback address such as {}",
        LISTEN.usual
    )))
}

impl LogSettings {
    /// As [`Settings::read`]; `usual` is the level where nothing is set.
    pub(crate) fn read(flags: &LogFlags, usual: &str) -> Result<Self, BadSetting> {
        let environment = Environment::of_process();
        environment.refuse_strangers()?;
        Self::of(flags, &environment, usual)
    }

    fn of(flags: &LogFlags, environment: &Environment, usual: &str) -> Result<Self, BadSetting> {
        let levels = flags.log.as_deref().or(environment.get(&LOG)?).unwrap_or(usual);
        let filter = EnvFilter::try_new(levels)
            .map_err(|error| BadSetting(format!("`{levels}` is no choice of log levels: {error}")))?;
        let format = match (flags.log_format, environment.get(&LOG_FORMAT)?) {
            (Some(format), _) => format,
            (None, None) => LogFormat::Text,
            (None, Some(given)) => LogFormat::from_str(given, false)
                .map_err(|_| BadSetting(format!("{} must be text or json", LOG_FORMAT.variable)))?,
        };
        Ok(Self { filter, format })
    }
}

/// A flag's database: a URL, or else a path, which need not be Unicode.
fn place_of(given: OsString) -> Result<Place, BadSetting> {
    match given.to_str() {
        Some(text) => Place::of_url_or_path(text).map_err(|bad| bad_place("--database", &bad)),
        None => Ok(Place::File(PathBuf::from(given))),
    }
}

/// The URL may hold a password, so it is not repeated.
fn bad_place(setting: &str, bad: &BadPlace) -> BadSetting {
    BadSetting(format!("{setting}: {bad}"))
}

fn address(setting: &Listed, given: &str) -> Result<SocketAddr, BadSetting> {
    given.parse().map_err(|_| {
        BadSetting(format!(
            "{} must be an address such as 127.0.0.1:9090, or off, not `{given}`",
            setting.variable
        ))
    })
}

fn parsed<T: std::str::FromStr>(setting: &Listed, given: &str) -> Result<T, BadSetting> {
    given.parse().map_err(|_| {
        BadSetting(format!("{} must look like {}, not `{given}`", setting.variable, setting.usual))
    })
}

/// The variables that mean something to us, or look as if they should.
struct Environment(Vec<(OsString, OsString)>);

impl Environment {
    fn of_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    fn get(&self, setting: &Listed) -> Result<Option<&str>, BadSetting> {
        let given = self.0.iter().find(|(name, _)| name == setting.variable);
        given
            .filter(|(_, value)| !value.is_empty())
            .map(|(_, value)| {
                value.to_str().ok_or_else(|| BadSetting(format!("{} is not UTF-8", setting.variable)))
            })
            .transpose()
    }

    /// A misspelt variable would otherwise be a setting that silently has no effect.
    fn refuse_strangers(&self) -> Result<(), BadSetting> {
        let known = |name: &str| ALL.iter().any(|setting| setting.variable == name);
        let ours = self.0.iter().filter_map(|(name, _)| name.to_str());
        match ours.filter(|name| name.starts_with("LUNPAI_")).find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => {
                let known: Vec<_> = ALL.iter().map(|setting| setting.variable).collect();
                Err(BadSetting(format!(
                    "the variable {name} means nothing here; known are {}",
                    known.join(", ")
                )))
            }
        }
    }
}

/// The reference page of all settings, in Markdown.
#[cfg_attr(not(test), expect(dead_code, reason = "the page is committed; a test holds it against this"))]
fn reference() -> String {
    let mut page = String::from(concat!(
        "# Configuration\n\n",
        "<!-- Generated from crates/server/src/settings.rs; a stale copy fails the tests, which say how to write it anew. -->\n\n",
        "`lunpai serve` needs none. A flag wins over the environment, the environment over what is built in. A variable\n",
        "that begins with `LUNPAI_` and is not listed here is refused, for it would have no effect.\n\n",
        "| flag | variable | unless set | |\n|---|---|---|---|\n",
    ));
    for Listed { flag, variable, usual, about } in ALL {
        let _ = writeln!(page, "| `--{flag}` | `{variable}` | `{usual}` | {about} |");
    }
    page
}

#[cfg(test)]
mod tests;
