//! Connections to a SQLite file: one that writes, several that read.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

/// How long a statement waits for a lock that another program holds on the file.
const BUSY: Duration = Duration::from_secs(5);
/// How long a caller waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);
/// Readers at once; SQLite reads on the calling connection's own thread.
const READERS: u32 = 4;

/// The one connection that writes. Several would starve each other.
pub(crate) async fn writer(file: &Path) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(file.to_owned(), 1, |options| {
        options
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged survives a power cut. It costs little, because a batch is one commit.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // So that a statement of many rows can be undone, SQLite notes what it overwrites: in memory, not in a file.
            .pragma("temp_store", "memory")
            // 16 MB of log between two checkpoints, four times the default: a page that many batches touch is then
            // copied into the file less often. Starting after a crash reads so much at most.
            .pragma("wal_autocheckpoint", "4000")
            // 8 MB at most: a batch over many sites touches some hundred pages, and those should not be read twice.
            .pragma("cache_size", "-8000")
    });
    options.map_sqlx_sqlite_pool_opts(|pool| {
        // SQLite may end a transaction by itself, on a full disk for one; the driver then still counts one and would begin
        // the next as a savepoint, without IMMEDIATE. Such a connection is closed instead of going back.
        pool.after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
    });
    Database::connect(options).await
}

/// Connections that cannot write, however they are used.
pub(crate) async fn readers(file: &Path) -> Result<DatabaseConnection, DbErr> {
    Database::connect(options(file.to_owned(), READERS, |options| options.pragma("query_only", "on"))).await
}

fn options(
    file: PathBuf,
    connections: u32,
    set: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> ConnectOptions {
    // The path goes in as a path: in a URL some of its characters would mean something else.
    let mut options = ConnectOptions::new("sqlite:");
    options
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // A logged statement could carry its values, and those are people.
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |base| {
            set(base.filename(&file).create_if_missing(false).busy_timeout(BUSY))
        });
    options
}
