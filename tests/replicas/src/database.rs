//! A database of its own on the PostgreSQL server that the tests were given.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use persistence::{Place, SqlStore};

/// Gone when it is dropped.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// On the server that `TEST_POSTGRES` names.
    ///
    /// # Panics
    /// It names none: `scripts/test` starts one, `scripts/postgres with COMMAND` does so by hand.
    #[must_use]
    pub fn create() -> Self {
        let named = std::env::vars_os().find(|(name, _)| name == "TEST_POSTGRES");
        assert!(
            named.is_some(),
            "TEST_POSTGRES names no server: run scripts/test, or scripts/postgres with …"
        );
        let (_, server) = named.unwrap();
        Self::on(&server.into_string().unwrap())
    }

    /// On a server of the test's own.
    #[must_use]
    pub fn on(server: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("lunpai_replicas_{}_{number}", std::process::id());
        psql(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        psql(server, &format!("CREATE DATABASE {name} TEMPLATE template0"));
        Self { server: server.to_owned(), name }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }

    /// Its URL by way of a TCP port of this machine.
    #[must_use]
    pub fn url_by(&self, port: u16) -> String {
        format!("postgres://lunpai@127.0.0.1:{port}/{}", self.name)
    }

    /// What a statement tells, as text.
    #[must_use]
    pub fn told(&self, sql: &str) -> String {
        psql(&self.url(), sql)
    }

    /// A store on it.
    pub async fn store(&self) -> SqlStore {
        SqlStore::open(&Place::of_url(&self.url()).unwrap()).await.unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What could not be dropped goes with the server.
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = Command::new("psql").args([&self.server, "-qAtc", &drop]).output();
    }
}

fn psql(url: &str, sql: &str) -> String {
    let output = Command::new("psql").args([url, "-v", "ON_ERROR_STOP=1", "-qAtc", sql]).output().unwrap();
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
