//! Replies kept for repeated requests are found by age, so that old ones can be forgotten.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, Index, MigrationTrait, SchemaManager};

/// What forgetting old replies needs.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_age = Index::create().name("requests_by_age").table("requests").col("at").to_owned();
        manager.create_index(by_age).await
    }
}
