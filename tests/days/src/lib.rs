//! Day files played on a store in memory: the setting for this folder's scenarios, one folder a pack.

mod disorder;
mod long_day;
pub mod mutation;

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use application::ports::Store;
use dayfile::{Language, Options, Stopped};
use memory::{KeepJournal, MemoryStore};

pub use disorder::{Dice, house, line, seconds};
pub use long_day::long_day;

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

/// Every day file in a folder and below, sorted.
///
/// # Errors
/// A folder that cannot be read.
pub fn day_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(day_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "ndjson") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What a future of the store in memory gives: it never waits.
pub fn ready<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Every clause that a shipped pack rests on, and one that none does.
#[must_use]
pub fn clauses(policy: &str) -> Vec<String> {
    let pack = packs::Shelf::shipped().ok().and_then(|shelf| shelf.newest_pack(policy));
    let known = pack.into_iter().flat_map(|pack| pack.clauses.clone());
    known.map(|clause| clause.to_string()).chain(["P99-1".to_owned()]).collect()
}
