//! A server's use cases on a database, a clock that stands still, and clients who come all at once.

use std::sync::{Arc, Mutex};

use application::ports::{Clock, RequestKey};
use application::{Application, Failure, Idempotency, Kind, Ports, Request, TextMode};
use domain::time::Timestamp;
use packs::Shelf;
use persistence::{Place, SqlStore};
use replicas::{Op, Outcome, Recorder, Scene};
use tokio::task::JoinSet;
use wire::line::Line;

/// A clock that stands still until it is set; the same for every replica.
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

fn instant(text: &str) -> Timestamp {
    wire::Stamp::parse(text).unwrap().utc()
}

/// What one process has: a store, a queue before it, and the writers of that.
pub(crate) async fn replica(url: &str, clock: &Arc<SetClock>) -> Application {
    replica_by(url, clock, Shelf::shipped().unwrap()).await
}

/// The same, deciding by these packs.
pub(crate) async fn replica_by(url: &str, clock: &Arc<SetClock>, shelf: Shelf) -> Application {
    let store = SqlStore::open(&Place::of_url(url).unwrap()).await.unwrap();
    let parts = store.writers();
    let ports =
        Ports { store: Arc::new(store), clock: Arc::<SetClock>::clone(clock), shelf: Arc::new(shelf) };
    let (application, writer) = Application::queued_in_parts(ports, 1024, parts);
    tokio::spawn(writer.run());
    application
}

/// A line of now; its instant is the clock's.
pub(crate) async fn asked(
    application: &Application,
    line: &str,
    key: Option<&str>,
) -> Result<Option<String>, Failure> {
    let verb = Line::parse(&format!(r#"{{"at":"2026-01-01T00:00:00Z",{line}}}"#)).unwrap().verb;
    let idempotency = key.map(|key| Idempotency {
        key: RequestKey { everywhere: false, scope: "desk".to_owned(), key: key.to_owned() },
        fingerprint: line.to_owned(),
    });
    let reply = application.submit(&Scene::SITE.into(), Request { idempotency, ..Request::new(verb) }).await;
    let told = reply.outcome?.json(TextMode::None).unwrap();
    Ok(told["assigned"].as_str().map(ToOwned::to_owned))
}

/// The site opened, and everybody on the floor.
pub(crate) async fn opened(application: &Application, scene: Scene) {
    assert_eq!(application.open(&Scene::SITE.into(), scene.read(), None).await.outcome.err(), None);
    for staff in scene.staff() {
        asked(application, &format!(r#""do":"sign_in","staff":"{staff}""#), None).await.unwrap();
    }
}

/// So many clients, each with so many visitors; every visitor is reported so many `times` under one key, to one replica and the
/// next.
pub(crate) async fn rush(replicas: &[Application], clients: usize, each: usize, times: usize) -> Vec<Op> {
    let recorder = Arc::new(Recorder::default());
    let mut running = JoinSet::new();
    for client in 0..clients {
        let (replicas, recorder) = (replicas.to_vec(), Arc::clone(&recorder));
        running.spawn(async move {
            for number in 0..each {
                let visitor = format!("v{client}-{number}");
                for again in 0..times {
                    let line = format!(r#""do":"arrive","visitor":"{visitor}","channel":"web""#);
                    let began = recorder.tick();
                    let replica = &replicas[(client + number + again) % replicas.len()];
                    let outcome = match asked(replica, &line, Some(&visitor)).await {
                        Ok(receiver) => Outcome::Done(receiver),
                        Err(failure) if matches!(failure.kind(), Kind::Unavailable | Kind::Overloaded) => {
                            Outcome::Unknown
                        }
                        Err(_) => Outcome::Failed,
                    };
                    recorder.note(&visitor, began, outcome);
                }
            }
        });
    }
    running.join_all().await;
    recorder.ops()
}
