//! The store over SQL: a SQLite file for one server, or a PostgreSQL server for several.
//!
//! What stands where: `place` reads where the database is; `connection` connects to it; `statement` holds every SQL text
//! of the write path, one set a database; `loading` and `writing` run them inside the one transaction of a batch;
//! `floors` brings a site's floor up to date from its journal, `kept_floors` keeps those that are busy here;
//! `reading` pages through entities; `conflict` turns SQL errors into [`application::ports::StoreError`]; `opening` and
//! `file_lock` make a database ready.
//!
//! Instants are stored as integers, microseconds since 1970-01-01 UTC. Documents (floors, parties, journal entries)
//! are JSON text. Names and phones are in the table `particulars` and nowhere else; nothing here logs a value.

#![deny(missing_docs)]

mod conflict;
mod connection;
mod entity;
mod file_lock;
mod floors;
mod kept_floors;
#[cfg(feature = "limits")]
pub mod limits;
mod loading;
mod map;
mod opening;
mod place;
mod reading;
mod rekeying;
mod statement;
mod store;
mod writer;
mod writing;

pub use opening::OpenError;
pub use place::{BadPlace, Place, Server};
pub use store::SqlStore;
