//! No phone and no password in a log, at any level, whether a statement succeeds or fails.

use std::io::Write;
use std::sync::{Arc, Mutex};

use application::contract::by_phone;
use application::ports::ReadSet;
use persistence::{Place, SqlStore};
use tracing_subscriber::filter::LevelFilter;

use crate::database::{Fault, TestDatabase};
use crate::fixture::{change, everything, load, opened, phone};

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_phone_and_no_password_reaches_a_log() {
    let kept = Kept::default();
    let writer = kept.clone();
    // For the whole process: the driver's threads are to be heard too.
    tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(move || writer.clone()).init();
    for database in [TestDatabase::file(), TestDatabase::on_server().await] {
        let url = database.url().replace("lunpai@", "lunpai:pass-word@");
        let store = SqlStore::open(&Place::of_url(&url).unwrap()).await.unwrap();
        opened(&store, "s").await;
        database.plant("INSERT", "particulars", Fault::Refused).await;
        let failed = change(&store, "t", |_| everything(&"t".into())).await.unwrap_err();
        let phones = ReadSet { phones: vec![phone("13800138000")], ..ReadSet::default() };
        let loaded = load(&store, "s", phones).await.unwrap();
        let view = by_phone(&store, &"s".into(), &phone("13800138000")).await.unwrap();
        assert!(view.is_some());
        let heard = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
        assert!(heard.contains("sea_orm"), "the log was not heard at all");
        for said in [heard, format!("{failed} {failed:?} {loaded:?} {view:?} {store:?}")] {
            assert!(!said.contains("13800138000"), "a phone was said");
            assert!(!said.contains("pass-word"), "a password was said");
        }
        kept.0.lock().unwrap().clear();
    }
    let away = Place::of_url("postgres://lunpai:pass-word@127.0.0.1:1/lunpai").unwrap();
    let refused = SqlStore::open(&away).await.unwrap_err();
    let heard = String::from_utf8_lossy(&kept.0.lock().unwrap()).into_owned();
    let said = format!("{heard} {refused} {refused:?}");
    assert!(said.contains("127.0.0.1:1") && !said.contains("pass-word"), "a password was said");
}
