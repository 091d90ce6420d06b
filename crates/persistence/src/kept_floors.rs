//! Floors as this process left or last read them, so that a site which is busy here need not be read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::floor::Floor;

/// The most floors kept: of twenty people each, some tens of megabytes.
const MOST: usize = 2_048;

/// A floor with the number of the last entry in it, and of that at which it was last written whole.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) floor: Arc<Floor>,
    pub(crate) sequence: u64,
    pub(crate) whole_at: u64,
}

/// See the module. What is kept is never trusted by itself: whoever uses it has read how far the site's journal goes, and
/// takes note of the entries since.
#[derive(Debug, Default)]
pub(crate) struct KeptFloors(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    floors: HashMap<String, (Kept, u64)>,
    /// Counts uses, to know which floor has not been used for longest.
    uses: u64,
}

impl KeptFloors {
    /// The floor of a site, if it is kept.
    pub(crate) fn get(&self, site: &str) -> Option<Kept> {
        let mut shelf = self.shelf();
        shelf.uses += 1;
        let now = shelf.uses;
        let (kept, used) = shelf.floors.get_mut(site)?;
        *used = now;
        Some(kept.clone())
    }

    /// Keeps a floor that is committed, unless a later one is kept.
    pub(crate) fn put(&self, site: &str, kept: Kept) {
        let mut shelf = self.shelf();
        shelf.uses += 1;
        let now = shelf.uses;
        if let Some((known, used)) = shelf.floors.get_mut(site) {
            if known.sequence <= kept.sequence {
                (*known, *used) = (kept, now);
            }
            return;
        }
        if shelf.floors.len() >= MOST {
            let longest =
                shelf.floors.iter().min_by_key(|(_, (_, used))| *used).map(|(site, _)| site.clone());
            longest.map(|site| shelf.floors.remove(&site));
        }
        shelf.floors.insert(site.to_owned(), (kept, now));
    }

    /// Forgets everything: a database that was away may have come back as another, from a copy of yesterday.
    pub(crate) fn forget(&self) {
        self.shelf().floors.clear();
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
