//! Lengths of time and fractions as a pack writes them: `30m`, `5m30s`, `7d`; `2/3`.

use core::fmt;
use domain::share::Share;
use domain::time::{Span, TimeOfDay, time_of_day};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;

/// A length of time, in whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Length(pub(crate) Span);

/// A part of a commission, exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fraction(pub(crate) Share);

/// A time of day by the site's wall clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ClockTime(pub(crate) TimeOfDay);

impl<'de> Deserialize<'de> for ClockTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a time of day such as \"09:00\"";
        deserializer.deserialize_str(TextVisitor { read: time_of_day, expected }).map(Self)
    }
}

impl JsonSchema for ClockTime {
    fn schema_name() -> Cow<'static, str> {
        "ClockTime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
            "description": "A time of day by the site's wall clock.", "examples": ["09:00", "18:00"],
        })
    }
}

/// The units, longest first, as they must follow each other.
const UNITS: &[(char, u32)] = &[('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// Reads `1d12h`, `30m` or `5m30s`; nothing for another form or more than a century.
pub(crate) fn parse_length(text: &str) -> Option<Span> {
    const CENTURY: u32 = 36_525 * 86_400;
    let mut total: u32 = 0;
    let mut units = UNITS.iter();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u32 = rest.get(..digits)?.parse().ok()?;
        let unit = rest.get(digits..)?.chars().next()?;
        let (_, seconds) = units.find(|(letter, _)| *letter == unit)?;
        total = total.checked_add(number.checked_mul(*seconds)?)?;
        rest = rest.get(digits + unit.len_utf8()..)?;
    }
    (!text.is_empty() && total <= CENTURY).then_some(Span(total))
}

/// Reads `2/3` or `1`; nothing for more than the whole or for parts finer than a ten-thousandth.
fn parse_fraction(text: &str) -> Option<Share> {
    const FINEST: u32 = 10_000;
    let under: u32 = text.split_once('/').map_or(Some(1), |(_, under)| under.trim().parse().ok())?;
    if under > FINEST { None } else { Share::parse(text) }
}

/// Writes a length as a pack would.
pub(crate) fn written(span: Span) -> String {
    let mut left = span.0;
    let mut text = String::new();
    for (letter, seconds) in UNITS {
        if left / seconds > 0 {
            text.push_str(&format!("{}{letter}", left / seconds));
            left %= seconds;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

struct TextVisitor<T> {
    read: fn(&str) -> Option<T>,
    expected: &'static str,
}

impl<T> de::Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text)
            .ok_or_else(|| E::custom(format!("{} is not {}", crate::meant::quoted(text), self.expected)))
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a length of time such as \"30m\", \"24h\", \"7d\" or \"5m30s\"";
        deserializer.deserialize_str(TextVisitor { read: parse_length, expected }).map(Self)
    }
}

impl<'de> Deserialize<'de> for Fraction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a fraction between 0 and 1 such as \"2/3\" or \"1\"";
        deserializer.deserialize_str(TextVisitor { read: parse_fraction, expected }).map(Self)
    }
}

impl JsonSchema for Length {
    fn schema_name() -> Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "pattern": "^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$",
            "description": "A length of time: days, hours, minutes and seconds, longest first.",
            "examples": ["30m", "24h", "7d", "5m30s"],
        })
    }
}

impl JsonSchema for Fraction {
    fn schema_name() -> Cow<'static, str> {
        "Fraction".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "pattern": "^[0-9]+(/[1-9][0-9]*)?$",
            "description": "An exact fraction between 0 and 1.", "examples": ["2/3", "1"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_written() {
        for (text, seconds) in [("30m", 1800), ("24h", 86_400), ("7d", 604_800), ("5m30s", 330), ("0s", 0)] {
            assert_eq!(parse_length(text), Some(Span(seconds)), "{text}");
        }
        assert_eq!(written(Span(330)), "5m30s");
        assert_eq!(written(Span(0)), "0s");
    }

    #[test]
    fn fractions_are_exact_and_coarse_enough_to_add() {
        assert_eq!(parse_fraction("4/6"), Share::new(2, 3));
        assert_eq!(parse_fraction("1"), Some(Share::WHOLE));
        for text in ["", "3/2", "1/0", "1/4294967295", "0.5", "-1/2", "1/2/3"] {
            assert_eq!(parse_fraction(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in ["", "30", "m", "30 m", "30m5h", "1m1m", "-5m", "99999999999d", "40000d", "5é", "é"] {
            assert_eq!(parse_length(text), None, "{text}");
        }
    }
}
