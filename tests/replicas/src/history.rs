//! What clients asked and were told, in the order in which it really happened.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How a request ended, for its client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done: who receives.
    Done(Option<String>),
    /// Refused or not accepted; it has had no effect.
    Failed,
    /// Nobody knows: the answer was lost, or was that the outcome is not known.
    Unknown,
}

/// One arrival that a client reported.
#[derive(Clone, Debug)]
pub struct Op {
    /// The visit.
    pub visitor: String,
    /// When it was asked, as a number that grows with every asking and every answer.
    pub began: u64,
    /// When the client was told.
    pub ended: u64,
    /// What it was told.
    pub outcome: Outcome,
}

/// Takes note of what several clients do at once.
#[derive(Debug, Default)]
pub struct Recorder {
    ticks: AtomicU64,
    ops: Mutex<Vec<Op>>,
}

impl Recorder {
    /// Runs what a client does, between two ticks.
    pub fn record(&self, visitor: &str, ask: impl FnOnce() -> Outcome) -> Outcome {
        let began = self.tick();
        let outcome = ask();
        self.note(visitor, began, outcome)
    }

    /// The next tick.
    #[must_use]
    pub fn tick(&self) -> u64 {
        self.ticks.fetch_add(1, Ordering::SeqCst)
    }

    /// Takes note of what ended now.
    pub fn note(&self, visitor: &str, began: u64, outcome: Outcome) -> Outcome {
        let ended = self.tick();
        let op = Op { visitor: visitor.to_owned(), began, ended, outcome: outcome.clone() };
        self.ops.lock().unwrap().push(op);
        outcome
    }

    /// All of it.
    #[must_use]
    pub fn ops(&self) -> Vec<Op> {
        self.ops.lock().unwrap().clone()
    }
}
