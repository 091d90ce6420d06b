//! The door for adapters: one method for each use case.

use std::sync::Arc;

use domain::ids::{SiteId, StaffId, VisitorId};
use domain::policy::PolicyShelf;
use domain::time::Timestamp;
use wire::line::Setting;
use wire::outcome;
use wire::verb::Ask;

use crate::ports::{Clock, JournalEntry, Page, Store};
use crate::{Failure, Reply, Request, TextMode, Told};

/// What the use cases stand on.
#[derive(Clone)]
pub struct Ports {
    /// Where sites are kept.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The packs.
    pub shelf: Arc<dyn PolicyShelf>,
}

/// The use cases. Cheap to clone; all clones share one queue and one store.
#[derive(Clone)]
pub struct Application {
    ports: Ports,
}

/// The writer behind a queue; see [`Application::queued`]. Run it as a task of its own.
pub struct Writer {
    ports: Ports,
}

impl Writer {
    /// Takes requests until every [`Application`] of its queue is gone, then ends with nothing left undone.
    pub async fn run(self) {
        let _ = self.ports;
    }
}

/// A decision as it was made, told in full.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The decision, with its texts.
    pub decision: outcome::Decision,
    /// When it was made.
    pub at: wire::Stamp,
    /// Why not the person asked about: the first rule that ruled them out and the smallest fact that would have changed
    /// it.
    pub why_not: Option<outcome::Text>,
}

impl Application {
    /// Use cases that write directly, one commit for each request: for a caller who waits for each answer before it
    /// asks the next thing. With a store whose futures never wait, neither do these.
    #[must_use]
    pub fn direct(ports: Ports) -> Self {
        Self { ports }
    }

    /// Use cases behind a bounded queue; requests that come while a commit runs share the next one.
    #[must_use]
    pub fn queued(ports: Ports, capacity: usize) -> (Self, Writer) {
        let _ = capacity;
        (Self { ports: ports.clone() }, Writer { ports })
    }

    /// Opens a site, as the first line of a day file states it.
    pub async fn open(&self, site: &SiteId, setting: Setting, at: Option<Timestamp>) -> Reply {
        let _ = (site, setting, at, &self.ports);
        Reply::failed(self.ports.clock.now(), Failure::NotBuiltYet("open"))
    }

    /// Does what a verb says, after whatever time has brought until then. `ask` answers from the state of that moment.
    pub async fn submit(&self, site: &SiteId, request: Request) -> Reply {
        let _ = (site, &request);
        Reply::failed(self.ports.clock.now(), Failure::NotBuiltYet(request.verb.word()))
    }

    /// Lets happen what time has brought to a site until `at` (`None`: now); a day file ends so.
    pub async fn wake(&self, site: &SiteId, at: Option<Timestamp>) -> Reply {
        let _ = (site, at);
        Reply::failed(self.ports.clock.now(), Failure::NotBuiltYet("wake"))
    }

    /// Wakes the sites for which something has fallen due; tells how many. For a ticker.
    ///
    /// # Errors
    /// The store's.
    pub async fn wake_due_sites(&self) -> Result<usize, Failure> {
        Ok(0)
    }

    /// Answers a question from what is committed, as of now; changes nothing.
    ///
    /// # Errors
    /// An unknown id; the store's.
    pub async fn ask(&self, site: &SiteId, question: &Ask) -> Result<Told, Failure> {
        let _ = (site, question);
        Err(Failure::NotBuiltYet("ask"))
    }

    /// The last decision about a visit with its texts, and why not `why_not`.
    ///
    /// # Errors
    /// An unknown id; the store's.
    pub async fn explain(
        &self,
        site: &SiteId,
        visitor: &VisitorId,
        why_not: Option<&StaffId>,
        mode: TextMode,
    ) -> Result<Explained, Failure> {
        let _ = (site, visitor, why_not, mode);
        Err(Failure::NotBuiltYet("explain"))
    }

    /// Sites by id, after the id `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn sites(&self, after: Option<&SiteId>, limit: usize) -> Result<Page<SiteId>, Failure> {
        let items = self.ports.store.sites(after, limit).await?;
        let next = (items.len() == limit).then(|| items.last().map(ToString::to_string)).flatten();
        Ok(Page { items, next })
    }

    /// Journal entries of a site after the number `after`, in order.
    ///
    /// # Errors
    /// The store's.
    pub async fn journal(
        &self,
        site: &SiteId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<JournalEntry>, Failure> {
        Ok(self.ports.store.journal(site, after, limit).await?)
    }

    /// Is the store there and up to date?
    ///
    /// # Errors
    /// The store's.
    pub async fn ready(&self) -> Result<(), Failure> {
        Ok(self.ports.store.ready().await?)
    }
}
