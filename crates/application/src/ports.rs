//! What the use cases need from outside: a store, a clock, new ids.

mod changes;
mod observer;
mod reading;
mod workspace;

pub use changes::{Changes, JournalEntry, Origin, Particulars, PartyWrite, StoredReply};
pub(crate) use observer::Nobody;
pub use observer::{Commit, Observer};
pub use reading::{Page, PartyView, Reading, SiteView};
pub use workspace::{Loaded, NameKey, PhoneKey, ReadSet, RequestKey};

use async_trait::async_trait;
use domain::floor::Floor;
use domain::ids::SiteId;
use domain::time::Timestamp;

/// A group of decisions that one commit makes durable together.
///
/// A store calls it inside its transaction: first [`Batch::sites`], then [`Batch::reads`] for each site once its floor
/// is loaded and locked, then [`Batch::run`] for each site, in the order of ids.
pub trait Batch: Send {
    /// The sites to lock, sorted and without duplicates.
    fn sites(&self) -> Vec<SiteId>;

    /// What to load besides the floor; `None`: there is no such site yet.
    fn reads(&self, site: &SiteId, floor: Option<&Floor>) -> ReadSet;

    /// Lets the decisions on one site run, each on what its predecessors left, and says what to write.
    fn run(&mut self, site: &SiteId, loaded: Loaded) -> Changes;
}

/// The one write port.
///
/// A store MUST lock the sites of a batch (in the order of ids) until it has committed, MUST load what `reads` names as
/// of then, MUST write all [`Changes`] of all sites in one durable transaction or none, and MUST refuse with
/// [`StoreError::Conflict`] when a site's stored sequence is not the one it loaded.
#[async_trait]
pub trait Store: Reading {
    /// Lock, load, run, write, commit.
    ///
    /// # Errors
    /// Nothing was written; only with [`StoreError::Unknown`] that is not certain.
    async fn execute(&self, batch: &mut (dyn Batch + 'static)) -> Result<(), StoreError>;

    /// Keeps the source text of a pack that a site was bound to and that is not shipped, so that its decisions can be
    /// replayed for good. Keeping the same version twice is harmless; another text under it is a [`StoreError::Conflict`].
    ///
    /// # Errors
    /// Nothing was written.
    async fn keep_policy(&self, name: &str, version: u32, text: &str) -> Result<(), StoreError>;

    /// Forgets replies that were kept before that instant, the oldest first and so many at most; how many it forgot.
    /// Each call is a short transaction of its own, so that nobody waits long for it.
    ///
    /// # Errors
    /// Nothing was forgotten.
    async fn forget_replies(&self, before: Timestamp, most: u32) -> Result<u64, StoreError>;
}

/// Why a store could not.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another writer was first; run the batch again.
    #[error("another writer was first")]
    Conflict,
    /// The database does not answer, is full or is shutting down.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The commit was sent and its answer lost: everything was written, or nothing. Who has kept replies under request keys
    /// runs those requests again and is told by the key.
    #[error("whether the commit was done is not known")]
    Unknown,
    /// What is stored cannot be read back.
    #[error("stored data is inconsistent: {0}")]
    Corrupt(String),
}

/// The time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// New ids for what a client did not name.
pub trait IdSource: Send + Sync {
    /// A fresh id with a prefix, such as `vis_…`.
    fn fresh(&self, prefix: &str) -> String;
}
