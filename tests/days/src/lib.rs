//! Day files played on a store in memory: the setting for this folder's scenarios, one folder a pack.

mod disorder;
mod long_day;
pub mod mutation;

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
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

/// The shipped packs, and those of houses that stand beside their scenarios: nobody shipped them, and all that holds for
/// any house holds for them.
///
/// Empty where one of them is no pack.
#[must_use]
pub fn shelf() -> Arc<packs::Shelf> {
    static SHELF: LazyLock<Option<Arc<packs::Shelf>>> = LazyLock::new(|| {
        let shelf = packs::Shelf::shipped().ok()?;
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
        for entry in fs::read_dir(folders).ok()? {
            let folder = entry.ok()?.path();
            let own = folder.join(folder.file_name()?).with_extension("toml");
            if own.is_file() {
                shelf.add_file(&own).ok()?;
            }
        }
        Some(Arc::new(shelf))
    });
    SHELF.clone().unwrap_or_default()
}

/// A run under those packs.
#[must_use]
pub fn options() -> dayfile::Options {
    dayfile::Options { packs: Some(shelf()), ..dayfile::Options::default() }
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
    let pack = shelf().newest_pack(policy);
    let known = pack.into_iter().flat_map(|pack| pack.clauses.clone());
    known.map(|clause| clause.to_string()).chain(["P99-1".to_owned()]).collect()
}
