//! Readers who do not keep up: what waits for them is bounded, they are cut, and they resume where they were.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::MessageBody;
use application::Ports;
use application::ports::Clock;
use domain::time::Timestamp;
use wire::line::Setting;
use wire::reading::Draft;

use super::*;
use crate::pieces::Pieces;

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp(1_772_413_200, 0).unwrap()
    }
}

/// A site with so many entries in its journal.
async fn with_entries(entries: u64) -> (Application, SiteId) {
    let ports = Ports {
        store: Arc::new(memory::MemoryStore::default()),
        clock: Arc::new(Standing),
        shelf: Arc::new(packs::Shelf::shipped().unwrap()),
    };
    let (application, site) = (Application::direct(ports), SiteId::new("s"));
    let setting = br#"{"day_file":1,"policy":"two-tables","staff":[{"id":"A"}]}"#;
    let setting: Setting = Draft::read(setting, 1 << 10).unwrap().value().unwrap();
    application.open(&site, setting, None).await.outcome.unwrap();
    for entry in 1..entries {
        let staff = wire::Id::new("A").unwrap();
        let request = if entry % 2 == 1 {
            application::Request::new(wire::verb::SignIn { staff })
        } else {
            application::Request::new(wire::verb::SignOut { staff })
        };
        application.submit(&site, request).await.outcome.unwrap();
    }
    (application, site)
}

fn impatient() -> Feed {
    Feed(Arc::new(Shared { patience: Duration::from_millis(20), ..Shared::default() }))
}

/// The numbers of the entries that come until the stream ends, or until nothing is there to be read.
fn numbers(mut body: Pin<&mut Pieces>) -> Vec<u64> {
    let mut context = Context::from_waker(std::task::Waker::noop());
    let mut told = String::new();
    while let Poll::Ready(Some(piece)) = body.as_mut().poll_next(&mut context) {
        told.push_str(std::str::from_utf8(&piece.unwrap()).unwrap());
    }
    let events = told.split("\n\n").filter(|event| event.contains("data: "));
    events.map(|event| event[4..event.find('\n').unwrap()].parse().unwrap()).collect()
}

/// What does not come in this time never comes.
const DEADLINE: Duration = Duration::from_secs(60);

/// Lets the others work until it is so.
async fn until(mut so: impl FnMut() -> bool) {
    let waiting = async {
        while !so() {
            tokio::task::yield_now().await;
        }
    };
    assert!(tokio::time::timeout(DEADLINE, waiting).await.is_ok(), "it never was");
}

#[actix_web::test]
async fn a_reader_who_does_not_keep_up_is_cut_and_resumes_without_a_gap() {
    const ENTRIES: u64 = 500;
    let (application, site) = with_entries(ENTRIES).await;
    let feed = impatient();
    let (mut seen, mut cut) = (Vec::new(), 0);
    while seen.len() < usize::try_from(ENTRIES).unwrap() {
        let after = seen.last().copied().unwrap_or_default();
        let beginning = Beginning { after, head: ENTRIES, until: Some(ENTRIES), first: String::new() };
        // Nobody reads while the stream is there; what had come until then is read when it has been cut.
        let body = feed.follow(application.clone(), site.clone(), beginning);
        until(|| body.is_left_alone()).await;
        let came = numbers(std::pin::pin!(body));
        assert!((1..=32).contains(&came.len()), "{} were kept for somebody who does not read", came.len());
        seen.extend(came);
        cut += 1;
    }
    assert!(cut > 10);
    assert_eq!(seen, (1..=ENTRIES).collect::<Vec<_>>());
}

/// Those who are too slow cost those who keep up nothing.
#[actix_web::test]
async fn nobody_waits_for_a_reader_who_does_not_keep_up() {
    const ENTRIES: u64 = 200;
    let (application, site) = with_entries(ENTRIES).await;
    let feed = Feed::default();
    let begin = || Beginning { after: 0, head: ENTRIES, until: Some(ENTRIES), first: String::new() };
    let _slow = feed.follow(application.clone(), site.clone(), begin());
    let mut quick = Box::pin(feed.follow(application, site, begin()));
    let mut seen = Vec::new();
    until(|| {
        seen.extend(numbers(quick.as_mut()));
        seen.last() == Some(&ENTRIES)
    })
    .await;
    assert_eq!(seen, (1..=ENTRIES).collect::<Vec<_>>());
    assert_eq!(feed.clients(), 1, "the other has patience left");
    feed.close();
    until(|| feed.clients() == 0).await;
}
