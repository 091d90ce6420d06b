//! How PostgreSQL keeps what it keeps; nothing of it concerns SQLite, and no column, key or index changes.

use sea_orm_migration::prelude::{
    ConnectionTrait, DbErr, DeriveMigrationName, MigrationTrait, SchemaManager,
};
use sea_orm_migration::sea_orm::DbBackend;

/// Keys compared by their bytes, and a hot row that is updated in its place.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Tables with the columns by which they are looked up or ordered.
const KEYS: [(&str, &[&str]); 8] = [
    ("sites", &["id"]),
    ("journal", &["site"]),
    ("checkpoints", &["site"]),
    ("parties", &["site", "id", "holder", "merged_into"]),
    ("visitors", &["site", "id", "party"]),
    ("particulars", &["site", "party", "phone"]),
    ("requests", &["site", "scope", "key"]),
    ("policies", &["name"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        if manager.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        for (table, columns) in KEYS {
            // The order of ids is then the same in every database and in the program, whatever the locale.
            let by_bytes: Vec<_> = columns
                .iter()
                .map(|column| format!("ALTER COLUMN {column} TYPE text COLLATE \"C\""))
                .collect();
            database.execute_unprepared(&format!("ALTER TABLE {table} {}", by_bytes.join(", "))).await?;
        }
        // Room on each page, so that a floor's next version lies beside the last and no index is touched; a floor stays in
        // its row, compressed, as long as it fits.
        database.execute_unprepared("ALTER TABLE sites SET (fillfactor = 50)").await?;
        database.execute_unprepared("ALTER TABLE sites ALTER COLUMN floor SET STORAGE MAIN").await?;
        database.execute_unprepared(FASTER_COMPRESSION).await.map(|_| ())
    }
}

/// Several times as fast as the usual one; not every server was built with it.
const FASTER_COMPRESSION: &str = "
    DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
            ALTER TABLE sites ALTER COLUMN floor SET COMPRESSION lz4;
            ALTER TABLE checkpoints ALTER COLUMN floor SET COMPRESSION lz4;
            ALTER TABLE parties ALTER COLUMN body SET COMPRESSION lz4;
            ALTER TABLE journal ALTER COLUMN body SET COMPRESSION lz4;
        END IF;
    END $$";
