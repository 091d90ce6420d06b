//! All of a batch or nothing, whatever fails in the middle.

use std::sync::Arc;

use application::ports::{Batch, Changes, Loaded, ReadSet, Reading, Store, StoreError};
use domain::floor::Floor;
use domain::ids::SiteId;

use crate::database::{Fault, TABLES, TestDatabase, on_each_database};
use crate::fixture::{change, entry, everything, floor, load, nothing, opened, reply, request};

on_each_database! {
    a_failure_in_any_table_leaves_every_table_empty
    a_site_decided_on_another_sequence_is_a_conflict
    a_site_that_another_writer_has_advanced_is_a_conflict
    an_entry_number_that_is_taken_is_a_conflict_and_nothing_else_is_written
    a_request_key_that_is_taken_is_a_conflict_and_nothing_else_is_written
    a_gap_in_the_journal_is_refused
    entries_without_a_floor_are_refused
    the_sites_of_a_batch_stand_or_fall_together
    a_batch_that_panics_writes_nothing_and_the_next_one_runs
    racing_writers_lose_nothing
}

async fn a_failure_in_any_table_leaves_every_table_empty(database: TestDatabase) {
    let store = database.open().await;
    for table in TABLES {
        database.plant("INSERT", table, Fault::Refused).await;
        let failed = change(&store, "s", |_| everything(&"s".into())).await;
        assert!(failed.is_err(), "{table}");
        assert!(database.rows().await.iter().all(|(_, n)| *n == 0), "{table}: {:?}", database.rows().await);
        database.unplant(table).await;
        change(&store, "s", |_| everything(&"s".into())).await.unwrap();
        assert!(database.rows().await.iter().all(|(_, n)| *n == 1), "{table}: {:?}", database.rows().await);
        for table in TABLES.iter().rev() {
            database.sql(&format!("DELETE FROM {table}")).await;
        }
    }
}

#[tokio::test]
async fn a_transaction_that_the_database_itself_gave_up_does_not_block_the_next() {
    let database = TestDatabase::file();
    let store = database.open().await;
    database
        .sql("CREATE TRIGGER fault BEFORE INSERT ON parties BEGIN SELECT RAISE(ROLLBACK, 'planted'); END")
        .await;
    assert!(change(&store, "s", |_| everything(&"s".into())).await.is_err());
    assert!(database.rows().await.iter().all(|(_, n)| *n == 0));
    database.sql("DROP TRIGGER fault").await;
    opened(&store, "s").await;
}

async fn a_site_decided_on_another_sequence_is_a_conflict(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    let stale = change(&store, "s", |_| Changes {
        floor: Some(floor()),
        entries: vec![entry(1)],
        ..nothing(&"s".into(), 0)
    });
    assert!(matches!(stale.await, Err(StoreError::Conflict)));
    assert_eq!(load(&store, "s", ReadSet::default()).await.unwrap().sequence, 1);
}

async fn a_site_that_another_writer_has_advanced_is_a_conflict(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    // As if the row had not had the loaded sequence any more: the update finds nothing.
    database.plant("UPDATE", "sites", Fault::Ignored).await;
    let before = database.rows().await;
    let late = change(&store, "s", |_| Changes {
        floor: Some(floor()),
        entries: vec![entry(2)],
        ..nothing(&"s".into(), 1)
    });
    assert!(matches!(late.await, Err(StoreError::Conflict)));
    assert_eq!(database.rows().await, before);
}

async fn an_entry_number_that_is_taken_is_a_conflict_and_nothing_else_is_written(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    database.sql("INSERT INTO journal (site, sequence, at, body) VALUES ('s', 2, 0, '{}')").await;
    let before = database.rows().await;
    let taken = change(&store, "s", |_| Changes {
        floor: Some(floor()),
        entries: vec![entry(2)],
        replies: vec![(request("k2"), reply())],
        ..nothing(&"s".into(), 1)
    });
    assert!(matches!(taken.await, Err(StoreError::Conflict)));
    assert_eq!(database.rows().await, before);
}

async fn a_request_key_that_is_taken_is_a_conflict_and_nothing_else_is_written(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    let again = change(&store, "s", |_| Changes {
        floor: Some(floor()),
        entries: vec![entry(2)],
        replies: vec![(request("k1"), reply())],
        ..nothing(&"s".into(), 1)
    });
    assert!(matches!(again.await, Err(StoreError::Conflict)));
    assert_eq!(load(&store, "s", ReadSet::default()).await.unwrap().sequence, 1);
}

async fn a_gap_in_the_journal_is_refused(database: TestDatabase) {
    let store = database.open().await;
    for numbers in [vec![2], vec![1, 3], vec![1, 1], vec![0]] {
        let gap = change(&store, "s", move |_| Changes {
            floor: Some(floor()),
            entries: numbers.iter().map(|number| entry(*number)).collect(),
            ..nothing(&"s".into(), 0)
        });
        assert!(matches!(gap.await, Err(StoreError::Corrupt(_))));
    }
    assert!(store.site(&"s".into()).await.unwrap().is_none());
}

async fn entries_without_a_floor_are_refused(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    for (site, before) in [("s", 1), ("t", 0)] {
        let without = change(&store, site, move |_| Changes {
            entries: vec![entry(before + 1)],
            ..nothing(&site.into(), before)
        });
        assert!(matches!(without.await, Err(StoreError::Corrupt(_))));
    }
    assert_eq!(store.site(&"s".into()).await.unwrap().unwrap().sequence, 1);
}

/// Two sites in one batch; the second one's changes are wrong where `broken`.
struct Pair {
    broken: bool,
}

impl Batch for Pair {
    fn sites(&self) -> Vec<SiteId> {
        vec!["a".into(), "b".into()]
    }

    fn reads(&self, _: &SiteId, _: Option<&Floor>) -> ReadSet {
        ReadSet::default()
    }

    fn run(&mut self, site: &SiteId, _: Loaded) -> Changes {
        let number = if self.broken && site.as_str() == "b" { 7 } else { 1 };
        Changes { floor: Some(floor()), entries: vec![entry(number)], ..nothing(site, 0) }
    }
}

async fn the_sites_of_a_batch_stand_or_fall_together(database: TestDatabase) {
    let store = database.open().await;
    assert!(store.execute(&mut Pair { broken: true }).await.is_err());
    assert!(store.sites(None, 10).await.unwrap().is_empty());
    store.execute(&mut Pair { broken: false }).await.unwrap();
    assert_eq!(store.sites(None, 10).await.unwrap(), ["a".into(), "b".into()]);
}

async fn a_batch_that_panics_writes_nothing_and_the_next_one_runs(database: TestDatabase) {
    let store = Arc::new(database.open().await);
    let panicking = Arc::clone(&store);
    let task = tokio::spawn(async move { change(&panicking, "s", |_| panic!("planted")).await });
    assert!(task.await.unwrap_err().is_panic());
    assert!(database.rows().await.iter().all(|(_, n)| *n == 0));
    opened(&store, "s").await;
}

async fn racing_writers_lose_nothing(database: TestDatabase) {
    const TASKS: u64 = 40;
    let store = Arc::new(database.open().await);
    opened(&store, "s").await;
    let racing: Vec<_> = (0..TASKS)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                change(&store, "s", |loaded| Changes {
                    floor: loaded.floor.clone(),
                    entries: vec![entry(loaded.sequence + 1)],
                    ..nothing(&"s".into(), loaded.sequence)
                })
                .await
            })
        })
        .collect();
    for task in racing {
        task.await.unwrap().unwrap();
    }
    let numbers: Vec<_> =
        store.journal(&"s".into(), 0, 100).await.unwrap().iter().map(|entry| entry.sequence).collect();
    assert_eq!(numbers, (1..=TASKS + 1).collect::<Vec<_>>());
}
