//! One site on one store, driven by a file's lines: the use cases, and nothing of its own.

use std::path::Path;
use std::sync::Arc;

use application::ports::{PartyView, Store};
use application::{Application, Failure, Ports, Reply, Request};
use domain::floor::Floor;
use domain::ids::{SiteId, VisitorId};
use domain::refusal::Refusal;
use domain::time::Timestamp;
use wire::Name;
use wire::line::Setting;

use crate::clock::FileClock;
use crate::day_shelf::DayShelf;
use crate::immediate::immediately;

/// What the site of a file is called; no output names it.
const SITE: &str = "day";

/// A site that is opened by the first line and lives as long as the run.
pub(crate) struct Engine {
    application: Application,
    clock: Arc<FileClock>,
    shelf: Arc<DayShelf>,
    store: Arc<dyn Store>,
    site: SiteId,
}

impl Engine {
    /// An engine on a fresh store.
    pub(crate) fn new(store: Arc<dyn Store>, packs: Option<Arc<packs::Shelf>>) -> Result<Self, Failure> {
        let clock = Arc::new(FileClock::new());
        let shelf = match packs {
            Some(packs) => DayShelf::of(packs),
            None => DayShelf::shipped().map_err(Failure::Corrupt)?,
        };
        let shelf = Arc::new(shelf);
        let ports = Ports {
            store: Arc::clone(&store),
            clock: Arc::clone(&clock) as _,
            shelf: Arc::clone(&shelf) as _,
        };
        Ok(Self { application: Application::direct(ports), clock, shelf, store, site: SiteId::from(SITE) })
    }

    /// The name under which the pack goes that `named` means; a path is looked for in `folder` first.
    pub(crate) fn pack(&self, named: &str, folder: Option<&Path>) -> Result<Name, String> {
        Name::new(self.shelf.resolve(named, folder)?).map_err(|_| "the pack's name is too long".to_owned())
    }

    /// Opens the site; `at` is the instant of the first event.
    pub(crate) fn open(&self, setting: Setting, at: Timestamp) -> Reply {
        let at = setting.opened_at.map_or(at, |opened| opened.utc().min(at));
        self.clock.set(at);
        if setting.checkpoint.is_some() {
            return immediately(self.application.restore(&self.site, &setting, Some(at)));
        }
        immediately(self.application.open(&self.site, setting, Some(at)))
    }

    /// Lets one line happen.
    pub(crate) fn submit(&self, request: Request, at: Timestamp) -> Reply {
        self.clock.set(at);
        immediately(self.application.submit(&self.site, request))
    }

    /// The party of a visit as it stands.
    pub(crate) fn party_of(&self, visitor: &VisitorId) -> Result<Option<PartyView>, Failure> {
        Ok(immediately(self.store.visitor(&self.site, visitor))?)
    }

    /// The floor as it stands.
    pub(crate) fn house(&self) -> Result<Option<Floor>, Failure> {
        Ok(immediately(self.store.site(&self.site))?.map(|view| view.floor))
    }

    /// Lets happen what time has brought until `at`.
    pub(crate) fn wake(&self, at: Timestamp) -> Reply {
        self.clock.set(at);
        immediately(self.application.wake(&self.site, Some(at)))
    }
}

/// Has the site not been opened because the order asked for is none of the pack's?
pub(crate) fn order_not_allowed(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(refusal) if matches!(**refusal, Refusal::OrderNotAllowed(_)))
}
