//! The file's own clock: it shows the instant of the line being played.

use std::sync::{Mutex, PoisonError};

use application::ports::Clock;
use domain::time::Timestamp;

/// A clock that stands still between lines.
#[derive(Debug)]
pub(crate) struct FileClock(Mutex<Timestamp>);

impl FileClock {
    /// A clock before the first line: the earliest instant a line can name.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Timestamp::UNIX_EPOCH))
    }

    /// Moves the hands.
    pub(crate) fn set(&self, at: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

impl Clock for FileClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
