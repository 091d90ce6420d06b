//! The store over a SQLite file: one batch, one transaction, one commit.

use std::path::Path;

use application::ports::{Batch, Store, StoreError};
use async_trait::async_trait;
use sea_orm::{ActiveValue, DatabaseConnection, DatabaseTransaction, EntityTrait};

use crate::OpenError;
use crate::conflict::InStoreTerms;
use crate::connection::{self, begin_write};
use crate::entity::policy;
use crate::file_lock::FileLock;
use crate::loading::load;
use crate::opening::{self, OfFile};
use crate::statement::{Dialect, SQLITE};
use crate::writing::{SiteChanges, write};

/// A SQLite file that this process alone uses.
///
/// Writes go through one connection, one batch after the other; reads have connections of their own and see what was
/// last committed. What [`Store::execute`] has acknowledged survives a crash and a power cut.
#[derive(Debug)]
pub struct SqliteStore {
    writer: DatabaseConnection,
    pub(crate) readers: DatabaseConnection,
    // Last, so that the connections go first when the store is dropped.
    _lock: FileLock,
}

/// SQLite's statements; a store over another database has its own set.
pub(crate) const DIALECT: &Dialect = &SQLITE;

impl SqliteStore {
    /// Opens the database at `path`, creates the file if it is missing (its folder must exist) and brings its schema up
    /// to date.
    ///
    /// # Errors
    /// Another server has it, a newer program wrote it, or it cannot be used; see [`OpenError`].
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        let file = opening::one_name(path)?;
        let lock = FileLock::take(&file)?;
        opening::create_missing(&file)?;
        let writer = connection::writer(&file).await.of_file(&file)?;
        opening::migrate(&writer, &file).await?;
        let readers = connection::readers(&file).await.of_file(&file)?;
        Ok(Self { writer, readers, _lock: lock })
    }

    /// Waits for what is running, folds the write-ahead log into the file and closes it; whoever asks later is told.
    ///
    /// # Errors
    /// The database failed; nothing acknowledged is lost, the next opening recovers it.
    pub async fn close(&self) -> Result<(), StoreError> {
        // The writer last: the last connection to close folds the log in, and readers may not.
        self.readers.close_by_ref().await.in_store_terms()?;
        self.writer.close_by_ref().await.in_store_terms()
    }
}

async fn run(transaction: &DatabaseTransaction, batch: &mut (dyn Batch + 'static)) -> Result<(), StoreError> {
    let loads = load(transaction, DIALECT, batch).await?;
    let mut changes = Vec::with_capacity(loads.len());
    for (site, loaded) in loads {
        let (existed, sequence) = (loaded.floor.is_some(), loaded.sequence);
        changes.push(SiteChanges { changes: batch.run(&site, loaded), existed, sequence });
    }
    write(transaction, DIALECT, &changes).await
}

/// Commits, or rolls back and says why.
async fn finish(transaction: DatabaseTransaction, done: Result<(), StoreError>) -> Result<(), StoreError> {
    match done {
        Ok(()) => transaction.commit().await.in_store_terms(),
        Err(error) => {
            // Failing to roll back changes nothing about the answer: without a commit nothing is written, and a
            // connection that still counts a transaction is not used again.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn execute(&self, batch: &mut (dyn Batch + 'static)) -> Result<(), StoreError> {
        let transaction = begin_write(&self.writer).await.in_store_terms()?;
        let done = run(&transaction, batch).await;
        finish(transaction, done).await
    }

    async fn keep_policy(&self, name: &str, version: u32, text: &str) -> Result<(), StoreError> {
        let transaction = begin_write(&self.writer).await.in_store_terms()?;
        let done = keep(&transaction, name, version, text).await;
        finish(transaction, done).await
    }
}

async fn keep(
    transaction: &DatabaseTransaction,
    name: &str,
    version: u32,
    text: &str,
) -> Result<(), StoreError> {
    let kept = policy::Entity::find_by_id((name.to_owned(), version.into()))
        .one(transaction)
        .await
        .in_store_terms()?;
    match kept {
        Some(kept) if kept.text == text => Ok(()),
        Some(_) => Err(StoreError::Conflict),
        None => {
            let row = policy::ActiveModel {
                name: ActiveValue::Set(name.to_owned()),
                version: ActiveValue::Set(version.into()),
                text: ActiveValue::Set(text.to_owned()),
            };
            policy::Entity::insert(row).exec_without_returning(transaction).await.map(|_| ()).in_store_terms()
        }
    }
}

#[cfg(test)]
mod tests;
