//! Rows and domain values: instants as microseconds, documents as JSON text.

use application::ports::StoreError;
use chrono::{DateTime, Utc};
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Microseconds since 1970-01-01 UTC, cut down; always within `i64` for what an instant can be.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

/// The instant of a stored count of microseconds.
pub(crate) fn instant(
    micros: i64,
    column: Column,
    row: impl FnOnce() -> String,
) -> Result<Timestamp, StoreError> {
    DateTime::<Utc>::from_timestamp_micros(micros).ok_or_else(|| column.unreadable(&row(), "no instant"))
}

/// A column, to say what could not be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column(pub(crate) &'static str);

impl Column {
    /// Names column and row, never the contents: they may be personal.
    pub(crate) fn unreadable(self, row: &str, why: &str) -> StoreError {
        StoreError::Corrupt(format!("{} of {row}: {why}", self.0))
    }
}

/// A stored document.
pub(crate) fn document<T: DeserializeOwned>(
    text: &str,
    column: Column,
    row: impl FnOnce() -> String,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| {
        // The parser's own words quote what it found.
        let kind = match error.classify() {
            serde_json::error::Category::Data => "another form than this program knows",
            serde_json::error::Category::Eof => "it ends too early",
            serde_json::error::Category::Io | serde_json::error::Category::Syntax => "not JSON",
        };
        column.unreadable(&row(), &format!("{kind}, at character {}", error.column()))
    })
}

/// A count that the database keeps as a signed integer.
pub(crate) fn count(stored: i64, column: Column, row: impl FnOnce() -> String) -> Result<u64, StoreError> {
    u64::try_from(stored).map_err(|_| column.unreadable(&row(), "negative"))
}

/// Rows as the one JSON parameter of a statement.
pub(crate) fn parameter<T: Serialize + ?Sized>(rows: &T) -> Result<String, StoreError> {
    serde_json::to_string(rows).map_err(|_| unwritable())
}

/// What cannot be stored; nothing was written.
pub(crate) fn unwritable() -> StoreError {
    StoreError::Corrupt("a value that JSON cannot carry".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMN: Column = Column("parties.body");

    #[test]
    fn an_unreadable_document_is_named_and_not_quoted() {
        let error = document::<u32>("\"13800138000\"", COLUMN, || "site s, party p".to_owned()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("parties.body of site s, party p"), "{text}");
        assert!(!text.contains("138"), "{text}");
    }

    #[test]
    fn the_ends_of_time_are_instants() {
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::UNIX_EPOCH] {
            let back = instant(micros(at), COLUMN, String::new).unwrap();
            assert_eq!(micros(back), micros(at));
        }
    }

    #[test]
    fn a_negative_count_is_refused() {
        assert!(count(-1, COLUMN, String::new).is_err());
    }
}
