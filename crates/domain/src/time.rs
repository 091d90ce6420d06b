//! Instants, spans and the site's civil calendar; the only place that turns one into another.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant, in UTC.
pub type Timestamp = DateTime<Utc>;

/// A length of time in whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub u32);

impl Span {
    /// That many minutes.
    #[must_use]
    pub const fn minutes(n: u32) -> Self {
        Self(n * 60)
    }

    /// Days of 24 hours each, as the policies count protection.
    #[must_use]
    pub const fn days(n: u32) -> Self {
        Self(n * 86_400)
    }

    /// The instant this long after `start`; the end of time where that does not exist.
    #[must_use]
    pub fn after(self, start: Timestamp) -> Timestamp {
        start.checked_add_signed(TimeDelta::seconds(i64::from(self.0))).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// What has passed between two instants, never negative.
    #[must_use]
    pub fn between(from: Timestamp, to: Timestamp) -> Self {
        let seconds = (to - from).num_seconds().clamp(0, i64::from(u32::MAX));
        Self(u32::try_from(seconds).unwrap_or(u32::MAX))
    }
}

/// A time of day by a wall clock.
pub type TimeOfDay = NaiveTime;

/// Reads a time of day such as `18:30`.
#[must_use]
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// When something falls due: "from 1:00 on" is [`Due::At`], "more than 5:00" is [`Due::After`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// From this instant on.
    At(Timestamp),
    /// Strictly later than this instant.
    After(Timestamp),
}

impl Due {
    /// Has it fallen due by `now`?
    #[must_use]
    pub fn elapsed(self, now: Timestamp) -> bool {
        match self {
            Self::At(t) => t <= now,
            Self::After(t) => t < now,
        }
    }

    /// The boundary instant.
    #[must_use]
    pub fn instant(self) -> Timestamp {
        match self {
            Self::At(t) | Self::After(t) => t,
        }
    }
}

/// By instant; at one instant, what is due from it on comes before what is due after it.
impl Ord for Due {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        let key = |due: &Self| (due.instant(), matches!(due, Self::After(_)));
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The IANA zone by which a site counts its days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Zone(Tz);

impl Zone {
    /// UTC, for values that must exist before a site is opened.
    pub const UTC: Self = Self(Tz::UTC);

    /// Reads an IANA name such as `Asia/Shanghai`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The civil date at the site.
    #[must_use]
    pub fn date(self, at: Timestamp) -> NaiveDate {
        at.with_timezone(&self.0).date_naive()
    }

    /// The time of day at the site.
    #[must_use]
    pub fn time_of_day(self, at: Timestamp) -> NaiveTime {
        at.with_timezone(&self.0).time()
    }

    /// The instant at which `date` begins; where a clock change swallows midnight, the first instant that exists.
    #[must_use]
    pub fn start_of(self, date: NaiveDate) -> Timestamp {
        self.instant(date, NaiveTime::MIN)
    }

    /// The instant at which the civil day of `date` ends.
    #[must_use]
    pub fn end_of(self, date: NaiveDate) -> Timestamp {
        date.checked_add_days(Days::new(1)).map_or(DateTime::<Utc>::MAX_UTC, |next| self.start_of(next))
    }

    /// A wall-clock time as an instant: the earlier of two, and the first after a gap.
    #[must_use]
    pub fn instant(self, date: NaiveDate, time: NaiveTime) -> Timestamp {
        let wall = date.and_time(time);
        // Clock changes move by at most a few hours: look for the first minute that exists.
        (0..=6 * 60)
            .find_map(|minutes| {
                let tried = wall.checked_add_signed(TimeDelta::minutes(minutes))?;
                self.0.from_local_datetime(&tried).earliest()
            })
            .map_or_else(|| wall.and_utc(), |local| local.with_timezone(&Utc))
    }

    /// The instant as the site's wall clock shows it, with its offset.
    #[must_use]
    pub fn local(self, at: Timestamp) -> DateTime<Tz> {
        at.with_timezone(&self.0)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| de::Error::custom("not an IANA time zone"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_first_comes_first_whether_at_or_after() {
        let at = |minute: i64| Timestamp::UNIX_EPOCH + TimeDelta::minutes(minute);
        let mut dues = [Due::At(at(9)), Due::After(at(5)), Due::After(at(3)), Due::At(at(5))];
        dues.sort();
        assert_eq!(dues, [Due::After(at(3)), Due::At(at(5)), Due::After(at(5)), Due::At(at(9))]);
    }
}
