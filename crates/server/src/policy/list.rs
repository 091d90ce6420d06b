//! `lunpai policy list`: the shipped packs.

use std::process::ExitCode;

use clap::Args;

use super::show::shelf;
use crate::ending::printing;

/// Lists the shipped packs: name, version, title.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(Arguments {}: Arguments) -> ExitCode {
    let shelf = match shelf() {
        Ok(shelf) => shelf,
        Err(code) => return code,
    };
    let packs = shelf.packs();
    let width = packs.iter().map(|pack| pack.policy.id.name.len()).max().unwrap_or(0);
    printing(|out| {
        for pack in packs {
            let id = &pack.policy.id;
            writeln!(out, "{:width$}  {:>3}  {} · {}", id.name, id.version, pack.title.en, pack.title.zh)?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
