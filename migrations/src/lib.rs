//! The schema of the database, as steps forward; one list for SQLite and PostgreSQL.

mod m20261123_000001_reception_day;

use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait};

/// All steps, oldest first. They are embedded in the binary and run when a store opens.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261123_000001_reception_day::Migration)]
    }
}
