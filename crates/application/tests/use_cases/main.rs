//! The use cases on a real store in memory, with a clock that the test sets.

#[cfg(test)]
mod disputes;
#[cfg(test)]
mod house;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod questions;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod time;
