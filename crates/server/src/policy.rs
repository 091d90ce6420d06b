//! `lunpai policy`: what the author of a policy pack needs.

mod check;
mod describe;
mod list;
mod schema;
mod show;
mod test;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Policy packs: list, show, describe, check and test them.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Arguments),
    Show(show::Arguments),
    Check(check::Arguments),
    Describe(describe::Arguments),
    Test(test::Arguments),
    Schema(schema::Arguments),
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match arguments.command {
        Command::List(arguments) => list::run(arguments),
        Command::Show(arguments) => show::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Describe(arguments) => describe::run(arguments),
        Command::Test(arguments) => test::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
    }
}
