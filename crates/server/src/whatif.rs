//! `lunpai whatif`: what another pack would have decided on a recorded day.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dayfile::{Compared, Telling};

use crate::{day_input, ending};

/// Shows what another pack would have decided on a recorded day: who would have received, with both reasons, whose the
/// customers would be, how deals would be split, and what it comes to for each consultant.
#[derive(Debug, Args)]
#[command(after_help = ending::CODES)]
pub(crate) struct Arguments {
    /// The day file (NDJSON), such as an export; `-` reads standard input.
    #[arg(value_name = "DAY.ndjson")]
    day: PathBuf,
    /// The other pack: a shipped pack's name, or the path of a TOML file.
    #[arg(long, value_name = "PACK")]
    policy: String,
    #[command(flatten)]
    packs: day_input::OwnPacks,
    /// The language of the report.
    #[arg(long, value_enum, default_value_t = Text::En)]
    text: Text,
    /// One JSON object a difference, the summary last.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Text {
    /// Chinese.
    Zh,
    /// English.
    En,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let policy = Some(arguments.policy.clone());
    let options = match arguments.packs.beside(day_input::options(&arguments.day, policy)) {
        Ok(options) => options,
        Err(code) => return code,
    };
    let telling = match (arguments.json, arguments.text) {
        (true, _) => Telling::Json,
        (false, Text::Zh) => Telling::Chinese,
        (false, Text::En) => Telling::English,
    };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let done = day_input::open(&arguments.day).and_then(|input| {
        dayfile::compare(input, &day_input::store, &options, &mut |compared: &Compared| {
            compared.tell(telling, &mut out)
        })
    });
    let flushed = out.flush();
    match (done, flushed) {
        (Err(why), _) => day_input::stopped(&arguments.day, &why),
        (Ok(()), Err(error)) => ending::unwritable(&error),
        (Ok(()), Ok(())) => ExitCode::SUCCESS,
    }
}
