//! Sites, journal, checkpoints, replies and packs come back as they were written.

use application::contract::by_phone;
use application::identity::name_key;
use application::ports::{Changes, PhoneKey, ReadSet, Reading, Store, StoreError};

use crate::database::{TestDatabase, on_each_database};
use crate::fixture::{change, entry, everything, floor, load, nothing, opened, reply, request};

on_each_database! {
    what_is_written_is_read_back_equal
    nothing_is_found_where_nothing_is
    the_journal_is_paged_by_number
    sites_are_listed_by_id_after_a_cursor
    a_reply_is_kept_where_there_is_no_site_and_by_site
    a_pack_is_kept_for_good
    a_floor_from_before_they_stood_apart_is_carried_over
    names_and_phones_of_an_older_database_get_their_keys
    a_database_put_back_beneath_a_server_is_believed
}

async fn what_is_written_is_read_back_equal(database: TestDatabase) {
    let store = database.open().await;
    let written = opened(&store, "s").await;
    let site = store.site(&"s".into()).await.unwrap().unwrap();
    assert_eq!((site.id.as_str(), site.sequence, Some(&site.floor)), ("s", 1, written.floor.as_ref()));
    assert_eq!(store.journal(&"s".into(), 0, 10).await.unwrap(), written.entries);
    assert_eq!(store.checkpoint(&"s".into(), 9).await.unwrap().as_ref(), written.checkpoints.first());
    let party = store.party(&"s".into(), &"p1".into()).await.unwrap().unwrap();
    assert_eq!(party.party, written.parties[0].party);
    assert_eq!(
        (party.name, party.phone),
        (written.particulars[0].name.clone(), written.particulars[0].phone.clone())
    );
    let loaded =
        load(&store, "s", ReadSet { requests: vec![request("k1"), request("k2")], ..ReadSet::default() })
            .await;
    assert_eq!(loaded.unwrap().requests, [(request("k1"), reply())].into());
}

async fn nothing_is_found_where_nothing_is(database: TestDatabase) {
    let store = database.open().await;
    assert!(store.site(&"s".into()).await.unwrap().is_none());
    assert!(store.journal(&"s".into(), 0, 10).await.unwrap().is_empty());
    assert!(store.checkpoint(&"s".into(), 10).await.unwrap().is_none());
    assert!(store.party(&"s".into(), &"p".into()).await.unwrap().is_none());
    assert!(store.visitor(&"s".into(), &"v".into()).await.unwrap().is_none());
    assert!(load(&store, "s", ReadSet::default()).await.unwrap().floor.is_none());
}

async fn the_journal_is_paged_by_number(database: TestDatabase) {
    let store = database.open().await;
    change(&store, "s", |_| Changes {
        entries: (1..=5).map(entry).collect(),
        checkpoints: vec![(2, floor()), (4, floor())],
        ..Changes { replies: Vec::new(), ..everything(&"s".into()) }
    })
    .await
    .unwrap();
    opened(&store, "t").await;
    let site = "s".into();
    let numbers = |entries: Vec<application::ports::JournalEntry>| {
        entries.iter().map(|entry| entry.sequence).collect::<Vec<_>>()
    };
    assert_eq!(numbers(store.journal(&site, 0, 2).await.unwrap()), [1, 2]);
    assert_eq!(numbers(store.journal(&site, 2, 9).await.unwrap()), [3, 4, 5]);
    assert_eq!(numbers(store.journal(&site, u64::MAX, 9).await.unwrap()), [0_u64; 0]);
    assert_eq!(store.checkpoint(&site, 1).await.unwrap(), None);
    assert_eq!(store.checkpoint(&site, 3).await.unwrap().unwrap().0, 2);
    assert_eq!(store.checkpoint(&site, u64::MAX).await.unwrap().unwrap().0, 4);
}

async fn sites_are_listed_by_id_after_a_cursor(database: TestDatabase) {
    let store = database.open().await;
    for site in ["c", "a", "b"] {
        opened(&store, site).await;
    }
    assert_eq!(store.sites(None, 2).await.unwrap(), ["a".into(), "b".into()]);
    assert_eq!(store.sites(Some(&"b".into()), 2).await.unwrap(), ["c".into()]);
}

async fn a_reply_is_kept_where_there_is_no_site_and_by_site(database: TestDatabase) {
    let store = database.open().await;
    change(&store, "s", |_| Changes { replies: vec![(request("k"), reply())], ..nothing(&"s".into(), 0) })
        .await
        .unwrap();
    let asked = || ReadSet { requests: vec![request("k")], ..ReadSet::default() };
    assert_eq!(load(&store, "s", asked()).await.unwrap().requests.len(), 1);
    assert!(load(&store, "t", asked()).await.unwrap().requests.is_empty());
}

async fn a_pack_is_kept_for_good(database: TestDatabase) {
    let store = database.open().await;
    store.keep_policy("own", 2, "name = \"own\"").await.unwrap();
    store.keep_policy("own", 2, "name = \"own\"").await.unwrap();
    assert!(matches!(store.keep_policy("own", 2, "another").await, Err(StoreError::Conflict)));
    assert_eq!(store.policy_text("own", 2).await.unwrap().as_deref(), Some("name = \"own\""));
    assert_eq!(store.policy_text("own", 3).await.unwrap(), None);
}

async fn a_floor_from_before_they_stood_apart_is_carried_over(database: TestDatabase) {
    let store = database.open().await;
    let written = opened(&store, "s").await;
    store.close().await.unwrap();
    drop(store);
    for back in [
        "ALTER TABLE sites ADD COLUMN floor text NOT NULL DEFAULT ''",
        "UPDATE sites SET floor = (SELECT floor FROM floors WHERE site = sites.id)",
        "ALTER TABLE sites DROP COLUMN clock",
        "ALTER TABLE sites DROP COLUMN next_lapse",
        "DROP TABLE floors",
        "DELETE FROM seaql_migrations WHERE version = 'm20261125_000003_floors_apart'",
    ] {
        database.sql(back).await;
    }
    let site = database.open().await.site(&written.site).await.unwrap().unwrap();
    assert_eq!((site.sequence, Some(site.floor)), (1, written.floor));
}

async fn names_and_phones_of_an_older_database_get_their_keys(database: TestDatabase) {
    let store = database.open().await;
    let written = opened(&store, "s").await;
    store.close().await.unwrap();
    drop(store);
    for back in [
        "DROP INDEX particulars_by_name",
        "ALTER TABLE particulars DROP COLUMN name_key",
        "DROP TABLE former_phones",
        "DELETE FROM seaql_migrations WHERE version = 'm20261125_000004_names_and_former_phones'",
    ] {
        database.sql(back).await;
    }
    let store = database.open().await;
    let phone = PhoneKey::new("+8613800138000".to_owned());
    let found = by_phone(&store, &"s".into(), &phone).await.unwrap().unwrap();
    assert_eq!((found.party.id.as_str(), found.phone), ("p1", Some(phone)));
    let name = name_key(written.particulars[0].name.as_deref().unwrap());
    let reads = ReadSet { names: vec![name.clone()], ..ReadSet::default() };
    let loaded = load(&store, "s", reads).await.unwrap();
    assert_eq!(loaded.namesakes, [(name, vec!["p1".into()])].into());
}

async fn a_database_put_back_beneath_a_server_is_believed(database: TestDatabase) {
    let store = database.open().await;
    opened(&store, "s").await;
    let further =
        |_: &_| Changes { floor: Some(floor()), entries: vec![entry(2)], ..nothing(&"s".into(), 1) };
    change(&store, "s", further).await.unwrap();
    database.sql("DELETE FROM journal WHERE sequence = 2; UPDATE sites SET sequence = 1").await;
    assert_eq!(load(&store, "s", ReadSet::default()).await.unwrap().sequence, 1);
}
