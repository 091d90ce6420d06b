//! Which parties a read set loads: by visit, phone, holder, the end of protection, and through mergers.

use application::contract::by_phone;
use application::ports::{Changes, Loaded, ReadSet, Reading, StoreError};
use chrono::TimeDelta;
use persistence::SqlStore;
use sea_orm::DbBackend;

use crate::database::{TestDatabase, on_each_database};
use crate::fixture::{at, change, everything, held, known, load, merged, nothing, phone};

on_each_database! {
    a_visit_and_a_phone_bring_their_parties_with_names
    a_site_sees_no_other_sites_books
    a_merged_party_brings_those_it_was_merged_into
    mergers_in_a_circle_end
    within_a_batch_the_last_word_on_a_phone_counts
    lapsing_is_strictly_before_and_the_next_end_is_from_then_on
    all_that_somebody_holds_is_found_and_a_write_replaces
    a_read_set_of_thousands_takes_no_other_statement
    characters_of_every_kind_come_back_and_keep_ids_apart
    a_nul_is_kept_or_refused_and_nothing_is_cut_off_there
}

/// A site whose books are these.
async fn with_books(
    database: &TestDatabase,
    books: impl Fn(Changes) -> Changes + Send + 'static,
) -> SqlStore {
    let store = database.open().await;
    change(&store, "s", move |_| {
        books(Changes { floor: everything(&"s".into()).floor, ..nothing(&"s".into(), 0) })
    })
    .await
    .unwrap();
    store
}

fn ids(loaded: &Loaded) -> Vec<&str> {
    loaded.books.iter().map(|party| party.id.as_str()).collect()
}

async fn a_visit_and_a_phone_bring_their_parties_with_names(database: TestDatabase) {
    let store = with_books(&database, |none| Changes {
        parties: vec![held("p1", None, None), held("p2", None, None), held("p3", None, None)],
        visitors: vec![("v1".into(), "p1".into()), ("v3".into(), "p3".into())],
        particulars: vec![known("p1", Some("Chen"), None), known("p2", None, Some("13900000002"))],
        ..none
    })
    .await;
    let reads = ReadSet {
        visitors: vec!["v1".into(), "nobody".into()],
        phones: vec![phone("13900000002"), phone("13900000009")],
        ..ReadSet::default()
    };
    let loaded = load(&store, "s", reads).await.unwrap();
    assert_eq!(ids(&loaded), ["p1", "p2"]);
    assert_eq!(loaded.visitors, [("v1".into(), "p1".into())].into());
    assert_eq!(loaded.phones, [(phone("13900000002"), "p2".into())].into());
    assert_eq!(loaded.names, [("p1".into(), "Chen".to_owned())].into());
}

async fn a_site_sees_no_other_sites_books(database: TestDatabase) {
    let store = with_books(&database, |none| none).await;
    change(&store, "t", |_| everything(&"t".into())).await.unwrap();
    let everything = ReadSet {
        visitors: vec!["v1".into()],
        parties: vec!["p1".into()],
        phones: vec![phone("13800138000")],
        lapsing_before: Some(at(1_000_000)),
        held_by: vec!["wang".into()],
        ..ReadSet::default()
    };
    assert_eq!(ids(&load(&store, "t", everything.clone()).await.unwrap()), ["p1"]);
    assert!(ids(&load(&store, "s", everything).await.unwrap()).is_empty());
}

async fn a_merged_party_brings_those_it_was_merged_into(database: TestDatabase) {
    let store = with_books(&database, |none| Changes {
        parties: vec![merged("a", "b"), merged("b", "c"), held("c", None, None)],
        visitors: vec![("v".into(), "a".into())],
        particulars: vec![
            known("a", Some("Old"), Some("13900000001")),
            known("c", Some("New"), Some("13900000003")),
        ],
        ..none
    })
    .await;
    let loaded =
        load(&store, "s", ReadSet { parties: vec!["a".into()], ..ReadSet::default() }).await.unwrap();
    assert_eq!(ids(&loaded), ["a", "b", "c"]);
    let site = "s".into();
    for found in [
        store.visitor(&site, &"v".into()).await,
        store.party(&site, &"a".into()).await,
        by_phone(&store, &site, &phone("13900000001")).await,
    ] {
        let view = found.unwrap().unwrap();
        assert_eq!((view.party.id.as_str(), view.name.as_deref()), ("c", Some("New")));
        assert_eq!(view.phone, Some(phone("13900000003")));
    }
}

async fn mergers_in_a_circle_end(database: TestDatabase) {
    let store =
        with_books(&database, |none| Changes { parties: vec![merged("a", "b"), merged("b", "a")], ..none })
            .await;
    let loaded =
        load(&store, "s", ReadSet { parties: vec!["a".into()], ..ReadSet::default() }).await.unwrap();
    assert_eq!(ids(&loaded), ["a", "b"]);
    assert!(store.party(&"s".into(), &"a".into()).await.unwrap().is_none());
}

async fn within_a_batch_the_last_word_on_a_phone_counts(database: TestDatabase) {
    let (one, two) = ("13900000001", "13900000002");
    let store = with_books(&database, move |none| Changes {
        parties: vec![held("a", None, None), held("b", None, None), held("c", None, None)],
        particulars: vec![
            known("a", Some("Chen"), Some(one)),
            known("b", None, Some(one)),
            known("a", None, Some(two)),
            known("b", Some("Li"), None),
            known("c", None, Some(one)),
        ],
        ..none
    })
    .await;
    let site = "s".into();
    for (id, name, number) in
        [("a", Some("Chen"), Some(two)), ("b", Some("Li"), None), ("c", None, Some(one))]
    {
        let view = store.party(&site, &id.into()).await.unwrap().unwrap();
        assert_eq!((view.name.as_deref(), view.phone), (name, number.map(phone)), "{id}");
    }
    // Two people exchange their phones.
    change(&store, "s", move |_| Changes {
        particulars: vec![known("a", None, Some(one)), known("c", None, Some(two))],
        ..nothing(&"s".into(), 0)
    })
    .await
    .unwrap();
    for (id, number) in [("a", one), ("c", two)] {
        let view = by_phone(&store, &site, &phone(number)).await.unwrap().unwrap();
        assert_eq!(view.party.id.as_str(), id);
    }
}

async fn lapsing_is_strictly_before_and_the_next_end_is_from_then_on(database: TestDatabase) {
    let store = with_books(&database, |none| Changes {
        parties: vec![
            held("early", Some("wang"), Some(at(10))),
            held("on-time", Some("wang"), Some(at(20))),
            held("late", Some("li"), Some(at(30))),
            held("never", Some("li"), None),
        ],
        ..none
    })
    .await;
    let lapsing = |instant| ReadSet { lapsing_before: Some(instant), ..ReadSet::default() };
    let at_the_end = load(&store, "s", lapsing(at(20))).await.unwrap();
    assert_eq!((ids(&at_the_end), at_the_end.next_protection_end), (vec!["early"], Some(at(20))));
    let after = load(&store, "s", lapsing(at(20) + TimeDelta::microseconds(1))).await.unwrap();
    assert_eq!((ids(&after), after.next_protection_end), (vec!["early", "on-time"], Some(at(30))));
    let last = load(&store, "s", lapsing(at(99))).await.unwrap();
    assert_eq!((ids(&last).len(), last.next_protection_end), (3, None));
    assert_eq!(load(&store, "s", ReadSet::default()).await.unwrap().next_protection_end, None);
}

async fn all_that_somebody_holds_is_found_and_a_write_replaces(database: TestDatabase) {
    let store = with_books(&database, |none| Changes {
        parties: vec![
            held("a", Some("wang"), None),
            held("b", Some("wang"), None),
            held("c", Some("li"), None),
        ],
        visitors: vec![("v".into(), "a".into())],
        ..none
    })
    .await;
    let of_wang = || ReadSet { held_by: vec!["wang".into()], ..ReadSet::default() };
    assert_eq!(ids(&load(&store, "s", of_wang()).await.unwrap()), ["a", "b"]);
    change(&store, "s", |_| Changes {
        parties: vec![held("a", None, None)],
        visitors: vec![("v".into(), "b".into())],
        ..nothing(&"s".into(), 0)
    })
    .await
    .unwrap();
    assert_eq!(ids(&load(&store, "s", of_wang()).await.unwrap()), ["b"]);
    assert_eq!(store.visitor(&"s".into(), &"v".into()).await.unwrap().unwrap().party.id.as_str(), "b");
}

async fn a_read_set_of_thousands_takes_no_other_statement(database: TestDatabase) {
    let store = with_books(&database, |none| Changes {
        parties: (0..3_000).map(|n| held(&format!("p{n}"), None, None)).collect(),
        visitors: (0..3_000)
            .map(|n| (format!("v{n}").as_str().into(), format!("p{n}").as_str().into()))
            .collect(),
        ..none
    })
    .await;
    let visitors = (0..3_000).map(|n| format!("v{n}").as_str().into()).collect();
    let loaded = load(&store, "s", ReadSet { visitors, ..ReadSet::default() }).await.unwrap();
    assert_eq!((loaded.visitors.len(), ids(&loaded).len()), (3_000, 3_000));
}

async fn characters_of_every_kind_come_back_and_keep_ids_apart(database: TestDatabase) {
    const ODD: [&str; 6] = ["a", "a\u{1}", "a\n\tb", "a\u{FEFF}", "\u{1F600}\"'\\%_[]{},null", "null"];
    let store = with_books(&database, |none| Changes {
        parties: ODD.map(|id| held(id, None, None)).into(),
        visitors: ODD.map(|id| (id.into(), id.into())).into(),
        particulars: ODD.map(|id| known(id, Some(id), Some(id))).into(),
        ..none
    })
    .await;
    for odd in ODD {
        let site = "s".into();
        for view in [
            store.party(&site, &odd.into()).await,
            store.visitor(&site, &odd.into()).await,
            by_phone(&store, &site, &phone(odd)).await,
        ] {
            let view = view.unwrap().unwrap();
            assert_eq!((view.party.id.as_str(), view.name.as_deref()), (odd, Some(odd)));
        }
    }
}

async fn a_nul_is_kept_or_refused_and_nothing_is_cut_off_there(database: TestDatabase) {
    let store = with_books(&database, |none| none).await;
    let write = change(&store, "s", |loaded| Changes {
        parties: vec![held("a\0b", None, None)],
        ..nothing(&"s".into(), loaded.sequence)
    })
    .await;
    let view = store.party(&"s".into(), &"a\0b".into()).await;
    match database.backend() {
        // It is no character of a text there. None comes so far: the vocabulary refuses control characters.
        DbBackend::Postgres => {
            assert!(matches!(write, Err(StoreError::Corrupt(_))), "{write:?}");
            assert!(matches!(view, Err(StoreError::Corrupt(_))), "{view:?}");
        }
        _ => assert_eq!(view.unwrap().unwrap().party.id.as_str(), "a\0b"),
    }
    assert!(store.party(&"s".into(), &"a".into()).await.unwrap().is_none());
}
