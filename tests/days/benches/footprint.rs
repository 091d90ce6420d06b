//! What `lunpai simulate --text none` costs once around: lines a second, and how memory grows with parties and visits.
//!
//! `cargo bench -p days --bench footprint -- two-tables 400000`; without arguments, three packs one after the other.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::io::sink;
use std::time::Instant;

use dayfile::{Language, Options, Runner};

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LINES: usize = 400_000;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|given| !given.starts_with("--")).collect();
    let lines = given.get(1).and_then(|lines| lines.parse().ok()).unwrap_or(LINES);
    let named = given.first().map_or_else(
        || vec!["marketing-centre", "two-tables", "full-regulations"],
        |policy| vec![policy.as_str()],
    );
    for policy in named {
        measure(policy, lines);
    }
}

fn measure(policy: &str, lines: usize) {
    let file = days::long_day(policy, lines);
    let begun = Instant::now();
    let done =
        dayfile::simulate(file.as_bytes(), &mut sink(), Language::None, &days::store, &Options::default());
    let seconds = begun.elapsed().as_secs_f64();
    assert!(done.is_ok(), "{done:?}");
    let visits = file.matches(r#""do":"arrive""#).count();
    let grown = growth(&file);
    let each = grown as f64 / visits as f64;
    println!(
        "{policy}: {:.0} lines a second; {each:.0} bytes a visit ({visits} visits, three parties to four visits)",
        file.lines().count() as f64 / seconds
    );
}

/// By how many bytes the process has grown at the end of a file, while all of its state is still there.
fn growth(file: &str) -> usize {
    let mut lines = file.lines();
    let before = resident();
    let first = lines.next().unwrap_or_default();
    let Ok(mut runner) = Runner::open(first, &days::store, &Options::default()) else { return 0 };
    for line in lines {
        if runner.line(line).is_err() {
            return 0;
        }
    }
    resident().saturating_sub(before)
}

fn resident() -> usize {
    let read = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    read.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).map_or(0, |pages| pages * 4096)
}
