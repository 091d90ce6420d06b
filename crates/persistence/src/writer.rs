//! The connections that write, and a bound on how long a server may keep a batch waiting.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use application::ports::StoreError;
use sea_orm::DatabaseConnection;

use crate::connection::postgres;
use crate::place::Server;

/// Longer than any of the server's own bounds: who has not answered by then is not there.
const DEADLINE: Duration = Duration::from_secs(5);

/// See the module.
#[derive(Debug)]
pub(crate) struct Writer {
    connections: RwLock<DatabaseConnection>,
    server: Option<Server>,
}

impl Writer {
    /// One batch after the other, however long the disk takes.
    pub(crate) fn of_file(connection: DatabaseConnection) -> Self {
        Self { connections: RwLock::new(connection), server: None }
    }

    /// Several batches at once.
    pub(crate) fn of_server(connections: DatabaseConnection, server: &Server) -> Self {
        Self { connections: RwLock::new(connections), server: Some(server.clone()) }
    }

    /// How many batches it takes at once.
    pub(crate) fn at_once(&self) -> usize {
        if self.server.is_some() { usize::try_from(postgres::WRITERS).unwrap_or(1) } else { 1 }
    }

    /// The connections as they are now.
    pub(crate) fn now(&self) -> DatabaseConnection {
        self.connections.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does the work, which says when it begins to commit. Where a server does not answer in time, its connections are
    /// given up: a network that has fallen silent would hold them for a quarter of an hour.
    pub(crate) async fn bounded(
        &self,
        work: impl AsyncFnOnce(DatabaseConnection, &AtomicBool) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let committing = AtomicBool::new(false);
        let work = work(self.now(), &committing);
        let Some(server) = &self.server else { return work.await };
        let answered = tokio::time::timeout(DEADLINE, work).await;
        answered.unwrap_or_else(|_| {
            *self.connections.write().unwrap_or_else(PoisonError::into_inner) = postgres::later(server);
            Err(if committing.load(Ordering::Acquire) {
                StoreError::Unknown
            } else {
                StoreError::Unavailable("the database did not answer in time".to_owned())
            })
        })
    }
}
