//! A house behind the API: real use cases over a store in memory, with a clock that the test moves.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::task::Poll;

use actix_web::App;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use application::ports::{Clock, IdSource, Store};
use application::{Application, Ports};
use domain::ids::SiteId;
use domain::time::Timestamp;
use memory::MemoryStore;
use packs::Shelf;
use serde_json::Value;

pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_timestamp(self.0.load(Ordering::SeqCst), 0).unwrap()
    }
}

struct Counted(AtomicU32);

impl IdSource for Counted {
    fn fresh(&self, prefix: &str) -> String {
        format!("{prefix}_{:020}", self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// What came back.
pub(crate) struct Came {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Came {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The answer of what must have been done.
    pub(crate) fn done(self) -> Value {
        assert!(matches!(self.status, 200 | 201), "{} {}", self.status, self.text);
        self.json()
    }
}

type Sending = Pin<Box<dyn Future<Output = Came>>>;

/// The API with a site `s`, or without one.
pub(crate) struct House {
    send: Box<dyn Fn(TestRequest) -> Sending>,
    pub(crate) application: Application,
    clock: Arc<TestClock>,
}

pub(crate) const OPENING: &str = r#"{"id":"s","policy":"marketing-centre","timezone":"Asia/Shanghai",
    "staff":[{"id":"A"},{"id":"B"},{"id":"C"},{"id":"S","role":"supervisor"}],
    "customers":[{"id":"c1","name":"Lin Yue","phone":"13800000001","owner":"A","state":"open",
        "registered_at":"2026-03-01T10:00:00+08:00","last_follow_up":"2026-03-01T18:00:00+08:00"}]}"#;

/// Nine in the morning of a Monday in Shanghai.
const NINE: i64 = 1_772_413_200;

/// The API over any store.
pub(crate) async fn over(store: Arc<dyn Store>) -> House {
    let clock = Arc::new(TestClock(AtomicI64::new(NINE)));
    let shelf = Arc::new(Shelf::shipped().unwrap());
    // Requests that come together share a commit, as in the server.
    let ports = Ports { store, clock: Arc::<TestClock>::clone(&clock), shelf };
    let (application, writer) = Application::queued(ports, 64);
    actix_web::rt::spawn(writer.run());
    let door = rest::Door {
        application: application.clone(),
        ids: Arc::new(Counted(AtomicU32::new(1))),
        clock: Arc::<TestClock>::clone(&clock),
        feed: rest::Feed::default(),
        watch: Arc::new(()),
    };
    let service = Rc::new(init_service(App::new().configure(rest::configure(door))).await);
    let send = move |request: TestRequest| -> Sending {
        let service = Rc::clone(&service);
        Box::pin(async move {
            let response = call_service(&*service, request.to_request()).await;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let text = String::from_utf8(read_body(response).await.to_vec()).unwrap();
            Came { status, headers, text }
        })
    };
    House { send: Box::new(send), application, clock }
}

/// The API over a store in memory in which there is no site.
pub(crate) async fn empty() -> House {
    over(Arc::new(MemoryStore::default())).await
}

/// The API with the site `s`: consultants A, B and C are on the floor, S is the supervisor, c1 is A's customer.
pub(crate) async fn open() -> House {
    let house = empty().await;
    house.post("/v1/sites", OPENING).await.done();
    for staff in ["A", "B", "C"] {
        house.post("/v1/sites/s/sign-ins", &format!(r#"{{"staff":"{staff}"}}"#)).await.done();
    }
    house
}

impl House {
    pub(crate) async fn send(&self, request: TestRequest) -> Came {
        (self.send)(request).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Came {
        self.send(post(path, body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Came {
        self.send(TestRequest::get().uri(path)).await
    }

    /// What the server does every second: the site `s` takes note of the time.
    pub(crate) async fn tick(&self) {
        self.application.wake(&SiteId::new("s"), None).await.outcome.unwrap();
    }

    /// Sets the clock, in seconds since 1970.
    pub(crate) fn set_clock(&self, seconds: i64) {
        self.clock.0.store(seconds, Ordering::SeqCst);
    }

    /// Moves the clock.
    pub(crate) fn minutes_later(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60, Ordering::SeqCst);
    }
}

/// A POST with a JSON body.
pub(crate) fn post(path: &str, body: &str) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_owned())
}

/// Everything at once; in the order in which it was asked.
pub(crate) async fn together<F: Future<Output = Came>>(asked: impl Iterator<Item = F>) -> Vec<Came> {
    let mut waiting: Vec<_> = asked.map(Box::pin).collect();
    let mut came: Vec<Option<Came>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (one, came) in waiting.iter_mut().zip(&mut came) {
            if came.is_none()
                && let Poll::Ready(answer) = one.as_mut().poll(context)
            {
                *came = Some(answer);
            }
        }
        if came.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    came.into_iter().flatten().collect()
}
