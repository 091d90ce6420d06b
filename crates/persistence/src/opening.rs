//! Makes a database ready: a file for this server alone, and either kind with the schema this program was built for.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use application::ports::StoreError;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use crate::conflict::InStoreTerms;
use crate::connection::begin_write;
use crate::rekeying::rekey;
use crate::statement::{POSTGRES, SQLITE};

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder cannot be used.
    #[error("cannot open {}: {error}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// Another server has it.
    #[error("{} is open in another server; stop that one, or give this one a file of its own", path.display())]
    InUse {
        /// The database file.
        path: PathBuf,
    },
    /// A newer program has changed the schema.
    #[error(
        "{place} was written by a newer version of this program: it has the schema steps {}, which this version does not know",
        steps.join(", ")
    )]
    Newer {
        /// The database.
        place: String,
        /// The steps that are not known here.
        steps: Vec<String>,
    },
    /// A server whose settings break what we promise.
    #[error("refusing to use {place}: {setting} is {value}, and {because}")]
    Unfit {
        /// The database.
        place: String,
        /// Which setting.
        setting: &'static str,
        /// As it is.
        value: String,
        /// What is wrong with that.
        because: &'static str,
    },
    /// The database refused.
    #[error("cannot use {place}: {error}")]
    Database {
        /// The database.
        place: String,
        /// What it said.
        error: StoreError,
    },
}

/// A result of the database that is being opened.
pub(crate) trait OfPlace<T> {
    /// Says which one it was.
    fn of(self, place: &impl ToString) -> Result<T, OpenError>;
}

impl<T> OfPlace<T> for Result<T, DbErr> {
    fn of(self, place: &impl ToString) -> Result<T, OpenError> {
        self.in_store_terms().map_err(|error| OpenError::Database { place: place.to_string(), error })
    }
}

/// The same name for a file however it is reached, without opening it.
pub(crate) fn one_name(path: &Path) -> Result<PathBuf, OpenError> {
    let failed = |error| OpenError::File { path: path.to_owned(), error };
    if path.try_exists().map_err(failed)? {
        return path.canonicalize().map_err(failed);
    }
    let name = path.file_name().ok_or_else(|| failed(std::io::ErrorKind::InvalidFilename.into()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(folder.canonicalize().map_err(failed)?.join(name))
}

/// Creates the file if it is missing, readable by its owner only: it holds phones. An existing file is not opened.
pub(crate) fn create_missing(path: &Path) -> Result<(), OpenError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(OpenError::File { path: path.to_owned(), error }),
    }
}

/// One lock for everybody's migrations, whatever the database: servers that start together take turns. The number is
/// ours by chance alone.
const TURN: &str =
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7305160331)";

/// Brings the schema up to this program's, all steps or none; refuses one that is ahead of it.
pub(crate) async fn migrate(writer: &DatabaseConnection, place: &impl ToString) -> Result<(), OpenError> {
    let transaction = begin_write(writer).await.of(place)?;
    let on_server = writer.get_database_backend() == DbBackend::Postgres;
    if on_server {
        transaction.execute_unprepared(TURN).await.of(place)?;
    }
    let applied = migrations::applied(&transaction).await.of(place)?;
    let known = migrations::known();
    let steps: Vec<_> = applied.iter().filter(|step| !known.contains(step)).cloned().collect();
    if !steps.is_empty() {
        transaction.rollback().await.of(place)?;
        return Err(OpenError::Newer { place: place.to_string(), steps });
    }
    migrations::up(&transaction).await.of(place)?;
    if !applied.is_empty() && !applied.iter().any(|step| step == migrations::KEYED_ANEW) {
        let dialect = if on_server { &POSTGRES } else { &SQLITE };
        rekey(&transaction, dialect)
            .await
            .map_err(|error| OpenError::Database { place: place.to_string(), error })?;
    }
    transaction.commit().await.of(place)
}

/// What a server must not be set to, and why.
const UNFIT: [(&str, &[&str], &str); 4] = [
    ("fsync", &["off"], "what was acknowledged would not survive a power cut"),
    ("full_page_writes", &["off"], "a power cut could leave torn pages"),
    ("synchronous_commit", &["off"], "what was acknowledged would not survive a crash of the server"),
    ("server_encoding", &["SQL_ASCII"], "names are Unicode: create the database with ENCODING 'UTF8'"),
];

/// Refuses a server that would lose what it has acknowledged, or that cannot hold a name.
pub(crate) async fn demand_fitness(
    writer: &DatabaseConnection,
    place: &impl ToString,
) -> Result<(), OpenError> {
    for (setting, refused, because) in UNFIT {
        let asked = Statement::from_string(
            DbBackend::Postgres,
            format!("SELECT current_setting('{setting}') AS value"),
        );
        let row = writer.query_one_raw(asked).await.of(place)?;
        let value: String =
            row.map(|row| row.try_get("", "value")).transpose().of(place)?.unwrap_or_default();
        let unfit = refused.contains(&value.as_str()) || (setting == "server_encoding" && value != "UTF8");
        if unfit {
            return Err(OpenError::Unfit { place: place.to_string(), setting, value, because });
        }
    }
    Ok(())
}
