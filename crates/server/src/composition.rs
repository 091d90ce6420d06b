//! Puts the parts together: a store, the packs, the use cases and their writer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use application::ports::{Clock, Store, StoreError};
use application::{Application, Failure, Ports};
use domain::ids::PolicyRef;
use domain::policy::PolicyShelf;
use packs::{Problem, Shelf};
use persistence::{OpenError, Place, SqlStore};
use rest::{Door, Feed};
use tokio::task::JoinHandle;

use crate::gauges::Gauges;
use crate::new_ids::UuidIds;
use crate::watching::Watching;

/// How many requests may wait for the writer before the next one is told to come back.
const WAITING: usize = 1024;
/// How long the writer may take to write what is still waiting when the server stops.
const FLUSH: Duration = Duration::from_secs(5);

/// Everything behind the door.
pub(crate) struct House {
    application: Application,
    clock: Arc<dyn Clock>,
    writer: JoinHandle<()>,
    store: Arc<SqlStore>,
    gauges: Arc<Gauges>,
    feed: Feed,
}

/// Why it cannot be put together.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The database.
    Store(OpenError),
    /// A shipped pack does not load; a test keeps that from happening.
    Packs(String),
    /// A pack of the house's own cannot be used; each problem with its file and its line.
    OwnPacks(Vec<Problem>),
    /// A pack of the house's own has changed without a new version.
    Changed { folder: PathBuf, name: String, version: u32 },
    /// The packs that are kept in the database.
    KeptPacks(Failure),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Packs(problem) => write!(f, "a shipped policy pack does not load: {problem}"),
            Self::OwnPacks(problems) => {
                f.write_str("a pack of --packs cannot be used")?;
                problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
            }
            Self::Changed { folder, name, version } => write!(
                f,
                "{}: version {version} of `{name}` is kept in the database with another text: raise its `version`",
                folder.display()
            ),
            Self::KeptPacks(Failure::Corrupt(why)) => {
                write!(f, "a pack that is kept in the database cannot be used: {why}")
            }
            Self::KeptPacks(failure) => write!(f, "the kept packs cannot be read: {failure}"),
        }
    }
}

impl House {
    /// Opens the database and begins to write what is asked. `own_packs`: a folder of packs besides those that are shipped
    /// and those that are kept.
    pub(crate) async fn open(
        database: &Place,
        clock: Arc<dyn Clock>,
        own_packs: Option<&Path>,
    ) -> Result<Self, Trouble> {
        let shelf = Shelf::shipped().map_err(|problems| {
            Trouble::Packs(problems.first().map(ToString::to_string).unwrap_or_default())
        })?;
        // Before anything is opened: a pack that cannot be used is told at once.
        let own = own_packs.map_or(Ok(Vec::new()), |folder| shelf.add_folder(folder));
        let own = own.map_err(Trouble::OwnPacks)?;
        let shelf = Arc::new(shelf);
        let store = Arc::new(SqlStore::open(database).await.map_err(Trouble::Store)?);
        let ports = Ports {
            store: Arc::<SqlStore>::clone(&store),
            clock: Arc::clone(&clock),
            shelf: Arc::<Shelf>::clone(&shelf),
        };
        if let Some(folder) = own_packs {
            keep(&shelf, &*store, folder, &own).await?;
        }
        let (gauges, feed) = (Arc::new(Gauges::new(clock.now())), Feed::default());
        let watching = Watching { gauges: Arc::clone(&gauges), feed: feed.clone() };
        let (application, writer) =
            Application::observed(ports, WAITING, store.writers(), Arc::new(watching));
        application.demand_the_packs_that_are_kept().await.map_err(Trouble::KeptPacks)?;
        Ok(Self { application, clock, writer: tokio::spawn(writer.run()), store, gauges, feed })
    }

    /// The use cases.
    pub(crate) fn application(&self) -> &Application {
        &self.application
    }

    /// Whether other servers may write to the same store.
    pub(crate) fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    /// What the HTTP adapter is given.
    pub(crate) fn door(&self) -> Door {
        Door {
            application: self.application.clone(),
            ids: Arc::new(UuidIds),
            clock: Arc::clone(&self.clock),
            feed: self.feed.clone(),
            watch: Arc::<Gauges>::clone(&self.gauges),
        }
    }

    /// What is measured.
    pub(crate) fn gauges(&self) -> &Arc<Gauges> {
        &self.gauges
    }

    /// Where live streams begin.
    pub(crate) fn feed(&self) -> &Feed {
        &self.feed
    }

    /// What keeps the live streams going; to be run as a task of its own, and stopped before the house is closed.
    pub(crate) fn pump(&self) -> impl Future<Output = ()> + Send + 'static {
        let (clock, gauges) = (Arc::clone(&self.clock), Arc::clone(&self.gauges));
        let feed = self.feed.clone();
        feed.pump(self.application.clone(), move || clock.now(), move |lag| gauges.feed_lagged(lag))
    }

    /// Writes what is waiting and closes the database. Everybody else must have given the use cases back.
    pub(crate) async fn close(self) {
        let Self { application, writer, store, .. } = self;
        drop(application);
        if tokio::time::timeout(FLUSH, writer).await.is_err() {
            tracing::error!("the writer did not end in time");
            return;
        }
        let Ok(store) = Arc::try_unwrap(store) else {
            // Whoever still reads closes it by ending; nothing acknowledged can be lost by that.
            return;
        };
        if let Err(error) = store.close().await {
            tracing::error!(%error, "the database was not closed cleanly; the next start recovers it");
        }
    }
}

/// Keeps a folder's packs in the store, so that what was decided by them can be told when the folder is gone, and on every
/// server.
async fn keep(shelf: &Shelf, store: &dyn Store, folder: &Path, own: &[PolicyRef]) -> Result<(), Trouble> {
    let own = own.iter().filter_map(|id| PolicyShelf::text(shelf, id)).filter(|pack| !pack.shipped);
    for pack in own {
        let (name, version) = (pack.id.name.to_string(), pack.id.version);
        match store.keep_policy(&name, version, &pack.text).await {
            Ok(()) => {}
            Err(StoreError::Conflict) => {
                return Err(Trouble::Changed { folder: folder.to_owned(), name, version });
            }
            Err(error) => return Err(Trouble::KeptPacks(error.into())),
        }
    }
    Ok(())
}
