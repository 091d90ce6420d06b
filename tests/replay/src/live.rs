//! The site as a server has it: the use cases on a database file, and a clock that tells parts of seconds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use application::ports::{Clock, Origin, Reading, Store};
use application::{Application, Auto, Failure, Ports, Reply, Request, TextMode};
use domain::ids::SiteId;
use domain::time::Timestamp;
use persistence::SqlStore;
use serde_json::Value;
use wire::line::Setting;
use wire::verb::Verb;

/// A clock that is set.
#[derive(Debug, Default)]
pub struct PlayedClock(AtomicI64);

impl PlayedClock {
    /// Lets time pass.
    pub fn pass(&self, microseconds: i64) {
        self.0.fetch_add(microseconds, Ordering::SeqCst);
    }
}

impl Clock for PlayedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// What was answered: an accepted line's verb, or what time brought, with the result to the byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// The verb, or the word of what time brought.
    pub word: String,
    /// The whole result.
    pub result: String,
}

/// See the module.
pub struct Live {
    file: PathBuf,
    clock: Arc<PlayedClock>,
    store: Option<Arc<SqlStore>>,
    site: SiteId,
    /// What was answered so far, refusals and questions left aside.
    pub answered: Vec<Answered>,
}

/// Why a test cannot go on.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

impl Live {
    /// A house under a pack, opened at an instant.
    ///
    /// # Errors
    /// Whatever went wrong.
    pub async fn open(file: &Path, setting: &Value, at: Timestamp) -> Result<Self, Trouble> {
        let clock = Arc::<PlayedClock>::default();
        clock.pass(at.timestamp_micros());
        let site = SiteId::from("north");
        let mut live = Self { file: file.to_owned(), clock, store: None, site, answered: Vec::new() };
        live.restart().await?;
        let setting = Setting::parse(&setting.to_string())?;
        let reply = live.application()?.open(&live.site, setting, None).await;
        live.note(&reply.before)?;
        reply.outcome?;
        live.note(&reply.after)?;
        Ok(live)
    }

    /// Stops the server and starts it again on the same file.
    ///
    /// # Errors
    /// Whatever went wrong.
    pub async fn restart(&mut self) -> Result<(), Trouble> {
        if let Some(store) = self.store.take() {
            store.close().await?;
        }
        self.store = Some(Arc::new(SqlStore::file(&self.file).await?));
        Ok(())
    }

    /// The use cases.
    ///
    /// # Errors
    /// The store is not open.
    pub fn application(&self) -> Result<Application, Trouble> {
        let store = self.store.as_ref().ok_or("the store is closed")?;
        let shelf = packs::Shelf::shipped().map_err(|_| "a shipped pack does not load")?;
        Ok(Application::direct(Ports {
            store: Arc::clone(store) as Arc<dyn Store>,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            shelf: Arc::new(shelf),
        }))
    }

    /// The site's id.
    #[must_use]
    pub fn site(&self) -> &SiteId {
        &self.site
    }

    /// Lets time pass.
    pub fn pass(&self, microseconds: i64) {
        self.clock.pass(microseconds);
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Tells the site something, and notes what it answered if that went into its journal.
    ///
    /// # Errors
    /// A fault of ours; a refusal is none.
    pub async fn tell(&mut self, application: &Application, request: Request) -> Result<(), Trouble> {
        let word = request.verb.word();
        let asked = matches!(request.verb, Verb::Ask(_));
        let before = self.last_entry().await?;
        let reply: Reply = application.submit(&self.site, request).await;
        self.note(&reply.before)?;
        match reply.outcome {
            Ok(told) => {
                // Already so: nothing went into the journal, and nothing will come out of it.
                let noted = self.commanded_after(before).await?;
                if noted && !asked && word != "staff" {
                    let result = serde_json::to_string(&told.answer(TextMode::Both))?;
                    self.answered.push(Answered { word: word.to_owned(), result });
                }
            }
            Err(failure @ (Failure::Corrupt(_) | Failure::Unavailable(_))) => return Err(failure.into()),
            Err(_) => {}
        }
        self.note(&reply.after)
    }

    /// Lets happen what time has brought until now.
    ///
    /// # Errors
    /// A fault of ours.
    pub async fn wake(&mut self) -> Result<(), Trouble> {
        let reply = self.application()?.wake(&self.site, None).await;
        self.note(&reply.before)?;
        reply.outcome?;
        self.note(&reply.after)
    }

    /// Has a command gone into the journal since? What time brought may be several things in one entry.
    async fn commanded_after(&self, entry: u64) -> Result<bool, Trouble> {
        let store = self.store.as_ref().ok_or("the store is closed")?;
        let since = store.journal(&self.site, entry, 256).await?;
        Ok(since.iter().any(|entry| matches!(entry.origin, Origin::Command(_))))
    }

    async fn last_entry(&self) -> Result<u64, Trouble> {
        let store = self.store.as_ref().ok_or("the store is closed")?;
        Ok(store.site(&self.site).await?.map_or(0, |view| view.sequence))
    }

    fn note(&mut self, autos: &[Auto]) -> Result<(), Trouble> {
        for auto in autos {
            let printed = auto.printed(0, TextMode::Both);
            let result = serde_json::to_string(&printed)?;
            self.answered.push(Answered { word: auto.word.to_owned(), result });
        }
        Ok(())
    }
}
