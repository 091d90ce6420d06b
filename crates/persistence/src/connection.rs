//! Connections, and the one way to begin a write.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::conflict::connection_lost;

/// Begins a write: on SQLite IMMEDIATE, so that what is read next cannot change before it is written; on PostgreSQL the
/// rows of the sites are locked when they are read.
///
/// A deferred transaction of SQLite that first reads and then writes fails as soon as another writer was in between.
pub(crate) async fn begin_write(writer: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let mut begun = begin(writer).await;
    // A connection that died since it was last used is only noticed now, and nothing has been asked of it yet. There
    // may be as many of them as connections.
    for _ in 0..postgres::WRITERS {
        if !begun.as_ref().is_err_and(connection_lost) {
            break;
        }
        begun = begin(writer).await;
    }
    begun
}

async fn begin(writer: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    writer.begin_with_options(immediate).await
}
