//! `lunpai policy test`: day files whose expectations a pack has to meet.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use dayfile::{Stopped, Verdict};

use crate::day_input;
use crate::ending::{CODES, MISSED, printing};

/// Plays day files and holds every `expect` of theirs against what comes; a refusal that was not expected is a miss.
#[derive(Debug, Args)]
#[command(after_help = CODES)]
pub(crate) struct Arguments {
    /// Day files (NDJSON); `-` reads standard input.
    #[arg(value_name = "DAY.ndjson", required = true)]
    days: Vec<PathBuf>,
}

pub(crate) fn run(Arguments { days }: Arguments) -> ExitCode {
    let mut unread = None;
    let told = printing(|out| {
        let (mut passed, mut failed) = (0, 0);
        for day in &days {
            let name = day.display();
            let mut verdict = Verdict::default();
            let held = held(day, &mut verdict);
            passed += verdict.passed;
            failed += verdict.misses.len();
            for miss in &verdict.misses {
                writeln!(out, "{name}:{miss}")?;
            }
            match held {
                Ok(()) => {
                    writeln!(out, "{name}: {} passed, {} failed", verdict.passed, verdict.misses.len())?;
                }
                Err(why) => {
                    // Misses of earlier lines and files come before the complaint on either stream.
                    out.flush()?;
                    unread = Some(day_input::stopped(day, &why));
                }
            }
        }
        if days.len() > 1 {
            writeln!(out, "{passed} passed, {failed} failed in {} files", days.len())?;
        }
        Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(MISSED) })
    });
    unread.unwrap_or(told)
}

fn held(day: &Path, verdict: &mut Verdict) -> Result<(), Stopped> {
    let options = day_input::options(day, None);
    dayfile::hold_into(verdict, day_input::open(day)?, &day_input::store, &options)
}
