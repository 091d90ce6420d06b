//! The client: plain HTTP over a real port, as any other program would talk to the server.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use serde_json::Value;

use super::played_clock::PlayedClock;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A client of one server, which moves that server's clock before it asks.
pub(super) struct Client {
    agent: ureq::Agent,
    base: String,
    clock: Arc<PlayedClock>,
    asked: u32,
}

/// What came back.
pub(super) enum Came {
    /// Done.
    Done(Value),
    /// The rules of the house refused it; the code says which.
    Refused(String),
}

impl Came {
    /// The answer, where it was done.
    pub(super) fn done(self) -> Option<Value> {
        match self {
            Self::Done(answer) => Some(answer),
            Self::Refused(_) => None,
        }
    }
}

impl Client {
    pub(super) fn new(base: String, clock: Arc<PlayedClock>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        Self { agent, base, clock, asked: 0 }
    }

    /// Posts a body at an instant of the played day.
    ///
    /// # Errors
    /// The server does not answer, or answers what a client that knows what it does never gets.
    pub(super) fn post(&mut self, at: Timestamp, path: &str, body: &Value) -> Result<Came, String> {
        self.clock.advance_to(at);
        self.asked += 1;
        let answer = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .header("idempotency-key", format!("\"demo-{}\"", self.asked))
            .send(body.to_string());
        let (status, answer) = read(path, answer)?;
        match status {
            200 | 201 => Ok(Came::Done(parsed(path, &answer)?)),
            409 => Ok(Came::Refused(text(&parsed(path, &answer)?, "code").to_owned())),
            _ => Err(format!("POST {path} came back with {status}: {answer}")),
        }
    }

    /// Reads a resource.
    ///
    /// # Errors
    /// As [`Client::post`].
    pub(super) fn get(&mut self, path: &str) -> Result<Value, String> {
        parsed(path, &self.get_as(path, "application/json")?)
    }

    /// Reads a resource as plain text.
    ///
    /// # Errors
    /// As [`Client::post`].
    pub(super) fn get_text(&mut self, path: &str) -> Result<String, String> {
        self.get_as(path, "text/plain")
    }

    fn get_as(&mut self, path: &str, accept: &str) -> Result<String, String> {
        self.asked += 1;
        let answer = self.agent.get(format!("{}{path}", self.base)).header("accept", accept).call();
        match read(path, answer)? {
            (200, body) => Ok(body),
            (status, body) => Err(format!("GET {path} came back with {status}: {body}")),
        }
    }

    /// How many requests it has made.
    pub(super) fn asked(&self) -> u32 {
        self.asked
    }
}

type Answer = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

fn read(path: &str, answer: Answer) -> Result<(u16, String), String> {
    let mut answer = answer.map_err(|error| format!("{path}: {error}"))?;
    let body = answer.body_mut().read_to_string().map_err(|error| format!("{path}: {error}"))?;
    Ok((answer.status().as_u16(), body))
}

fn parsed(path: &str, body: &str) -> Result<Value, String> {
    serde_json::from_str(body).map_err(|error| format!("{path} answered no JSON: {error}"))
}

/// A text of an answer; empty where there is none.
pub(super) fn text<'a>(answer: &'a Value, key: &str) -> &'a str {
    answer.get(key).and_then(Value::as_str).unwrap_or_default()
}
