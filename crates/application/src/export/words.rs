//! Ids, hours and instants of the domain as lines carry them.

use chrono::{NaiveTime, Timelike};
use domain::floor::Shift;
use domain::time::{Timestamp, Zone};
use wire::{Hours, Id, Name, Phone, Stamp};

use crate::Failure;
use crate::ports::PhoneKey;

/// An id; what the journal holds came in as one.
pub(super) fn id(text: impl AsRef<str>) -> Result<Id, Failure> {
    Id::new(text).map_err(unreadable)
}

/// [`id`] where it may be missing.
pub(super) fn id_if<T: AsRef<str>>(text: Option<T>) -> Result<Option<Id>, Failure> {
    text.map(id).transpose()
}

/// [`id`] of each.
pub(super) fn ids<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Result<Vec<Id>, Failure> {
    texts.into_iter().map(id).collect()
}

/// An instant by the site's wall clock.
pub(super) fn stamp(at: Timestamp, zone: Zone) -> Stamp {
    crate::present::stamp(at, zone)
}

/// Hours as they were stated; see the intake for the midnights.
pub(super) fn hours(shift: Shift) -> Result<Hours, Failure> {
    let minute = |time: NaiveTime| u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0);
    let (from, to) = (minute(shift.from), minute(shift.to));
    // Around the clock ends at its last instant; hours to midnight have wrapped to 00:00.
    let to = if to == 0 || shift.to.nanosecond() > 0 { 1440 } else { to };
    Hours::new(from, to).ok_or_else(|| unreadable("hours without length"))
}

/// A name on record.
pub(super) fn name(text: Option<&str>) -> Option<Name> {
    Name::new(text?).ok()
}

/// A phone on record.
pub(super) fn phone(key: Option<&PhoneKey>) -> Option<Phone> {
    Phone::new(key?.expose()).ok()
}

/// What the journal holds cannot be said in a line.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands errors over by value")]
pub(super) fn unreadable(why: impl ToString) -> Failure {
    Failure::Corrupt(why.to_string())
}
