//! The use cases of a reception day, and the ports they need.
//!
//! Adapters hand over a [`Request`] with a verb of the wire vocabulary and get a [`Reply`]; they never touch the state
//! of a site. Everything that changes goes through one write port, [`ports::Store::execute`].
#![deny(missing_docs)]

mod application;
mod asking;
mod batch;
#[cfg(feature = "contract")]
pub mod contract;
mod export;
mod failure;
pub mod identity;
mod intake;
pub mod ports;
mod present;
mod queue;
mod records;
mod replay;
mod request;
mod sheet;
mod version;
mod wakes;

pub use application::{Application, Ports, REPLIES_KEPT_HOURS, VisitView};
pub use batch::ParticularsEdit;
pub use export::{Checkpoint, Export, Exporting};
pub use failure::{Failure, Kind};
pub use present::TextMode;
pub use queue::Writer;
pub use replay::{Explained, catch_up, replayed};
pub use request::{Auto, Idempotency, Reply, Request, Told};
pub use version::{Edited, Expected, Version};
