//! Looks over the sections of a pack before it is read: what is missing, and lists written as single sections.

use crate::problem::Complaints;

/// What no house can do without.
const REQUIRED: &[&str] =
    &["name", "version", "title", "description", "clauses", "currency", "tables", "order", "pass", "visit"];
/// Sections of which there are several, each a rule.
const LISTS: &[&str] = &[
    "order",
    "waiting",
    "absence",
    "class",
    "pass",
    "visit",
    "found",
    "split",
    "post",
    "breach",
    "eligibility",
    "gate",
    "task",
    "record",
];
/// Sections of which there is one.
const SINGLE: &[&str] =
    &["tables", "ownership", "give_ups", "desk", "hours", "evening", "large_party", "supervisor", "entry"];

/// Complains of all of it at once; a text that is no TOML is left to its reader.
pub(crate) fn look_over(text: &str, complaints: &mut Complaints<'_>) {
    let Ok(document) = toml::from_str::<toml::Table>(text) else { return };
    for name in LISTS.iter().filter(|name| document.get(**name).is_some_and(toml::Value::is_table)) {
        let message = format!("`{name}` is a list of rules: each begins with `[[{name}]]`, in two brackets");
        complaints.at(header(text, &format!("[{name}]")), message);
    }
    for name in SINGLE.iter().filter(|name| document.get(**name).is_some_and(toml::Value::is_array)) {
        let message = format!("there is one `{name}`: write `[{name}]`, in single brackets");
        complaints.at(header(text, &format!("[[{name}]]")), message);
    }
    // A section that is missing may be the one misspelt, of which the reader tells the place.
    let known = |name: &str| [REQUIRED, LISTS, SINGLE].iter().any(|names| names.contains(&name));
    if document.keys().any(|name| !known(name)) {
        return;
    }
    let missing: Vec<String> = REQUIRED
        .iter()
        .filter(|name| !document.contains_key(**name))
        .map(|name| if LISTS.contains(name) { format!("`[[{name}]]`") } else { format!("`{name}`") })
        .collect();
    match missing.as_slice() {
        [] => {}
        [one] => complaints.of_the_file(format!("{one} is missing")),
        _ => complaints.of_the_file(format!("these are missing: {}", missing.join(", "))),
    }
}

/// Where a section's header stands; the beginning where it is written otherwise.
fn header(text: &str, header: &str) -> usize {
    let mut begins = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(header) {
            return begins;
        }
        begins += line.len();
    }
    0
}
