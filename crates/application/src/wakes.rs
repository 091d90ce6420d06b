//! When time brings something next, by site: so that a ticker wakes only those for which something has fallen due.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::ids::SiteId;
use domain::site;
use domain::time::Timestamp;

use crate::{Application, Failure};

/// A bound for each site that this process knows; another process' commits are learnt when the site is next run here, or
/// when all is learnt anew.
#[derive(Default)]
pub(crate) struct Wakes(Mutex<Known>);

#[derive(Default)]
struct Known {
    learnt: bool,
    next: BTreeMap<SiteId, Timestamp>,
}

impl Wakes {
    /// Takes note of what commits left.
    pub(crate) fn note(&self, next_dues: Vec<(SiteId, Option<Timestamp>)>) {
        let mut known = self.lock();
        for (site, next) in next_dues {
            match next {
                Some(next) => known.next.insert(site, next),
                None => known.next.remove(&site),
            };
        }
    }

    /// The sites for which something has fallen due.
    pub(crate) fn due(&self, now: Timestamp) -> Vec<SiteId> {
        // What is due strictly after an instant is not due at it.
        self.lock().next.iter().filter(|(_, next)| **next < now).map(|(site, _)| site.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Application {
    /// Forgets that it knows what each site waits for, so that the ticker asks the store again: where several servers share a
    /// store, one that has died has told nobody what it left.
    pub fn learn_wakes_anew(&self) {
        self.wakes.lock().learnt = false;
    }

    /// Learns from the store, unless it has, what each site waits for.
    pub(crate) async fn learn_wakes(&self) -> Result<(), Failure> {
        if self.wakes.lock().learnt {
            return Ok(());
        }
        let store = &self.ports.store;
        let mut after: Option<SiteId> = None;
        loop {
            let page = store.sites(after.as_ref(), 256).await?;
            for id in &page {
                let Some(view) = store.site(id).await? else { continue };
                let policy = self.policy(&view.floor.policy).await?;
                let next = policy.and_then(|policy| site::next_due(&view.floor, &policy));
                if let Some((due, _)) = next {
                    // Too early a bound costs a look; what was learnt may be older than what a commit here has left.
                    let mut known = self.wakes.lock();
                    let bound = known.next.entry(id.clone()).or_insert(due.instant());
                    *bound = due.instant().min(*bound);
                }
            }
            match page.into_iter().last() {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        self.wakes.lock().learnt = true;
        Ok(())
    }
}
