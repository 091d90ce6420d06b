//! What tests of several servers on one database need: databases, a server that can be crashed, a network that can be cut,
//! the history of what clients saw, and the checks that hold it against the journal.

#![expect(clippy::unwrap_used, reason = "for tests alone: what fails here is a failed test")]

mod check;
mod cluster;
mod database;
mod history;
mod proxy;
mod scene;

pub use check::{Stored, violations};
pub use cluster::Cluster;
pub use database::Database;
pub use history::{Op, Outcome, Recorder};
pub use proxy::Proxy;
pub use scene::Scene;
