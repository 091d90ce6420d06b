//! `lunpai export`: a site's journal as a day file.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use application::{Application, Exporting, Failure};
use chrono::NaiveDate;
use clap::Args;
use domain::ids::SiteId;

use crate::clock::SystemClock;
use crate::composition::House;
use crate::ending::{CODES, FAULT, MISSED, UNREADABLE, complain, unwritable};
use crate::settings::{Flags, Settings};

/// Prints a site's days as a day file: the setting, then every accepted line.
///
/// Simulating the file gives the answers that the site gave, to the byte; `whatif` shows what another pack would have
/// decided. Names and phones stay behind unless they are asked for: the lines say which customer was identified. A SQLite
/// file must not be open in a running server at the same time; a PostgreSQL server may.
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(crate) struct Arguments {
    /// The site's id.
    #[arg(value_name = "SITE")]
    site: String,
    /// The database; as for `serve`.
    #[arg(long, value_name = "DATABASE")]
    database: Option<OsString>,
    /// The first civil day at the site; without it, from the site's opening.
    #[arg(long, value_name = "DATE", conflicts_with = "month")]
    from: Option<NaiveDate>,
    /// The last civil day; without it, up to now.
    #[arg(long, value_name = "DATE", conflicts_with = "month")]
    to: Option<NaiveDate>,
    /// One whole month, such as 2026-03.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    month: Option<NaiveDate>,
    /// With names and phones on record.
    #[arg(long)]
    with_particulars: bool,
}

/// The first day of a month written `2026-03`.
fn month(text: &str) -> Result<NaiveDate, String> {
    let form = || "a month is written such as 2026-03".to_owned();
    if text.len() != 7 {
        return Err(form());
    }
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map_err(|_| form())
}

impl Arguments {
    fn wanted(&self) -> Exporting {
        let particulars = self.with_particulars;
        let days = || Exporting { from: self.from, to: self.to, particulars };
        self.month.map_or_else(days, |first| Exporting::month(first, particulars))
    }
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let settings = match Settings::read(Flags::of_database(arguments.database.clone())) {
        Ok(settings) => settings,
        Err(bad) => return complain(UNREADABLE, bad),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(FAULT, format_args!("cannot start: {error}")),
    };
    runtime.block_on(export(arguments, &settings))
}

async fn export(arguments: &Arguments, settings: &Settings) -> ExitCode {
    let house = match House::open(&settings.database, Arc::new(SystemClock), None).await {
        Ok(house) => house,
        Err(trouble) => return complain(MISSED, trouble),
    };
    let site = SiteId::new(&arguments.site);
    let done = print(house.application(), &site, arguments.wanted()).await;
    house.close().await;
    match done {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => unwritable(&error),
        Err(failure @ (Failure::Unknown { .. } | Failure::Invalid { .. })) => complain(UNREADABLE, failure),
        Err(failure) => complain(FAULT, failure),
    }
}

/// Prints the lines page by page: a month need not be in memory.
async fn print(
    application: &Application,
    site: &SiteId,
    wanted: Exporting,
) -> Result<io::Result<()>, Failure> {
    let mut export = application.export(site, wanted).await?;
    let mut out = io::stdout();
    while let Some(lines) = export.next().await? {
        if let Err(error) = out.write_all(lines.as_bytes()) {
            return Ok(Err(error));
        }
    }
    Ok(out.flush())
}
