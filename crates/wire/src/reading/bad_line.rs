//! Why a line or a body could not be read: the key and the reason, and never the value.

use super::nearest;
use core::fmt;
use serde::de::{self, Expected, Unexpected};

/// A line or body that cannot be read. It names the key and the reason; the caller adds the line's number. No value
/// of the line is in it, so that it can be printed and logged whatever stood there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadLine {
    /// The way to the key, innermost first, since errors are told on the way out.
    path: Vec<String>,
    reason: String,
}

impl BadLine {
    /// Something wrong with the line as a whole.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self { path: Vec::new(), reason: reason.into() }
    }

    /// Something wrong with what stands under one key.
    #[must_use]
    pub fn of(key: &str, reason: impl Into<String>) -> Self {
        Self::new(reason).under(key)
    }

    /// The same, told from one level further out.
    #[must_use]
    pub(crate) fn under(mut self, key: &str) -> Self {
        self.path.push(plain(key).unwrap_or("?").to_owned());
        self
    }

    /// Is it a key that is not known and near to no known one?
    pub(crate) fn is_unknown_key(&self) -> bool {
        self.reason.starts_with(STRANGE)
    }

    /// What is wrong, as a word for programs: `unknown_key`, `missing`, `repeated`, `too_many_items` or `invalid_value`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        if self.reason.starts_with("unknown key") {
            "unknown_key"
        } else if self.reason.starts_with("is missing") {
            "missing"
        } else if self.reason.starts_with("stands ") {
            "repeated"
        } else if self.reason.starts_with("holds more than ") {
            "too_many_items"
        } else {
            "invalid_value"
        }
    }

    /// What is wrong, without the key.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The key as a JSON pointer (`/staff/0/shift`), empty for the line as a whole.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.path.iter().rev().fold(String::new(), |pointer, step| pointer + "/" + step)
    }
}

/// How the reason begins for a key that is near to no known one.
const STRANGE: &str = "unknown key; known here are ";

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut steps = self.path.iter().rev();
        let Some(first) = steps.next() else {
            return f.write_str(&self.reason);
        };
        write!(f, "`{first}")?;
        for step in steps {
            if step.bytes().all(|b| b.is_ascii_digit()) {
                write!(f, "[{step}]")
            } else {
                write!(f, ".{step}")
            }?;
        }
        write!(f, "`: {}", self.reason)
    }
}

impl std::error::Error for BadLine {}

impl de::Error for BadLine {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self::new(reason.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("must be {}, not {}", Words(expected), kind(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("must be {}, which this {} is not", Words(expected), kind(&found)))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(format!("must be {}, not {length} items", Words(expected)))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("must be one of {}", expected.join(", ")))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let reason = match nearest(field, expected.iter().copied()) {
            Some(meant) => format!("unknown key; was `{meant}` meant?"),
            None => format!("{STRANGE}{}", expected.join(", ")),
        };
        Self::of(field, reason)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::of(field, "is missing")
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::of(field, "stands twice")
    }
}

/// What Rust calls the expected type, in a file author's words.
struct Words<'a>(&'a dyn Expected);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = self.0.to_string();
        match expected.as_str() {
            "a boolean" => f.write_str("true or false"),
            "a string" => f.write_str("a text"),
            "f32" | "f64" => f.write_str("a number"),
            "u8" => f.write_str("a whole number from 0 to 255"),
            "u16" | "u32" | "u64" => f.write_str("a whole number from 0 on"),
            _ if expected.starts_with("struct ") => f.write_str("an object"),
            _ => f.write_str(&expected),
        }
    }
}

/// The kind of a value, without the value.
fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "number",
        Unexpected::Char(_) | Unexpected::Str(_) => "text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "list",
        Unexpected::Map => "object",
        _ => "value",
    }
}

/// A key from outside, where it looks like one: what does not could be a value that slipped into a key's place.
fn plain(key: &str) -> Option<&str> {
    let word = key.len() <= 40 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    let number = key.bytes().filter(u8::is_ascii_digit).count() > 4;
    (word && !key.is_empty() && !number).then_some(key)
}

/// A key as a message may show it.
pub(crate) fn shown(key: &str) -> String {
    plain(key).map_or_else(|| "a key".to_owned(), |key| format!("`{key}`"))
}
