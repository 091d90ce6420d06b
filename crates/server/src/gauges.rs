//! What can be measured of the server at work, in Prometheus' text form: numbers only, under words of our own, never an id
//! and never a phone.

mod process;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use application::ports::{Commit, Observer};
use application::{Application, Reply};
use domain::ids::SiteId;
use domain::time::Timestamp;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use rest::{Answered, Feed, Watch};

/// Few steps, because each is a series for every route.
const REQUEST_SECONDS: [f64; 8] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];
const COMMIT_SECONDS: [f64; 10] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0];
const REQUESTS_A_COMMIT: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
const LAG_SECONDS: [f64; 7] = [0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteStatus {
    method: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decided {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    code: &'static str,
}

/// Everything that is measured.
pub(crate) struct Gauges {
    registry: Registry,
    requests: Family<RouteStatus, Counter>,
    request_seconds: Family<Route, Histogram>,
    decisions: Family<Decided, Counter>,
    refusals: Family<Refused, Counter>,
    replays: Counter,
    turned_away: Counter,
    commit_seconds: Histogram,
    commit_requests: Histogram,
    commit_failures: Counter,
    commit_retries: Counter,
    queued: Gauge,
    waiting: Gauge,
    waiting_by_site: Mutex<HashMap<SiteId, usize>>,
    feed_clients: Gauge,
    feed_lag: Histogram,
    process: process::Process,
}

impl Gauges {
    /// Nothing measured yet; `now` is when the process began.
    pub(crate) fn new(now: Timestamp) -> Self {
        let mut gauges = Self {
            registry: Registry::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(|| Histogram::new(REQUEST_SECONDS)),
            decisions: Family::default(),
            refusals: Family::default(),
            replays: Counter::default(),
            turned_away: Counter::default(),
            commit_seconds: Histogram::new(COMMIT_SECONDS),
            commit_requests: Histogram::new(REQUESTS_A_COMMIT),
            commit_failures: Counter::default(),
            commit_retries: Counter::default(),
            queued: Gauge::default(),
            waiting: Gauge::default(),
            waiting_by_site: Mutex::default(),
            feed_clients: Gauge::default(),
            feed_lag: Histogram::new(LAG_SECONDS),
            process: process::Process::default(),
        };
        gauges.register(now);
        gauges
    }

    fn register(&mut self, now: Timestamp) {
        let mut registry = Registry::default();
        let ours = registry.sub_registry_with_prefix("lunpai");
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        ours.register("build", "The program's version", build);
        ours.register("http_requests", "Requests answered, by route template", self.requests.clone());
        let seconds = self.request_seconds.clone();
        let about = "How long requests took, by route template; of a stream, until it began";
        ours.register_with_unit("http_request_duration", about, Unit::Seconds, seconds);
        let about = "Decisions about visitors: in what capacity somebody receives, or waiting";
        ours.register("decisions", about, self.decisions.clone());
        ours.register(
            "refusals",
            "Requests that the use cases did not carry out, by code",
            self.refusals.clone(),
        );
        ours.register("replays", "Repeated requests answered as the first time", self.replays.clone());
        let about = "Requests turned away because the queue was full";
        ours.register("turned_away", about, self.turned_away.clone());
        let about = "How long commits took, with all their attempts";
        ours.register_with_unit("commit_duration", about, Unit::Seconds, self.commit_seconds.clone());
        ours.register("commit_requests", "How many requests shared a commit", self.commit_requests.clone());
        ours.register("commit_failures", "Commits that failed", self.commit_failures.clone());
        let about = "Attempts repeated because another writer was first";
        ours.register("commit_retries", about, self.commit_retries.clone());
        ours.register("queued_requests", "Requests that wait for the writer", self.queued.clone());
        let about =
            "Visitors who wait to be received, at the sites this process has written, as of its last write";
        ours.register("waiting_visitors", about, self.waiting.clone());
        ours.register("feed_clients", "Live streams", self.feed_clients.clone());
        let about = "From acceptance to handing out on the live feed, by the latest of each reading";
        ours.register_with_unit("feed_lag", about, Unit::Seconds, self.feed_lag.clone());
        self.process.register(&mut registry, now);
        self.registry = registry;
    }

    /// All of it as text, as of now.
    pub(crate) fn told(&self, application: &Application, feed: &Feed) -> String {
        self.queued.set(count(application.waiting()));
        self.feed_clients.set(count(feed.clients()));
        self.process.look();
        let mut told = String::new();
        if text::encode(&mut told, &self.registry).is_err() {
            tracing::error!("the gauges cannot be written");
        }
        told
    }

    /// How long after its acceptance an entry was handed out.
    pub(crate) fn feed_lagged(&self, seconds: f64) {
        self.feed_lag.observe(seconds);
    }

    fn now_waiting(&self, sites: &[(SiteId, usize)]) {
        let mut by_site = self.waiting_by_site.lock().unwrap_or_else(PoisonError::into_inner);
        for (site, waiting) in sites {
            let before = match by_site.get_mut(site) {
                Some(known) => std::mem::replace(known, *waiting),
                // A site where nobody has waited yet needs no memory.
                None if *waiting == 0 => continue,
                None => by_site.insert(site.clone(), *waiting).unwrap_or_default(),
            };
            self.waiting.inc_by(count(*waiting) - count(before));
        }
        by_site.retain(|_, waiting| *waiting > 0);
    }
}

impl Observer for Gauges {
    fn committed(&self, commit: &Commit<'_>) {
        self.commit_seconds.observe(commit.seconds);
        self.commit_requests.observe(f64::from(u32::try_from(commit.requests).unwrap_or(u32::MAX)));
        self.commit_retries.inc_by((commit.attempts as u64).saturating_sub(1));
        if commit.done {
            self.now_waiting(commit.sites);
        } else {
            self.commit_failures.inc();
        }
    }

    fn replied(&self, reply: &Reply) {
        match &reply.outcome {
            Ok(told) if told.replayed() => {
                self.replays.inc();
            }
            Ok(told) => {
                if let Some(outcome) = told.decided() {
                    self.decisions.get_or_create(&Decided { outcome }).inc();
                }
            }
            Err(failure) => {
                self.refusals.get_or_create(&Refused { code: failure.code() }).inc();
            }
        }
    }

    fn turned_away(&self) {
        self.turned_away.inc();
    }
}

impl Watch for Gauges {
    fn answered(&self, Answered { route, method, status, seconds }: Answered) {
        self.requests.get_or_create(&RouteStatus { method, route, status }).inc();
        self.request_seconds.get_or_create(&Route { method, route }).observe(seconds);
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
