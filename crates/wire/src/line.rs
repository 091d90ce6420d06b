//! The lines of a day file: the setting it begins with, and what happened, one line each.

mod setting;
mod swift;

pub use setting::{MOST_SETTING_BYTES, Sales, Setting};

use crate::reading::{self, BadLine, MOST_BYTES, Tree, nearest};
use crate::verb::Verb;
use crate::{Id, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The keys that every line may carry, besides those of its verb.
const COMMON: [&str; 5] = ["at", "do", "actor", "happened_at", "expect"];

/// One line after the first: what happened, when, and what is expected of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// When it was entered; times never go back from line to line.
    pub at: Stamp,
    /// What happened; its word stands under `do`.
    #[serde(flatten)]
    pub verb: Verb,
    /// Who says so, where it is not whom the verb is about or the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<Id>,
    /// When it happened, where it was entered late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<Stamp>,
    /// What the answer should be; compared by [`crate::expect`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<Value>,
}

impl Line {
    /// Reads one line. The error names the key, never the value, and not the line's number, which the caller knows.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        reading::within(text, MOST_BYTES)?;
        let line = match swift::read(text) {
            Some(line) => line,
            None => Self::from_tree(reading::tree(text)?)?,
        };
        line.verb.check()?;
        if line.happened_at.is_some_and(|happened| happened > line.at) {
            return Err(BadLine::of("happened_at", "is later than `at`"));
        }
        Ok(line)
    }

    /// Reads the keys in whatever order they stand, and finds the one that is wrong.
    fn from_tree(tree: Value) -> Result<Self, BadLine> {
        let Value::Object(mut keys) = tree else {
            return Err(BadLine::new("must be a JSON object"));
        };
        let at = take(&mut keys, "at")?.ok_or_else(|| BadLine::of("at", "is missing"))?;
        let word = verb_word(&mut keys)?;
        let actor = take(&mut keys, "actor")?;
        let happened_at = take(&mut keys, "happened_at")?;
        let expect = keys.remove("expect").filter(|expect| !expect.is_null());
        let verb = Verb::read(word, Tree(Value::Object(keys))).map_err(slip)?;
        Ok(Self { at, verb, actor, happened_at, expect })
    }
}

/// A slip in a common key would otherwise be told as a key that the verb does not know.
fn slip(bad: BadLine) -> BadLine {
    let key = bad.pointer();
    let key = key.trim_start_matches('/');
    match nearest(key, COMMON.into_iter()) {
        Some(meant) if bad.is_unknown_key() => BadLine::of(key, format!("unknown key; was `{meant}` meant?")),
        _ => bad,
    }
}

fn take<T: for<'de> Deserialize<'de>>(
    keys: &mut Map<String, Value>,
    key: &str,
) -> Result<Option<T>, BadLine> {
    let value = keys.remove(key).unwrap_or_default();
    Option::deserialize(Tree(value)).map_err(|bad: BadLine| bad.under(key))
}

fn verb_word(keys: &mut Map<String, Value>) -> Result<&'static str, BadLine> {
    let Some(given) = keys.remove("do") else {
        return Err(BadLine::of("do", "is missing: it names what happened"));
    };
    let Value::String(given) = given else {
        return Err(BadLine::of("do", "must be a text: the verb"));
    };
    if let Some(word) = Verb::WORDS.iter().find(|word| **word == given) {
        return Ok(word);
    }
    let meant = nearest(&given, Verb::WORDS.iter().copied());
    let meant = meant.map_or_else(String::new, |word| format!("; was `{word}` meant?"));
    Err(BadLine::of("do", format!("unknown verb{meant}")))
}

#[cfg(test)]
mod tests;
