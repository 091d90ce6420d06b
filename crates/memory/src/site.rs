//! One site: floor, journal and books, and how a batch's changes are written to them.

use std::collections::BTreeMap;

use application::ports::{Changes, JournalEntry, Loaded, ReadSet, StoreError};
use domain::floor::Floor;

use crate::KeepJournal;
use crate::books::CustomerBooks;
use crate::replies::{self, Replies};

/// See the module.
#[derive(Default)]
pub(crate) struct Site {
    /// Absent only while it is lent to a batch.
    pub(crate) floor: Option<Floor>,
    pub(crate) sequence: u64,
    /// The entries kept, in order; the last one has the number `sequence`.
    pub(crate) journal: Vec<JournalEntry>,
    pub(crate) checkpoints: BTreeMap<u64, Floor>,
    pub(crate) books: CustomerBooks,
    pub(crate) replies: Replies,
}

/// Are the entries numbered on without a gap, and does a checkpoint stand where it can?
pub(crate) fn check(changes: &Changes) -> Result<(), StoreError> {
    let mut expected = changes.loaded_sequence;
    for entry in &changes.entries {
        expected += 1;
        if entry.sequence != expected {
            return Err(StoreError::Corrupt("journal entries are not numbered without a gap".to_owned()));
        }
    }
    Ok(())
}

impl Site {
    /// What a batch needs; with `lend`, the floor itself instead of a copy.
    pub(crate) fn load(&mut self, reads: &ReadSet, lend: bool) -> Result<Loaded, StoreError> {
        let floor = if lend { self.floor.take() } else { self.floor.clone() };
        if floor.is_none() {
            return Err(StoreError::Corrupt("a batch before did not give the floor back".to_owned()));
        }
        let mut loaded = Loaded { floor, sequence: self.sequence, ..Loaded::default() };
        self.books.load(reads, &mut loaded);
        replies::load(&self.replies, reads, &mut loaded);
        Ok(loaded)
    }

    /// Writes all of it.
    pub(crate) fn write(&mut self, changes: Changes, keep_journal: KeepJournal) {
        if let Some(floor) = changes.floor.or(changes.unchanged) {
            self.floor = Some(floor);
        }
        self.sequence += changes.entries.len() as u64;
        self.journal.extend(changes.entries);
        for party in changes.parties {
            self.books.write_party(party);
        }
        for (visitor, party) in changes.visitors {
            self.books.visitors.insert(visitor, party);
        }
        for particulars in changes.particulars {
            self.books.write_particulars(particulars);
        }
        for (phone, party) in changes.former_phones {
            self.books.keep_former_phone(phone, party);
        }
        self.replies.extend(changes.replies);
        self.checkpoints.extend(changes.checkpoints);
        if keep_journal == KeepJournal::SinceCheckpoint {
            self.forget();
        }
    }

    /// Drops what was before the latest checkpoint.
    fn forget(&mut self) {
        let Some(latest) = self.checkpoints.keys().next_back().copied() else { return };
        if self.journal.first().is_some_and(|entry| entry.sequence <= latest) {
            self.journal.retain(|entry| entry.sequence > latest);
            self.checkpoints.retain(|sequence, _| *sequence == latest);
        }
    }
}
