//! Runs day files through the very use cases that a server runs: on a store handed in and on the file's own clock.
//!
//! [`Runner`] plays one file line by line; [`simulate`] streams a whole file; [`hold`] holds a file's expectations
//! against what came. Nothing here prints, and nothing here decides.
#![deny(missing_docs)]

mod clock;
mod compare;
mod day_shelf;
mod engine;
mod immediate;
mod lines;
mod played;
mod runner;
mod stopped;
mod streaming;
mod verdict;
mod what_if;

pub use compare::{Apart, Compared, Days, Each, Owned, Summary, Telling, compare};
pub use played::{Language, Played};
pub use runner::{Options, Runner, Stores};
pub use stopped::{BadFile, Stopped};
pub use streaming::simulate;
pub use verdict::{Miss, Verdict, hold, hold_into, holds};
