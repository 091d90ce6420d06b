//! The live feed: the journal of a site as server-sent events, to be resumed on any server by the number of the last one.
//!
//! The journal is the truth. One pump asks it for news of every site that somebody watches, four times a second and as soon
//! as this server has committed something; all streams of a site share what it found. A stream first reads what it missed
//! from the journal itself, then follows the pump. Numbers have no gaps within a site, so a stream can tell whether it has
//! missed anything.

mod stream;
mod told;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::web::Bytes;
use application::ports::JournalEntry;
use application::{Application, Failure};
use domain::ids::SiteId;
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::Instant;

pub(crate) use stream::Beginning;
pub(crate) use told::Told;

/// How long a reader may take for what is waiting before it is cut.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often the journal is asked for news at the latest.
const POLL: Duration = Duration::from_millis(200);
/// How long the journal is left alone after it was asked: what is committed meanwhile comes in one go.
const PAUSE: Duration = Duration::from_millis(5);
/// How many entries are read at a time.
const PAGE: usize = 256;
/// How many entries a stream may fall behind before it is cut; it comes again and resumes.
const BUFFERED: usize = 1_024;

/// Where streams of sites begin. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub struct Feed(Arc<Shared>);

struct Shared {
    /// How long a reader may take for what is waiting before it is cut.
    patience: Duration,
    watched: Mutex<HashMap<SiteId, Watched>>,
    /// Sites of which this server has just committed something.
    hinted: Mutex<HashSet<SiteId>>,
    news: Notify,
    closed: watch::Sender<bool>,
    clients: AtomicUsize,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            patience: PATIENCE,
            watched: Mutex::default(),
            hinted: Mutex::default(),
            news: Notify::default(),
            closed: watch::Sender::default(),
            clients: AtomicUsize::default(),
        }
    }
}

/// A site that somebody watches.
struct Watched {
    /// The last entry that was handed out.
    last: u64,
    frames: broadcast::Sender<Frame>,
}

/// An entry as it goes out.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) sequence: u64,
    pub(crate) text: Bytes,
}

impl Feed {
    /// Says that this server has committed something at these sites. Never waits.
    pub fn hint<'a>(&self, sites: impl Iterator<Item = &'a SiteId>) {
        let watched = locked(&self.0.watched);
        if watched.is_empty() {
            return;
        }
        let mut hinted = locked(&self.0.hinted);
        hinted.extend(sites.filter(|site| watched.contains_key(*site)).cloned());
        if !hinted.is_empty() {
            self.0.news.notify_one();
        }
    }

    /// Ends every stream and begins none any more.
    pub fn close(&self) {
        self.0.closed.send_replace(true);
    }

    /// Has it been closed?
    #[must_use]
    pub fn is_closed(&self) -> bool {
        *self.0.closed.borrow()
    }

    /// How many streams there are.
    #[must_use]
    pub fn clients(&self) -> usize {
        self.0.clients.load(Ordering::Relaxed)
    }

    /// Asks the journal for news until it is stopped; `lag` is told how long ago each entry was accepted when it was
    /// handed out, in seconds. To be run as a task of its own.
    pub async fn pump(
        self,
        application: Application,
        now: impl Fn() -> domain::time::Timestamp,
        lag: impl Fn(f64),
    ) {
        let mut next_round = Instant::now();
        loop {
            let everything = tokio::select! {
                () = self.0.news.notified() => false,
                () = tokio::time::sleep_until(next_round) => true,
            };
            let hinted = std::mem::take(&mut *locked(&self.0.hinted));
            if everything {
                next_round = Instant::now() + POLL;
            }
            for site in self.watched(everything, &hinted) {
                if let Err(error) = self.hand_out(&application, &site, &now, &lag).await {
                    tracing::warn!(%error, "the live feed could not read the journal");
                    break;
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The sites to ask for; those that nobody watches any more are forgotten.
    fn watched(&self, everything: bool, hinted: &HashSet<SiteId>) -> Vec<SiteId> {
        let mut watched = locked(&self.0.watched);
        watched.retain(|_, watched| watched.frames.receiver_count() > 0);
        watched.keys().filter(|site| everything || hinted.contains(*site)).cloned().collect()
    }

    async fn hand_out(
        &self,
        application: &Application,
        site: &SiteId,
        now: &impl Fn() -> domain::time::Timestamp,
        lag: &impl Fn(f64),
    ) -> Result<(), Failure> {
        loop {
            let Some(last) = locked(&self.0.watched).get(site).map(|watched| watched.last) else {
                return Ok(());
            };
            let entries = application.journal(site, last, PAGE).await?;
            let frames: Vec<Frame> = entries.iter().map(|entry| frame(site, entry)).collect();
            if let Some(watched) = locked(&self.0.watched).get_mut(site) {
                for frame in frames {
                    watched.last = frame.sequence;
                    // Nobody may be listening any more.
                    let _ = watched.frames.send(frame);
                }
            }
            if let Some(entry) = entries.last() {
                lag(now().signed_duration_since(entry.at).as_seconds_f64().max(0.0));
            }
            if entries.len() < PAGE {
                return Ok(());
            }
        }
    }

    /// Joins those who watch a site whose last entry is `head`.
    fn join(&self, site: &SiteId, head: u64) -> broadcast::Receiver<Frame> {
        let mut watched = locked(&self.0.watched);
        let fresh = || Watched { last: head, frames: broadcast::Sender::new(BUFFERED) };
        watched.entry(site.clone()).or_insert_with(fresh).frames.subscribe()
    }
}

/// An entry as an event of the stream.
pub(crate) fn frame(site: &SiteId, entry: &JournalEntry) -> Frame {
    let data = serde_json::to_string(&told::told(site, entry)).unwrap_or_default();
    let text = format!("id: {}\ndata: {data}\n\n", entry.sequence);
    Frame { sequence: entry.sequence, text: Bytes::from(text) }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
