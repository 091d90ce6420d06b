//! Reading single values out of a day line, with a reason where one is missing.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::paper::{Sure, Unsure};

/// The text under `key`, if there is one.
pub(crate) fn word<'a>(line: &'a Value, key: &str) -> Option<&'a str> {
    line.get(key).and_then(Value::as_str)
}

/// The text under `key`; a line without it is beyond the sheet.
pub(crate) fn must<'a>(line: &'a Value, key: &str) -> Sure<&'a str> {
    word(line, key).ok_or_else(|| Unsure(format!("a line without {key}: {line}")))
}

/// The instant under `key`.
pub(crate) fn instant(line: &Value, key: &str) -> Sure<DateTime<Utc>> {
    let text = must(line, key)?;
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|error| Unsure(format!("{key} is no instant: {error}")))
}

/// The objects of the list under `key`.
pub(crate) fn list<'a>(line: &'a Value, key: &str) -> &'a [Value] {
    line.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A phone's digits without the country's prefix.
pub(crate) fn digits(phone: &str) -> String {
    let all: String = phone.chars().filter(char::is_ascii_digit).collect();
    let plus = phone.trim_start().starts_with('+');
    if let Some(rest) = all.strip_prefix("0086") {
        return rest.to_owned();
    }
    match all.strip_prefix("86") {
        Some(rest) if plus => rest.to_owned(),
        _ => all,
    }
}
