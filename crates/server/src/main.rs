//! The `lunpai` program: one subcommand a file.

mod day_input;
mod ending;
mod policy;
mod simulate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reception rotation and customer ownership.
#[derive(Debug, Parser)]
#[command(name = "lunpai", version, about, disable_help_subcommand = true)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Simulate(simulate::Arguments),
    Policy(policy::Arguments),
}

fn main() -> ExitCode {
    match Program::parse().command {
        Command::Simulate(arguments) => simulate::run(arguments),
        Command::Policy(arguments) => policy::run(arguments),
    }
}
