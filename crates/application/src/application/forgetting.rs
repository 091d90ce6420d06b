//! Forgetting what is kept for a time only: replies for repeated requests.

use chrono::TimeDelta;
use domain::time::Timestamp;

use super::Application;
use crate::Failure;

/// For how many hours a reply is kept at least, so that the same request under the same key is answered with it.
pub const REPLIES_KEPT_HOURS: u32 = 24;

/// How many are forgotten in one transaction: a writer that waits for it waits some milliseconds.
const AT_ONCE: u32 = 500;
/// How many transactions one call makes at most; what is left goes with the next.
const ROUNDS: usize = 20;

impl Application {
    /// Forgets replies that have been kept long enough; tells how many. For a ticker.
    ///
    /// # Errors
    /// The store's; what was forgotten before stays forgotten.
    pub async fn forget_old_replies(&self) -> Result<u64, Failure> {
        let kept = TimeDelta::hours(i64::from(REPLIES_KEPT_HOURS));
        let kept_since = self.ports.clock.now().checked_sub_signed(kept).unwrap_or(Timestamp::MIN_UTC);
        let mut forgotten = 0;
        for _ in 0..ROUNDS {
            let these = self.ports.store.forget_replies(kept_since, AT_ONCE).await?;
            forgotten += these;
            if these < u64::from(AT_ONCE) {
                break;
            }
        }
        Ok(forgotten)
    }
}
