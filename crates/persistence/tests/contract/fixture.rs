//! Batches written out by hand, and examples of what a store keeps.

use application::ports::{
    Batch, Changes, JournalEntry, Loaded, Origin, Particulars, PartyWrite, PhoneKey, ReadSet, RequestKey,
    Store, StoreError, StoredReply,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::command::Actor;
use domain::event::{Event, FloorEvent, PartyEvent};
use domain::floor::Floor;
use domain::ids::{PartyId, SiteId, StaffId};
use domain::party::Party;
use domain::time::Timestamp;
use persistence::SqlStore;
use serde_json::json;

/// A batch of one site that does what it is told and remembers what it was given.
pub(crate) struct Script {
    site: SiteId,
    reads: ReadSet,
    change: Box<dyn FnMut(&Loaded) -> Changes + Send>,
    pub(crate) seen: Option<Loaded>,
}

impl Batch for Script {
    fn sites(&self) -> Vec<SiteId> {
        vec![self.site.clone()]
    }

    fn reads(&self, _: &SiteId, _: Option<&Floor>) -> ReadSet {
        self.reads.clone()
    }

    fn run(&mut self, _: &SiteId, loaded: Loaded) -> Changes {
        let changes = (self.change)(&loaded);
        self.seen = Some(loaded);
        changes
    }
}

/// Runs a change at a site.
pub(crate) async fn change(
    store: &SqlStore,
    site: &str,
    change: impl FnMut(&Loaded) -> Changes + Send + 'static,
) -> Result<(), StoreError> {
    let mut script =
        Script { site: SiteId::new(site), reads: ReadSet::default(), change: Box::new(change), seen: None };
    store.execute(&mut script).await
}

/// What a read set loads, changing nothing.
pub(crate) async fn load(store: &SqlStore, site: &str, reads: ReadSet) -> Result<Loaded, StoreError> {
    let id = SiteId::new(site);
    let change = {
        let id = id.clone();
        Box::new(move |loaded: &Loaded| nothing(&id, loaded.sequence))
    };
    let mut script = Script { site: id, reads, change, seen: None };
    store.execute(&mut script).await?;
    Ok(script.seen.unwrap())
}

/// Opens a site with one entry, a checkpoint, a party with particulars, a visit and a reply.
pub(crate) async fn opened(store: &SqlStore, site: &'static str) -> Changes {
    let changes = everything(&SiteId::new(site));
    let copy = changes.clone();
    change(store, site, move |_| copy.clone()).await.unwrap();
    changes
}

/// Changes that touch every table.
pub(crate) fn everything(site: &SiteId) -> Changes {
    Changes {
        floor: Some(floor()),
        entries: vec![entry(1)],
        parties: vec![held("p1", Some("wang"), Some(at(60)))],
        visitors: vec![("v1".into(), "p1".into())],
        particulars: vec![known("p1", Some("陈 \"\\ \u{1F600}\n"), Some("13800138000"))],
        former_phones: Vec::new(),
        replies: vec![(request("k1"), reply())],
        checkpoints: vec![(1, floor())],
        ..nothing(site, 0)
    }
}

pub(crate) fn nothing(site: &SiteId, loaded_sequence: u64) -> Changes {
    Changes {
        site: site.clone(),
        loaded_sequence,
        floor: None,
        unchanged: None,
        entries: Vec::new(),
        parties: Vec::new(),
        visitors: Vec::new(),
        particulars: Vec::new(),
        former_phones: Vec::new(),
        replies: Vec::new(),
        checkpoints: Vec::new(),
    }
}

/// So many minutes into the day.
pub(crate) fn at(minutes: i64) -> Timestamp {
    DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
}

pub(crate) fn floor() -> Floor {
    serde_json::from_value(json!({
        "zone": "Asia/Shanghai", "policy": {"name": "some-pack", "version": 1}, "next_policy": null,
        "order_source": "fixed", "runs_on": false, "day": "2026-11-23", "hours": ["09:00:00", "18:00:00"],
        "duty": ["wang"], "members": [], "tables": [], "receptions": [], "waiting": [], "posts": [],
        "order_suspended": [], "entries": 3, "clock": "2026-11-23T01:02:03.000004Z", "next_lapse": null
    }))
    .unwrap()
}

pub(crate) fn entry(sequence: u64) -> JournalEntry {
    JournalEntry {
        sequence,
        at: at(1),
        happened_at: at(0),
        actor: Actor::System,
        origin: Origin::Time("day".to_owned()),
        events: vec![Event::Floor(FloorEvent::DayBegan(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()))],
    }
}

pub(crate) fn party(id: &str) -> Party {
    Party::evolve(None, &PartyId::new(id), &PartyEvent::Opened(at(0))).unwrap()
}

pub(crate) fn held(id: &str, holder: Option<&str>, protected_until: Option<Timestamp>) -> PartyWrite {
    PartyWrite { party: party(id), holder: holder.map(StaffId::new), protected_until }
}

pub(crate) fn merged(id: &str, into: &str) -> PartyWrite {
    let mut write = held(id, None, None);
    write.party.merged_into = Some(PartyId::new(into));
    write
}

pub(crate) fn known(party: &str, name: Option<&str>, phone: Option<&str>) -> Particulars {
    Particulars { party: party.into(), name: name.map(str::to_owned), phone: phone.map(self::phone) }
}

pub(crate) fn phone(digits: &str) -> PhoneKey {
    PhoneKey::new(digits.to_owned())
}

pub(crate) fn request(key: &str) -> RequestKey {
    RequestKey { scope: "desk arrive".to_owned(), key: key.to_owned(), everywhere: false }
}

pub(crate) fn reply() -> StoredReply {
    StoredReply { fingerprint: "f".to_owned(), at: at(1), body: "{\"ok\": true}".to_owned() }
}
