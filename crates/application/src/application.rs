//! The door for adapters: one method for each use case.

mod forgetting;
mod listing;
mod looking_up;
mod packs;

use std::sync::Arc;

use domain::ids::SiteId;
use domain::policy::PolicyShelf;
use domain::time::Timestamp;
use tokio::task::JoinSet;
use wire::line::Setting;
use wire::verb::Verb;

use crate::asking::asks_the_journal;
use crate::batch::{Asked, Member, Opening, ParticularsEdit};
use crate::export::Restored;
use crate::ports::{Clock, JournalEntry, Nobody, Observer, Page, Store};
use crate::queue::{self, Queue, Writer};
use crate::wakes::Wakes;
use crate::{Failure, Idempotency, Reply, Request};
pub use forgetting::REPLIES_KEPT_HOURS;
pub use listing::VisitView;
pub(crate) use packs::{fetch, packs_of};

/// How many sites a ticker wakes at once; well below what a queue holds.
const WOKEN_TOGETHER: usize = 64;

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
    pub(crate) ports: Ports,
    queue: Option<Queue>,
    observer: Arc<dyn Observer>,
    pub(crate) wakes: Arc<Wakes>,
}

impl Application {
    /// Use cases that write directly, one commit for each request: for a caller who waits for each answer before it
    /// asks the next thing. With a store whose futures never wait, neither do these.
    #[must_use]
    pub fn direct(ports: Ports) -> Self {
        Self { ports, queue: None, observer: Arc::new(Nobody), wakes: Arc::default() }
    }

    /// Use cases behind a bounded queue; requests that come while a commit runs share the next one. The writer has to
    /// be run as a task of its own.
    #[must_use]
    pub fn queued(ports: Ports, capacity: usize) -> (Self, Writer) {
        Self::queued_in_parts(ports, capacity, 1)
    }

    /// The same with the queue divided by site among several writers, for a store that several can write to at once.
    #[must_use]
    pub fn queued_in_parts(ports: Ports, capacity: usize, writers: usize) -> (Self, Writer) {
        Self::observed(ports, capacity, writers, Arc::new(Nobody))
    }

    /// The same with somebody who watches.
    #[must_use]
    pub fn observed(
        ports: Ports,
        capacity: usize,
        writers: usize,
        observer: Arc<dyn Observer>,
    ) -> (Self, Writer) {
        let wakes = Arc::<Wakes>::default();
        let (queue, writer) = queue::queue(&ports, &wakes, &observer, capacity, writers);
        (Self { ports, queue: Some(queue), observer, wakes }, writer)
    }

    /// How many requests wait for the writers now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.as_ref().map_or(0, Queue::waiting)
    }

    /// Opens a site, as the first line of a day file states it; `at`: by the caller's own clock, else now.
    pub async fn open(&self, site: &SiteId, setting: Setting, at: Option<Timestamp>) -> Reply {
        self.put_opening(site, Opening { setting, at, idempotency: None }).await
    }

    /// [`Application::open`], once for each key: who asks again under it is answered with the site that was opened then,
    /// whatever id they bring now. Whichever it was, [`crate::Told::opened`] names it.
    pub async fn open_once(
        &self,
        site: &SiteId,
        setting: Setting,
        idempotency: Option<Idempotency>,
    ) -> Reply {
        self.put_opening(site, Opening { setting, at: None, idempotency }).await
    }

    async fn put_opening(&self, site: &SiteId, opening: Opening) -> Reply {
        if let Err(failure) = self.learn_packs().await {
            return Reply::failed(self.ports.clock.now(), failure);
        }
        self.put(Member::new(site.clone(), Asked::Open(Box::new(opening)))).await
    }

    /// Opens a site that goes on from the state in an export's first line.
    ///
    /// For a simulation: its journal begins there.
    pub async fn restore(&self, site: &SiteId, setting: &Setting, at: Option<Timestamp>) -> Reply {
        let checkpoint = setting.checkpoint.as_ref().unwrap_or(&serde_json::Value::Null);
        match Restored::read(checkpoint, setting.policy.as_str(), &*self.ports.shelf) {
            Ok(restored) => {
                let asked = Asked::Restore(Box::new(restored), at);
                self.put(Member::new(site.clone(), asked)).await
            }
            Err(failure) => Reply::failed(at.unwrap_or_else(|| self.ports.clock.now()), failure),
        }
    }

    /// Does what a verb says, after whatever time has brought until then. `ask` answers from the state of that moment.
    pub async fn submit(&self, site: &SiteId, request: Request) -> Reply {
        if let Verb::Ask(ask) = &request.verb
            && asks_the_journal(ask)
        {
            // What time has brought has to be in the journal first.
            let mut reply = self.wake(site, request.at).await;
            if reply.outcome.is_ok() {
                reply.outcome = self.ask_at(site, ask, reply.at).await;
            }
            return reply;
        }
        if matches!(request.verb, Verb::Bind(_))
            && let Err(failure) = self.learn_packs().await
        {
            return Reply::failed(self.ports.clock.now(), failure);
        }
        self.put(Member::new(site.clone(), Asked::Verb(Box::new(request)))).await
    }

    /// Corrects a customer's name or phone on the version that was read.
    pub async fn correct(&self, site: &SiteId, edit: ParticularsEdit) -> Reply {
        self.put(Member::new(site.clone(), Asked::Correct(Box::new(edit)))).await
    }

    /// Lets happen what time has brought to a site until `at` (`None`: now); a day file ends so.
    pub async fn wake(&self, site: &SiteId, at: Option<Timestamp>) -> Reply {
        self.put(Member::new(site.clone(), Asked::Wake(at))).await
    }

    async fn put(&self, member: Member) -> Reply {
        match &self.queue {
            Some(queue) => queue::put(queue, member, &*self.ports.clock, &*self.observer).await,
            None => queue::directly(&self.ports, member).await,
        }
    }

    /// Wakes the sites for which something has fallen due; tells how many. For a ticker; use cases that write directly
    /// keep no track of dues and wake nobody.
    ///
    /// # Errors
    /// The first failure; the other sites are woken all the same.
    pub async fn wake_due_sites(&self) -> Result<usize, Failure> {
        if self.queue.is_none() {
            return Ok(0);
        }
        self.learn_wakes().await?;
        let due = self.wakes.due(self.ports.clock.now());
        let mut outcome = Ok(due.len());
        for sites in due.chunks(WOKEN_TOGETHER) {
            // Asked together, they share a commit: at midnight every site of a chain ends its day.
            let mut woken = JoinSet::new();
            for site in sites {
                let (application, site) = (self.clone(), site.clone());
                woken.spawn(async move { application.wake(&site, None).await.outcome });
            }
            for woken in woken.join_all().await {
                outcome = outcome.and_then(|count| woken.map(|_| count));
            }
        }
        outcome
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
