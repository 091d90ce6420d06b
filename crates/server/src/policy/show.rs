//! `lunpai policy show`: a shipped pack's source, to copy and change.

use std::process::ExitCode;

use clap::Args;
use packs::Shelf;

use crate::ending::{CODES, FAULT, UNREADABLE, complain, printing};

/// Prints the source of a shipped pack: `lunpai policy show marketing-centre > mine.toml`.
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(crate) struct Arguments {
    /// The pack's name, as `lunpai policy list` tells it.
    name: String,
}

pub(crate) fn run(Arguments { name }: Arguments) -> ExitCode {
    let shelf = match shelf() {
        Ok(shelf) => shelf,
        Err(code) => return code,
    };
    match shelf.newest_pack(&name) {
        Some(pack) => printing(|out| out.write_all(pack.text.as_bytes()).map(|()| ExitCode::SUCCESS)),
        None => complain(UNREADABLE, unknown(&shelf, &name)),
    }
}

/// The shipped packs.
pub(super) fn shelf() -> Result<Shelf, ExitCode> {
    Shelf::shipped().map_err(|problems| {
        let told: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
        complain(FAULT, format_args!("a shipped pack is broken:{told}"))
    })
}

/// That no shipped pack has this name, and which there are.
pub(super) fn unknown(shelf: &Shelf, name: &str) -> String {
    format!("there is no pack `{name}`; shipped are {}", shelf.names().join(", "))
}
