//! Whose the file is, and what is done to it before the first request.

use application::ports::{Reading, Store, StoreError};
use persistence::{OpenError, SqlStore};

use crate::database::TestDatabase;
use crate::fixture::opened;

#[tokio::test]
async fn a_missing_file_is_made_and_ready() {
    let database = TestDatabase::file();
    let store = database.open().await;
    store.ready().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners_alone_with_all_that_stands_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let database = TestDatabase::file();
    let store = database.open().await;
    opened(&store, "s").await;
    for name in ["lunpai.db", "lunpai.db-wal"] {
        let mode = std::fs::metadata(database.path().with_file_name(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is {mode:o}");
    }
}

#[tokio::test]
async fn a_second_server_on_the_file_is_refused_until_the_first_is_gone() {
    let database = TestDatabase::file();
    let first = database.open().await;
    let second = SqlStore::file(&database.path()).await.unwrap_err();
    assert!(matches!(second, OpenError::InUse { .. }), "{second}");
    assert!(second.to_string().contains("open in another server"), "{second}");
    drop(first);
    database.open().await.ready().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_name_of_the_file_does_not_help() {
    let database = TestDatabase::file();
    let _first = database.open().await;
    let other = database.path().with_file_name("other.db");
    std::os::unix::fs::symlink(database.path(), &other).unwrap();
    assert!(matches!(SqlStore::file(&other).await, Err(OpenError::InUse { .. })));
}

#[tokio::test]
async fn the_refusal_of_a_second_server_harms_neither_the_first_nor_its_file() {
    let database = TestDatabase::file();
    let first = database.open().await;
    opened(&first, "s").await;
    drop(SqlStore::file(&database.path()).await);
    opened(&first, "t").await;
    assert_eq!(first.sites(None, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    let database = TestDatabase::file();
    database.open().await.close().await.unwrap();
    database
        .sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)")
        .await;
    let refused = SqlStore::file(&database.path()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { .. }), "{refused}");
    assert!(refused.to_string().contains("m20991231_000001_later"), "{refused}");
    database.sql("DELETE FROM seaql_migrations WHERE version = 'm20991231_000001_later'").await;
    database.open().await.ready().await.unwrap();
}

#[tokio::test]
async fn a_schema_that_has_lost_a_step_meanwhile_is_not_ready() {
    let database = TestDatabase::file();
    let store = database.open().await;
    database.sql("DELETE FROM seaql_migrations").await;
    assert!(matches!(store.ready().await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_as_it_is() {
    let database = TestDatabase::file();
    let text =
        "an important letter, longer than the header of a database, and then some more of it\n".repeat(20);
    std::fs::write(database.path(), &text).unwrap();
    let refused = SqlStore::file(&database.path()).await.unwrap_err();
    assert!(refused.to_string().contains("not a database"), "{refused}");
    assert_eq!(std::fs::read_to_string(database.path()).unwrap(), text);
}

#[tokio::test]
async fn a_folder_that_is_missing_or_in_the_way_is_named() {
    let database = TestDatabase::file();
    let missing = database.path().with_file_name("nowhere").join("lunpai.db");
    let refused = SqlStore::file(&missing).await.unwrap_err();
    assert!(matches!(refused, OpenError::File { .. }), "{refused}");
    assert!(refused.to_string().contains("nowhere"), "{refused}");
    std::fs::create_dir(database.path()).unwrap();
    assert!(SqlStore::file(&database.path()).await.is_err());
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let database = TestDatabase::file();
    let store = database.open().await;
    store.close().await.unwrap();
    assert!(matches!(store.ready().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.keep_policy("p", 1, "t").await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_drop_without_a_goodbye() {
    let database = TestDatabase::file();
    let store = database.open().await;
    let written = opened(&store, "s").await;
    drop(store);
    let site = database.open().await.site(&written.site).await.unwrap().unwrap();
    assert_eq!((Some(site.floor), site.sequence), (written.floor, 1));
}
