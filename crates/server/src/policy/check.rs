//! `lunpai policy check`: is a pack whole and free of contradictions?

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use packs::{Pack, Problem, Shelf};

use super::show::{shelf, unknown};
use crate::ending::{CODES, MISSED, UNREADABLE, complain, printing};

/// Checks packs: unknown keys, contradictions, rules out of reach, cases that no rule decides.
///
/// Each problem is told as `file:line: key: message`.
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(crate) struct Arguments {
    /// Shipped packs by name, others by the path of their file; without any: all shipped packs.
    #[arg(value_name = "PACK|FILE")]
    packs: Vec<String>,
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let shelf = match shelf() {
        Ok(shelf) => shelf,
        Err(code) => return code,
    };
    let asked = if arguments.packs.is_empty() { shelf.names() } else { arguments.packs };
    printing(|out| {
        let mut worst = 0;
        for named in &asked {
            worst = worst.max(checked(&shelf, named, out)?);
        }
        Ok(ExitCode::from(worst))
    })
}

/// Checks one pack and tells what is wrong with it; returns the exit code that it alone would bring.
fn checked(shelf: &Shelf, named: &str, out: &mut dyn Write) -> io::Result<u8> {
    let found = if let Some(pack) = shelf.newest_pack(named) {
        sound(&pack)
    } else {
        if !Path::new(named).exists() && !named.contains(['/', '\\', '.']) {
            complain(UNREADABLE, unknown(shelf, named));
            return Ok(UNREADABLE);
        }
        match std::fs::read_to_string(named) {
            Ok(text) => packs::load(&text, named).and_then(|pack| sound(&pack)),
            Err(error) => {
                complain(UNREADABLE, format_args!("{named}: cannot be read: {error}"));
                return Ok(UNREADABLE);
            }
        }
    };
    match found {
        Ok(told) => writeln!(out, "{told}").map(|()| 0),
        Err(problems) => {
            for problem in problems {
                writeln!(out, "{problem}")?;
            }
            Ok(MISSED)
        }
    }
}

fn sound(pack: &Pack) -> Result<String, Vec<Problem>> {
    let problems = packs::check(pack);
    let id = &pack.policy.id;
    let told = format!("{}: {} version {}: no problem found", pack.file, id.name, id.version);
    if problems.is_empty() { Ok(told) } else { Err(problems) }
}
