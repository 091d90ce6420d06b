//! The store over SQL: SQLite now, shaped so that PostgreSQL is a second set of statements.
//!
//! What stands where: `statement` holds every SQL text of the write path, one set a database; `loading` and
//! `writing` run them inside the one transaction of a batch; `reading` pages through entities; `conflict` turns SQL
//! errors into [`application::ports::StoreError`]; `opening` and `file_lock` make a file ready for one server.
//!
//! Instants are stored as integers, microseconds since 1970-01-01 UTC. Documents (floors, parties, journal entries)
//! are JSON text. Names and phones are in the table `particulars` and nowhere else; nothing here logs a value.

#![deny(missing_docs)]

mod conflict;
mod connection;
mod entity;
mod file_lock;
mod loading;
mod map;
mod opening;
mod reading;
mod statement;
mod store;
mod writing;

pub use opening::OpenError;
pub use store::SqliteStore;
