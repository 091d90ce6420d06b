//! `lunpai openapi`: the description of the HTTP API.

use std::process::ExitCode;

use clap::Args;

use crate::ending::printing;

/// Prints the OpenAPI document of the HTTP API, as the server itself serves it.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(Arguments {}: Arguments) -> ExitCode {
    let document = rest::openapi();
    printing(|out| writeln!(out, "{}", document.trim_end()).map(|()| ExitCode::SUCCESS))
}
