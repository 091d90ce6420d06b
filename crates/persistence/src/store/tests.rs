//! A disk that is full: the limit is set on the very connection that writes, so this test is inside the crate.

mod on_server;

use application::ports::{Changes, Loaded, ReadSet, RequestKey, StoredReply};
use domain::floor::Floor;
use domain::ids::SiteId;
use sea_orm::ConnectionTrait;

use super::*;

/// One reply of so many bytes, under a key.
struct Reply {
    key: &'static str,
    bytes: usize,
    found: bool,
}

impl Batch for Reply {
    fn sites(&self) -> Vec<SiteId> {
        vec!["s".into()]
    }

    fn reads(&self, _: &SiteId, _: Option<&Floor>) -> ReadSet {
        ReadSet { requests: vec![self.request()], ..ReadSet::default() }
    }

    fn run(&mut self, site: &SiteId, loaded: Loaded) -> Changes {
        self.found = loaded.requests.contains_key(&self.request());
        let at = chrono::DateTime::UNIX_EPOCH;
        let reply = StoredReply { fingerprint: String::new(), at, body: "x".repeat(self.bytes) };
        let replies = if self.bytes == 0 { Vec::new() } else { vec![(self.request(), reply)] };
        Changes {
            site: site.clone(),
            loaded_sequence: 0,
            floor: None,
            unchanged: None,
            entries: Vec::new(),
            parties: Vec::new(),
            visitors: Vec::new(),
            particulars: Vec::new(),
            former_phones: Vec::new(),
            replies,
            checkpoints: Vec::new(),
        }
    }
}

impl Reply {
    fn request(&self) -> RequestKey {
        RequestKey { scope: String::new(), key: self.key.to_owned(), everywhere: false }
    }

    async fn write(store: &SqlStore, key: &'static str, bytes: usize) -> Result<(), StoreError> {
        store.execute(&mut Self { key, bytes, found: false }).await
    }

    async fn is_there(store: &SqlStore, key: &'static str) -> bool {
        let mut look = Self { key, bytes: 0, found: false };
        store.execute(&mut look).await.unwrap();
        look.found
    }
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_writes_resume_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlStore::file(&folder.path().join("lunpai.db")).await.unwrap();
    Reply::write(&store, "before", 100).await.unwrap();
    let limit = |pages: u32| format!("PRAGMA max_page_count = {pages}");
    // A limit below the present size becomes the present size: no page more.
    store.writer.now().execute_unprepared(&limit(1)).await.unwrap();
    for _ in 0..3 {
        let full = Reply::write(&store, "large", 1_000_000).await;
        assert!(matches!(&full, Err(StoreError::Unavailable(why)) if why.contains("full")), "{full:?}");
    }
    assert!(Reply::is_there(&store, "before").await);
    assert!(!Reply::is_there(&store, "large").await);
    store.writer.now().execute_unprepared(&limit(1_000_000)).await.unwrap();
    Reply::write(&store, "large", 1_000_000).await.unwrap();
    assert!(Reply::is_there(&store, "large").await);
}

#[tokio::test]
async fn a_connection_whose_transaction_the_database_ended_does_not_go_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlStore::file(&folder.path().join("lunpai.db")).await.unwrap();
    let fault = "CREATE TRIGGER fault BEFORE INSERT ON requests BEGIN SELECT RAISE(ROLLBACK, 'planted'); END";
    store.writer.now().execute_unprepared(fault).await.unwrap();
    Reply::write(&store, "key", 1).await.unwrap_err();
    let next = store.writer.now().get_sqlite_connection_pool().acquire().await.unwrap();
    assert!(!sea_orm::sqlx::Connection::is_in_transaction(&*next), "the next write would not be IMMEDIATE");
}

#[tokio::test]
async fn the_connections_are_as_durable_and_as_strict_as_promised() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlStore::file(&folder.path().join("lunpai.db")).await.unwrap();
    for (pragma, value) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let text = format!("SELECT CAST({pragma} AS TEXT) AS value FROM pragma_{pragma}");
        let writer = store.writer.now();
        let row = writer.query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, text));
        let found: String = row.await.unwrap().unwrap().try_get("", "value").unwrap();
        assert_eq!(found, value, "{pragma}");
    }
    let refused = store.readers.execute_unprepared("DELETE FROM sites").await;
    assert!(matches!(refused.in_store_terms(), Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn no_statement_walks_through_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqlStore::file(&folder.path().join("lunpai.db")).await.unwrap();
    let Dialect { sites, floors, tails, look_up, next_protection_ends, write, .. } = SQLITE;
    let Dialect { free_phones, former_phones, forget_replies, parties, .. } = SQLITE;
    let mut steps = Vec::new();
    let texts = [
        sites,
        floors,
        tails,
        look_up,
        next_protection_ends,
        free_phones,
        former_phones,
        forget_replies,
        parties,
    ];
    for text in texts.into_iter().chain(write.split(';')) {
        let plan =
            sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {text}"));
        for row in store.writer.now().query_all_raw(plan).await.unwrap() {
            steps.push(row.try_get::<String>("", "detail").unwrap());
        }
    }
    // `v`, `n`, `p`, `r`, `s`, `f`, `j` stand for tables in the texts; `w` for the rows that came in.
    let walks = |step: &&String| {
        ["v", "n", "p", "r", "s", "f", "j", "sites", "requests", "former_phones"]
            .iter()
            .any(|table| step.split(' ').take(2).eq(["SCAN", table]))
    };
    assert_eq!(steps.iter().find(walks), None);
    assert!(steps.iter().any(|step| step.contains("particulars_by_phone")), "{steps:#?}");
    assert!(steps.iter().any(|step| step.contains("particulars_by_name")), "{steps:#?}");
    assert!(steps.iter().any(|step| step.contains("parties_by_holder")), "{steps:#?}");
    assert!(steps.iter().any(|step| step.contains("parties_by_protection")), "{steps:#?}");
}
