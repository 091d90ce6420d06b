//! What people are asked to do and what is to be written down: on which occasion, by whom, until when.

use chrono::{NaiveDate, NaiveTime};

use super::Consequence;
use crate::floor::CustomerKind;
use crate::ids::{ClauseId, Label};
use crate::time::Span;
use crate::vocabulary::{Assignee, Capacity, Channel, Occasion, Says};

/// Something that people are asked to do.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskRule {
    /// On which occasion.
    pub on: Occasion,
    /// Only where all of this holds.
    pub when: TaskCondition,
    /// Who is asked.
    pub who: Assignee,
    /// Until when.
    pub due: TaskDue,
    /// The clause names no time: the due time is our reading.
    pub due_is_ours: bool,
    /// How often it has to be done.
    pub times: u32,
    /// Occasions about the same visit or customer that fulfil it by themselves.
    pub done_by: Vec<Occasion>,
    /// What befalls whoever is late.
    pub overdue: Option<Consequence>,
    /// While it is overdue, whoever is late is out of the rotation.
    pub keeps_out: bool,
    /// What is to be done, in the house's words.
    pub what: Bilingual,
    /// The clause that asks for it.
    pub clause: ClauseId,
}

/// A text in Chinese and in English.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What narrows the occasions of a task; an empty list means any.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TaskCondition {
    /// Whose customer the visitor is to whoever receives them.
    pub customer: Vec<CustomerKind>,
    /// How they came.
    pub channel: Vec<Channel>,
    /// In what capacity somebody receives them.
    pub capacity: Vec<Capacity>,
    /// What they say they are.
    pub says: Vec<Says>,
    /// A key customer, or not.
    pub key: Option<bool>,
    /// Fewer questions than this were put at the door; none where nobody says.
    pub asked_under: Option<u32>,
    /// At least so many people.
    pub party_from: Option<u32>,
    /// Registered within this visit, or not.
    pub registered: Option<bool>,
    /// The colleague whose customer it is could be reached, or not.
    pub reached: Option<bool>,
    /// That colleague is on the floor, or not.
    pub colleague_on_floor: Option<bool>,
    /// On one of these days.
    pub dates: Vec<DayOfYear>,
}

/// A day of every year, or of one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayOfYear {
    /// Month and day.
    Every(u32, u32),
    /// One day only.
    Once(NaiveDate),
}

impl DayOfYear {
    /// Reads `10-01`, a day of every year, or `2027-02-06`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(once) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Some(Self::Once(once));
        }
        let (month, day) = text.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // Any day of a leap year.
        NaiveDate::from_ymd_opt(2028, month, day).map(|_| Self::Every(month, day))
    }

    /// Is it this date?
    #[must_use]
    pub fn is(self, date: NaiveDate) -> bool {
        use chrono::Datelike;
        match self {
            Self::Every(month, day) => (date.month(), date.day()) == (month, day),
            Self::Once(once) => once == date,
        }
    }
}

/// Until when something has to be done; late is strictly after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskDue {
    /// At the occasion itself.
    AtOnce,
    /// So long after it.
    Within(Span),
    /// Until this time of day at the site; where the occasion comes later than that, on the next day.
    By(NaiveTime),
    /// Until the civil day ends.
    DayEnd,
}

/// A fact that a clause wants written down.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordRule {
    /// The occasion that writes it down by itself; without one, somebody does.
    pub on: Option<Occasion>,
    /// What somebody who writes it down must fill in.
    pub fields: Vec<Label>,
    /// What is written down, in the house's words.
    pub what: Bilingual,
    /// The clause that asks for it.
    pub clause: ClauseId,
}
