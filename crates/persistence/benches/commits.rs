//! Arrivals made durable a second, for batches of several sizes: `cargo bench -p persistence`.
//!
//! One arrival writes what a real one does: the site's floor with 20 people (its size is printed), a journal entry of
//! three events, a new party with its visit and particulars, and the reply under the request's key; it looks one phone
//! and one key up. Arrivals at the same site share one floor write, as they do in the program.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a measurement, not the program")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use application::contract::by_phone;
use application::contract::script::example_floor;
use application::ports::{
    Batch, Changes, JournalEntry, Loaded, Origin, Particulars, PartyWrite, PhoneKey, ReadSet, RequestKey,
    Store, StoredReply,
};
use chrono::{DateTime, Utc};
use domain::command::Actor;
use domain::event::{Event, FloorEvent, PartyEvent};
use domain::floor::{Floor, Member};
use domain::ids::{PartyId, SiteId, VisitorId};
use domain::party::Party;
use persistence::SqlStore;
use serde_json::json;

/// For how long each size is measured.
const SPAN: Duration = Duration::from_secs(3);

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // Beside the build, not in the system's temporary folder: that may be memory, where a commit costs nothing.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let begun = Instant::now();
        let store = SqlStore::file(&folder.path().join("bench.db")).await.unwrap();
        println!("a fresh database is ready after {:?}", begun.elapsed());
        let floor = Arc::new(floor());
        println!("a floor has {} bytes of JSON", serde_json::to_string(&*floor).unwrap().len());
        let mut from = 0;
        for (sites, each) in [(1, 1), (1, 8), (1, 32), (32, 1), (1, 100), (100, 1)] {
            from = commits(&store, &floor, sites, each, from).await;
        }
        look_ups(&store, from).await;
    });
}

/// Commits of `each` arrivals at each of `sites` sites, numbered on from `from`.
async fn commits(store: &SqlStore, floor: &Arc<Floor>, sites: usize, each: u32, from: u32) -> u32 {
    let (mut number, mut batches, begun) = (from, 0_u32, Instant::now());
    while begun.elapsed() < SPAN {
        let mut batch = Arrivals { sites, each, from: number, floor: Arc::clone(floor) };
        store.execute(&mut batch).await.unwrap();
        number += each;
        batches += 1;
    }
    let rate = f64::from(batches) / begun.elapsed().as_secs_f64();
    let size = u32::try_from(sites).unwrap() * each;
    println!(
        "{size:>4} a batch at {sites:>3} sites: {rate:>6.0} commits/s, {:>6.0} arrivals/s",
        rate * f64::from(size)
    );
    number
}

/// One reader after the other.
async fn look_ups(store: &SqlStore, known: u32) {
    let (mut found, begun) = (0_u32, Instant::now());
    while begun.elapsed() < SPAN {
        let phone = phone(found % known);
        assert!(by_phone(store, &site(0), &phone).await.unwrap().is_some());
        found += 1;
    }
    println!("parties by phone, one reader: {:.0}/s", f64::from(found) / begun.elapsed().as_secs_f64());
}

/// `each` arrivals at each of the first `sites` sites.
struct Arrivals {
    sites: usize,
    each: u32,
    from: u32,
    floor: Arc<Floor>,
}

impl Arrivals {
    fn numbers(&self) -> std::ops::Range<u32> {
        self.from..self.from + self.each
    }
}

impl Batch for Arrivals {
    fn sites(&self) -> Vec<SiteId> {
        (0..self.sites).map(site).collect()
    }

    fn reads(&self, _: &SiteId, _: Option<&Floor>) -> ReadSet {
        ReadSet {
            phones: self.numbers().map(phone).collect(),
            requests: self.numbers().map(request).collect(),
            ..ReadSet::default()
        }
    }

    fn run(&mut self, site: &SiteId, loaded: Loaded) -> Changes {
        let mut changes = Changes {
            site: site.clone(),
            loaded_sequence: loaded.sequence,
            floor: Some((*self.floor).clone()),
            unchanged: None,
            entries: Vec::new(),
            parties: Vec::new(),
            visitors: Vec::new(),
            particulars: Vec::new(),
            former_phones: Vec::new(),
            replies: Vec::new(),
            checkpoints: Vec::new(),
        };
        for (number, sequence) in self.numbers().zip(loaded.sequence + 1..) {
            arrive(&mut changes, number, sequence);
        }
        changes
    }
}

fn arrive(changes: &mut Changes, number: u32, sequence: u64) {
    let visit = format!("vis_{number:08}");
    let (visitor, party) = (VisitorId::new(&visit), PartyId::new(&visit));
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let opened = PartyEvent::Opened(at);
    let left = Event::Floor(FloorEvent::Left(visitor.clone()));
    changes.entries.push(JournalEntry {
        sequence,
        at,
        happened_at: at,
        actor: Actor::Desk,
        origin: Origin::Time("day".to_owned()),
        events: vec![Event::Party(party.clone(), opened.clone()), left.clone(), left],
    });
    let record = Party::evolve(None, &party, &opened).unwrap();
    changes.parties.push(PartyWrite {
        party: record,
        holder: Some("wang".into()),
        protected_until: Some(at),
    });
    changes.visitors.push((visitor, party.clone()));
    changes.particulars.push(Particulars {
        party,
        name: Some("陈先生".to_owned()),
        phone: Some(phone(number)),
    });
    let body = "x".repeat(300);
    changes.replies.push((request(number), StoredReply { fingerprint: "f".repeat(64), at, body }));
}

fn site(number: usize) -> SiteId {
    SiteId::new(format!("site_{number:04}"))
}

fn phone(number: u32) -> PhoneKey {
    PhoneKey::new(format!("86139{number:08}"))
}

fn request(number: u32) -> RequestKey {
    RequestKey { scope: "desk arrive".to_owned(), key: format!("{number:032}"), everywhere: false }
}

fn floor() -> Floor {
    let members = (0..20).map(|n| member(&format!("consultant_{n:02}"))).collect();
    Floor { members, ..example_floor() }
}

fn member(id: &str) -> Member {
    let member = json!({
        "id": id, "role": "consultant", "status": "active", "team": null, "department": null, "skills": [],
        "shift": null, "half": null, "experience_months": null, "presence": "on", "bar": null, "suspension": null,
        "alternation": null, "delegate": null, "fines_cents": 0, "warnings": 0, "gone": false, "may_take_second": false
    });
    serde_json::from_value(member).unwrap()
}
