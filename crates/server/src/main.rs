//! The `lunpai` program: one subcommand a file.

mod clock;
mod composition;
mod day_input;
mod demo;
mod ending;
mod export;
mod gauges;
mod metrics;
mod new_ids;
mod openapi;
mod policy;
mod serve;
mod serving;
mod settings;
mod simulate;
mod stop_signal;
mod telemetry;
mod watching;
mod whatif;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A decision is many small pieces of memory, taken and given back.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reception rotation and customer ownership.
#[derive(Debug, Parser)]
#[command(name = "lunpai", version, about, disable_help_subcommand = true)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Arguments),
    Demo(demo::Arguments),
    Simulate(simulate::Arguments),
    Whatif(whatif::Arguments),
    Export(export::Arguments),
    Policy(policy::Arguments),
    Openapi(openapi::Arguments),
}

fn main() -> ExitCode {
    match Program::parse().command {
        Command::Serve(arguments) => serve::run(arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Simulate(arguments) => simulate::run(arguments),
        Command::Whatif(arguments) => whatif::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Policy(arguments) => policy::run(arguments),
        Command::Openapi(arguments) => openapi::run(arguments),
    }
}
