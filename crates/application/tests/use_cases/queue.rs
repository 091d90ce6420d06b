//! The queue before the store: shared commits, conflicts, failures, overload, and a ticker.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use application::ports::{
    Batch, Clock, JournalEntry, Loaded, PartyView, PhoneKey, ReadSet, Reading, SiteView, Store, StoreError,
};
use application::{Application, Kind};
use async_trait::async_trait;
use domain::floor::Floor;
use domain::ids::{PartyId, PolicyRef, SiteId, VisitorId};
use memory::{KeepJournal, MemoryStore};
use mockall::automock;

use crate::house::{SetClock, ports, request, setting};

type AnyBatch = dyn Batch + 'static;

/// What becomes of a commit.
#[automock]
trait Fate {
    fn commit(&self, batch: &mut AnyBatch) -> Result<(), StoreError>;
}

/// A store whose commits end as the test says; there is nothing to read.
struct Fated(MockFate);

#[async_trait]
impl Store for Fated {
    async fn execute(&self, batch: &mut (dyn Batch + 'static)) -> Result<(), StoreError> {
        self.0.commit(batch)
    }

    async fn keep_policy(&self, _: &str, _: u32, _: &str) -> Result<(), StoreError> {
        Ok(())
    }

    async fn forget_replies(&self, _: domain::time::Timestamp, _: u32) -> Result<u64, StoreError> {
        Ok(0)
    }
}

#[async_trait]
impl Reading for Fated {
    async fn site(&self, _: &SiteId) -> Result<Option<SiteView>, StoreError> {
        Ok(None)
    }
    async fn sites(&self, _: Option<&SiteId>, _: usize) -> Result<Vec<SiteId>, StoreError> {
        Ok(Vec::new())
    }
    async fn journal(&self, _: &SiteId, _: u64, _: usize) -> Result<Vec<JournalEntry>, StoreError> {
        Ok(Vec::new())
    }
    async fn checkpoint(&self, _: &SiteId, _: u64) -> Result<Option<(u64, Floor)>, StoreError> {
        Ok(None)
    }
    async fn look_up(&self, _: &SiteId, _: &ReadSet) -> Result<Loaded, StoreError> {
        Ok(Loaded::default())
    }
    async fn visitor(&self, _: &SiteId, _: &VisitorId) -> Result<Option<PartyView>, StoreError> {
        Ok(None)
    }
    async fn party(&self, _: &SiteId, _: &PartyId) -> Result<Option<PartyView>, StoreError> {
        Ok(None)
    }
    async fn former_phones(&self, _: &SiteId, _: &PartyId) -> Result<Vec<PhoneKey>, StoreError> {
        Ok(Vec::new())
    }
    async fn parties(
        &self,
        _: &SiteId,
        _: Option<&domain::ids::StaffId>,
        _: Option<&PartyId>,
        _: usize,
    ) -> Result<Vec<PartyView>, StoreError> {
        Ok(Vec::new())
    }
    async fn policy_text(&self, _: &str, _: u32) -> Result<Option<String>, StoreError> {
        Ok(None)
    }
    async fn policies(&self, _: Option<&PolicyRef>, _: usize) -> Result<Vec<PolicyRef>, StoreError> {
        Ok(Vec::new())
    }
    async fn ready(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Runs a batch on sites that do not exist yet, as a store would.
fn run(batch: &mut (dyn Batch + 'static)) -> usize {
    let sites = batch.sites();
    for site in &sites {
        let _ = batch.reads(site, None);
        let _ = batch.run(site, Loaded::default());
    }
    sites.len()
}

fn queued(store: Arc<dyn Store>, capacity: usize) -> (Application, application::Writer, Arc<SetClock>) {
    let clock = SetClock::at("2026-03-02T08:00:00+08:00");
    let ports = ports(store, Arc::clone(&clock) as Arc<dyn Clock>);
    let (application, writer) = Application::queued(ports, capacity);
    (application, writer, clock)
}

async fn open(application: &Application, site: &str) -> application::Reply {
    application.open(&site.into(), setting("two-tables"), None).await
}

#[tokio::test]
async fn a_batch_runs_again_where_another_writer_was_first() {
    let mut fate = MockFate::new();
    let calls = AtomicUsize::new(0);
    fate.expect_commit().times(3).returning(move |batch| {
        run(batch);
        if calls.fetch_add(1, Ordering::SeqCst) < 2 { Err(StoreError::Conflict) } else { Ok(()) }
    });
    let (application, writer, _) = queued(Arc::new(Fated(fate)), 8);
    tokio::spawn(writer.run());
    assert_eq!(open(&application, "s1").await.outcome.err(), None);
}

#[tokio::test]
async fn conflicts_without_end_are_given_up() {
    let mut fate = MockFate::new();
    fate.expect_commit().times(2..100).returning(|batch| {
        run(batch);
        Err(StoreError::Conflict)
    });
    let (application, writer, _) = queued(Arc::new(Fated(fate)), 8);
    tokio::spawn(writer.run());
    assert_eq!(open(&application, "s1").await.outcome.unwrap_err().kind(), Kind::Unavailable);
}

#[tokio::test]
async fn a_store_that_is_away_is_told_as_such_and_nothing_is_answered_as_done() {
    let mut fate = MockFate::new();
    fate.expect_commit().times(1).returning(|batch| {
        run(batch);
        Err(StoreError::Unavailable("disk".to_owned()))
    });
    let (application, writer, _) = queued(Arc::new(Fated(fate)), 8);
    tokio::spawn(writer.run());
    let failure = open(&application, "s1").await.outcome.unwrap_err();
    assert_eq!((failure.kind(), failure.code()), (Kind::Unavailable, "unavailable"));
    assert!(!failure.detail().en.contains("disk"));
}

#[tokio::test]
async fn members_of_a_failed_commit_run_one_by_one_and_the_bad_one_fails_alone() {
    let mut fate = MockFate::new();
    fate.expect_commit().times(4).returning(|batch| {
        let bad = batch.sites().contains(&"s2".into());
        run(batch);
        if bad { Err(StoreError::Corrupt("row".to_owned())) } else { Ok(()) }
    });
    let (application, writer, _) = queued(Arc::new(Fated(fate)), 8);
    let writer = tokio::spawn(writer.run());
    let (one, two, three) =
        tokio::join!(open(&application, "s1"), open(&application, "s2"), open(&application, "s3"));
    assert_eq!((one.outcome.err(), three.outcome.err()), (None, None));
    assert_eq!(two.outcome.unwrap_err().kind(), Kind::Internal);
    drop(application);
    writer.await.unwrap();
}

#[tokio::test]
async fn requests_that_wait_together_share_a_commit() {
    let mut fate = MockFate::new();
    fate.expect_commit().times(1).returning(|batch| {
        assert_eq!(run(batch), 3);
        Ok(())
    });
    let (application, writer, _) = queued(Arc::new(Fated(fate)), 8);
    tokio::spawn(writer.run());
    let replies = tokio::join!(open(&application, "s1"), open(&application, "s2"), open(&application, "s3"));
    assert!(replies.0.outcome.is_ok() && replies.1.outcome.is_ok() && replies.2.outcome.is_ok());
}

#[tokio::test]
async fn a_full_queue_refuses_and_a_stopped_writer_says_so() {
    let (application, writer, _) = queued(Arc::new(MemoryStore::new(KeepJournal::All)), 1);
    let first = tokio::spawn({
        let application = application.clone();
        async move { open(&application, "s1").await }
    });
    tokio::task::yield_now().await;
    let second = open(&application, "s2").await.outcome.unwrap_err();
    assert_eq!((second.kind(), second.code()), (Kind::Overloaded, "overloaded"));
    let writer = tokio::spawn(writer.run());
    assert_eq!(first.await.unwrap().outcome.err(), None);
    writer.abort();
    assert!(writer.await.unwrap_err().is_cancelled());
    assert_eq!(open(&application, "s3").await.outcome.unwrap_err().kind(), Kind::Unavailable);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_arrivals_are_spread_evenly_and_none_is_lost() {
    let store = Arc::new(MemoryStore::new(KeepJournal::All));
    let (application, writer, _) = queued(Arc::clone(&store) as Arc<dyn Store>, 1024);
    tokio::spawn(writer.run());
    assert_eq!(open(&application, "s1").await.outcome.err(), None);
    for staff in ["A", "B", "C"] {
        let line = format!(r#"{{"at":"2026-03-02T08:00:00+08:00","do":"sign_in","staff":"{staff}"}}"#);
        assert!(application.submit(&"s1".into(), request(&line)).await.outcome.is_ok());
    }
    let tasks: Vec<_> = (0..60)
        .map(|n| {
            let application = application.clone();
            tokio::spawn(async move {
                // Web leads occupy nobody, so that everybody is free for the next one.
                let line = format!(
                    r#"{{"at":"2026-03-02T08:00:00+08:00","do":"arrive","visitor":"v{n}","channel":"web"}}"#
                );
                let reply = application.submit(&"s1".into(), request(&line)).await;
                reply.outcome.unwrap().json(application::TextMode::None).unwrap()["assigned"].to_string()
            })
        })
        .collect();
    let mut received = std::collections::BTreeMap::<String, u32>::new();
    for task in tasks {
        *received.entry(task.await.unwrap()).or_default() += 1;
    }
    assert_eq!(received.into_values().collect::<Vec<_>>(), [20, 20, 20]);
    let journal = application.journal(&"s1".into(), 0, 1000).await.unwrap();
    assert_eq!(journal.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), (1..=64).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_ticker_wakes_only_sites_for_which_something_has_fallen_due() {
    let store = Arc::new(MemoryStore::new(KeepJournal::All));
    let (application, writer, clock) = queued(Arc::clone(&store) as Arc<dyn Store>, 8);
    tokio::spawn(writer.run());
    for site in ["s1", "s2"] {
        assert_eq!(open(&application, site).await.outcome.err(), None);
    }
    let line = r#"{"at":"2026-03-02T08:00:00+08:00","do":"sign_in","staff":"A"}"#;
    assert!(application.submit(&"s1".into(), request(line)).await.outcome.is_ok());
    assert_eq!(application.wake_due_sites().await, Ok(0));
    clock.set("2026-03-03T00:00:01+08:00");
    assert_eq!(application.wake_due_sites().await, Ok(1));
    let ended = store.site(&"s1".into()).await.unwrap().unwrap();
    assert_eq!(ended.floor.day, None);
    assert_eq!(application.wake_due_sites().await, Ok(0));
    // A server that starts later learns from the store what is due.
    let line = r#"{"at":"2026-03-03T08:00:00+08:00","do":"sign_in","staff":"A"}"#;
    assert!(application.submit(&"s1".into(), request(line)).await.outcome.is_ok());
    let (later, writer, clock) = queued(store, 8);
    tokio::spawn(writer.run());
    clock.set("2026-03-05T08:00:00+08:00");
    assert_eq!(later.wake_due_sites().await, Ok(1));
}

/// A shelf that breaks for one pack, as a defect of ours would.
struct Breaking(packs::Shelf);

impl domain::policy::PolicyShelf for Breaking {
    fn get(&self, id: &domain::ids::PolicyRef) -> Option<Arc<domain::policy::Policy>> {
        self.0.get(id)
    }

    fn newest(&self, name: &str) -> Option<Arc<domain::policy::Policy>> {
        assert_ne!(name, "marketing-centre", "a defect");
        self.0.newest(name)
    }
}

#[tokio::test]
async fn a_defect_fails_its_own_request_and_the_writer_goes_on() {
    let store = Arc::new(MemoryStore::new(KeepJournal::All));
    let mut ports = ports(Arc::clone(&store) as _, SetClock::at("2026-03-02T08:00:00+08:00") as _);
    ports.shelf = Arc::new(Breaking(packs::Shelf::shipped().unwrap()));
    let (application, writer) = Application::queued(ports, 8);
    tokio::spawn(writer.run());
    assert_eq!(open(&application, "s1").await.outcome.err(), None);
    let s1 = SiteId::from("s1");
    let broken = r#"{"at":"2026-03-02T08:00:00+08:00","do":"bind","policy":"marketing-centre"}"#;
    let sound = r#"{"at":"2026-03-02T08:00:00+08:00","do":"sign_in","staff":"A"}"#;
    // Both wait for the same commit.
    let (broken, sound) =
        tokio::join!(application.submit(&s1, request(broken)), application.submit(&s1, request(sound)));
    let failure = broken.outcome.unwrap_err();
    assert_eq!((failure.kind(), failure.code()), (Kind::Internal, "internal"));
    assert_eq!(sound.outcome.err(), None);
    let view = store.site(&s1).await.unwrap().unwrap();
    assert_eq!(view.sequence, 2);
    assert!(view.floor.members.iter().any(|member| member.id.as_str() == "A" && member.on_floor()));
}

/// Both openings are in one commit, and neither has seen the other's reply in the store.
#[tokio::test]
async fn two_openings_under_one_key_make_one_site() {
    let store = Arc::new(memory::MemoryStore::default());
    let (application, writer, _) = queued(store, 8);
    let key = application::ports::RequestKey {
        scope: "openSite".to_owned(),
        key: "k".to_owned(),
        everywhere: true,
    };
    let idempotency = application::Idempotency { key, fingerprint: "f".to_owned() };
    let opening = |site: &'static str| {
        let (application, idempotency) = (application.clone(), idempotency.clone());
        async move { application.open_once(&site.into(), setting("two-tables"), Some(idempotency)).await.outcome }
    };
    // On one thread: it runs once both have been put into the queue.
    tokio::spawn(writer.run());
    let (first, second) = tokio::join!(opening("s1"), opening("s2"));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.opened(), second.opened()), (Some("s1".into()), Some("s1".into())));
    assert_eq!((first.replayed(), second.replayed()), (false, true));
    assert_eq!(application.sites(None, 9).await.unwrap().items, ["s1".into()]);
    let other = application::Idempotency { fingerprint: "g".to_owned(), ..idempotency };
    let reused = application.open_once(&"s3".into(), setting("two-tables"), Some(other)).await;
    assert_eq!(reused.outcome.unwrap_err().code(), "request_key_reused");
}
