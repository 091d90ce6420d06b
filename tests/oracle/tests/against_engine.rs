//! The engine against the paper sheet: on random days under every pack that both know, they say the same.

use std::sync::Arc;

use dayfile::{Language, Options};
use memory::{KeepJournal, MemoryStore};
use oracle::{compare, days};
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// How many random days; each is one to eighty events.
const DAYS: u32 = 1_500;

/// The output lines of a day, as `lunpai simulate --text none` prints them.
fn simulated(day: &[Value]) -> Result<Vec<Value>, String> {
    let file: String = day.iter().map(|line| format!("{line}\n")).collect();
    let store = || Arc::new(MemoryStore::new(KeepJournal::SinceCheckpoint)) as _;
    let mut output = Vec::new();
    dayfile::simulate(file.as_bytes(), &mut output, Language::None, &store, &Options::default())
        .map_err(|stopped| stopped.to_string())?;
    let read: Result<Vec<Value>, _> = serde_json::Deserializer::from_slice(&output).into_iter().collect();
    read.map_err(|error| error.to_string())
}

#[test]
fn the_engine_keeps_the_sheet_as_a_person_with_a_pencil_would() {
    let config = Config { cases: DAYS, max_shrink_iters: 20_000, ..Config::default() };
    let told = TestRunner::new(config).run(&days(), |day| {
        let differences = match simulated(&day) {
            Ok(output) => compare(&day, &output),
            Err(stopped) => vec![format!("the run stopped: {stopped}")],
        };
        if differences.is_empty() {
            return Ok(());
        }
        let file: String = day.iter().map(|line| format!("{line}\n")).collect();
        Err(proptest::test_runner::TestCaseError::fail(format!("{}\nin\n{file}", differences.join("\n"))))
    });
    if let Err(told) = told {
        panic!("{told}");
    }
}
