//! The suite that every store passes, over a fresh file for each case.

use std::sync::Arc;

use application::ports::Store;

use crate::fixture::TestFile;

/// A store in a folder that lasts as long as the test's runtime.
async fn fresh() -> Arc<dyn Store> {
    let file = TestFile::new();
    let store = file.open().await;
    tokio::spawn(async move {
        let _file = file;
        std::future::pending::<()>().await;
    });
    Arc::new(store)
}

application::store_contract!(fresh().await);
