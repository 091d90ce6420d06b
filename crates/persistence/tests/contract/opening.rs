//! Whose the file is, and what is done to it before the first request.

use application::ports::{Reading, Store, StoreError};
use persistence::{OpenError, SqliteStore};

use crate::fixture::{TestFile, opened};

#[tokio::test]
async fn a_missing_file_is_made_and_ready() {
    let file = TestFile::new();
    let store = file.open().await;
    store.ready().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners_alone_with_all_that_stands_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let file = TestFile::new();
    let store = file.open().await;
    opened(&store, "s").await;
    for name in ["lunpai.db", "lunpai.db-wal"] {
        let mode = std::fs::metadata(file.path().with_file_name(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is {mode:o}");
    }
}

#[tokio::test]
async fn a_second_server_on_the_file_is_refused_until_the_first_is_gone() {
    let file = TestFile::new();
    let first = file.open().await;
    let second = SqliteStore::open(&file.path()).await.unwrap_err();
    assert!(matches!(second, OpenError::InUse { .. }), "{second}");
    assert!(second.to_string().contains("open in another server"), "{second}");
    drop(first);
    file.open().await.ready().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_name_of_the_file_does_not_help() {
    let file = TestFile::new();
    let _first = file.open().await;
    let other = file.path().with_file_name("other.db");
    std::os::unix::fs::symlink(file.path(), &other).unwrap();
    assert!(matches!(SqliteStore::open(&other).await, Err(OpenError::InUse { .. })));
}

#[tokio::test]
async fn the_refusal_of_a_second_server_harms_neither_the_first_nor_its_file() {
    let file = TestFile::new();
    let first = file.open().await;
    opened(&first, "s").await;
    drop(SqliteStore::open(&file.path()).await);
    opened(&first, "t").await;
    assert_eq!(first.sites(None, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    let file = TestFile::new();
    file.open().await.close().await.unwrap();
    file.sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)").await;
    let refused = SqliteStore::open(&file.path()).await.unwrap_err();
    assert!(matches!(refused, OpenError::Newer { .. }), "{refused}");
    assert!(refused.to_string().contains("m20991231_000001_later"), "{refused}");
    file.sql("DELETE FROM seaql_migrations WHERE version = 'm20991231_000001_later'").await;
    file.open().await.ready().await.unwrap();
}

#[tokio::test]
async fn a_schema_that_has_lost_a_step_meanwhile_is_not_ready() {
    let file = TestFile::new();
    let store = file.open().await;
    file.sql("DELETE FROM seaql_migrations").await;
    assert!(matches!(store.ready().await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_as_it_is() {
    let file = TestFile::new();
    let text =
        "an important letter, longer than the header of a database, and then some more of it\n".repeat(20);
    std::fs::write(file.path(), &text).unwrap();
    let refused = SqliteStore::open(&file.path()).await.unwrap_err();
    assert!(refused.to_string().contains("not a database"), "{refused}");
    assert_eq!(std::fs::read_to_string(file.path()).unwrap(), text);
}

#[tokio::test]
async fn a_folder_that_is_missing_or_in_the_way_is_named() {
    let file = TestFile::new();
    let missing = file.path().with_file_name("nowhere").join("lunpai.db");
    let refused = SqliteStore::open(&missing).await.unwrap_err();
    assert!(matches!(refused, OpenError::File { .. }), "{refused}");
    assert!(refused.to_string().contains("nowhere"), "{refused}");
    std::fs::create_dir(file.path()).unwrap();
    assert!(SqliteStore::open(&file.path()).await.is_err());
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let file = TestFile::new();
    let store = file.open().await;
    store.close().await.unwrap();
    assert!(matches!(store.ready().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.keep_policy("p", 1, "t").await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_drop_without_a_goodbye() {
    let file = TestFile::new();
    let store = file.open().await;
    let written = opened(&store, "s").await;
    drop(store);
    let site = file.open().await.site(&written.site).await.unwrap().unwrap();
    assert_eq!((Some(site.floor), site.sequence), (written.floor, 1));
}
