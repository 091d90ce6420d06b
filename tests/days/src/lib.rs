//! Day files played on a store in memory: the setting for this folder's scenarios, one folder a pack.

use std::sync::Arc;

use application::ports::Store;
use dayfile::{Language, Options, Stopped};
use memory::{KeepJournal, MemoryStore};

/// A fresh store, as `lunpai simulate` has it.
#[must_use]
pub fn store() -> Arc<dyn Store> {
    Arc::new(MemoryStore::new(KeepJournal::SinceCheckpoint))
}

/// Plays a file: its output, and why it stopped if it did.
pub fn simulated(day: &str, language: Language, options: &Options) -> (String, Result<(), Stopped>) {
    let mut output = Vec::new();
    let done = dayfile::simulate(day.as_bytes(), &mut output, language, &store, options);
    (String::from_utf8_lossy(&output).into_owned(), done)
}
