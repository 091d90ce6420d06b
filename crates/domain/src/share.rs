//! Exact fractions for commission splits; money never meets a float.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A share of a commission, kept in lowest terms; between 0 and 1 inclusive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Share {
    over: u32,
    under: u32,
}

impl Share {
    /// The whole.
    pub const WHOLE: Self = Self { over: 1, under: 1 };

    /// `over/under` in lowest terms; nothing for a zero denominator or more than the whole.
    #[must_use]
    pub fn new(over: u32, under: u32) -> Option<Self> {
        if under == 0 || over > under {
            return None;
        }
        let divisor = gcd(over, under);
        Some(Self { over: over / divisor, under: under / divisor })
    }

    /// Reads `2/3` or `1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (over, under) = text.split_once('/').unwrap_or((text, "1"));
        Self::new(over.trim().parse().ok()?, under.trim().parse().ok()?)
    }

    /// The numerator, in lowest terms.
    #[must_use]
    pub const fn over(self) -> u32 {
        self.over
    }

    /// The denominator, in lowest terms.
    #[must_use]
    pub const fn under(self) -> u32 {
        self.under
    }

    /// The sum, unless it exceeds the whole.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let [over, under, other_over, other_under] =
            [self.over, self.under, other.over, other.under].map(u128::from);
        let (over, under) = (over * other_under + other_over * under, under * other_under);
        let divisor = gcd_wide(over, under);
        Self::new(u32::try_from(over / divisor).ok()?, u32::try_from(under / divisor).ok()?)
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

fn gcd_wide(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd_wide(b, a % b) }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.under == 1 { write!(f, "{}", self.over) } else { write!(f, "{}/{}", self.over, self.under) }
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a fraction between 0 and 1"))
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn shares_are_in_lowest_terms_and_never_more_than_the_whole() {
        let third = Share::new(2, 6).unwrap();
        assert_eq!(third.to_string(), "1/3");
        assert_eq!(third.plus(Share::parse("2/3").unwrap()), Some(Share::WHOLE));
        assert_eq!(third.plus(Share::WHOLE), None);
        assert_eq!((Share::new(1, 0), Share::new(2, 1), Share::parse("x")), (None, None, None));
    }

    #[test]
    fn adding_shares_of_huge_denominators_does_not_overflow() {
        let a = Share::new(u32::MAX - 1, u32::MAX).unwrap();
        let b = Share::new(u32::MAX - 2, u32::MAX - 1).unwrap();
        assert_eq!(a.plus(b), None);
    }
}
