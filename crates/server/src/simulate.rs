//! `lunpai simulate`: a recorded or imagined day, decided line by line.

use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use dayfile::Language;

use crate::{day_input, ending};

/// Plays a day file and prints one JSON line for each of its lines: decisions with their explanation.
///
/// The first line, the setting, has no output line of its own; what time itself brings, such as the end of a day, has
/// one, marked `auto`. What is printed before a line that cannot be read has happened; that line changes nothing.
#[derive(Debug, Args)]
#[command(after_help = ending::CODES)]
pub(crate) struct Arguments {
    /// The day file (NDJSON); `-` reads standard input.
    #[arg(value_name = "DAY.ndjson")]
    day: PathBuf,
    /// Decides by this pack instead of the file's own: a shipped pack's name, or the path of a TOML file.
    ///
    /// Lines that name the recorded receiver follow the simulated one; a line that has become senseless is skipped and
    /// marked `diverged`.
    #[arg(long, value_name = "PACK")]
    policy: Option<String>,
    #[command(flatten)]
    packs: day_input::OwnPacks,
    /// The languages in which decisions are told.
    #[arg(long, value_enum, default_value_t = Text::Both)]
    text: Text,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Text {
    /// Chinese and English.
    Both,
    /// Chinese.
    Zh,
    /// English.
    En,
    /// No sentences: values only, and faster.
    None,
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let language = match arguments.text {
        Text::Both => Language::Both,
        Text::Zh => Language::Chinese,
        Text::En => Language::English,
        Text::None => Language::None,
    };
    let options = match arguments.packs.beside(day_input::options(&arguments.day, arguments.policy)) {
        Ok(options) => options,
        Err(code) => return code,
    };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let done = day_input::open(&arguments.day)
        .and_then(|input| dayfile::simulate(input, &mut out, language, &day_input::store, &options));
    // Lines decided before one that stops the run are printed before its complaint.
    drop(out);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => day_input::stopped(&arguments.day, &why),
    }
}
