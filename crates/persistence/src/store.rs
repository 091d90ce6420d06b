//! The store over SQL: one batch, one transaction, one commit, whichever the database.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use application::ports::{Batch, Store, StoreError};
use async_trait::async_trait;
use domain::time::Timestamp;
use sea_orm::{ActiveValue, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait};

use crate::OpenError;
use crate::conflict::{InStoreTerms, commit_error};
use crate::connection::{self, begin_write};
use crate::entity::policy;
use crate::file_lock::FileLock;
use crate::kept_floors::KeptFloors;
use crate::loading::{LoadedSite, load};
use crate::map::micros;
use crate::opening::{self, OfPlace};
use crate::place::{Place, Server};
use crate::statement::{Dialect, Kind, POSTGRES, Rows, SQLITE};
use crate::writer::Writer;
use crate::writing::{SiteChanges, write};

/// A database: a SQLite file that this process alone uses, or a PostgreSQL server that several share.
///
/// To a file one connection writes, one batch after the other; to a server a few do, and the rows of the sites are locked,
/// so that batches on one site run one after the other, whichever process has them. Reads have connections of their own
/// and see what was last committed. What [`Store::execute`] has acknowledged survives a crash and a power cut.
#[derive(Debug)]
pub struct SqlStore {
    writer: Writer,
    pub(crate) readers: DatabaseConnection,
    pub(crate) dialect: &'static Dialect,
    pub(crate) kept_floors: KeptFloors,
    // Last, so that the connections go first when the store is dropped.
    lock: Option<FileLock>,
}

impl SqlStore {
    /// Opens a database and brings its schema up to date.
    ///
    /// # Errors
    /// It cannot be used, or must not be; see [`OpenError`].
    pub async fn open(place: &Place) -> Result<Self, OpenError> {
        match place {
            Place::File(path) => Self::file(path).await,
            Place::Server(server) => Self::server(server).await,
        }
    }

    /// Opens the SQLite database at `path`, creates the file if it is missing (its folder must exist) and brings its
    /// schema up to date.
    ///
    /// # Errors
    /// Another server has it, a newer program wrote it, or it cannot be used; see [`OpenError`].
    pub async fn file(path: &Path) -> Result<Self, OpenError> {
        let file = opening::one_name(path)?;
        let lock = FileLock::take(&file)?;
        opening::create_missing(&file)?;
        let place = file.display();
        let writer = connection::sqlite::writer(&file).await.of(&place)?;
        opening::migrate(&writer, &place).await?;
        let readers = connection::sqlite::readers(&file).await.of(&place)?;
        Ok(Self {
            writer: Writer::of_file(writer),
            readers,
            dialect: &SQLITE,
            kept_floors: KeptFloors::default(),
            lock: Some(lock),
        })
    }

    async fn server(server: &Server) -> Result<Self, OpenError> {
        let writer = connection::postgres::writers(server).await.of(server)?;
        opening::demand_fitness(&writer, server).await?;
        opening::migrate(&writer, server).await?;
        let readers = connection::postgres::readers(server).await.of(server)?;
        Ok(Self {
            writer: Writer::of_server(writer, server),
            readers,
            dialect: &POSTGRES,
            kept_floors: KeptFloors::default(),
            lock: None,
        })
    }

    /// How many batches it can write at once.
    #[must_use]
    pub fn writers(&self) -> usize {
        self.writer.at_once()
    }

    /// Whether other processes may write to it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.lock.is_none()
    }

    /// Waits for what is running and closes the database (a file's write-ahead log is folded in); whoever asks later is
    /// told.
    ///
    /// # Errors
    /// The database failed; nothing acknowledged is lost, the next opening recovers it.
    pub async fn close(&self) -> Result<(), StoreError> {
        // The writer last: the last connection to close folds the log in, and readers may not.
        self.readers.close_by_ref().await.in_store_terms()?;
        self.writer.now().close_by_ref().await.in_store_terms()
    }
}

/// What was written, not yet committed.
async fn run(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    kept: &KeptFloors,
    batch: &mut (dyn Batch + 'static),
) -> Result<Vec<SiteChanges>, StoreError> {
    let loads = load(transaction, dialect, kept, batch).await?;
    let mut changes = Vec::with_capacity(loads.len());
    for LoadedSite { site, loaded, whole_at, nobodys } in loads {
        let (existed, sequence) = (loaded.floor.is_some(), loaded.sequence);
        let changes_here = batch.run(&site, loaded);
        changes.push(SiteChanges { changes: changes_here, existed, sequence, whole_at, nobodys });
    }
    write(transaction, dialect, &changes).await?;
    Ok(changes)
}

/// Commits, or rolls back and says why.
async fn finish<T>(
    transaction: DatabaseTransaction,
    done: Result<T, StoreError>,
    committing: &AtomicBool,
) -> Result<T, StoreError> {
    committing.store(done.is_ok(), Ordering::Release);
    match done {
        Ok(done) => transaction.commit().await.map(|()| done).map_err(|error| commit_error(&error)),
        Err(error) => {
            // Failing to roll back changes nothing about the answer: without a commit nothing is written, and a
            // connection that still counts a transaction is not used again.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn execute(&self, batch: &mut (dyn Batch + 'static)) -> Result<(), StoreError> {
        let work = async |writer: DatabaseConnection, committing: &AtomicBool| {
            let transaction = begin_write(&writer).await.in_store_terms()?;
            let done = run(&transaction, self.dialect, &self.kept_floors, batch).await;
            let written = finish(transaction, done, committing).await?;
            for (site, kept) in written.into_iter().filter_map(SiteChanges::into_kept) {
                self.kept_floors.put(site.as_str(), kept);
            }
            Ok(())
        };
        let done = self.writer.bounded(work).await;
        if matches!(done, Err(StoreError::Unavailable(_) | StoreError::Unknown)) {
            self.kept_floors.forget();
        }
        done
    }

    async fn keep_policy(&self, name: &str, version: u32, text: &str) -> Result<(), StoreError> {
        let work = async |writer: DatabaseConnection, committing: &AtomicBool| {
            let transaction = begin_write(&writer).await.in_store_terms()?;
            let done = keep(&transaction, name, version, text).await;
            finish(transaction, done, committing).await
        };
        self.writer.bounded(work).await
    }

    async fn forget_replies(&self, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        let mut these = Rows::new([Kind::Number, Kind::Number]);
        these.push([micros(before).into(), i64::from(most).into()]);
        let statement = self.dialect.with(self.dialect.forget_replies, these)?;
        let forgotten = AtomicU64::new(0);
        let work = async |writer: DatabaseConnection, _: &AtomicBool| {
            let done = writer.execute_raw(statement).await.in_store_terms()?;
            forgotten.store(done.rows_affected(), Ordering::Relaxed);
            Ok(())
        };
        self.writer.bounded(work).await?;
        Ok(forgotten.into_inner())
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
