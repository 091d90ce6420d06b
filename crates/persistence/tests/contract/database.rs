//! A fresh database of either kind, and a second way into it to plant faults.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use persistence::{Place, SqlStore};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

/// Each case on a fresh database of each kind.
macro_rules! on_each_database {
    ($($case:ident)+) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(crate::database::TestDatabase::file()).await;
            }
        )+ }
        mod postgres { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(crate::database::TestDatabase::on_server().await).await;
            }
        )+ }
    };
}
pub(crate) use on_each_database;

/// The tables that a batch writes.
pub(crate) const TABLES: [&str; 8] =
    ["sites", "floors", "journal", "checkpoints", "parties", "visitors", "particulars", "requests"];

/// A database that goes away when this is dropped.
pub(crate) enum TestDatabase {
    File(tempfile::TempDir),
    OnServer { admin: String, name: String },
}

/// What a row meets that a fault is planted for.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// The statement fails.
    Refused,
    /// The row is passed over in silence.
    Ignored,
}

impl TestDatabase {
    pub(crate) fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    /// A database of its own on the server that the tests were given, so that they can run side by side.
    pub(crate) async fn on_server() -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let admin = server();
        let name = format!("lunpai_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // One that an earlier run with the same number could not take away.
        for text in [drop_database(&name), format!("CREATE DATABASE {name} TEMPLATE template0")] {
            connected(&admin).await.execute_unprepared(&text).await.unwrap();
        }
        Self::OnServer { admin, name }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("lunpai.db").display()),
            Self::OnServer { admin, name } => {
                let (server, _) = admin.rsplit_once('/').unwrap();
                format!("{server}/{name}")
            }
        }
    }

    /// The file's path.
    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Self::File(folder) => folder.path().join("lunpai.db"),
            Self::OnServer { .. } => panic!("no file"),
        }
    }

    pub(crate) fn place(&self) -> Place {
        Place::of_url(&self.url()).unwrap()
    }

    pub(crate) async fn open(&self) -> SqlStore {
        SqlStore::open(&self.place()).await.unwrap()
    }

    /// Runs SQL beside the store, as somebody with a database shell would.
    pub(crate) async fn sql(&self, sql: &str) {
        self.beside().await.execute_unprepared(sql).await.unwrap();
    }

    /// From now on each row of that table that is to be inserted or updated meets a fault.
    pub(crate) async fn plant(&self, event: &str, table: &str, fault: Fault) {
        let text = match (self, fault) {
            (Self::File(_), Fault::Refused) => format!(
                "CREATE TRIGGER fault BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'planted'); END"
            ),
            (Self::File(_), Fault::Ignored) => {
                format!("CREATE TRIGGER fault BEFORE {event} ON {table} BEGIN SELECT RAISE(IGNORE); END")
            }
            (Self::OnServer { .. }, fault) => {
                let body = match fault {
                    Fault::Refused => "RAISE EXCEPTION 'planted'",
                    Fault::Ignored => "RETURN NULL",
                };
                format!(
                    "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$;
                     CREATE TRIGGER fault BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION fault()"
                )
            }
        };
        self.sql(&text).await;
    }

    pub(crate) async fn unplant(&self, table: &str) {
        match self {
            Self::File(_) => self.sql("DROP TRIGGER fault").await,
            Self::OnServer { .. } => {
                self.sql(&format!("DROP TRIGGER fault ON {table}; DROP FUNCTION fault()")).await;
            }
        }
    }

    /// How many rows each table has, `sites` first.
    pub(crate) async fn rows(&self) -> Vec<(&'static str, i64)> {
        let beside = self.beside().await;
        let mut counted = Vec::new();
        for table in TABLES {
            let count = format!("SELECT count(*) AS n FROM {table}");
            let row = beside.query_one_raw(Statement::from_string(self.backend(), count));
            counted.push((table, row.await.unwrap().unwrap().try_get("", "n").unwrap()));
        }
        counted
    }

    pub(crate) fn backend(&self) -> DbBackend {
        match self {
            Self::File(_) => DbBackend::Sqlite,
            Self::OnServer { .. } => DbBackend::Postgres,
        }
    }

    pub(crate) async fn beside(&self) -> DatabaseConnection {
        connected(&self.url()).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Self::OnServer { admin, name } = self else { return };
        let (admin, text) = (admin.clone(), drop_database(name));
        // The test's own runtime may be on its way out.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { connected(&admin).await.execute_unprepared(&text).await.map(|_| ()) })
        });
        // What could not be dropped goes with the server.
        let _ = gone.join();
    }
}

fn drop_database(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
}

async fn connected(url: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

/// Where the tests' PostgreSQL is.
pub(crate) fn server() -> String {
    let named = std::env::vars_os().find(|(name, _)| name == "TEST_POSTGRES");
    let (_, url) = named.expect(
        "TEST_POSTGRES names no server: run `scripts/test -p persistence`, or `scripts/postgres with cargo test …`",
    );
    url.into_string().unwrap()
}
