//! What no Rust file may hold: a pack's name in a rule, unfinished work, a test that waits or is skipped.

use std::io;

use crate::assert_none;
use crate::rust_source::{Line, lines};
use crate::tree::{File, files};

/// Where a shipped pack may be named, and why. A rule that asks which pack it is in is a rule that no pack can change.
const MAY_NAME_A_PACK: &[(&str, &str)] = &[
    (
        "crates/packs/src/shelf.rs",
        "the list of what is shipped: every pack, and nothing is done with the name",
    ),
    ("crates/server/src/demo", "the demonstration plays under the pack that the README promises"),
];

/// Marks of unfinished work. Written in two halves, or this file would break its own rule.
const UNFINISHED: &[&str] = &[
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("// TO", "DO"),
    concat!("tod", "o!("),
    concat!("unimpl", "emented!("),
];

/// A test that is skipped proves nothing; one that sleeps is slow or flaky, and mostly both.
const NO_TEST: &[&str] = &[concat!("#[ign", "ore"), concat!("thread::sl", "eep"), concat!("time::sl", "eep")];

fn files_without_a_purpose(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.is_rust() && !file.text.starts_with("//! "))
        .map(|file| format!("{}: begin with `//!` and what the file is for", file.path))
        .collect()
}

/// Whether the crate's public face is documented, told by the compiler; a binary has none.
fn libraries_without_docs(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.starts_with("crates/") && file.path.ends_with("/src/lib.rs"))
        .filter(|file| !file.text.contains("#![deny(missing_docs)]"))
        .map(|file| format!("{}: add #![deny(missing_docs)]", file.path))
        .collect()
}

fn shipped_packs(files: &[File]) -> Vec<&str> {
    files
        .iter()
        .filter_map(|file| file.path.strip_prefix("config/policies/")?.strip_suffix(".toml"))
        .collect()
}

fn rules_that_know_a_pack(files: &[File]) -> Vec<String> {
    let packs = shipped_packs(files);
    let allowed = |line: &Line<'_>| MAY_NAME_A_PACK.iter().any(|(path, _)| line.path.starts_with(path));
    lines(files)
        .iter()
        .filter(|line| line.path.starts_with("crates/") && !line.is_test && !allowed(line))
        .filter(|line| !line.is_comment() && !is_json_example(line))
        .flat_map(|line| {
            let named = packs.iter().filter(|pack| line.text.contains(**pack));
            let clause = literal_of_a_clause(line.text).then_some(&"a policy's clause");
            named.chain(clause).map(|what| format!("{}: names {what}", line.place()))
        })
        .collect()
}

/// A body that the API's documentation shows; nothing is compared with it.
fn is_json_example(line: &Line<'_>) -> bool {
    line.text.contains("r#\"{")
}

/// `"P03…`: to ask for a policy's clause is to ask for the pack by another name.
fn literal_of_a_clause(text: &str) -> bool {
    text.match_indices("\"P").filter(|(at, _)| !text[..*at].ends_with('\\')).any(|(at, found)| {
        let mut after = text[at + found.len()..].chars();
        let digits = [after.next(), after.next()];
        digits.iter().all(|digit| digit.is_some_and(|digit| digit.is_ascii_digit()))
    })
}

fn unfinished_work(files: &[File]) -> Vec<String> {
    found_in(&lines(files), UNFINISHED, |_| true)
}

fn tests_that_wait_or_are_skipped(files: &[File]) -> Vec<String> {
    found_in(&lines(files), NO_TEST, |line| line.is_test)
}

fn found_in(lines: &[Line<'_>], words: &[&str], counts: fn(&Line<'_>) -> bool) -> Vec<String> {
    let said =
        |line: &Line<'_>| words.iter().find(|word| line.text.contains(**word)).map(ToString::to_string);
    lines
        .iter()
        .filter(|line| counts(line))
        .filter_map(|line| said(line).map(|word| format!("{}: {word}", line.place())))
        .collect()
}

#[test]
fn every_file_says_what_it_is_for() -> io::Result<()> {
    assert_none(&files_without_a_purpose(&files()?));
    assert_eq!(files_without_a_purpose(&[File::new("crates/x/src/lib.rs", "fn a() {}\n")]).len(), 1);
    Ok(())
}

#[test]
fn every_library_documents_its_public_face() -> io::Result<()> {
    assert_none(&libraries_without_docs(&files()?));
    assert_eq!(libraries_without_docs(&[File::new("crates/x/src/lib.rs", "//! X.\n")]).len(), 1);
    Ok(())
}

#[test]
fn no_rule_asks_for_a_packs_name() -> io::Result<()> {
    let files = files()?;
    assert!(shipped_packs(&files).len() >= 3, "the shipped packs were not found");
    assert_none(&rules_that_know_a_pack(&files));
    Ok(())
}

#[test]
fn a_rule_that_asks_for_a_packs_name_is_told() {
    let told = |path: &str, text: &str| {
        let pack = File::new("config/policies/by-the-door.toml", "name = \"by-the-door\"\n");
        rules_that_know_a_pack(&[pack, File::new(path, text)]).len()
    };
    let rule = "//! X.\nfn a(pack: &str) -> bool {\n    pack == \"by-the-door\"\n}\n";
    assert_eq!(told("crates/domain/src/floor.rs", rule), 1);
    assert_eq!(told("crates/domain/src/floor.rs", "fn a(c: &str) -> bool { c.starts_with(\"P03-\") }\n"), 1);
    assert_eq!(told("crates/domain/src/floor.rs", "// as under by-the-door\n"), 0);
    assert_eq!(told("crates/rest/src/v1.rs", ".example(r#\"{\"policy\":\"by-the-door\"}\"#)\n"), 0);
    assert_eq!(told("crates/domain/tests/floor.rs", rule), 0);
    assert_eq!(told("crates/packs/src/shelf.rs", rule), 0);
}

#[test]
fn nothing_is_left_unfinished() -> io::Result<()> {
    assert_none(&unfinished_work(&files()?));
    for word in UNFINISHED {
        let planted = File::new("crates/x/src/lib.rs", &format!("fn a() {{ {word} }}\n"));
        assert_eq!(unfinished_work(&[planted]).len(), 1, "{word}");
    }
    Ok(())
}

#[test]
fn no_test_waits_or_is_skipped() -> io::Result<()> {
    assert_none(&tests_that_wait_or_are_skipped(&files()?));
    for word in NO_TEST {
        let text = format!("fn a() {{}}\n#[cfg(test)]\nmod tests {{\n    {word}\n}}\n");
        let planted = File::new("crates/x/src/lib.rs", &text);
        assert_eq!(tests_that_wait_or_are_skipped(&[planted]).len(), 1, "{word}");
    }
    Ok(())
}
