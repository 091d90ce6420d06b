//! Clients who report visitors to whichever server is there, until they have been told; and somebody who watches how far they
//! are, to break something in the middle.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use ::replicas::{Op, Outcome, Recorder, Scene, Stored};
use persistence::{Place, SqlStore};
use serde_json::Value;

use crate::program::{Server, agent};

/// For how long anything may be waited for before it counts as never coming.
const DEADLINE: Duration = Duration::from_secs(60);
/// A client whom nobody could serve asks again after this, or as soon as something has changed.
const AGAIN: Duration = Duration::from_millis(50);

/// What clients and watcher share.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    recorder: Recorder,
}

#[derive(Default)]
struct State {
    bases: Vec<String>,
    acknowledged: usize,
    /// Answers that no fault excuses.
    strange: Vec<String>,
}

/// Clients at work.
pub(crate) struct Rush {
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Rush {
    /// So many clients with so many visitors each, each visitor under a key of their own.
    pub(crate) fn of(clients: usize, each: usize) -> Self {
        let shared = Arc::<Shared>::default();
        let clients = (0..clients)
            .map(|client| {
                let shared = Arc::clone(&shared);
                spawn(move || {
                    for number in 0..each {
                        shared.report(client + number, &format!("v{client}-{number}"));
                    }
                })
            })
            .collect();
        Self { shared, clients }
    }

    /// From now on these are the servers.
    pub(crate) fn serve<'a>(&self, servers: impl IntoIterator<Item = &'a Server>) {
        self.shared.lock().bases = servers.into_iter().map(|server| server.base.clone()).collect();
        self.shared.changed.notify_all();
    }

    /// Waits until so many visitors have been acknowledged.
    pub(crate) fn wait_for(&self, acknowledged: usize) {
        let state = self.shared.lock();
        let waited = self
            .shared
            .changed
            .wait_timeout_while(state, DEADLINE, |state| state.acknowledged < acknowledged);
        let (state, timeout) = waited.unwrap();
        assert!(!timeout.timed_out(), "only {} were acknowledged in time", state.acknowledged);
    }

    /// Waits until every client has been told; what they saw.
    pub(crate) fn end(self) -> Vec<Op> {
        for client in self.clients {
            client.join().unwrap();
        }
        assert_eq!(self.shared.lock().strange, [""; 0]);
        self.shared.recorder.ops()
    }
}

impl Shared {
    /// Until somebody says that it is done or refuses.
    fn report(&self, first: usize, visitor: &str) {
        let agent = agent();
        for attempt in 0.. {
            assert!(attempt < 2_000, "{visitor} was never answered");
            let base = {
                let state = self.lock();
                let there = self.changed.wait_timeout_while(state, DEADLINE, |state| state.bases.is_empty());
                let state = there.unwrap().0;
                state.bases[(first + attempt) % state.bases.len()].clone()
            };
            let began = self.recorder.tick();
            let outcome =
                self.recorder.note(visitor, began, arrive(&agent, &base, visitor, Some(visitor), self));
            let mut state = self.lock();
            if outcome != Outcome::Unknown {
                state.acknowledged += 1;
                self.changed.notify_all();
                return;
            }
            drop(self.changed.wait_timeout(state, AGAIN).unwrap());
        }
    }
}

fn arrive(agent: &ureq::Agent, base: &str, visitor: &str, key: Option<&str>, shared: &Shared) -> Outcome {
    let body = format!(r#"{{"visitor":"{visitor}","channel":"web"}}"#);
    let url = format!("{base}/v1/sites/{}/arrivals", Scene::SITE);
    let mut request = agent.post(url).header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", format!("\"{key}\""));
    }
    // A server that is killed gives no answer at all.
    let Ok(mut answer) = request.send(&body) else { return Outcome::Unknown };
    let status = answer.status().as_u16();
    let patient = answer.headers().contains_key("retry-after");
    let Ok(text) = answer.body_mut().read_to_string() else { return Outcome::Unknown };
    match status {
        201 => {
            let told: Value = serde_json::from_str(&text).unwrap();
            Outcome::Done(told["assigned"].as_str().map(ToOwned::to_owned))
        }
        503 if patient => Outcome::Unknown,
        _ => {
            shared.lock().strange.push(format!("{status}: {text}"));
            Outcome::Failed
        }
    }
}

/// The site opened, and everybody on the floor.
pub(crate) fn opened(server: &Server, scene: Scene) {
    let (status, told) = server.post("/v1/sites", &scene.setting(Some(Scene::SITE)));
    assert_eq!(status, 201, "{told}");
    for staff in scene.staff() {
        let (status, told) =
            server.post(&format!("/v1/sites/{}/sign-ins", Scene::SITE), &format!(r#"{{"staff":"{staff}"}}"#));
        assert_eq!(status, 200, "{told}");
    }
}

/// How often the long form of a test breaks something; the short form does so `usually` times.
pub(crate) fn rounds(usually: usize) -> usize {
    let set = std::env::vars_os().find(|(name, _)| name == "FAULT_ROUNDS");
    set.and_then(|(_, rounds)| rounds.to_str()?.parse().ok()).unwrap_or(usually)
}

/// What a future gives.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// What a database file holds that no server has open.
pub(crate) fn stored_in(file: &str) -> Stored {
    let place = Place::of_url_or_path(file).unwrap();
    now(async { Stored::read(&SqlStore::open(&place).await.unwrap()).await })
}
