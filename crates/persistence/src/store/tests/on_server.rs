//! What of PostgreSQL's set only shows inside the crate: how it is planned, and what a text without its lock would do.

use std::sync::atomic::{AtomicU32, Ordering};

use application::contract::script::{Script, another_entry};
use application::ports::Reading;
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};

use super::*;
use crate::statement::Dialect;

/// The URL of a fresh database on the tests' server; it goes when that does.
async fn fresh() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let named = std::env::vars_os().find(|(name, _)| name == "TEST_POSTGRES");
    let (_, server) = named.expect("TEST_POSTGRES names no server: `scripts/postgres with cargo test …`");
    let server = server.into_string().unwrap();
    let name = format!("lunpai_unit_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(&server).await.unwrap();
    for text in [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")] {
        admin.execute_unprepared(&text).await.unwrap();
    }
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn opened(url: &str) -> SqlStore {
    SqlStore::open(&Place::of_url(url).unwrap()).await.unwrap()
}

/// A text with something else in it.
fn changed(text: &str, part: &str, by: &str) -> String {
    assert!(text.contains(part), "{part} is not in {text}");
    text.replace(part, by)
}

#[tokio::test]
async fn no_statement_walks_through_a_table_of_a_server() {
    let store = opened(&fresh().await).await;
    let Dialect { lock_sites, sites, floors, tails, look_up, next_protection_ends, .. } = POSTGRES;
    let Dialect { write, free_phones, former_phones, .. } = POSTGRES;
    let mut steps = Vec::new();
    // All on one connection: a prepared statement is its own.
    let transaction = begin_write(&store.writer.now()).await.unwrap();
    let texts =
        [lock_sites, sites, floors, tails, look_up, next_protection_ends, write, free_phones, former_phones];
    for (number, text) in texts.into_iter().enumerate() {
        let given = (1..=29).take_while(|n| text.contains(&format!("${n}"))).count();
        let nothing = vec!["'{}'"; given].join(", ");
        transaction.execute_unprepared(&format!("PREPARE p{number} AS {text}")).await.unwrap();
        let plan = format!("EXPLAIN EXECUTE p{number} ({nothing})");
        for row in transaction.query_all_raw(Statement::from_string(DbBackend::Postgres, plan)).await.unwrap()
        {
            steps.push(row.try_get::<String>("", "QUERY PLAN").unwrap());
        }
    }
    let walks = |step: &&String| step.contains("Seq Scan");
    assert_eq!(steps.iter().find(walks), None, "{steps:#?}");
    for index in [
        "particulars_by_phone",
        "particulars_by_name",
        "parties_by_holder",
        "parties_by_protection",
        "sites_pkey",
    ] {
        assert!(steps.iter().any(|step| step.contains(index)), "{index} is not used: {steps:#?}");
    }
}

#[tokio::test]
async fn what_reads_on_a_server_cannot_write() {
    let store = opened(&fresh().await).await;
    let refused = store.readers.execute_unprepared("DELETE FROM sites").await;
    assert!(matches!(refused.in_store_terms(), Err(StoreError::Unavailable(_))));
}

/// Two processes' stores write to one site at once; what was not as it has to be.
async fn racing(dialect: &'static Dialect) -> Result<(), String> {
    const EACH: u64 = 30;
    let url = fresh().await;
    // The first entry of a site is no matter of locks, for there is no row yet.
    opened(&url).await.execute(&mut Script::writing("s", another_entry)).await.unwrap();
    let mut writing = Vec::new();
    for _ in 0..2 {
        let mut store = opened(&url).await;
        store.dialect = dialect;
        writing.push(tokio::spawn(async move {
            for _ in 0..EACH {
                store
                    .execute(&mut Script::writing("s", another_entry))
                    .await
                    .map_err(|error| error.to_string())?;
            }
            Ok::<_, String>(())
        }));
    }
    for written in writing {
        written.await.unwrap()?;
    }
    let view = opened(&url).await.site(&"s".into()).await.unwrap().unwrap();
    if (view.sequence, view.floor.entries) == (2 * EACH + 1, 2 * EACH + 1) {
        Ok(())
    } else {
        Err(format!("{} entries, of which the floor knows {}", view.sequence, view.floor.entries))
    }
}

/// The lock makes them wait for each other. Without it they would run into each other, which the sequence tells; without
/// the sequence either, what one has written would be gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_take_turns_at_a_site_and_a_set_without_its_lock_is_caught() {
    const UNLOCKED: &str = POSTGRES.sites;
    static SKIPS_THE_LOCK: Dialect = Dialect { lock_sites: UNLOCKED, ..POSTGRES };
    let careless = changed(POSTGRES.write, "AND sites.sequence = w.loaded", "AND w.loaded IS NOT NULL");
    let careless =
        changed(&careless, "$9::text[])\n    ),", "$9::text[]) ON CONFLICT DO NOTHING\n    ),").leak();
    let ignores_the_sequence: &'static Dialect =
        Box::leak(Box::new(Dialect { lock_sites: UNLOCKED, write: careless, ..POSTGRES }));
    static AS_IT_IS: Dialect = POSTGRES;
    assert_eq!(racing(&AS_IT_IS).await, Ok(()));
    let conflict = racing(&SKIPS_THE_LOCK).await.unwrap_err();
    assert!(conflict.contains("another writer was first"), "{conflict}");
    let lost = racing(ignores_the_sequence).await.unwrap_err();
    assert!(lost.contains("of which the floor knows"), "{lost}");
}
