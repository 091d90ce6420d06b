//! Customers are found by name, and by a phone they had before.

use sea_orm_migration::prelude::{
    ColumnDef, ConditionalStatement, ConnectionTrait, DbErr, DeriveMigrationName, Expr, ExprTrait,
    ForeignKey, Index, IndexCreateStatement, MigrationTrait, SchemaManager, Table, TableAlterStatement,
    TableCreateStatement,
};
use sea_orm_migration::sea_orm::DbBackend;

/// A column for the name as it is compared, and a table of phones had before. The keys of what is there already are
/// worked out by the store when it opens: how names and phones are compared is no matter of the schema.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(name_key()).await?;
        let on_server = manager.get_database_backend() == DbBackend::Postgres;
        manager.create_table(former_phones(on_server)).await?;
        if on_server {
            manager.get_connection().execute_unprepared(BY_BYTES).await?;
        }
        manager.create_index(particulars_by_name()).await?;
        manager.create_index(former_phones_by_party()).await
    }
}

/// As all keys: compared by their bytes.
const BY_BYTES: &str = "
    ALTER TABLE particulars ALTER COLUMN name_key TYPE text COLLATE \"C\";
    ALTER TABLE former_phones ALTER COLUMN site TYPE text COLLATE \"C\", ALTER COLUMN phone TYPE text COLLATE \"C\",
        ALTER COLUMN party TYPE text COLLATE \"C\"";

fn name_key() -> TableAlterStatement {
    Table::alter().table("particulars").add_column(ColumnDef::new("name_key").text()).to_owned()
}

/// Beside the phone on record: a number that somebody has replaced still finds them. For erasure they are particulars.
/// On a server the lock on the site's row stands for the key to it, as for the other tables.
fn former_phones(on_server: bool) -> TableCreateStatement {
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().to_owned();
    let mut table = Table::create();
    table.table("former_phones").col(text("site")).col(text("phone")).col(text("party"));
    table.primary_key(Index::create().col("site").col("phone"));
    if !on_server {
        table.foreign_key(
            &mut ForeignKey::create().from("former_phones", "site").to("sites", "id").to_owned(),
        );
    }
    table
}

/// Partial: many a visitor never says their name.
fn particulars_by_name() -> IndexCreateStatement {
    Index::create()
        .name("particulars_by_name")
        .table("particulars")
        .col("site")
        .col("name_key")
        .and_where(Expr::col("name_key").is_not_null())
        .to_owned()
}

fn former_phones_by_party() -> IndexCreateStatement {
    Index::create().name("former_phones_by_party").table("former_phones").col("site").col("party").to_owned()
}
