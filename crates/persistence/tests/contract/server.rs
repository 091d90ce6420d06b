//! What is only true of a PostgreSQL server: several use it, it goes away and comes back, and it may be set wrongly.

use std::sync::Arc;

use application::ports::{Changes, ReadSet, Reading, StoreError};
use persistence::{OpenError, Place, SqlStore};
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};

use crate::database::TestDatabase;
use crate::fixture::{change, entry, everything, load, nothing, opened};

/// Ends every session of this program on the database.
const TERMINATE: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'lunpai %'";

async fn another_entry(store: &SqlStore, site: &'static str) -> Result<(), StoreError> {
    change(store, site, move |loaded| Changes {
        floor: loaded.floor.clone(),
        entries: vec![entry(loaded.sequence + 1)],
        ..nothing(&site.into(), loaded.sequence)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_start_together_make_the_schema_once() {
    let database = TestDatabase::on_server().await;
    let starting: Vec<_> = (0..4)
        .map(|_| {
            let place = database.place();
            tokio::spawn(async move { SqlStore::open(&place).await })
        })
        .collect();
    for store in starting {
        store.await.unwrap().unwrap().ready().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_servers_on_one_site_lose_nothing() {
    const EACH: u64 = 20;
    let database = TestDatabase::on_server().await;
    let stores = [database.open().await, database.open().await, database.open().await].map(Arc::new);
    opened(&stores[0], "s").await;
    let racing: Vec<_> = stores
        .iter()
        .flat_map(|store| (0..EACH).map(|_| Arc::clone(store)))
        .map(|store| tokio::spawn(async move { another_entry(&store, "s").await }))
        .collect();
    for task in racing {
        // The lock makes them wait for each other: nobody has to begin anew.
        task.await.unwrap().unwrap();
    }
    let journal = stores[1].journal(&"s".into(), 0, 1000).await.unwrap();
    let numbers: Vec<_> = journal.iter().map(|entry| entry.sequence).collect();
    assert_eq!(numbers, (1..=3 * EACH + 1).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_server_that_would_lose_what_it_acknowledged_is_refused() {
    let database = TestDatabase::on_server().await;
    let TestDatabase::OnServer { name, .. } = &database else { panic!() };
    database.sql(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
    let refused = SqlStore::open(&database.place()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Unfit { setting: "synchronous_commit", .. }), "{refused}");
    assert!(refused.to_string().contains("would not survive"), "{refused}");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_stays() {
    let database = TestDatabase::on_server().await;
    database.open().await.close().await.unwrap();
    database
        .sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)")
        .await;
    let refused = SqlStore::open(&database.place()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { .. }), "{refused}");
    database.sql("DELETE FROM seaql_migrations WHERE version = 'm20991231_000001_later'").await;
    database.open().await.ready().await.unwrap();
}

#[tokio::test]
async fn connections_that_the_server_ended_are_replaced_without_an_error() {
    let database = TestDatabase::on_server().await;
    let store = database.open().await;
    opened(&store, "s").await;
    for number in 2..5 {
        database.sql(TERMINATE).await;
        another_entry(&store, "s").await.unwrap();
        assert_eq!(load(&store, "s", ReadSet::default()).await.unwrap().sequence, number);
    }
}

#[tokio::test]
async fn a_site_that_somebody_holds_for_too_long_is_unavailable_and_then_free() {
    let database = TestDatabase::on_server().await;
    let store = database.open().await;
    opened(&store, "s").await;
    opened(&store, "t").await;
    let beside = database.beside().await;
    let holding = beside.begin_with_options(sea_orm::TransactionOptions::default()).await.unwrap();
    holding.execute_unprepared("SELECT FROM sites WHERE id = 's' FOR UPDATE").await.unwrap();
    let (held, free) = tokio::join!(another_entry(&store, "s"), another_entry(&store, "t"));
    assert!(matches!(&held, Err(StoreError::Unavailable(why)) if why.contains("holds the site")), "{held:?}");
    free.unwrap();
    holding.rollback().await.unwrap();
    another_entry(&store, "s").await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let refused = SqlStore::open(&Place::of_url("postgres://u@127.0.0.1:1/d").unwrap()).await.unwrap_err();
    assert!(refused.to_string().contains("PostgreSQL database d at 127.0.0.1:1"), "{refused}");
    let database = TestDatabase::on_server().await;
    let missing = Place::of_url(&format!("{}_missing", database.url())).unwrap();
    let refused = SqlStore::open(&missing).await.unwrap_err();
    assert!(refused.to_string().contains("does not exist"), "{refused}");
}

#[tokio::test]
async fn ids_have_the_order_of_their_bytes() {
    let database = TestDatabase::on_server().await;
    let store = database.open().await;
    for site in ["b", "B", "a", "é", "_"] {
        opened(&store, site).await;
    }
    let sites: Vec<_> = store.sites(None, 10).await.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(sites, ["B", "_", "a", "b", "é"]);
}

#[tokio::test]
async fn a_floor_is_updated_in_its_place() {
    let database = TestDatabase::on_server().await;
    let store = database.open().await;
    change(&store, "s", |_| everything(&"s".into())).await.unwrap();
    for _ in 0..20 {
        another_entry(&store, "s").await.unwrap();
    }
    store.close().await.unwrap();
    let told = "SELECT pg_stat_force_next_flush(), n_tup_upd = n_tup_hot_upd AND n_tup_upd >= 20 AS hot
                  FROM pg_stat_user_tables WHERE relname = 'sites'";
    let asked = Statement::from_string(database.backend(), told);
    let row = database.beside().await.query_one_raw(asked).await.unwrap().unwrap();
    assert!(row.try_get::<bool>("", "hot").unwrap());
}

/// Entries are numbered within their site and under its lock, so that their order is the order of their commits, whatever else
/// is open meanwhile. (A number for all sites would be given out in one order and become visible in another.)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_follows_a_journal_misses_nothing() {
    const EACH: u64 = 25;
    let database = TestDatabase::on_server().await;
    let stores = [database.open().await, database.open().await].map(Arc::new);
    opened(&stores[0], "s").await;
    opened(&stores[0], "t").await;
    // A transaction that began before all others and is still open.
    let beside = database.beside().await;
    let early = beside.begin_with_options(sea_orm::TransactionOptions::default()).await.unwrap();
    early
        .execute_unprepared("INSERT INTO journal (site, sequence, at, body) VALUES ('t', 2, 0, '{}')")
        .await
        .unwrap();
    let writing: Vec<_> = stores
        .iter()
        .map(|store| {
            let store = Arc::clone(store);
            tokio::spawn(async move {
                for _ in 0..EACH {
                    another_entry(&store, "s").await.unwrap();
                }
            })
        })
        .collect();
    let mut seen = Vec::new();
    while seen.len() < 51 {
        let after = seen.last().copied().unwrap_or_default();
        seen.extend(
            stores[1].journal(&"s".into(), after, 7).await.unwrap().iter().map(|entry| entry.sequence),
        );
    }
    assert_eq!(seen, (1..=2 * EACH + 1).collect::<Vec<_>>());
    for task in writing {
        task.await.unwrap();
    }
    early.rollback().await.unwrap();
}
