//! `lunpai policy describe`: what a house does, in prose, each statement with its clause.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use domain::explanation::Lang;

use super::show::{shelf, unknown};
use crate::ending::{CODES, UNREADABLE, complain, printing};

/// Tells what a pack does, in prose: `lunpai policy describe mine.toml --text zh`.
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(crate) struct Arguments {
    /// A shipped pack by name, another by the path of its file.
    #[arg(value_name = "PACK|FILE")]
    pack: String,
    /// In which language.
    #[arg(long, value_enum, default_value = "zh")]
    text: Spoken,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Spoken {
    Zh,
    En,
}

pub(crate) fn run(Arguments { pack: named, text }: Arguments) -> ExitCode {
    let shelf = match shelf() {
        Ok(shelf) => shelf,
        Err(code) => return code,
    };
    let lang = match text {
        Spoken::Zh => Lang::Zh,
        Spoken::En => Lang::En,
    };
    let page = if let Some(pack) = shelf.newest_pack(&named) {
        packs::describe(&pack, lang)
    } else {
        if !Path::new(&named).exists() && !named.contains(['/', '\\', '.']) {
            return complain(UNREADABLE, unknown(&shelf, &named));
        }
        let text = match std::fs::read_to_string(&named) {
            Ok(text) => text,
            Err(error) => return complain(UNREADABLE, format_args!("{named}: cannot be read: {error}")),
        };
        match packs::load(&text, &named) {
            Ok(pack) => packs::describe(&pack, lang),
            Err(problems) => {
                let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
                return complain(UNREADABLE, told.join("\n"));
            }
        }
    };
    printing(|out| out.write_all(page.as_bytes()).map(|()| ExitCode::SUCCESS))
}
