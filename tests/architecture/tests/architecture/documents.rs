//! Documents that stay true: what they name is there.

use std::collections::BTreeSet;
use std::io;

use crate::assert_none;
use crate::rust_source::lines;
use crate::tree::{File, files, has_ending};

const ARCHITECTURE: &str = "docs/ARCHITECTURE.md";
/// Lines that a newcomer reads in one go.
const ARCHITECTURE_MOST: usize = 300;
/// What every decision on record tells.
const OF_A_DECISION: &[&str] =
    &["Status:", "Date:", "## Context", "## Options", "## Decision", "## Consequences"];
/// Folders whose files are named in full.
const FOLDERS: &[&str] = &[".ci/", "config/", "crates/", "docs/", "migrations/", "scripts/", "tests/"];

fn documents(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| has_ending(&file.path, "md"))
}

/// The architecture's page has a heading for each crate, and each of its invariants names tests that are there.
fn untrue_architecture(files: &[File]) -> Vec<String> {
    let text = files.iter().find(|file| file.path == ARCHITECTURE).map_or("", |file| &file.text);
    let mut found = Vec::new();
    let lines_there = text.lines().count();
    if !(1..=ARCHITECTURE_MOST).contains(&lines_there) {
        found.push(format!("{ARCHITECTURE}: {lines_there} lines, 1 to {ARCHITECTURE_MOST} are right"));
    }
    for manifest in files.iter().filter(|file| file.is_crate_manifest()) {
        let folder = manifest.path.trim_end_matches("/Cargo.toml");
        if !text.lines().any(|line| line.starts_with('#') && line.contains(&format!("`{folder}`"))) {
            found.push(format!("{ARCHITECTURE}: no heading for `{folder}`"));
        }
    }
    let functions = functions(files);
    for (index, line) in text.lines().enumerate().filter(|(_, line)| line.contains("Invariant:")) {
        let tests = tests_named(line);
        if tests.is_empty() {
            found.push(format!("{ARCHITECTURE}:{}: an invariant without `(test: …)`", index + 1));
        }
        for test in tests.into_iter().filter(|test| !functions.contains(test)) {
            found.push(format!("{ARCHITECTURE}:{}: there is no test {test}", index + 1));
        }
    }
    found
}

/// The names in `(test: one, two)`.
fn tests_named(line: &str) -> Vec<&str> {
    let Some((_, rest)) = line.split_once("(test: ") else { return Vec::new() };
    let names = rest.split(')').next().unwrap_or_default();
    names.split(", ").map(|name| name.trim_matches('`')).filter(|name| !name.is_empty()).collect()
}

/// Names of functions that are marked as tests, of any kind, and the cases of a contract, which a macro makes tests of.
fn functions(files: &[File]) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut marked = false;
    for line in lines(files) {
        let text = line.text.trim_start();
        if text.starts_with("#[") {
            marked |= text.contains("test]") || text.contains("test(");
        } else if let Some((_, rest)) = text.split_once("fn ") {
            let is_case = line.path.contains("/src/contract/") && text.starts_with("pub async fn ")
                || text.starts_with("async fn ") && rest.contains("(database: TestDatabase)");
            if marked || is_case {
                found.extend(rest.split(['(', '<']).next());
            }
            marked = false;
        } else if !line.is_comment() && !text.is_empty() {
            marked = false;
        }
    }
    found
}

fn decisions_without_their_parts(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in documents(files).filter(|file| file.path.starts_with("docs/adr/0")) {
        for part in OF_A_DECISION.iter().filter(|part| !file.text.contains(**part)) {
            found.push(format!("{}: lacks {part}", file.path));
        }
    }
    found
}

/// Links between files, and files named between backticks, that lead nowhere.
fn dead_ends(files: &[File]) -> Vec<String> {
    let there: BTreeSet<&str> = files.iter().flat_map(|file| with_folders(&file.path)).collect();
    let mut found = Vec::new();
    for file in documents(files) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut in_code = false;
        for (index, line) in file.text.lines().enumerate() {
            in_code ^= line.starts_with("```");
            let links = linked(line).map(|link| resolve(folder, link));
            let named = words_of_code(line, in_code).into_iter().filter_map(as_file);
            let named = named.map(ToOwned::to_owned);
            for path in links.chain(named).filter(|path| !there.contains(path.as_str())) {
                found.push(format!("{}:{}: there is no {path}", file.path, index + 1));
            }
        }
    }
    found
}

/// `a/b/c` with `a/b` and `a`.
fn with_folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).chain([path])
}

fn linked(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(|target| target.split('#').next().unwrap_or(target))
}

/// What stands between backticks; in a block of code, every word.
fn words_of_code(line: &str, in_code: bool) -> Vec<&str> {
    if in_code { line.split_whitespace().collect() } else { line.split('`').skip(1).step_by(2).collect() }
}

/// A word of code that names a file: a path below one of the known folders, without placeholders.
fn as_file(word: &str) -> Option<&str> {
    let known = FOLDERS.iter().any(|folder| word.starts_with(folder));
    let plain = !word.contains(['*', '<', '…', ' ', '{']) && !word.chars().any(char::is_uppercase);
    (known && plain).then(|| word.trim_end_matches(['/', ',', ';']))
}

fn resolve(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.trim_end_matches('/').split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_architecture_names_every_crate_and_tests_that_exist() -> io::Result<()> {
    assert_none(&untrue_architecture(&files()?));
    Ok(())
}

#[test]
fn an_untrue_architecture_is_told() {
    let told = |text: &str| {
        untrue_architecture(&[
            File::new(ARCHITECTURE, text),
            File::new("crates/x/Cargo.toml", ""),
            File::new("crates/x/src/lib.rs", "#[test]\nfn keeps_turns() {}\nfn no_test() {}\n"),
        ])
    };
    assert_none(&told("### `crates/x`\n- Invariant: it keeps turns (test: `keeps_turns`).\n"));
    assert_eq!(told("### `crates/y`\n").len(), 1);
    assert_eq!(told("### `crates/x`\nInvariant: it keeps turns.\n").len(), 1);
    assert_eq!(told("### `crates/x`\nInvariant: it keeps turns (test: loses_turns).\n").len(), 1);
    assert_eq!(told("### `crates/x`\nInvariant: it keeps turns (test: keeps_turns, no_test).\n").len(), 1);
    assert_eq!(told(&"### `crates/x`\n".repeat(301)).len(), 1);
}

#[test]
fn every_decision_on_record_is_complete() -> io::Result<()> {
    assert_none(&decisions_without_their_parts(&files()?));
    let planted = File::new("docs/adr/0001-x.md", "# X\nStatus: accepted\nDate: today\n");
    assert_eq!(decisions_without_their_parts(&[planted]).len(), 4);
    Ok(())
}

#[test]
fn documents_lead_somewhere() -> io::Result<()> {
    assert_none(&dead_ends(&files()?));
    let document = "[a](../crates/x/b.rs) [c](y.md#part) `crates/x/d.rs` `crates/x` `crates/<name>/z.rs`\n\
                    ```sh\nrun crates/x/b.rs tests/e.ndjson\n```\n";
    let planted = [File::new("docs/x.md", document), File::new("crates/x/b.rs", "")];
    let lost = ["1: there is no docs/y.md", "1: there is no crates/x/d.rs", "3: there is no tests/e.ndjson"];
    assert_eq!(dead_ends(&planted), lost.map(|lost| format!("docs/x.md:{lost}")));
    Ok(())
}
