//! SQL errors as what a store may say about them: by code, in this one place, never with a statement's values.

use application::ports::StoreError;
use sea_orm::sqlx::postgres::PgDatabaseError;
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

/// What a failed commit means: where the answer was lost, the server may have committed all the same.
pub(crate) fn commit_error(error: &DbErr) -> StoreError {
    if connection_lost(error) {
        return StoreError::Unknown;
    }
    store_error(error)
}

/// The connection is gone: by itself, or because the server ends.
pub(crate) fn connection_lost(error: &DbErr) -> bool {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => match &**cause {
            SqlxError::Io(_) | SqlxError::Protocol(_) | SqlxError::WorkerCrashed => true,
            SqlxError::Database(cause) => cause.code().is_some_and(|code| {
                cause.try_downcast_ref::<PgDatabaseError>().is_some() && ends_the_session(&code)
            }),
            _ => false,
        },
        _ => false,
    }
}

/// PostgreSQL's connection exceptions, and those with which a server that stops or crashes ends its sessions.
fn ends_the_session(code: &str) -> bool {
    code.starts_with("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(&code)
}

fn from_driver(error: &SqlxError) -> StoreError {
    match error {
        SqlxError::Database(cause) => match (cause.code(), cause.try_downcast_ref::<PgDatabaseError>()) {
            (Some(code), Some(_)) => from_postgres(&code),
            (Some(code), None) => code.parse().map_or_else(|_| without_code(), from_sqlite),
            (None, _) => without_code(),
        },
        SqlxError::ColumnDecode { index, .. } => {
            StoreError::Corrupt(format!("column {index} holds another type than the schema says"))
        }
        SqlxError::PoolTimedOut => StoreError::Unavailable("no connection became free in time".to_owned()),
        SqlxError::PoolClosed => StoreError::Unavailable("the store is closed".to_owned()),
        SqlxError::Io(cause) => StoreError::Unavailable(format!("input or output failed: {}", cause.kind())),
        _ => StoreError::Unavailable("the database driver failed".to_owned()),
    }
}

fn without_code() -> StoreError {
    StoreError::Unavailable("the database failed without a code".to_owned())
}

/// By PostgreSQL's SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>); its first two characters are
/// the class.
fn from_postgres(code: &str) -> StoreError {
    let unavailable = |what: &str| StoreError::Unavailable(format!("{what} (SQLSTATE {code})"));
    let corrupt = |what: &str| StoreError::Corrupt(format!("{what} (SQLSTATE {code})"));
    match code {
        // A key that was free when it was looked up; two transactions in each other's way.
        "23505" | "40001" | "40P01" => return StoreError::Conflict,
        "55P03" => return unavailable("another server holds the site for too long"),
        "53100" => return unavailable("the disk is full"),
        "57014" => return unavailable("the statement took too long"),
        "25006" => return unavailable("the database can only be read"),
        "58030" => return unavailable("the disk failed"),
        _ => {}
    }
    match code.get(..2) {
        Some("08") => unavailable("the connection is gone"),
        Some("28") => unavailable("the database lets us not in: user, password or its rules of access"),
        Some("3D") => unavailable("the database does not exist"),
        Some("42") if code == "42501" => unavailable("the database user may not do that"),
        Some("53") => unavailable("the database is short of something"),
        Some("57") => unavailable("the database is stopping or starting"),
        Some("22") => corrupt("a value that the database cannot hold"),
        Some("23") => corrupt("a rule of the schema refused the row"),
        Some("42") => corrupt("the schema is not the one this program was built for"),
        Some("XX") => corrupt("the database is damaged"),
        _ => unavailable("the database failed"),
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
    fn of_postgres_what_two_writers_do_to_each_other_is_a_conflict() {
        for code in ["23505", "40001", "40P01"] {
            assert!(matches!(from_postgres(code), StoreError::Conflict), "{code}");
        }
    }

    #[test]
    fn of_postgres_a_server_that_cannot_just_now_is_unavailable() {
        for code in [
            "55P03", "53100", "53300", "57014", "57P01", "57P03", "08006", "28P01", "3D000", "42501", "25P03",
        ] {
            assert!(matches!(from_postgres(code), StoreError::Unavailable(_)), "{code}");
        }
    }

    #[test]
    fn of_postgres_damage_and_broken_rules_are_corrupt() {
        for code in ["22021", "23502", "23503", "42P01", "42703", "XX001"] {
            assert!(matches!(from_postgres(code), StoreError::Corrupt(_)), "{code}");
        }
    }

    #[test]
    fn a_session_that_the_server_ends_leaves_a_commit_in_doubt() {
        assert!(["08006", "57P01", "57P02", "25P03"].into_iter().all(ends_the_session));
        assert!(!["23505", "40001", "57014"].into_iter().any(ends_the_session));
    }

    #[test]
    fn no_message_of_the_database_is_passed_on() {
        let quoting = DbErr::Type("13800138000 is no integer".to_owned());
        assert!(!store_error(&quoting).to_string().contains("138"));
    }
}
