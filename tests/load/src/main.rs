//! `cargo run --release -p load`: the load command.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use load::plan::{Plan, beside};

const HELP: &str = "\
Drives the built lunpai and the bare SQL of its write path, interleaved in one run, and prints the table of goals.

  cargo build --release && scripts/postgres with cargo run --release -p load -- --postgres-from TEST_POSTGRES

  --lunpai PATH           the built program (usually beside this one)
  --postgres URL          measures a PostgreSQL server, too; the database named there is written to
  --postgres-from NAME    the same, with the URL in that variable
  --no-sqlite             leaves the SQLite file out
  --rounds N              medians are of so many rounds (5)
  --sample MILLISECONDS   how long each sample takes (1200)
  --customers N,N         among how many customers one is looked up (10000,100000,1000000)
  --smoke                 everything once, in a few seconds

A visit is two commands, an arrival and a leaving; figures of commands count both, latencies are of arrivals. Nothing is
left behind but what was written to the PostgreSQL database.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("load: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let plan = plan(arguments, beside(&own), folder.path().to_owned())?;
    if !plan.lunpai.is_file() {
        return Err(
            "the program is not there: build it with `cargo build --release`, or name it with --lunpai"
                .to_owned(),
        );
    }
    let told = load::run(&plan, &mut |told| eprintln!("{told}")).map_err(|error| error.to_string())?;
    println!("{told}");
    Ok(())
}

fn plan(arguments: &[String], lunpai: PathBuf, folder: PathBuf) -> Result<Plan, String> {
    let smoke = arguments.iter().any(|argument| argument == "--smoke");
    let mut plan = if smoke { Plan::smoke(lunpai, folder) } else { Plan::standard(lunpai, folder) };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().cloned().ok_or(format!("{argument} needs a value"));
        let number = |text: String| text.parse::<u64>().map_err(|_| format!("{argument} needs a number"));
        match argument.as_str() {
            "--smoke" => {}
            "--lunpai" => plan.lunpai = value()?.into(),
            "--postgres" => plan.postgres = Some(value()?),
            "--postgres-from" => {
                let name = value()?;
                #[expect(clippy::disallowed_methods, reason = "a URL with a password is no argument")]
                let url = std::env::var(&name);
                plan.postgres = Some(url.map_err(|_| format!("{name} is not set"))?);
            }
            "--no-sqlite" => plan.sqlite = false,
            "--rounds" => plan.rounds = usize::try_from(number(value()?)?).unwrap_or(5),
            "--sample" => plan.sample = Duration::from_millis(number(value()?)?),
            "--customers" => {
                let given = value()?;
                plan.customers = given.split(',').map(|n| number(n.to_owned())).collect::<Result<_, _>>()?;
            }
            other => return Err(format!("{other} means nothing here; --help says what does")),
        }
    }
    Ok(plan)
}
