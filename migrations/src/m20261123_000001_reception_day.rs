//! Sites with their floors and journals, parties, particulars, request keys, packs kept.

use sea_orm_migration::prelude::{
    ColumnDef, ConditionalStatement, DbErr, DeriveMigrationName, Expr, ExprTrait, ForeignKey,
    ForeignKeyCreateStatement, Index, IndexCreateStatement, MigrationTrait, SchemaManager, Table,
    TableCreateStatement,
};

/// What a reception day needs.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            [sites(), journal(), checkpoints(), parties(), visitors(), particulars(), requests(), policies()]
        {
            manager.create_table(table).await?;
        }
        for index in [parties_by_holder(), parties_by_protection(), particulars_by_phone()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// One row a site: the floor, which does not grow with history, and the number of the last journal entry.
fn sites() -> TableCreateStatement {
    Table::create()
        .table("sites")
        .col(text("id").primary_key())
        .col(number("sequence"))
        .col(text("floor"))
        .to_owned()
}

/// What happened, for good. The key is the stream and the number within it: it is written in order and read by range.
fn journal() -> TableCreateStatement {
    Table::create()
        .table("journal")
        .col(text("site"))
        .col(number("sequence"))
        .col(number("at"))
        .col(text("body"))
        .primary_key(Index::create().col("site").col("sequence"))
        .foreign_key(&mut of_site("journal"))
        .to_owned()
}

/// Floors from which a replay may begin.
fn checkpoints() -> TableCreateStatement {
    Table::create()
        .table("checkpoints")
        .col(text("site"))
        .col(number("sequence"))
        .col(text("floor"))
        .primary_key(Index::create().col("site").col("sequence"))
        .foreign_key(&mut of_site("checkpoints"))
        .to_owned()
}

/// The customer books; what they are looked up by stands beside the body.
fn parties() -> TableCreateStatement {
    Table::create()
        .table("parties")
        .col(text("site"))
        .col(text("id"))
        .col(text("body"))
        .col(ColumnDef::new("holder").text())
        .col(ColumnDef::new("protected_until").big_integer())
        .col(ColumnDef::new("merged_into").text())
        .primary_key(Index::create().col("site").col("id"))
        .foreign_key(&mut of_site("parties"))
        .to_owned()
}

/// Which party a visit belongs to.
fn visitors() -> TableCreateStatement {
    Table::create()
        .table("visitors")
        .col(text("site"))
        .col(text("id"))
        .col(text("party"))
        .primary_key(Index::create().col("site").col("id"))
        .foreign_key(&mut of_site("visitors"))
        .to_owned()
}

/// Names and phones: here and nowhere else, so that a person can be erased.
fn particulars() -> TableCreateStatement {
    Table::create()
        .table("particulars")
        .col(text("site"))
        .col(text("party"))
        .col(ColumnDef::new("name").text())
        .col(ColumnDef::new("phone").text())
        .primary_key(Index::create().col("site").col("party"))
        .foreign_key(&mut of_site("particulars"))
        .to_owned()
}

/// Replies kept for repeated requests. No foreign key: a request for a site that does not exist has a reply too.
fn requests() -> TableCreateStatement {
    Table::create()
        .table("requests")
        .col(text("site"))
        .col(text("scope"))
        .col(text("key"))
        .col(text("fingerprint"))
        .col(number("at"))
        .col(text("body"))
        .primary_key(Index::create().col("site").col("scope").col("key"))
        .to_owned()
}

/// Packs bound at some site that no build ships.
fn policies() -> TableCreateStatement {
    Table::create()
        .table("policies")
        .col(text("name"))
        .col(number("version"))
        .col(text("text"))
        .primary_key(Index::create().col("name").col("version"))
        .to_owned()
}

/// Partial: most parties of a long list are held by nobody, and those cost nothing here.
fn parties_by_holder() -> IndexCreateStatement {
    Index::create()
        .name("parties_by_holder")
        .table("parties")
        .col("site")
        .col("holder")
        .and_where(Expr::col("holder").is_not_null())
        .to_owned()
}

/// Partial for the same reason.
fn parties_by_protection() -> IndexCreateStatement {
    Index::create()
        .name("parties_by_protection")
        .table("parties")
        .col("site")
        .col("protected_until")
        .and_where(Expr::col("protected_until").is_not_null())
        .to_owned()
}

/// Unique: a phone identifies one customer of a site.
fn particulars_by_phone() -> IndexCreateStatement {
    Index::create()
        .name("particulars_by_phone")
        .table("particulars")
        .unique()
        .col("site")
        .col("phone")
        .and_where(Expr::col("phone").is_not_null())
        .to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().to_owned()
}

/// Counts, and instants as microseconds since 1970-01-01 UTC: integers compare alike in every database.
fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().to_owned()
}

fn of_site(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "site").to("sites", "id").to_owned()
}
