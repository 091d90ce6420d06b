//! The schema of the database, as steps forward; one list for SQLite and PostgreSQL.

mod m20261123_000001_reception_day;
mod m20261125_000001_postgres_storage;
mod m20261125_000002_replies_by_age;
mod m20261125_000003_floors_apart;
mod m20261125_000004_names_and_former_phones;

use sea_orm_migration::prelude::{
    ConnectionTrait, DbErr, IntoSchemaManagerConnection, MigrationTrait, MigratorTrait,
};

/// The step from which on names have a key and phones are kept in E.164.
pub const KEYED_ANEW: &str = "m20261125_000004_names_and_former_phones";

/// All steps, oldest first. They are embedded in the binary and run when a store opens.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_reception_day::Migration),
            Box::new(m20261125_000001_postgres_storage::Migration),
            Box::new(m20261125_000002_replies_by_age::Migration),
            Box::new(m20261125_000003_floors_apart::Migration),
            Box::new(m20261125_000004_names_and_former_phones::Migration),
        ]
    }
}

/// The names of the steps that this program has, oldest first.
#[must_use]
pub fn known() -> Vec<String> {
    Migrator::migrations().iter().map(|step| step.name().to_owned()).collect()
}

/// The names of the steps that a database has, oldest first; makes it one that keeps note of them.
///
/// # Errors
/// The database failed.
pub async fn applied<C: ConnectionTrait>(database: &C) -> Result<Vec<String>, DbErr> {
    Ok(Migrator::get_migration_models(database).await?.into_iter().map(|step| step.version).collect())
}

/// The same on a connection that may not write; empty where no step has run.
///
/// # Errors
/// The database failed.
pub async fn applied_read_only<C: ConnectionTrait>(database: &C) -> Result<Vec<String>, DbErr> {
    let steps = Migrator::get_applied_migrations_read_only(database).await?;
    Ok(steps.iter().map(|step| step.name().to_owned()).collect())
}

/// Runs the steps that are missing. Give it a transaction, so that it is all of them or none.
///
/// # Errors
/// A step failed, or the database has one that this program does not know.
pub async fn up<'c, C: IntoSchemaManagerConnection<'c>>(database: C) -> Result<(), DbErr> {
    Migrator::up(database, None).await
}
