//! Which small changes to a pack does no scenario of its folder notice?
//!
//! ```text
//! cargo run -p days --bin mutate --release -- [--clauses | --spare] [PACK…]
//! ```
//!
//! Without a name, every shipped pack and every house whose folder has a pack and an `equivalent-mutants.txt`. *Refused* by the check, no such
//! pack could be used; *alike*, the check's search proves that it decides every case as before; *equivalent*, a reason is
//! listed. Exit 1 while a mutant survives that `equivalent-mutants.txt` beside the scenarios does not explain, or while
//! that file explains one that does not survive.
//!
//! `--clauses` takes out everything that rests on a clause, one clause at a time, and tells the scenarios that fail then;
//! exit 1 where none does. `--spare` tells which scenarios could go together without any mutant surviving for it.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use days::mutation::{EQUIVALENT, House, How, Part, held_clauses, hold_against_mutants, houses, spare_days};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "mutate: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<bool> {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let (options, mut names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    if names.is_empty() {
        names = houses(&policies)?;
    }
    match options.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => survivors(&names, &policies),
        ["--clauses"] => clauses(&names, &policies),
        ["--spare"] => spare(&names, &policies),
        _ => Err(io::Error::other("known are --clauses and --spare, one of them")),
    }
}

fn survivors(names: &[String], policies: &Path) -> io::Result<bool> {
    let mut clean = true;
    let mut out = io::stdout();
    writeln!(
        out,
        "{:<22}{:>8}{:>8}{:>9}{:>7}{:>12}{:>10}",
        "pack", "mutants", "killed", "refused", "alike", "equivalent", "survived"
    )?;
    for name in names {
        let outcome = hold_against_mutants(&House::open(name, policies)?, Part::ALL);
        let survived = outcome.survivors.len();
        writeln!(
            out,
            "{name:<22}{:>8}{:>8}{:>9}{:>7}{:>12}{survived:>10}",
            outcome.mutants(),
            outcome.caught,
            outcome.refused,
            outcome.alike,
            outcome.equivalent,
        )?;
        for survivor in &outcome.survivors {
            writeln!(out, "  survived: {survivor}")?;
        }
        for stale in &outcome.stale {
            writeln!(out, "  {EQUIVALENT} explains what is killed, or is no mutant: {stale}")?;
        }
        clean &= outcome.survivors.is_empty() && outcome.stale.is_empty();
    }
    Ok(clean)
}

fn clauses(names: &[String], policies: &Path) -> io::Result<bool> {
    let mut held = true;
    let mut out = io::stdout();
    for name in names {
        writeln!(out, "{name}")?;
        let house = House::open(name, policies)?;
        for clause in held_clauses(&house) {
            held &= !clause.days.is_empty();
            let how = match clause.how {
                How::TakenOut => "taken out",
                How::Changed => "changed",
                How::Cited => "not cited",
            };
            let (first, rest) = clause.days.split_at(clause.days.len().min(4));
            let first = if first.is_empty() { "NOTHING FAILS".to_owned() } else { first.join(", ") };
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
            writeln!(out, "  {:<10}{how:<10} {first}{more}", clause.clause)?;
        }
    }
    Ok(held)
}

fn spare(names: &[String], policies: &Path) -> io::Result<bool> {
    let mut out = io::stdout();
    for name in names {
        writeln!(out, "{name}")?;
        for day in spare_days(&House::open(name, policies)?) {
            writeln!(out, "  {day}")?;
        }
    }
    Ok(true)
}
