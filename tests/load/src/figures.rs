//! What a sample shows: how many, how fast, how long each took.

use std::time::Duration;

/// One sample.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// How many were done.
    pub done: u64,
    /// How many were not, for whatever reason.
    pub failed: u64,
    /// For how long.
    pub seconds: f64,
    /// What each took, in microseconds; sorted.
    pub took: Vec<u32>,
    /// Processor time of the program, in microseconds.
    pub processor: f64,
}

impl Sample {
    /// A second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        if self.seconds > 0.0 { exact(self.done) / self.seconds } else { 0.0 }
    }

    /// The time within which that share of them was done, in milliseconds.
    #[must_use]
    pub fn within(&self, percent: usize) -> f64 {
        let at = (self.took.len() * percent / 100).min(self.took.len().saturating_sub(1));
        self.took.get(at).map_or(0.0, |took| f64::from(*took) / 1000.0)
    }

    /// Processor time of the program for each, in microseconds.
    #[must_use]
    pub fn each(&self) -> f64 {
        if self.done > 0 { self.processor / exact(self.done) } else { 0.0 }
    }

    /// Another client's share of the same sample.
    pub fn add(&mut self, other: Self) {
        self.done += other.done;
        self.failed += other.failed;
        self.took.extend(other.took);
    }

    /// Puts it in order once all is added.
    #[must_use]
    pub fn over(mut self, elapsed: Duration, hundredths: u64) -> Self {
        self.took.sort_unstable();
        self.seconds = elapsed.as_secs_f64();
        self.processor = exact(hundredths) * 10_000.0;
        self
    }
}

fn exact(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// The middle one of several.
#[must_use]
pub fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(0.0)
}

/// Microseconds, as a sample keeps them.
#[must_use]
pub fn micros(took: Duration) -> u32 {
    u32::try_from(took.as_micros()).unwrap_or(u32::MAX)
}
