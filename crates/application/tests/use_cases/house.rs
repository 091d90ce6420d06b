//! A house to play with: three consultants and a manager, one store, one clock, lines as day files write them.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use application::ports::{Clock, Reading, Store};
use application::{Application, Failure, Idempotency, Ports, Reply, Request, TextMode};
use domain::ids::SiteId;
use domain::time::Timestamp;
use memory::{KeepJournal, MemoryStore};
use packs::Shelf;
use serde_json::Value;
use wire::line::{Line, Setting};

/// A clock that stands still until it is set.
pub(crate) struct SetClock(Mutex<Timestamp>);

impl SetClock {
    pub(crate) fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(instant(text))))
    }

    pub(crate) fn set(&self, text: &str) {
        *self.0.lock().unwrap() = instant(text);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

pub(crate) fn instant(text: &str) -> Timestamp {
    wire::Stamp::parse(text).unwrap().utc()
}

/// What a future gives that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a store in memory never waits"),
    }
}

pub(crate) struct House {
    pub(crate) application: Application,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) site: SiteId,
}

pub(crate) fn ports(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Ports {
    Ports { store, clock, shelf: Arc::new(Shelf::shipped().unwrap()) }
}

pub(crate) fn setting(policy: &str) -> Setting {
    let people = r#"[{"id":"A"},{"id":"B"},{"id":"C"},{"id":"M","role":"manager"}]"#;
    let order = r#"["A","B","C"]"#;
    Setting::parse(&format!(
        r#"{{"day_file":1,"policy":"{policy}","timezone":"Asia/Shanghai","staff":{people},"order":{order}}}"#
    ))
    .unwrap()
}

pub(crate) fn request(line: &str) -> Request {
    let line = Line::parse(line).unwrap();
    Request {
        verb: line.verb,
        actor: line.actor,
        at: Some(line.at.utc()),
        happened_at: line.happened_at.map(wire::Stamp::utc),
        idempotency: None,
        expected: None,
    }
}

impl House {
    /// Opened at eight in the morning of Monday, 2 March 2026.
    pub(crate) fn new(policy: &str) -> Self {
        let store = Arc::new(MemoryStore::new(KeepJournal::All));
        let clock = SetClock::at("2026-03-02T08:00:00+08:00");
        let ports = ports(Arc::clone(&store) as Arc<dyn Store>, Arc::clone(&clock) as Arc<dyn Clock>);
        let house = Self { application: Application::direct(ports), store, clock, site: SiteId::from("s1") };
        let opened = now(house.application.open(&house.site, setting(policy), None));
        assert_eq!(opened.outcome.err(), None);
        house
    }

    /// With A, B and C on the floor since just before nine.
    pub(crate) fn with_all_in(policy: &str) -> Self {
        let house = Self::new(policy);
        for (minute, staff) in [(50, "A"), (51, "B"), (52, "C")] {
            house.done(&format!(
                r#"{{"at":"2026-03-02T08:{minute}:00+08:00","do":"sign_in","staff":"{staff}"}}"#
            ));
        }
        house
    }

    pub(crate) fn line(&self, line: &str) -> Reply {
        now(self.application.submit(&self.site, request(line)))
    }

    pub(crate) fn keyed(&self, line: &str, key: &str, fingerprint: &str) -> Reply {
        let key = application::ports::RequestKey {
            scope: "desk".to_owned(),
            key: key.to_owned(),
            everywhere: false,
        };
        let idempotency = Some(Idempotency { key, fingerprint: fingerprint.to_owned() });
        now(self.application.submit(&self.site, Request { idempotency, ..request(line) }))
    }

    /// The result of a line that the rules allow.
    pub(crate) fn done(&self, line: &str) -> Value {
        self.line(line).outcome.unwrap().json(TextMode::None).unwrap()
    }

    /// Why a line is not carried out.
    pub(crate) fn failed(&self, line: &str) -> Failure {
        self.line(line).outcome.unwrap_err()
    }

    /// Moves on to that instant; the words of what time brought.
    pub(crate) fn wake(&self, at: &str) -> Vec<&'static str> {
        let reply = now(self.application.wake(&self.site, Some(instant(at))));
        assert_eq!(reply.outcome.err(), None);
        reply.before.iter().map(|auto| auto.word).collect()
    }

    pub(crate) fn sequence(&self) -> u64 {
        now(self.store.site(&self.site)).unwrap().unwrap().sequence
    }
}
