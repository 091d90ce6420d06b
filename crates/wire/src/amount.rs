//! Money in whole cents and shares in exact fractions, as lines and results write them.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of the site's currency in cents, from 0 to 10 million million units. Written in units: `50`, `12.5`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Money {
    cents: i64,
}

impl Money {
    /// Up to here a double distinguishes neighbouring cents, so that reading and writing are exact.
    const MOST_UNITS: u64 = 10_000_000_000_000;

    /// That many cents; nothing below 0 or beyond the bound.
    #[must_use]
    pub fn from_cents(cents: i64) -> Option<Self> {
        (u64::try_from(cents).ok()? <= Self::MOST_UNITS * 100).then_some(Self { cents })
    }

    /// The amount in cents.
    #[must_use]
    pub fn cents(self) -> i64 {
        self.cents
    }

    fn from_decimal(units: f64) -> Option<Self> {
        let cents = (units * 100.0).round();
        // A decimal of two places reads as the very double that its cents divided by 100 give.
        if !(0.0..=1e15).contains(&cents) || cents / 100.0 != units {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 1e15 fits")]
        Self::from_cents(cents as i64)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.cents % 100 == 0 {
            return serializer.serialize_i64(self.cents / 100);
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 1e15 cents, below 2^53")]
        serializer.serialize_f64(self.cents as f64 / 100.0)
    }
}

struct Units;

impl de::Visitor<'_> for Units {
    type Value = Money;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount of money from 0 on, with at most two decimals")
    }

    fn visit_u64<E: de::Error>(self, units: u64) -> Result<Money, E> {
        let cents = units.checked_mul(100).and_then(|cents| i64::try_from(cents).ok());
        cents
            .and_then(Money::from_cents)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(units), &self))
    }

    fn visit_f64<E: de::Error>(self, units: f64) -> Result<Money, E> {
        Money::from_decimal(units).ok_or_else(|| E::invalid_value(de::Unexpected::Float(units), &self))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Units)
    }
}

/// A share of a commission between 0 and 1, in lowest terms; written `2/3`, and `1` for the whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Share {
    over: u32,
    under: u32,
}

impl Share {
    /// `over/under`, reduced; nothing for a zero denominator or for more than the whole.
    #[must_use]
    pub fn new(over: u32, under: u32) -> Option<Self> {
        if under == 0 || over > under {
            return None;
        }
        let divisor = divisor(over, under);
        Some(Self { over: over / divisor, under: under / divisor })
    }

    /// The numerator, in lowest terms.
    #[must_use]
    pub fn over(self) -> u32 {
        self.over
    }

    /// The denominator, in lowest terms.
    #[must_use]
    pub fn under(self) -> u32 {
        self.under
    }

    fn parse(text: &str) -> Option<Self> {
        let (over, under) = text.split_once('/').unwrap_or((text, "1"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !plain(over) || !plain(under) {
            return None;
        }
        Self::new(over.parse().ok()?, under.parse().ok()?)
    }
}

fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { divisor(b, a % b) }
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

struct Fraction;

impl de::Visitor<'_> for Fraction {
    type Value = Share;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a share such as \"1/3\" or \"1\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Share, E> {
        Share::parse(text).ok_or_else(|| E::invalid_value(de::Unexpected::Other("this text"), &self))
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Fraction)
    }
}

#[cfg(feature = "openapi")]
crate::schema::named!(Money, crate::schema::number());
#[cfg(feature = "openapi")]
crate::schema::named!(Share, crate::schema::pattern("^\\d+(/\\d+)?$"));

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_amounts_are_written_whole() {
        for (cents, text) in
            [(5000, "50"), (0, "0"), (1250, "12.5"), (29, "0.29"), (999_999_999_999_999, "9999999999999.99")]
        {
            let money = Money::from_cents(cents).unwrap();
            assert_eq!(serde_json::to_string(&money).unwrap(), text);
        }
    }

    #[test]
    fn amounts_finer_than_a_cent_or_below_nothing_are_refused() {
        for bad in
            ["0.001", "-1", "-0.5", "\"50\"", "true", "1e300", "10000000000001", "18446744073709551615"]
        {
            assert!(serde_json::from_str::<Money>(bad).is_err(), "{bad}");
        }
        assert_eq!(serde_json::from_str::<Money>("50.0").unwrap().cents(), 5000);
    }

    #[test]
    fn shares_come_out_in_lowest_terms() {
        assert_eq!(Share::parse("2/6").unwrap().to_string(), "1/3");
        assert_eq!(Share::parse("3/3").unwrap().to_string(), "1");
        assert_eq!(Share::parse("0/7").unwrap().to_string(), "0");
        for bad in ["1/0", "4/3", "", "/", "1/", "+1/2", "1/2/3", "0.5", "99999999999/1"] {
            assert_eq!(Share::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_survives_the_trip(cents in 0_i64..=1_000_000_000_000_000) {
            let money = Money::from_cents(cents).unwrap();
            let text = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), money);
        }
    }
}
