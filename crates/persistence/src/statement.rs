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
/// What each takes is said as rows. SQLite gets them as one parameter, a JSON array of arrays; PostgreSQL as an array for
/// each column. So a text does not change with the size of a batch and
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
    /// [`crate::loading::Wanted`] → rows of [`crate::loading::FoundRow`].
    pub(crate) look_up: &'static str,
    /// `(site, instant)…` → site, the earliest `protected_until` from that instant on.
    pub(crate) next_protection_ends: &'static str,
    /// `(id, sequence, clock, next lapse)…`; fails if one exists.
    pub(crate) open_sites: &'static str,
    /// `(site, sequence, floor)…`: floors written whole.
    pub(crate) put_floors: &'static str,
    /// What nearly every commit writes, asked for once because every way to the database costs. The rows of advanced sites
    /// `(id, loaded sequence, sequence, clock, next lapse)…`, journal entries `(site, sequence, at, entry)…`, replies `(site,
    /// scope, key, fingerprint, at, body)…`, parties `(site, id, party, holder, protected until, merged into)…`, visits
    /// `(site, visit, party)…` and particulars as [`Dialect::put_particulars`] takes them, each a parameter of its own
    /// → a row for each site that still had its loaded sequence. Fails if an entry or a reply exists.
    pub(crate) write: &'static str,
    /// `(site, sequence, floor)…`.
    pub(crate) put_checkpoints: &'static str,
    /// `(site, party, name, phone, name key)…`: takes the phones away from whoever else has them.
    pub(crate) free_phones: &'static str,
    /// `(site, party, name, phone, name key)…`; nothing leaves what stood.
    pub(crate) put_particulars: &'static str,
    /// `(site, phone, party)…`.
    pub(crate) put_former_phones: &'static str,
    /// One row `(site, party)` → the phones it had before, in order.
    pub(crate) former_phones: &'static str,
    /// One row `(instant, most)`; deletes the oldest replies from before that instant, so many at most.
    pub(crate) forget_replies: &'static str,
    /// One row `(site, after, holder or nothing, limit)` → rows of [`crate::loading::FoundRow`], living records by id.
    pub(crate) parties: &'static str,
}

impl Dialect {
    /// A statement of this set with its rows.
    pub(crate) fn with<const N: usize>(
        &self,
        text: &'static str,
        rows: Rows<N>,
    ) -> Result<Statement, StoreError> {
        let mut values = Parameters::of(self.backend, N);
        values.add(rows)?;
        Ok(self.statement(text, values.0))
    }

    /// The look-up of parties and replies.
    pub(crate) fn looking_up(&self, wanted: Wanted) -> Result<Statement, StoreError> {
        let mut values = Parameters::of(self.backend, 15);
        let Wanted { visitors, parties, phones, holders, lapsing, requests, names } = wanted;
        for keys in [visitors, phones, parties, holders] {
            values.add(keys)?;
        }
        values.add(lapsing)?;
        values.add(requests)?;
        values.add(names)?;
        Ok(self.statement(self.look_up, values.0))
    }

    /// A statement of this set with its values.
    pub(crate) fn statement(&self, text: &'static str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.backend, text, values)
    }
}

/// A statement's parameters, in the form that its database wants.
pub(crate) struct Parameters(pub(crate) Vec<Value>, DbBackend);

impl Parameters {
    /// None yet, of about so many columns.
    pub(crate) fn of(backend: DbBackend, columns: usize) -> Self {
        Self(Vec::with_capacity(columns), backend)
    }

    /// The next rows: as an array for each column, or all of them as one.
    pub(crate) fn add<const N: usize>(&mut self, rows: Rows<N>) -> Result<(), StoreError> {
        if self.1 == DbBackend::Postgres {
            rows.into_arrays(&mut self.0);
        } else {
            self.0.push(parameter(&rows)?.into());
        }
        Ok(())
    }
}
