//! Which small changes to a pack does no scenario of its folder notice?
//!
//! ```text
//! cargo run -p days --bin mutate --release -- [PACK…]
//! ```
//!
//! Without a name, every shipped pack. *Refused* by the check, no such pack could be used; *alike*, the check's search
//! proves that it decides every case as before; *equivalent*, a reason is listed. Exit 1 while a mutant survives that `equivalent-mutants.txt` beside the scenarios
//! does not explain, or while that file explains one that does not survive.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use days::mutation::{EQUIVALENT, hold_against_mutants};

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
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        names =
            packs::Shelf::shipped().map_err(|problems| io::Error::other(format!("{problems:?}")))?.names();
    }
    let mut clean = true;
    let mut out = io::stdout();
    writeln!(
        out,
        "{:<22}{:>8}{:>8}{:>9}{:>7}{:>12}{:>10}",
        "pack", "mutants", "killed", "refused", "alike", "equivalent", "survived"
    )?;
    for name in names {
        let outcome = hold_against_mutants(&name, &policies.join(&name))?;
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
