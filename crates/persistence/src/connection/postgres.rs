//! Connections to a PostgreSQL server: a few that write, several that read, all with bounds on how long anything may take.

use std::time::Duration;

use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

use crate::place::Server;

/// Connections of one process that write, each with a batch of its own: while one waits for the disk, the other decides.
pub(crate) const WRITERS: u32 = 2;
/// Readers at once.
const READERS: u32 = 8;
/// How long a caller waits for a connection.
const ACQUIRE: Duration = Duration::from_millis(1500);
/// A connection that has been idle for so long is asked whether it is still there before it is used.
const DOUBTFUL: Duration = Duration::from_secs(1);

/// What holds for every connection.
const ALWAYS: [(&str, &str); 11] = [
    // Another process that holds a site's row for longer than this has stopped in the middle.
    ("lock_timeout", "3s"),
    ("statement_timeout", "4s"),
    // Of a process that stopped in the middle the server gives the locks back.
    ("idle_in_transaction_session_timeout", "5s"),
    ("default_transaction_isolation", "read committed"),
    // Plans are made once, and none may depend on how small a table was then: what we ask for is always found by a key.
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("jit", "off"),
    // A notice would be logged.
    ("client_min_messages", "warning"),
    ("timezone", "UTC"),
];

/// The connections that write.
pub(crate) async fn writers(server: &Server) -> Result<DatabaseConnection, DbErr> {
    connect(server, WRITERS, "lunpai writes", &[]).await
}

/// The same, made when they are needed.
pub(crate) fn later(server: &Server) -> DatabaseConnection {
    let pool = PgPoolOptions::new()
        .max_connections(WRITERS)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None);
    DatabaseConnection::from(pool.connect_lazy_with(own(server, "lunpai writes", &[])))
}

/// Connections that cannot write, however they are used.
pub(crate) async fn readers(server: &Server) -> Result<DatabaseConnection, DbErr> {
    connect(server, READERS, "lunpai reads", &[("default_transaction_read_only", "on")]).await
}

fn own(server: &Server, name: &str, further: &[(&str, &str)]) -> PgConnectOptions {
    let own = server.options().clone().application_name(name).disable_statement_logging();
    own.options(ALWAYS.iter().chain(further).copied())
}

/// Connections for a measurement of the bare statements: as many as it has clients.
#[cfg(feature = "limits")]
pub(crate) async fn bare(server: &Server, connections: u32) -> Result<DatabaseConnection, DbErr> {
    connect(server, connections, "lunpai bare", &[]).await
}

async fn connect(
    server: &Server,
    connections: u32,
    name: &'static str,
    further: &'static [(&'static str, &'static str)],
) -> Result<DatabaseConnection, DbErr> {
    let own = own(server, name, further);
    // The URL with its password goes past the ORM, which would log it.
    let mut options = ConnectOptions::new("postgres://");
    options
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .connect_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(DOUBTFUL)
        // A logged statement could carry its values, and those are people.
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(move |_| own.clone());
    Database::connect(options).await
}
