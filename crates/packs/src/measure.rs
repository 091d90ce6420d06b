//! Lengths of time and fractions as a pack writes them: `30m`, `5m30s`, `7d`; `2/3`.

use core::fmt;

use domain::policy::{DayOfYear, TaskDue};
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

/// Until when something is due, as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DueWritten(pub(crate) TaskDue);

/// A day of every year, or of one, as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct DayWritten(pub(crate) DayOfYear);

/// Reads `at_once`, `day_end`, a length of time or a time of day.
fn parse_due(text: &str) -> Option<TaskDue> {
    match text {
        "at_once" => Some(TaskDue::AtOnce),
        "day_end" => Some(TaskDue::DayEnd),
        _ if text.contains(':') => domain::time::time_of_day(text).map(TaskDue::By),
        _ => parse_length(text).map(TaskDue::Within),
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

impl<'de> Deserialize<'de> for DueWritten {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a due time: \"at_once\", a length such as \"30m\", a time of day such as \"18:30\", or \"day_end\"";
        deserializer.deserialize_str(TextVisitor { read: parse_due, expected }).map(Self)
    }
}

impl<'de> Deserialize<'de> for DayWritten {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a day such as \"10-01\" or \"2027-02-06\"";
        deserializer.deserialize_str(TextVisitor { read: DayOfYear::parse, expected }).map(Self)
    }
}

impl JsonSchema for DueWritten {
    fn schema_name() -> Cow<'static, str> {
        "Due".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(at_once|day_end|[0-2][0-9]:[0-5][0-9]|(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$",
            "description": "At once, within a length of time, until a time of day (on the next day where the occasion comes later than that), or until the day ends.",
            "examples": ["at_once", "30m", "18:30", "day_end"],
        })
    }
}

impl JsonSchema for DayWritten {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string", "pattern": "^([0-9]{4}-)?[0-1][0-9]-[0-3][0-9]$",
            "description": "A day of every year, or one day.", "examples": ["10-01", "2027-02-06"],
        })
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
    fn due_times_and_days_are_read() {
        assert_eq!(parse_due("30m"), Some(TaskDue::Within(Span(1800))));
        assert_eq!(parse_due("18:30"), domain::time::time_of_day("18:30").map(TaskDue::By));
        assert_eq!(parse_due("day_end"), Some(TaskDue::DayEnd));
        for text in ["", "soon", "25:00", "18:30:00x", "-5m"] {
            assert_eq!(parse_due(text), None, "{text}");
        }
        assert_eq!(DayOfYear::parse("10-01"), Some(DayOfYear::Every(10, 1)));
        assert!(matches!(DayOfYear::parse("2027-02-06"), Some(DayOfYear::Once(_))));
        for text in ["", "13-01", "02-30", "tomorrow", "2027-02-30"] {
            assert_eq!(DayOfYear::parse(text), None, "{text}");
        }
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
