//! Instants, days, months and hours of the day as lines write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat, TimeZone, Utc};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant in RFC 3339, with the offset it was written in; compares as an instant. Years 1970 to 9998, so that
/// no calendar arithmetic on it runs out of the calendar; no leap seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(DateTime<FixedOffset>);

impl Stamp {
    /// Reads `2026-03-02T09:00:00+08:00`; the offset is needed, fractions of a second may be there.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // chrono takes a space or a small t for the T; RFC 3339 as files write it does not.
        if text.len() > 40 || text.as_bytes().get(10) != Some(&b'T') {
            return None;
        }
        let at = DateTime::parse_from_rfc3339(text).ok()?;
        let sound = (1970..=9998).contains(&at.year()) && at.timestamp_subsec_nanos() < 1_000_000_000;
        sound.then_some(Self(at))
    }

    /// The instant in UTC.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        self.0.to_utc()
    }

    /// The instant with the offset it was written in.
    #[must_use]
    pub fn local(self) -> DateTime<FixedOffset> {
        self.0
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Stamp {
    /// Takes the instant with the offset of its zone: convert to the site's zone first, so that it prints civil time.
    fn from(at: DateTime<Z>) -> Self {
        Self(at.fixed_offset())
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A point in a plan: an instant, or a whole civil day at the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// This very instant.
    At(Stamp),
    /// The civil day; where it begins is the site's zone's to say.
    On(NaiveDate),
}

impl When {
    fn parse(text: &str) -> Option<Self> {
        if text.len() == 10 { day(text).map(Self::On) } else { Stamp::parse(text).map(Self::At) }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => at.fmt(f),
            Self::On(day) => day.fmt(f),
        }
    }
}

/// A civil month, written `2026-03`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month that contains `day`.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// The first day of the month.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        self.first
    }

    fn parse(text: &str) -> Option<Self> {
        if text.len() != 7 {
            return None;
        }
        day(&format!("{text}-01")).map(|first| Self { first })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

/// Hours of the day, written `09:00-18:00`, in minutes of the site's wall clock; `24:00` may end them, and an end
/// before the start is past midnight.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Hours {
    from: u16,
    to: u16,
}

impl Hours {
    /// Hours from one minute of the day to another, `0..=1440`; nothing where they are equal or beyond.
    #[must_use]
    pub fn new(from: u16, to: u16) -> Option<Self> {
        (from < 1440 && to <= 1440 && from != to).then_some(Self { from, to })
    }

    /// The first minute of the day, `0..1440`.
    #[must_use]
    pub fn from_minute(self) -> u16 {
        self.from
    }

    /// The minute of the day at which the hours end, exclusive; `0..=1440`.
    #[must_use]
    pub fn to_minute(self) -> u16 {
        self.to
    }

    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        Self::new(minute(from)?, minute(to)?)
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (digits(hour)?, digits(minute)?);
    (minute < 60 && hour <= 24 && (hour < 24 || minute == 0)).then(|| hour * 60 + minute)
}

/// Two digits: `u16::from_str` would also take a sign.
fn digits(text: &str) -> Option<u16> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.bytes().all(|b| b.is_ascii_digit() || b == b'-') && (1970..=9998).contains(&day.year()))
        .then_some(day)
}

/// Reads a text by a function, with words for what it should have been.
struct Written<T> {
    parse: fn(&str) -> Option<T>,
    form: &'static str,
}

impl<T> de::Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.form)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::custom(format_args!("must be {}", self.form)))
    }
}

macro_rules! written {
    ($name:ident, $form:literal, $schema:expr) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Written { parse: Self::parse, form: $form })
            }
        }

        #[cfg(feature = "openapi")]
        crate::schema::named!($name, $schema);
    };
}
written!(Stamp, "an instant with its offset, such as 2026-03-02T09:00:00+08:00", crate::schema::instant());
written!(When, "an instant with its offset, or a day such as 2026-03-02", crate::schema::text(10, 40));
written!(Month, "a month such as 2026-03", crate::schema::pattern("^\\d{4}-\\d{2}$"));
written!(Hours, "hours such as 09:00-18:00", crate::schema::pattern("^\\d{2}:\\d{2}-\\d{2}:\\d{2}$"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_keeps_its_offset_and_needs_one() {
        let at = Stamp::parse("2026-03-02T09:00:00+08:00").unwrap();
        assert_eq!(at.to_string(), "2026-03-02T09:00:00+08:00");
        assert_eq!(at.utc().to_rfc3339(), "2026-03-02T01:00:00+00:00");
        assert_eq!(Stamp::parse("2026-03-02T09:00:00.250Z").unwrap().to_string(), "2026-03-02T09:00:00.250Z");
        for bad in [
            "2026-03-02T09:00:00",
            "2026-03-02 09:00:00+08:00",
            "2026-02-29T09:00:00+08:00",
            "2026-03-02T24:00:00+08:00",
            "2026-03-02T09:00:60+08:00",
            "1969-12-31T09:00:00Z",
            "9999-03-02T09:00:00Z",
            "yesterday",
            "",
            "轮轮轮轮轮轮轮轮",
        ] {
            assert_eq!(Stamp::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn hours_end_at_midnight_or_past_it() {
        for good in ["09:00-18:00", "18:00-24:00", "22:00-06:00"] {
            assert_eq!(Hours::parse(good).unwrap().to_string(), good);
        }
        assert_eq!(Hours::parse("08:00-17:30").map(|h| (h.from_minute(), h.to_minute())), Some((480, 1050)));
        for bad in
            ["9:00-18:00", "09:00-09:00", "09:00-24:01", "24:00-08:00", "09:60-18:00", "+9:00-18:00", "-"]
        {
            assert_eq!(Hours::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_and_days_are_whole_calendar_ones() {
        assert_eq!(Month::parse("2026-03").unwrap().to_string(), "2026-03");
        assert_eq!(Month::parse("2026-13"), None);
        assert_eq!(Month::parse("2026-3"), None);
        assert_eq!(When::parse("2026-03-02").unwrap().to_string(), "2026-03-02");
        assert_eq!(When::parse("2026-02-30"), None);
        assert!(matches!(When::parse("2026-03-02T00:00:00Z"), Some(When::At(_))));
    }
}
