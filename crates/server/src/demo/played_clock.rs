//! A clock that stands where the played day is, and runs on from there when the day has been played.

use std::sync::{Mutex, PoisonError};

use application::ports::Clock;
use domain::time::Timestamp;

use crate::clock::SystemClock;

/// The clock of a server on which a day is played.
#[derive(Debug)]
pub(super) struct PlayedClock(Mutex<Hand>);

#[derive(Debug, Clone, Copy)]
struct Hand {
    /// Where it was set last.
    at: Timestamp,
    /// When it was let go, by the system's clock.
    let_go: Option<Timestamp>,
}

impl PlayedClock {
    /// A clock that stands.
    pub(super) fn standing_at(at: Timestamp) -> Self {
        Self(Mutex::new(Hand { at, let_go: None }))
    }

    /// Moves it forward; it never goes back.
    pub(super) fn advance_to(&self, at: Timestamp) {
        let mut hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hand.at = hand.at.max(at);
    }

    /// Lets it run, as fast as any other.
    pub(super) fn let_go(&self) {
        let mut hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hand.let_go = hand.let_go.or_else(|| Some(SystemClock.now()));
    }
}

impl Clock for PlayedClock {
    fn now(&self) -> Timestamp {
        let hand = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match hand.let_go {
            None => hand.at,
            Some(since) => hand.at + SystemClock.now().signed_duration_since(since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_it_is_let_go_and_never_goes_back() {
        let (early, late) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH + chrono::TimeDelta::hours(9));
        let clock = PlayedClock::standing_at(late);
        clock.advance_to(early);
        assert_eq!((clock.now(), clock.now()), (late, late));
        clock.let_go();
        assert!(clock.now() >= late && clock.now() < late + chrono::TimeDelta::hours(1));
    }
}
