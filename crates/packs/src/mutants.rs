//! Small changes to a pack, each of which ought to make a scenario fail: the proof that its scenarios hold its rules.

use domain::time::Span;
use serde_json::Value as Schema;
use toml::{Table, Value};

use crate::measure::{parse_length, written};
use crate::{Pack, json_schema};

/// A pack with one thing changed.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What was changed, in words that stay the same when other rules come and go.
    pub what: String,
    /// The clause of the changed rule, if it has one: where to look for a scenario first.
    pub clause: Option<String>,
    /// The text of the changed pack.
    pub text: String,
}

/// Keys that decide nothing.
const SILENT: &[&str] = &[
    "clause",
    "basis",
    "due_basis",
    "each_basis",
    "title",
    "description",
    "name",
    "version",
    "currency",
    "clauses",
];

/// Every mutant of a pack: each rule taken out, neighbours of an ordered list swapped, each condition and each optional
/// key taken out, every other word for each word, yes for no, each bound moved by the least there is.
#[must_use]
pub fn mutants(pack: &Pack) -> Vec<Mutant> {
    let document: Table = toml::from_str(&pack.text).unwrap_or_default();
    let schema: Schema = serde_json::from_str(&json_schema()).unwrap_or_default();
    let mut maker = Maker { document: &document, schema: &schema, made: Vec::new() };
    for (section, value) in document.iter().filter(|(key, _)| !SILENT.contains(&key.as_str())) {
        let node = maker.property(&schema, section);
        match value {
            Value::Array(rules) => maker.list(section, rules, node),
            Value::Table(settings) => {
                let mut without = document.clone();
                without.remove(section);
                maker.keep(&without, format!("{section}: taken out"), clause_of(value));
                for (key, setting) in settings.iter().filter(|(key, _)| !SILENT.contains(&key.as_str())) {
                    let clause = clause_of(setting).or_else(|| clause_of(value));
                    let shape = node.and_then(|node| maker.property(node, key));
                    for (change, other) in maker.changes(key, setting, shape) {
                        let mut changed = settings.clone();
                        put(&mut changed, key, other);
                        let what = format!("{section}.{key}: {change}");
                        maker.make(section, Value::Table(changed), what, clause.clone());
                    }
                }
            }
            _ => {}
        }
    }
    maker.made
}

/// The text of a pack without anything that rests on a clause: each rule, setting and item of a list that cites it.
#[must_use]
pub fn without_clause(pack: &Pack, clause: &str) -> String {
    let mut document: Table = toml::from_str(&pack.text).unwrap_or_default();
    strip(&mut document, clause);
    toml::to_string(&document).unwrap_or_default()
}

fn strip(table: &mut Table, clause: &str) {
    table.retain(|_, value| !strip_value(value, clause));
}

/// Does this rest on the clause as a whole, or on nothing else? What in it does is gone either way.
fn strip_value(value: &mut Value, clause: &str) -> bool {
    match value {
        Value::Table(table) => {
            let cites = table.get("clause").and_then(Value::as_str) == Some(clause);
            // A breach names the clauses that it punishes.
            let punishes = table.contains_key("of");
            strip(table, clause);
            cites || table.is_empty() || punishes && !table.contains_key("of")
        }
        Value::Array(items) if !items.is_empty() => {
            items.retain_mut(|item| item.as_str() != Some(clause) && !strip_value(item, clause));
            items.is_empty()
        }
        _ => false,
    }
}

/// The text of a pack in which whatever rests on a clause says that it is the house's own: nothing cites the clause.
#[must_use]
pub fn without_citation(pack: &Pack, clause: &str) -> String {
    let mut document = Value::Table(toml::from_str(&pack.text).unwrap_or_default());
    uncite(&mut document, clause);
    toml::to_string(&document).unwrap_or_default()
}

fn uncite(value: &mut Value, clause: &str) {
    match value {
        Value::Table(table) => {
            if table.get("clause").and_then(Value::as_str) == Some(clause) {
                table.remove("clause");
                table.insert("basis".to_owned(), Value::String("ours".to_owned()));
            }
            table.iter_mut().for_each(|(_, inner)| uncite(inner, clause));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| uncite(item, clause)),
        _ => {}
    }
}

struct Maker<'a> {
    document: &'a Table,
    schema: &'a Schema,
    made: Vec<Mutant>,
}

impl<'a> Maker<'a> {
    fn make(&mut self, section: &str, value: Value, what: String, clause: Option<String>) {
        let mut document = self.document.clone();
        document.insert(section.to_owned(), value);
        self.keep(&document, what, clause);
    }

    fn keep(&mut self, document: &Table, what: String, clause: Option<String>) {
        let text = toml::to_string(document).unwrap_or_default();
        self.made.push(Mutant { what, clause, text });
    }

    fn list(&mut self, section: &str, rules: &[Value], node: Option<&'a Schema>) {
        for (place, rule) in rules.iter().enumerate() {
            let name = named(section, rules, place);
            let clause = clause_of(rule);
            let mut without = rules.to_vec();
            without.remove(place);
            self.make(section, Value::Array(without), format!("{name}: taken out"), clause.clone());
            if let Some(next) = rules.get(place + 1) {
                let mut swapped = rules.to_vec();
                swapped.swap(place, place + 1);
                let what = format!("{name}: after {}", named(section, rules, place + 1));
                if rule != next {
                    self.make(section, Value::Array(swapped), what, clause.clone());
                }
            }
            let Some(keys) = rule.as_table() else { continue };
            // `what` is a word of a discovery, and elsewhere a text for people.
            let decides = |key: &str| !SILENT.contains(&key) && (key != "what" || section == "found");
            for (key, value) in keys.iter().filter(|(key, _)| decides(key)) {
                let shape = node.and_then(|node| self.property(node, key));
                // What follows from a discovery follows all at once: those effects have no order.
                let value_key = if section == "found" && key == "do" { "effects" } else { key };
                for (change, other) in self.changes(value_key, value, shape) {
                    let mut changed = keys.clone();
                    put(&mut changed, key, other);
                    let mut all = rules.to_vec();
                    all[place] = Value::Table(changed);
                    self.make(section, Value::Array(all), format!("{name}.{key}: {change}"), clause.clone());
                }
            }
        }
    }

    /// Every other value for a key, and (where there is none) that the key is left out.
    fn changes(&self, key: &str, value: &Value, shape: Option<&'a Schema>) -> Vec<(String, Option<Value>)> {
        let mut changes = self.others(key, value, shape);
        // Left out it may mean the same as what stands there, or the pack may need it: the check says so.
        changes.push(("left out".to_owned(), None));
        changes
    }

    fn others(&self, key: &str, value: &Value, shape: Option<&'a Schema>) -> Vec<(String, Option<Value>)> {
        match value {
            Value::Boolean(yes) => vec![(format!("{yes} → {}", !yes), Some(Value::Boolean(!yes)))],
            Value::Integer(number) => {
                let moved = [number - 1, number + 1];
                let told = |other: i64| (format!("{number} → {other}"), Some(Value::Integer(other)));
                moved.into_iter().filter(|other| *other > 0).map(told).collect()
            }
            Value::String(text) => self.other_words(text, shape),
            Value::Array(items) => {
                let mut changes = Vec::new();
                for (place, item) in items.iter().enumerate() {
                    let mut without = items.clone();
                    without.remove(place);
                    if !without.is_empty() {
                        changes.push((format!("without {}", short(item)), Some(Value::Array(without))));
                    }
                    if let Some(next) = items.get(place + 1)
                        && matches!(key, "to" | "do")
                    {
                        let mut swapped = items.clone();
                        swapped.swap(place, place + 1);
                        let what = format!("{} after {}", short(item), short(next));
                        changes.push((what, Some(Value::Array(swapped))));
                    }
                    for (change, other) in self.others(key, item, shape) {
                        let Some(other) = other else { continue };
                        if items.contains(&other) {
                            continue;
                        }
                        let mut all = items.clone();
                        all[place] = other;
                        changes.push((format!("[{place}] {change}"), Some(Value::Array(all))));
                    }
                }
                changes
            }
            Value::Table(table) => {
                let mut changes = Vec::new();
                for (inner, value) in table.iter().filter(|(inner, _)| !SILENT.contains(&inner.as_str())) {
                    let shape = shape.and_then(|node| self.property(node, inner));
                    // Shares add up to the whole, so they are changed together, below.
                    let mut others =
                        if key == "shares" { Vec::new() } else { self.others(inner, value, shape) };
                    if key != "shares" && table.len() > 1 {
                        others.push(("left out".to_owned(), None));
                    }
                    for (change, other) in others {
                        let mut changed = table.clone();
                        put(&mut changed, inner, other);
                        changes.push((format!("{inner}: {change}"), Some(Value::Table(changed))));
                    }
                }
                if key == "shares" {
                    changes.extend(other_shares(table));
                }
                changes
            }
            _ => Vec::new(),
        }
    }

    fn other_words(&self, text: &str, shape: Option<&'a Schema>) -> Vec<(String, Option<Value>)> {
        let told = |other: String| (format!("{text} → {other}"), Some(Value::String(other)));
        if let Some(span) = parse_length(text) {
            let moved = [span.0.checked_sub(1), span.0.checked_add(1)];
            return moved.into_iter().flatten().map(|seconds| told(written(Span(seconds)))).collect();
        }
        if let Some((hours, minutes)) = text.split_once(':')
            && let (Ok(hours), Ok(minutes)) = (hours.parse::<u32>(), minutes.parse::<u32>())
        {
            let at = hours * 60 + minutes;
            let moved = [at.checked_sub(1), at.checked_add(1).filter(|at| *at < 1440)];
            return moved
                .into_iter()
                .flatten()
                .map(|at| told(format!("{:02}:{:02}", at / 60, at % 60)))
                .collect();
        }
        if let Some(moved) = moved_date(text).or_else(|| moved_share(text)) {
            return moved.into_iter().map(told).collect();
        }
        let mut words = Vec::new();
        if let Some(shape) = shape {
            self.words(shape, &mut words, 0);
        }
        words.retain(|word| word != text);
        words.into_iter().map(told).collect()
    }

    /// What a key of this shape looks like, through references and alternatives.
    fn property(&self, node: &'a Schema, key: &str) -> Option<&'a Schema> {
        self.property_within(node, key, 0)
    }

    fn property_within(&self, node: &'a Schema, key: &str, depth: u8) -> Option<&'a Schema> {
        if depth > 8 {
            return None;
        }
        if let Some(found) = node.get("properties").and_then(|properties| properties.get(key)) {
            return Some(found);
        }
        self.within(node).into_iter().find_map(|inner| self.property_within(inner, key, depth + 1))
    }

    /// The words that may stand there.
    fn words(&self, node: &'a Schema, words: &mut Vec<String>, depth: u8) {
        if depth > 8 {
            return;
        }
        let listed = node.get("enum").and_then(Schema::as_array).into_iter().flatten();
        for word in listed.filter_map(Schema::as_str) {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
        for inner in self.within(node) {
            self.words(inner, words, depth + 1);
        }
    }

    fn within(&self, node: &'a Schema) -> Vec<&'a Schema> {
        let referred = node.get("$ref").and_then(Schema::as_str).and_then(|to| {
            let name = to.rsplit('/').next()?;
            self.schema.get("definitions")?.get(name)
        });
        let mut inner: Vec<&Schema> = referred.into_iter().chain(node.get("items")).collect();
        for several in ["anyOf", "allOf", "oneOf"] {
            inner.extend(node.get(several).and_then(Schema::as_array).into_iter().flatten());
        }
        inner
    }
}

/// All of it to another, or the shares the other way round.
fn other_shares(shares: &Table) -> Vec<(String, Option<Value>)> {
    let roles = ["closer", "first", "owner"];
    let told =
        |table: Table| (format!("→ {}", short(&Value::Table(table.clone()))), Some(Value::Table(table)));
    let whole = roles
        .iter()
        .map(|role| [((*role).to_owned(), Value::String("1".to_owned()))].into_iter().collect::<Table>());
    let mut others: Vec<Table> = whole.filter(|table| table != shares).collect();
    let (keys, mut values): (Vec<String>, Vec<Value>) = shares.clone().into_iter().unzip();
    values.reverse();
    let turned: Table = keys.into_iter().zip(values).collect();
    if turned != *shares {
        others.push(turned);
    }
    others.into_iter().map(told).collect()
}

/// A bound such as `1/10`, a thousandth lower and higher; shares of a split are changed all at once.
fn moved_share(text: &str) -> Option<Vec<String>> {
    let (part, whole) = text.split_once('/')?;
    let (part, whole): (u32, u32) = (part.parse().ok()?, whole.parse().ok()?);
    let (part, whole) = (part.checked_mul(1000)?, whole.checked_mul(1000)?);
    Some(vec![format!("{}/{whole}", part.checked_sub(1)?), format!("{}/{whole}", part.checked_add(1)?)])
}

/// A day of the year or of one year (`10-01`, `2027-02-06`), one day earlier or later within its month.
fn moved_date(text: &str) -> Option<Vec<String>> {
    let (month, day) = text.rsplit_once('-')?;
    let day: u32 = day.parse().ok()?;
    if !month.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let days = [day.checked_sub(1)?, day.checked_add(1)?];
    Some(
        days.into_iter()
            .filter(|day| (1..=28).contains(day))
            .map(|day| format!("{month}-{day:02}"))
            .collect(),
    )
}

fn put(table: &mut Table, key: &str, value: Option<Value>) {
    match value {
        Some(value) => table.insert(key.to_owned(), value),
        None => table.remove(key),
    };
}

fn clause_of(rule: &Value) -> Option<String> {
    let table = rule.as_table()?;
    let clause = table.get("clause").and_then(Value::as_str);
    let first = || table.get("of")?.as_array()?.first()?.as_str();
    clause.or_else(first).map(str::to_owned)
}

/// A rule's name: its list, its clause, and its place among the rules of that clause.
fn named(section: &str, rules: &[Value], place: usize) -> String {
    let clause = |rule: &Value| clause_of(rule).unwrap_or_else(|| "ours".to_owned());
    let own = rules.get(place).map(clause).unwrap_or_default();
    let nth = rules.iter().take(place).filter(|rule| clause(rule) == own).count() + 1;
    format!("{section} {own} #{nth}")
}

fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Table(table) => {
            let told: Vec<String> =
                table.iter().map(|(key, value)| format!("{key} {}", short(value))).collect();
            told.join(", ")
        }
        other => other.to_string(),
    }
}
