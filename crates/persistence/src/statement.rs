//! Every SQL text of the write path and of looking parties up: one set for each database, each text in one place.

mod sqlite;

pub(crate) use sqlite::SQLITE;

use sea_orm::{DbBackend, Statement};

/// The statements of one database.
///
/// Each takes one parameter, a JSON array of rows (each row an array) or, for [`Dialect::books`], an object of such
/// arrays. So a text does not change with the size of a batch and stays prepared. Documents within a row are strings, so
/// that the database does not read them.
#[derive(Debug)]
pub(crate) struct Dialect {
    backend: DbBackend,
    /// `[id…]` → id, sequence, floor of those that exist.
    pub(crate) floors: &'static str,
    /// [`crate::loading::Wanted`] → rows of [`crate::loading::BookRow`].
    pub(crate) books: &'static str,
    /// `[[site, instant]…]` → site, the earliest `protected_until` from that instant on.
    pub(crate) next_protection_ends: &'static str,
    /// `[[site, scope, key]…]` → site, scope, key, fingerprint, at, body of those that exist.
    pub(crate) requests: &'static str,
    /// `[[id, sequence, floor]…]`; fails if one exists.
    pub(crate) open_sites: &'static str,
    /// `[[id, loaded sequence, sequence, floor or null]…]`; touches the rows that still have the loaded sequence.
    pub(crate) advance_sites: &'static str,
    /// `[[site, sequence, at, entry]…]`; fails if one exists.
    pub(crate) append_journal: &'static str,
    /// `[[site, sequence, floor]…]`.
    pub(crate) put_checkpoints: &'static str,
    /// `[[site, id, party, holder, protected until, merged into]…]`.
    pub(crate) put_parties: &'static str,
    /// `[[site, visit, party]…]`.
    pub(crate) put_visitors: &'static str,
    /// `[[site, party, name, phone]…]`: takes the phones away from whoever else has them.
    pub(crate) free_phones: &'static str,
    /// `[[site, party, name, phone]…]`; a null leaves what stood.
    pub(crate) put_particulars: &'static str,
    /// `[[site, scope, key, fingerprint, at, body]…]`; fails if one exists.
    pub(crate) keep_replies: &'static str,
}

impl Dialect {
    /// A statement of this set with its one parameter.
    pub(crate) fn with(&self, text: &'static str, rows: String) -> Statement {
        Statement::from_sql_and_values(self.backend, text, [rows.into()])
    }
}
