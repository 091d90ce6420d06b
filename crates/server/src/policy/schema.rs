//! `lunpai policy schema`: the shape of a pack, for editors.

use std::process::ExitCode;

use clap::Args;

use crate::ending::printing;

/// Prints the JSON Schema of policy packs, for the completion and checks of an editor.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(Arguments {}: Arguments) -> ExitCode {
    let schema = packs::json_schema();
    printing(|out| writeln!(out, "{}", schema.trim_end()).map(|()| ExitCode::SUCCESS))
}
