//! The dependency rule, read from `cargo metadata`: closed tables, so that a new crate has to state its place.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::assert_none;
use crate::tree::ROOT;

/// A crate, and which crates it may use.
type Table = &'static [(&'static str, &'static [&'static str])];

/// Crate → the crates of this workspace that its code may use. Adapters never see each other.
const LAYERS: Table = &[
    ("domain", &[]),
    ("wire", &[]),
    ("packs", &["domain"]),
    ("application", &["domain", "wire"]),
    ("memory", &["application", "domain"]),
    ("migrations", &[]),
    ("persistence", &["application", "domain", "migrations"]),
    ("dayfile", &["application", "domain", "packs", "wire"]),
    ("rest", &["application", "domain", "wire"]),
    ("server", &["application", "dayfile", "domain", "memory", "packs", "persistence", "rest", "wire"]),
    ("architecture", &[]),
    ("days", &["application", "dayfile", "domain", "memory", "packs", "wire"]),
    ("load", &["persistence"]),
    ("oracle", &[]),
    ("replicas", &["application", "domain", "memory", "packs", "persistence", "wire"]),
    ("replay", &["application", "days", "domain", "packs", "persistence", "wire"]),
];

/// Crate → what its tests and benches may use of the workspace besides.
const IN_TESTS: Table = &[
    ("application", &["memory", "packs"]),
    ("dayfile", &["memory"]),
    // Its benches decide under a pack as it is shipped.
    ("domain", &["packs"]),
    ("memory", &["packs", "wire"]),
    // The engine that the sheet is held against; the sheet itself shares nothing with it.
    ("oracle", &["dayfile", "memory"]),
    ("persistence", &["memory", "packs", "wire"]),
    ("replay", &["dayfile"]),
    ("rest", &["memory", "packs"]),
    // The built program, several times over.
    ("server", &["load", "replicas"]),
];

/// The only crates from outside that the inner layers may name: no runtime, no database, no web, no clock, no chance.
const OUTSIDE: Table = &[
    ("domain", &["chrono", "chrono-tz", "serde", "smol_str", "thiserror"]),
    ("wire", &["chrono", "serde", "serde_json", "smol_str", "thiserror", "utoipa"]),
    ("packs", &["schemars", "serde", "serde_json", "thiserror", "toml"]),
    (
        "application",
        &["async-trait", "chrono", "phonenumber", "serde", "serde_json", "thiserror", "tokio", "tracing"],
    ),
    ("memory", &["async-trait", "chrono", "serde_json", "tokio"]),
    ("dayfile", &["chrono", "serde", "serde_json", "thiserror"]),
    ("oracle", &["chrono", "chrono-tz", "proptest", "serde_json"]),
];

/// Crate from outside → the only crates that may name it, whatever their layer.
const FENCED: Table = &[
    ("actix-web", &["rest", "server"]),
    ("clap", &["server"]),
    ("mimalloc", &["days", "server"]),
    ("sea-orm", &["persistence"]),
    ("sea-orm-migration", &["migrations"]),
    ("toml", &["packs"]),
    ("tracing-subscriber", &["server"]),
    ("ureq", &["server"]),
    ("uuid", &["server"]),
];

/// What the rules need to know of a crate.
struct Member {
    name: String,
    uses: Vec<Use>,
}

struct Use {
    /// The package's own name: a renamed dependency does not hide.
    package: String,
    kind: DependencyKind,
}

fn row(table: Table, name: &str) -> Option<&'static [&'static str]> {
    table.iter().find(|(of, _)| *of == name).map(|(_, may)| *may)
}

fn members() -> Result<Vec<Member>, cargo_metadata::Error> {
    let metadata = MetadataCommand::new().current_dir(ROOT).no_deps().exec()?;
    let member = |package: cargo_metadata::Package| Member {
        name: package.name.to_string(),
        uses: package
            .dependencies
            .into_iter()
            .map(|dependency| Use { package: dependency.name, kind: dependency.kind })
            .collect(),
    };
    Ok(metadata.packages.into_iter().map(member).collect())
}

fn breaches(members: &[Member]) -> Vec<String> {
    let names: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut found = Vec::new();
    for member in members {
        let name = member.name.as_str();
        let Some(inward) = row(LAYERS, name) else {
            found.push(format!("{name}: a crate without a layer; give it a line in LAYERS"));
            continue;
        };
        for used in &member.uses {
            let package = used.package.as_str();
            let in_tests = used.kind == DependencyKind::Development;
            if used.kind == DependencyKind::Build {
                found.push(format!(
                    "{name} has a build script's dependency, {package}: nothing here needs one"
                ));
            } else if names.contains(package) {
                let besides = row(IN_TESTS, name).filter(|_| in_tests).unwrap_or_default();
                if !inward.contains(&package) && !besides.contains(&package) && package != name {
                    let place = if in_tests { "its tests" } else { "its code" };
                    found.push(format!("{name} must not depend on {package} ({place})"));
                }
            } else if !in_tests {
                found.extend(from_outside(name, package));
            }
        }
    }
    found
}

fn from_outside(name: &str, package: &str) -> Vec<String> {
    let mut found = Vec::new();
    if row(OUTSIDE, name).is_some_and(|may| !may.contains(&package)) {
        found.push(format!("{name} must stay free of {package}"));
    }
    if row(FENCED, package).is_some_and(|may| !may.contains(&name)) {
        found.push(format!("{name} must not name {package}: only {:?} may", row(FENCED, package)));
    }
    found
}

/// Lines of the tables about a crate that is no more: they would look like rules.
fn idle(members: &[Member]) -> Vec<String> {
    let there = |name: &str| members.iter().any(|member| member.name == name);
    let tables = [("LAYERS", LAYERS), ("IN_TESTS", IN_TESTS), ("OUTSIDE", OUTSIDE)];
    tables
        .iter()
        .flat_map(|(table, rows)| rows.iter().map(move |(name, _)| (table, name)))
        .filter(|(_, name)| !there(name))
        .map(|(table, name)| format!("{table} has a line for {name}, which is no crate of this workspace"))
        .collect()
}

#[test]
fn dependencies_point_inward() -> Result<(), cargo_metadata::Error> {
    let members = members()?;
    assert_none(&breaches(&members));
    assert_none(&idle(&members));
    Ok(())
}

/// One crate's use of another, beside the whole table of crates.
fn planted(name: &str, package: &str, kind: DependencyKind) -> Vec<String> {
    let mut members: Vec<Member> =
        LAYERS.iter().map(|(name, _)| Member { name: (*name).to_owned(), uses: Vec::new() }).collect();
    members.push(Member { name: name.to_owned(), uses: vec![Use { package: package.to_owned(), kind }] });
    breaches(&members)
}

#[test]
fn every_breach_of_the_layers_is_told() {
    let normal = DependencyKind::Normal;
    for (name, package) in [
        ("rest", "persistence"),
        ("persistence", "rest"),
        ("domain", "application"),
        ("domain", "tokio"),
        ("wire", "domain"),
        ("packs", "sea-orm"),
        ("application", "sea-orm"),
        ("oracle", "domain"),
        ("rest", "sea-orm"),
        ("persistence", "actix-web"),
        ("webhooks", "application"),
    ] {
        let found = planted(name, package, normal);
        assert!(!found.is_empty(), "{name} → {package} went unnoticed");
    }
    assert!(!planted("oracle", "domain", DependencyKind::Development).is_empty());
    assert!(!planted("domain", "memory", DependencyKind::Development).is_empty());
    assert!(!planted("server", "cc", DependencyKind::Build).is_empty());
    assert_none(&planted("rest", "application", normal));
    assert_none(&planted("oracle", "memory", DependencyKind::Development));
}
