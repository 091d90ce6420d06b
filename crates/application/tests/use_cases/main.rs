//! The use cases on a real store in memory, with a clock that the test sets.

mod house;
mod identity;
mod journal;
mod questions;
mod queue;
mod requests;
mod time;
