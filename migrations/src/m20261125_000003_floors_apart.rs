//! Floors stand apart from the rows that every commit touches, so that a commit need not write one.

use sea_orm_migration::prelude::{
    ColumnDef, ConnectionTrait, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, Table,
};
use sea_orm_migration::sea_orm::DbBackend;

/// A site's row has how far its journal goes; its floor is written now and then, and the journal says the rest. Nothing has
/// been released that reads the former column, so it goes in the same step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let floors = Table::create()
            .table("floors")
            .col(ColumnDef::new("site").text().not_null().primary_key())
            .col(ColumnDef::new("sequence").big_integer().not_null())
            .col(ColumnDef::new("floor").text().not_null())
            .to_owned();
        manager.create_table(floors).await?;
        let database = manager.get_connection();
        database
            .execute_unprepared(
                "INSERT INTO floors (site, sequence, floor) SELECT id, sequence, floor FROM sites",
            )
            .await?;
        for bound in ["clock", "next_lapse"] {
            let bound = ColumnDef::new(bound).big_integer().to_owned();
            manager.alter_table(Table::alter().table("sites").add_column(bound).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("sites").drop_column("floor").to_owned()).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            database.execute_unprepared(KEPT).await?;
            database.execute_unprepared(NO_ROW_BY_ROW_CHECKS).await?;
        }
        Ok(())
    }
}

/// Keys compared by their bytes and the faster compression, as for the other tables.
const KEPT: &str = r#"
    ALTER TABLE floors ALTER COLUMN site TYPE text COLLATE "C";
    DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
            ALTER TABLE floors ALTER COLUMN floor SET COMPRESSION lz4;
        END IF;
    END $$"#;

/// PostgreSQL asks for the site of each row written, one by one, which is a good part of a commit's cost. Every writer holds
/// the lock of the site's row, and no site is ever deleted, so the answer is known.
const NO_ROW_BY_ROW_CHECKS: &str = "
    DO $$ DECLARE found record; BEGIN
        FOR found IN SELECT conrelid::regclass AS kept_in, conname FROM pg_constraint
                      WHERE contype = 'f' AND confrelid = 'sites'::regclass LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.kept_in, found.conname);
        END LOOP;
    END $$";
