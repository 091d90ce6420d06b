//! A site under random traffic in a database file, restarted now and then, and what it answered: to be held against the
//! simulation of its export.

mod live;
mod traffic;

pub use live::{Answered, Live, PlayedClock};
pub use traffic::Traffic;
