//! Makes a database file ready: for this server alone, and with the schema this program was built for.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use application::ports::StoreError;
use sea_orm::{DatabaseConnection, DbErr};

use crate::conflict::InStoreTerms;
use crate::connection::begin_write;

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
        "{} was written by a newer version of this program: it has the schema steps {}, which this version does not know",
        path.display(),
        steps.join(", ")
    )]
    Newer {
        /// The database file.
        path: PathBuf,
        /// The steps that are not known here.
        steps: Vec<String>,
    },
    /// The database refused.
    #[error("cannot use {}: {error}", path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What it said.
        error: StoreError,
    },
}

/// A result of the database about the file that is being opened.
pub(crate) trait OfFile<T> {
    /// Says which file it was.
    fn of_file(self, path: &Path) -> Result<T, OpenError>;
}

impl<T> OfFile<T> for Result<T, DbErr> {
    fn of_file(self, path: &Path) -> Result<T, OpenError> {
        self.in_store_terms().map_err(|error| OpenError::Database { path: path.to_owned(), error })
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

/// Brings the schema up to this program's, all steps or none; refuses one that is ahead of it.
pub(crate) async fn migrate(writer: &DatabaseConnection, path: &Path) -> Result<(), OpenError> {
    let transaction = begin_write(writer).await.of_file(path)?;
    let applied = migrations::applied(&transaction).await.of_file(path)?;
    let known = migrations::known();
    let steps: Vec<_> = applied.into_iter().filter(|step| !known.contains(step)).collect();
    if !steps.is_empty() {
        transaction.rollback().await.of_file(path)?;
        return Err(OpenError::Newer { path: path.to_owned(), steps });
    }
    migrations::up(&transaction).await.of_file(path)?;
    transaction.commit().await.of_file(path)
}
