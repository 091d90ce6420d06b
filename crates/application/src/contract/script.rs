//! Batches that do as they are told, and small examples of what a store keeps.

use std::collections::BTreeMap;

use domain::command::Actor;
use domain::event::{Event, FloorEvent, PartyEvent};
use domain::floor::Floor;
use domain::ids::{PartyId, PolicyRef, SiteId};
use domain::party::Party;
use domain::time::{Span, Timestamp, Zone};
use domain::vocabulary::OrderSource;

use crate::ports::{Batch, Changes, JournalEntry, Loaded, Origin, PartyWrite, ReadSet};

/// What a step makes of what was loaded.
pub type Step = Box<dyn FnMut(&SiteId, Loaded) -> Changes + Send>;

/// What a batch was given by the store.
pub type Told = BTreeMap<SiteId, Loaded>;

/// A batch of prepared steps.
#[derive(Default)]
pub struct Script {
    steps: BTreeMap<SiteId, (ReadSet, Option<Step>)>,
    /// What the store loaded at the last run.
    pub told: Told,
}

impl Script {
    /// One site: read this, then do that.
    #[must_use]
    pub fn one(
        site: &str,
        reads: ReadSet,
        step: impl FnMut(&SiteId, Loaded) -> Changes + Send + 'static,
    ) -> Self {
        Self::default().and(site, reads, step)
    }

    /// One site, nothing read.
    #[must_use]
    pub fn writing(site: &str, step: impl FnMut(&SiteId, Loaded) -> Changes + Send + 'static) -> Self {
        Self::one(site, ReadSet::default(), step)
    }

    /// One site, nothing written.
    #[must_use]
    pub fn reading(site: &str, reads: ReadSet) -> Self {
        Self::one(site, reads, unchanged)
    }

    /// And another site in the same batch.
    #[must_use]
    pub fn and(
        mut self,
        site: &str,
        reads: ReadSet,
        step: impl FnMut(&SiteId, Loaded) -> Changes + Send + 'static,
    ) -> Self {
        self.steps.insert(SiteId::from(site), (reads, Some(Box::new(step))));
        self
    }

    /// What the store loaded for a site.
    #[must_use]
    pub fn loaded(&self, site: &str) -> Loaded {
        self.told.get(&SiteId::from(site)).cloned().unwrap_or_default()
    }
}

impl Batch for Script {
    fn sites(&self) -> Vec<SiteId> {
        self.steps.keys().cloned().collect()
    }

    fn reads(&self, site: &SiteId, _: Option<&Floor>) -> ReadSet {
        self.steps.get(site).map(|(reads, _)| reads.clone()).unwrap_or_default()
    }

    fn run(&mut self, site: &SiteId, loaded: Loaded) -> Changes {
        self.told.insert(site.clone(), loaded.clone());
        match self.steps.get_mut(site).and_then(|(_, step)| step.as_mut()) {
            Some(step) => step(site, loaded),
            None => unchanged(site, loaded),
        }
    }
}

/// Nothing to write.
#[must_use]
pub fn unchanged(site: &SiteId, loaded: Loaded) -> Changes {
    Changes { unchanged: loaded.floor, ..Changes::none(site.clone(), loaded.sequence) }
}

/// Another entry, and the floor counts it; where there is no site yet, it begins.
#[must_use]
pub fn another_entry(site: &SiteId, loaded: Loaded) -> Changes {
    let sequence = loaded.sequence + 1;
    let mut floor = loaded.floor.clone().unwrap_or_else(example_floor);
    floor.entries += 1;
    floor.clock = Some(instant(sequence));
    let entry = entry(sequence);
    Changes { floor: Some(floor), unchanged: None, entries: vec![entry], ..unchanged(site, loaded) }
}

/// An entry of that number.
#[must_use]
pub fn entry(sequence: u64) -> JournalEntry {
    JournalEntry {
        sequence,
        at: instant(sequence),
        happened_at: instant(sequence),
        actor: Actor::System,
        origin: Origin::Time("post".to_owned()),
        events: vec![Event::Floor(FloorEvent::EntryNumbered(sequence))],
    }
}

/// The example day's first instant, and so many minutes.
#[must_use]
pub fn instant(minutes: u64) -> Timestamp {
    // 2026-03-02T01:00:00Z, a Monday at nine in China.
    let start = Timestamp::from_timestamp(1_772_413_200, 0).unwrap_or(Timestamp::UNIX_EPOCH);
    Span::minutes(u32::try_from(minutes).unwrap_or(u32::MAX / 60)).after(start)
}

/// A floor without people.
#[must_use]
pub fn example_floor() -> Floor {
    let policy = PolicyRef { name: "example".into(), version: 1 };
    Floor::empty(Zone::UTC, policy, OrderSource::SignIn, false)
}

/// A party that the books have just got to know.
///
/// # Errors
/// The domain does not open one.
pub fn party(id: &str) -> Result<Party, &'static str> {
    let id = PartyId::from(id);
    Party::evolve(None, &id, &PartyEvent::Opened(instant(0))).ok_or("a party is opened")
}

/// It, as a batch writes it.
///
/// # Errors
/// The domain does not open one.
pub fn written(id: &str) -> Result<PartyWrite, &'static str> {
    Ok(PartyWrite { party: party(id)?, holder: None, protected_until: None })
}
