//! The time, as the machine tells it.

use application::ports::Clock;
use domain::time::Timestamp;

/// The system's clock, to the millisecond: what is finer only fills logs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port's adapter")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::from(std::time::SystemTime::now());
        Timestamp::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }
}
