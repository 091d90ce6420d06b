//! A store in memory: for simulations, and to hold every other store against.
#![deny(missing_docs)]

mod books;
mod reading;
mod replies;
mod site;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use application::ports::{Batch, Loaded, Store, StoreError};
use async_trait::async_trait;
use domain::ids::SiteId;
use domain::time::Timestamp;
use replies::Replies;
use site::Site;

/// How much of the journal is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KeepJournal {
    /// All of it.
    #[default]
    All,
    /// What the running day needs: what was before its checkpoint is dropped, so that memory grows with customers and
    /// visits only. Floors are lent to a batch and not copied; a batch whose changes do not fit leaves its sites
    /// unusable.
    SinceCheckpoint,
}

/// Sites in memory. Its futures are ready at once.
#[derive(Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
    keep_journal: KeepJournal,
}

#[derive(Default)]
struct Kept {
    sites: BTreeMap<SiteId, Site>,
    policies: BTreeMap<(String, u32), String>,
    /// Replies to requests that made a site.
    opened: Replies,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(keep_journal: KeepJournal) -> Self {
        Self { kept: Mutex::default(), keep_journal }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn execute(&self, batch: &mut (dyn Batch + 'static)) -> Result<(), StoreError> {
        // One lock for all sites, held to the end: no batch ever sees another's half.
        let mut kept = self.kept();
        let lend = self.keep_journal == KeepJournal::SinceCheckpoint;
        let ids = batch.sites();
        let mut loaded = Vec::with_capacity(ids.len());
        for id in &ids {
            let site = kept.sites.get_mut(id);
            let reads = batch.reads(id, site.as_ref().and_then(|site| site.floor.as_ref()));
            let mut found = match site {
                Some(site) => site.load(&reads, lend)?,
                None => Loaded::default(),
            };
            replies::load(&kept.opened, &reads, &mut found);
            loaded.push(found);
        }
        let mut all = Vec::with_capacity(ids.len());
        for (id, loaded) in ids.iter().zip(loaded) {
            all.push(batch.run(id, loaded));
        }
        for changes in &all {
            let stored = kept.sites.get(&changes.site).map_or(0, |site| site.sequence);
            if stored != changes.loaded_sequence {
                return Err(StoreError::Conflict);
            }
            site::check(changes)?;
        }
        for mut changes in all {
            kept.opened.extend(replies::of_no_site(&mut changes));
            if let Some(site) = kept.sites.get_mut(&changes.site) {
                site.write(changes, self.keep_journal);
            } else if changes.floor.is_some() {
                kept.sites.entry(changes.site.clone()).or_default().write(changes, self.keep_journal);
            }
        }
        Ok(())
    }

    async fn keep_policy(&self, name: &str, version: u32, text: &str) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let known = kept.policies.entry((name.to_owned(), version)).or_insert_with(|| text.to_owned());
        if known == text { Ok(()) } else { Err(StoreError::Conflict) }
    }

    async fn forget_replies(&self, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        let mut kept = self.kept();
        let Kept { sites, opened, .. } = &mut *kept;
        let all = sites.values_mut().map(|site| &mut site.replies).chain([opened]);
        Ok(replies::forget(all.collect(), before, most))
    }
}
