//! How crates and folders are kept: lints, names, versions, and no path of anybody's machine.

use std::io;

use crate::assert_none;
use crate::tree::{File, files, has_ending};

/// Names that say nothing about the business; whatever is put there has a better place.
const NO_NAMES: &[&str] = &[
    "common", "helper", "helpers", "manager", "managers", "model", "models", "service", "services", "util",
    "utils",
];

/// What clippy has to refuse everywhere: time, chance, settings and plain transactions come through ports.
const REFUSED_CALLS: &[&str] = &[
    "chrono::Local::now",
    "chrono::Utc::now",
    "sea_orm::TransactionTrait::begin",
    "sea_orm::TransactionTrait::transaction",
    "std::env::var",
    "std::time::Instant::now",
    "std::time::SystemTime::now",
    "uuid::Uuid::new_v4",
    "uuid::Uuid::now_v7",
];

/// Folders of somebody's machine. Written in two halves, or this file would break its own rule.
const MACHINE_PATHS: &[&str] =
    &[concat!("/wor", "k/"), concat!("/tm", "p/"), concat!("/roo", "t/"), concat!("/hom", "e/")];

fn crates_without_the_lints(files: &[File]) -> Vec<String> {
    let manifests = files.iter().filter(|file| file.is_crate_manifest());
    manifests
        .filter(|file| !file.text.contains("[lints]\nworkspace = true\n"))
        .map(|file| format!("{}: says not `[lints] workspace = true`", file.path))
        .collect()
}

/// A crate's own clippy.toml would silently replace the whole configuration.
fn local_lint_settings(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.contains('/'))
        .filter(|file| {
            matches!(file.name(), "clippy.toml" | ".clippy.toml" | "rustfmt.toml" | ".rustfmt.toml")
        })
        .map(|file| format!("{}: only the root may have one", file.path))
        .collect()
}

fn calls_that_clippy_lets_pass(files: &[File]) -> Vec<String> {
    let settings = files.iter().find(|file| file.path == "clippy.toml").map_or("", |file| &file.text);
    REFUSED_CALLS
        .iter()
        .filter(|call| !settings.lines().any(|line| line.contains(&format!("path = \"{call}\""))))
        .map(|call| format!("clippy.toml: disallowed-methods lacks {call}"))
        .collect()
}

/// One version of each dependency, in one place.
fn versions_outside_the_root(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.is_crate_manifest()) {
        let mut section = "";
        for (index, line) in file.text.lines().enumerate() {
            if line.starts_with('[') {
                section = line;
            }
            let is_dependency = section.ends_with("dependencies]") && line.contains('=');
            if is_dependency && !line.contains("workspace = true") {
                found.push(format!("{}:{}: say `workspace = true`", file.path, index + 1));
            }
        }
    }
    found
}

fn names_that_say_nothing(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let parts = file.path.split('/').map(|part| part.trim_end_matches(".rs"));
        if parts.clone().any(|part| NO_NAMES.contains(&part)) {
            found.push(format!("{}: name it after what it is for", file.path));
        }
        if file.name() == "mod.rs" {
            found.push(format!("{}: a module `foo` stands in foo.rs, its parts in foo/", file.path));
        }
    }
    found
}

fn paths_of_a_machine(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !has_ending(&file.path, "lock")) {
        for (index, line) in file.text.lines().enumerate() {
            for path in MACHINE_PATHS.iter().filter(|path| line.contains(**path)) {
                found.push(format!("{}:{}: {path} is a place on one machine", file.path, index + 1));
            }
        }
    }
    found
}

/// What a file alone, planted in the tree, is told for.
fn told(rule: fn(&[File]) -> Vec<String>, path: &str, text: &str) -> usize {
    rule(&[File::new(path, text)]).len()
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() -> io::Result<()> {
    assert_none(&crates_without_the_lints(&files()?));
    assert_eq!(told(crates_without_the_lints, "crates/x/Cargo.toml", "[package]\nname = \"x\"\n"), 1);
    Ok(())
}

#[test]
fn lints_are_set_in_one_place() -> io::Result<()> {
    assert_none(&local_lint_settings(&files()?));
    assert_eq!(told(local_lint_settings, "crates/x/clippy.toml", ""), 1);
    Ok(())
}

#[test]
fn clippy_refuses_clocks_chance_settings_and_plain_transactions() -> io::Result<()> {
    assert_none(&calls_that_clippy_lets_pass(&files()?));
    assert_eq!(
        told(calls_that_clippy_lets_pass, "clippy.toml", "disallowed-methods = []"),
        REFUSED_CALLS.len()
    );
    Ok(())
}

#[test]
fn versions_stand_in_the_root_manifest_only() -> io::Result<()> {
    assert_none(&versions_outside_the_root(&files()?));
    for line in ["serde = \"1\"", "serde = { version = \"1\" }", "x = { path = \"../x\" }"] {
        let text = format!("[package]\nname = \"x\"\n\n[dev-dependencies]\n{line}\n");
        assert_eq!(told(versions_outside_the_root, "crates/x/Cargo.toml", &text), 1, "{line}");
    }
    Ok(())
}

#[test]
fn files_and_folders_are_named_after_the_business() -> io::Result<()> {
    assert_none(&names_that_say_nothing(&files()?));
    for path in ["crates/utils/Cargo.toml", "crates/rest/src/services/desk.rs", "crates/rest/src/helpers.rs"]
    {
        assert_eq!(told(names_that_say_nothing, path, ""), 1, "{path}");
    }
    assert_eq!(told(names_that_say_nothing, "crates/rest/src/desk/mod.rs", ""), 1);
    Ok(())
}

#[test]
fn no_file_names_a_place_on_one_machine() -> io::Result<()> {
    assert_none(&paths_of_a_machine(&files()?));
    for path in MACHINE_PATHS {
        assert_eq!(told(paths_of_a_machine, "docs/x.md", &format!("see {path}x")), 1, "{path}");
    }
    Ok(())
}
