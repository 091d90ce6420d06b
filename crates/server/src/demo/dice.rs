//! Chance that is the same every time: the same seed plays the same day.

/// A small generator of even numbers (SplitMix64, public domain); good enough for a day, not for secrets.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low + u32::try_from(self.next() % span).unwrap_or_default()
    }

    /// True about `percent` times in a hundred.
    pub(super) fn lucky(&mut self, percent: u32) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of a few.
    pub(super) fn one_of<'a, T>(&mut self, few: &'a [T]) -> Option<&'a T> {
        let most = u32::try_from(few.len()).unwrap_or_default();
        let at = self.between(0, most.saturating_sub(1));
        few.get(usize::try_from(at).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same() {
        let throw = |seed| {
            let mut dice = Dice::new(seed);
            (0..100).map(|_| dice.between(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8));
        assert!((1..=6).all(|face| throw(7).contains(&face)));
    }
}
