//! What cannot be read back is named by table, column and key, never quoted, and stops nobody else.

use application::ports::{ReadSet, Reading, StoreError};

use crate::database::{TestDatabase, on_each_database};
use crate::fixture::{load, opened, request};

on_each_database! {
    a_damaged_floor_is_named_and_other_sites_go_on
    a_damaged_party_entry_or_checkpoint_is_named
    numbers_that_cannot_be_are_corrupt
    a_table_that_is_gone_is_corrupt_and_not_a_panic
}

fn corrupt<T>(result: Result<T, StoreError>) -> String {
    match result {
        Err(StoreError::Corrupt(what)) => what,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was read"),
    }
}

async fn a_damaged_floor_is_named_and_other_sites_go_on(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    opened(&store, "t").await;
    drop(store);
    database.sql("UPDATE floors SET floor = '{\"zone\": \"13800138000\"}' WHERE site = 's'").await;
    let store = database.open().await;
    for what in [corrupt(store.site(&"s".into()).await), corrupt(load(&store, "s", ReadSet::default()).await)]
    {
        assert!(what.contains("floors.floor of site s"), "{what}");
        assert!(!what.contains("138"), "{what}");
    }
    load(&store, "t", ReadSet::default()).await.unwrap();
}

async fn a_damaged_party_entry_or_checkpoint_is_named(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    database.sql(
        "UPDATE parties SET body = 'x'; UPDATE journal SET body = '{'; UPDATE checkpoints SET floor = '1'",
    )
    .await;
    let site = "s".into();
    let party = corrupt(store.party(&site, &"p1".into()).await);
    assert!(party.contains("parties.body of site s, party p1"), "{party}");
    let entry = corrupt(store.journal(&site, 0, 1).await);
    assert!(entry.contains("journal.body of site s, entry 1"), "{entry}");
    let checkpoint = corrupt(store.checkpoint(&site, 1).await);
    assert!(checkpoint.contains("checkpoints.floor of site s, entry 1"), "{checkpoint}");
}

async fn numbers_that_cannot_be_are_corrupt(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    store.close().await.unwrap();
    drop(store);
    database.sql("UPDATE sites SET sequence = -1").await;
    let store = database.open().await;
    let what = corrupt(store.site(&"s".into()).await);
    assert!(what.contains("sites.sequence of site s"), "{what}");
    database.sql("UPDATE sites SET sequence = 1; UPDATE requests SET at = 9223372036854775807").await;
    let asked = ReadSet { requests: vec![request("k1")], ..ReadSet::default() };
    let what = corrupt(load(&store, "s", asked).await);
    assert!(what.contains("requests.at of site s"), "{what}");
}

#[tokio::test]
async fn a_column_of_another_type_is_corrupt() {
    let database = TestDatabase::file();
    let store = database.open().await;
    opened(&store, "s").await;
    drop(store);
    database.sql("UPDATE sites SET sequence = 'many'").await;
    let store = database.open().await;
    corrupt(store.site(&"s".into()).await);
    corrupt(load(&store, "s", ReadSet::default()).await);
}

async fn a_table_that_is_gone_is_corrupt_and_not_a_panic(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    database.sql("DROP TABLE visitors").await;
    corrupt(store.visitor(&"s".into(), &"v1".into()).await);
    store.party(&"s".into(), &"p1".into()).await.unwrap_err();
}
