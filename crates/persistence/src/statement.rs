//! Every SQL text of the write path and of looking parties up: one set for each database, each text in one place.

mod postgres;
mod rows;
mod sqlite;

pub(crate) use postgres::POSTGRES;
pub(crate) use rows::{Cell, Kind, Rows};
pub(crate) use sqlite::SQLITE;

use application::ports::StoreError;
use sea_orm::{DbBackend, Statement, Value};

use crate::loading::Wanted;
use crate::map::parameter;

/// The statements of one database.
///
/// What each takes is said as rows. SQLite gets them as one parameter, a JSON array of arrays (for [`Dialect::books`] an
/// object of such arrays); PostgreSQL as an array for each column. So a text does not change with the size of a batch and
/// stays prepared. Documents are texts, so that the database does not read them.
#[derive(Clone, Debug)]
pub(crate) struct Dialect {
    pub(crate) backend: DbBackend,
    /// `(id)…` → rows of [`crate::floors::SiteRow`] of those that exist, locked in the order of ids until the commit.
    pub(crate) lock_sites: &'static str,
    /// The same without a lock.
    pub(crate) sites: &'static str,
    /// `(site)…` → site, sequence, floor as last written whole.
    pub(crate) floors: &'static str,
    /// `(site, after, up to)…` → site, sequence, body of those journal entries, in order.
    pub(crate) tails: &'static str,
    /// [`crate::loading::Wanted`] → rows of [`crate::loading::BookRow`].
    pub(crate) books: &'static str,
    /// `(site, instant)…` → site, the earliest `protected_until` from that instant on.
    pub(crate) next_protection_ends: &'static str,
    /// `(site, scope, key)…` → site, scope, key, fingerprint, at, body of those that exist.
    pub(crate) requests: &'static str,
    /// `(id, sequence, clock, next lapse)…`; fails if one exists.
    pub(crate) open_sites: &'static str,
    /// `(site, sequence, floor)…`: floors written whole.
    pub(crate) put_floors: &'static str,
    /// What nearly every commit writes.
    pub(crate) usual: Usual,
    /// `(site, sequence, floor)…`.
    pub(crate) put_checkpoints: &'static str,
    /// `(site, party, name, phone)…`: takes the phones away from whoever else has them.
    pub(crate) free_phones: &'static str,
    /// `(site, party, name, phone)…`; nothing leaves what stood.
    pub(crate) put_particulars: &'static str,
    /// One row `(instant, most)`; deletes the oldest replies from before that instant, so many at most.
    pub(crate) forget_replies: &'static str,
    /// One row `(site, after, holder or nothing, limit)` → rows of [`crate::loading::BookRow`], living records by id.
    pub(crate) parties: &'static str,
}

/// The rows that nearly every commit writes: advanced sites `(id, loaded sequence, sequence, clock, next lapse)…`, of which
/// those are touched that still have the loaded sequence; journal entries `(site, sequence, at, entry)…` and replies
/// `(site, scope, key, fingerprint, at, body)…`, each failing if one exists; parties `(site, id, party, holder, protected
/// until, merged into)…` and visits `(site, visit, party)…`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Usual {
    /// A statement for each table; what the first touches says how many sites were advanced.
    ByTable {
        sites: &'static str,
        journal: &'static str,
        replies: &'static str,
        parties: &'static str,
        visitors: &'static str,
    },
    /// One statement for all, where each would be a way to the server and back; it returns how many sites were advanced.
    Together(&'static str),
}

impl Dialect {
    /// A statement of this set with its rows.
    pub(crate) fn with<const N: usize>(
        &self,
        text: &'static str,
        rows: Rows<N>,
    ) -> Result<Statement, StoreError> {
        let values = if self.backend == DbBackend::Postgres {
            let mut arrays = Vec::with_capacity(N);
            rows.into_arrays(&mut arrays);
            arrays
        } else {
            vec![parameter(&rows)?.into()]
        };
        Ok(self.statement(text, values))
    }

    /// The look-up of parties.
    pub(crate) fn books_of(&self, wanted: Wanted) -> Result<Statement, StoreError> {
        let values = if self.backend == DbBackend::Postgres {
            let mut arrays = Vec::with_capacity(10);
            let Wanted { visitors, parties, phones, holders, lapsing } = wanted;
            for keys in [visitors, phones, parties, holders, lapsing] {
                keys.into_arrays(&mut arrays);
            }
            arrays
        } else {
            vec![parameter(&wanted)?.into()]
        };
        Ok(self.statement(self.books, values))
    }

    /// A statement of this set with its values.
    pub(crate) fn statement(&self, text: &'static str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, text, values)
    }
}
