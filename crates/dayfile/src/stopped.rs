//! Why a run stopped before the end of its file.

use core::fmt;
use std::io;

use application::{Failure, Kind};
use wire::BadLine;

/// A file that cannot be read on: from this line on nothing was done, and the line itself changed nothing.
///
/// It names the line and the key, never a value that could be a person's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadFile {
    /// The line's number, from 1.
    pub line: u64,
    /// The key and the reason.
    pub reason: String,
}

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for BadFile {}

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The file is at fault.
    #[error(transparent)]
    BadFile(#[from] BadFile),
    /// The pack asked for instead of the file's own is not there or not sound.
    #[error("{0}")]
    Pack(String),
    /// We are at fault, or the store is.
    #[error("line {line}: {}", within(.failure))]
    Fault {
        /// The line being played.
        line: u64,
        /// What went wrong.
        failure: Failure,
    },
    /// The input could not be read.
    #[error("cannot be read: {0}")]
    Input(io::Error),
    /// The output could not be written.
    #[error("cannot be written: {0}")]
    Output(io::Error),
}

/// What went wrong, with the detail that a client of the server is not told.
fn within(failure: &Failure) -> String {
    match failure {
        Failure::Corrupt(why) | Failure::Unavailable(why) => format!("{failure}: {why}"),
        other => other.to_string(),
    }
}

impl Stopped {
    pub(crate) fn bad_file(line: u64, reason: impl fmt::Display) -> Self {
        BadFile { line, reason: reason.to_string() }.into()
    }

    pub(crate) fn bad_line(line: u64, bad: &BadLine) -> Self {
        Self::bad_file(line, bad)
    }
}

/// Keeps what a day file goes on after; anything else stops it.
pub(crate) fn refusal(line: u64, failure: Failure) -> Result<Failure, Stopped> {
    match failure.kind() {
        Kind::Refused | Kind::Stale | Kind::NotBuiltYet => Ok(failure),
        Kind::NotFound | Kind::Invalid => Err(Stopped::bad_file(line, failure)),
        Kind::Overloaded | Kind::Unavailable | Kind::Internal => Err(Stopped::Fault { line, failure }),
    }
}
