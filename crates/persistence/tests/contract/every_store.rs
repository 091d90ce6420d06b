//! The suite that every store passes, over a fresh database of each kind for each case.

use std::sync::Arc;

use application::ports::Store;

use crate::database::TestDatabase;

/// A store on a database that lasts as long as the test's runtime.
async fn fresh(database: TestDatabase) -> Arc<dyn Store> {
    let store = database.open().await;
    tokio::spawn(async move {
        let _database = database;
        std::future::pending::<()>().await;
    });
    Arc::new(store)
}

mod sqlite {
    application::store_contract!(super::fresh(super::TestDatabase::file()).await);
}

mod postgres {
    application::store_contract!(super::fresh(super::TestDatabase::on_server().await).await);
}
