//! The use cases of a reception day, and the ports they need.
//!
//! Adapters hand over a [`Request`] with a verb of the wire vocabulary and get a [`Reply`]; they never touch the state
//! of a site. Everything that changes goes through one write port, [`ports::Store::execute`].
#![deny(missing_docs)]

mod application;
mod failure;
pub mod identity;
pub mod ports;
mod present;
mod request;
mod sheet;

pub use application::{Application, Explained, Ports, Writer};
pub use failure::{Failure, Kind};
pub use present::TextMode;
pub use request::{Auto, Idempotency, Reply, Request, Told};
