//! SQL errors as what a store may say about them: by code, in this one place, never with a statement's values.

use application::ports::StoreError;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// A result of the database as the use cases hear of it.
pub(crate) trait InStoreTerms<T> {
    /// Turns the error, and nothing else.
    fn in_store_terms(self) -> Result<T, StoreError>;
}

impl<T> InStoreTerms<T> for Result<T, DbErr> {
    fn in_store_terms(self) -> Result<T, StoreError> {
        self.map_err(|error| store_error(&error))
    }
}

/// What a failed statement means to the use cases.
///
/// A message of the database may quote data (a trigger's text, a value that does not convert), so none is passed on.
fn store_error(error: &DbErr) -> StoreError {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => from_driver(cause),
        DbErr::ConnectionAcquire(_) => {
            StoreError::Unavailable("no connection became free in time".to_owned())
        }
        DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => {
            StoreError::Corrupt("a column holds another type than the schema says".to_owned())
        }
        DbErr::RecordNotInserted | DbErr::RecordNotUpdated => StoreError::Conflict,
        _ => StoreError::Unavailable("the database layer failed".to_owned()),
    }
}

fn from_driver(error: &SqlxError) -> StoreError {
    match error {
        SqlxError::Database(cause) => {
            let code = cause.code();
            code.as_deref().and_then(|code| code.parse().ok()).map_or_else(
                || StoreError::Unavailable("the database failed without a code".to_owned()),
                from_sqlite,
            )
        }
        SqlxError::ColumnDecode { index, .. } => {
            StoreError::Corrupt(format!("column {index} holds another type than the schema says"))
        }
        SqlxError::PoolTimedOut => StoreError::Unavailable("no connection became free in time".to_owned()),
        SqlxError::PoolClosed => StoreError::Unavailable("the store is closed".to_owned()),
        SqlxError::Io(cause) => StoreError::Unavailable(format!("input or output failed: {}", cause.kind())),
        _ => StoreError::Unavailable("the database driver failed".to_owned()),
    }
}

/// By SQLite's extended result code; its low byte is the primary code (<https://www.sqlite.org/rescode.html>).
fn from_sqlite(code: i32) -> StoreError {
    const UNIQUE: [i32; 3] = [1555, 2067, 2579];
    let unavailable = |what: &str| StoreError::Unavailable(format!("{what} (SQLite code {code})"));
    let corrupt = |what: &str| StoreError::Corrupt(format!("{what} (SQLite code {code})"));
    if UNIQUE.contains(&code) {
        // A key that was free when it was looked up: somebody else wrote the row in between.
        return StoreError::Conflict;
    }
    match code & 0xff {
        5 | 6 => StoreError::Conflict,
        7 => unavailable("the database is out of memory"),
        8 => unavailable("the database file cannot be written"),
        9 => unavailable("the statement was interrupted"),
        10 => unavailable("the disk failed"),
        13 => unavailable("the disk is full"),
        14 => unavailable("the database file cannot be opened"),
        11 => corrupt("the database file is damaged"),
        19 => corrupt("a rule of the schema refused the row"),
        26 => corrupt("the file is not a database"),
        1 => corrupt("the schema is not the one this program was built for"),
        _ => unavailable("the database failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_key_and_a_busy_file_are_conflicts() {
        for code in [5, 6, 261, 517, 1555, 2067] {
            assert!(matches!(from_sqlite(code), StoreError::Conflict), "{code}");
        }
    }

    #[test]
    fn a_disk_that_is_full_or_fails_is_unavailable() {
        for code in [7, 8, 10, 13, 14, 778, 1032, 4874] {
            assert!(matches!(from_sqlite(code), StoreError::Unavailable(_)), "{code}");
        }
    }

    #[test]
    fn damage_and_broken_rules_are_corrupt() {
        for code in [1, 11, 26, 275, 787, 1811] {
            assert!(matches!(from_sqlite(code), StoreError::Corrupt(_)), "{code}");
        }
    }

    #[test]
    fn no_message_of_the_database_is_passed_on() {
        let quoting = DbErr::Type("13800138000 is no integer".to_owned());
        assert!(!store_error(&quoting).to_string().contains("138"));
    }
}
