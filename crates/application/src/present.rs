//! Answers put into the wire's words, with sentences only for those who want them.

use domain::time::{Timestamp, Zone};
use wire::Stamp;
use wire::outcome::Answer;

use crate::request::Told;

/// Whether decisions are told in sentences too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextMode {
    /// Chinese and English.
    Both,
    /// Values only.
    None,
}

/// An instant by the site's wall clock.
pub(crate) fn stamp(at: Timestamp, zone: Zone) -> Stamp {
    Stamp::from(zone.local(at))
}

pub(crate) fn answer(told: &Told, mode: TextMode) -> Option<Answer> {
    let _ = (told, mode);
    None
}
