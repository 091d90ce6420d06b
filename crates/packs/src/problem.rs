//! What is wrong with a pack file, and on which line.

use core::fmt;
use toml::de::{DeTable, DeValue};

/// One thing that is wrong with a pack.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `pass[3].if.cause`; rules of a list are counted from 1. Empty where the file is no TOML.
    pub key: String,
    /// What is wrong, and what was probably meant.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// A pack file's text and name, and the problems found in it so far.
pub(crate) struct Complaints<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<(usize, String)>,
    /// Of the file as a whole, which no place could name.
    whole: Vec<String>,
}

impl<'a> Complaints<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, found: Vec::new(), whole: Vec::new() }
    }

    /// Notes a problem at a byte offset.
    pub(crate) fn at(&mut self, offset: usize, message: impl Into<String>) {
        self.found.push((offset, message.into()));
    }

    /// Notes a problem of the file as a whole.
    pub(crate) fn of_the_file(&mut self, message: impl Into<String>) {
        self.whole.push(message.into());
    }

    /// How many problems there are.
    pub(crate) fn count(&self) -> usize {
        self.found.len() + self.whole.len()
    }

    /// The line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        line_of(self.text, offset)
    }

    /// All problems with their lines and keys, in the order of the file.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        if self.count() == 0 {
            return Vec::new();
        }
        let document = DeTable::parse(self.text).ok();
        let (file, mut found) = (self.file, self.found);
        found.sort();
        found.dedup();
        let place = |(offset, message): (usize, String)| Problem {
            file: file.to_owned(),
            line: line_of(self.text, offset),
            key: match &document {
                Some(table) => in_table(table.get_ref(), offset, "").unwrap_or_default(),
                None => on_line(self.text, offset),
            },
            message,
        };
        let whole = self.whole.into_iter().map(|message| Problem {
            file: file.to_owned(),
            line: 1,
            key: String::new(),
            message,
        });
        whole.chain(found.into_iter().map(place)).collect()
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The key at the begin of the line, where the file is no TOML; empty where there is none.
fn on_line(text: &str, offset: usize) -> String {
    let line = text.lines().nth(line_of(text, offset) - 1).unwrap_or_default();
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if key.chars().all(plain) { key.to_owned() } else { String::new() }
}

/// The path of the innermost key or value written around `offset`.
fn in_table(table: &DeTable<'_>, offset: usize, path: &str) -> Option<String> {
    for (key, value) in table.iter() {
        let dot = if path.is_empty() { "" } else { "." };
        let here = format!("{path}{dot}{}", key.get_ref());
        // A table written with dots or headers spans its first key only: what it holds may stand anywhere.
        let within = in_value(value.get_ref(), offset, &here);
        if within.is_some() {
            return within;
        }
        if key.span().contains(&offset) || value.span().contains(&offset) {
            return Some(here);
        }
    }
    None
}

fn in_value(value: &DeValue<'_>, offset: usize, path: &str) -> Option<String> {
    match value {
        DeValue::Table(table) => in_table(table, offset, path),
        DeValue::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            let here = format!("{path}[{}]", index + 1);
            in_value(item.get_ref(), offset, &here).or_else(|| item.span().contains(&offset).then_some(here))
        }),
        _ => None,
    }
}

/// The one problem of a pack.
pub(crate) fn single(pack: &crate::Pack, offset: usize, message: String) -> Vec<Problem> {
    let mut complaints = Complaints::new(&pack.file, &pack.text);
    complaints.at(offset, message);
    complaints.into_problems()
}
