//! Somebody of the house: role, status, presence, and what keeps them out of the rotation.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::floor::Gated;
use crate::ids::{Cite, Label, StaffId, VisitorId};
use crate::time::Timestamp;
use crate::turn_table::TableId;
use crate::vocabulary::{Cause, Reason, Role, Status};

/// A member of the house.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub id: StaffId,
    /// What they do.
    pub role: Role,
    /// Whether they can take part at all.
    pub status: Status,
    /// Sub-team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Label>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Label>,
    /// Skills, for matching by ability.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Label>,
    /// Working hours; outside them they count as not signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<Shift>,
    /// Which half-team (1 or 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half: Option<u8>,
    /// Experience in months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experience_months: Option<u32>,
    /// On the floor, away or off.
    pub presence: Presence,
    /// Out of the rotation until the day ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<Bar>,
    /// Out of the rotation until an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspension: Option<Bar>,
    /// One turn in every two rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternation: Option<Alternation>,
    /// What a month's figures brought on them, lifted or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gated>,
    /// Who receives this person's customers in their absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegate: Option<Delegate>,
    /// Fines in cents so far.
    pub fines_cents: u64,
    /// Warnings so far.
    pub warnings: u32,
    /// Turns given up by choice on the running day.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub gave_up: u32,
    /// Signed out on the running day while first in turn, where leaving so costs the turn: of which table and round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_in_turn: Option<(TableId, u32)>,
    /// Has left the house.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// The visits that occupy them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub busy: Vec<Occupation>,
    /// How many had become free before them when they last did, or came on the floor: the least has been free longest.
    #[serde(default, skip_serializing_if = "is_none_yet")]
    pub freed: u64,
    /// May take a second customer at once, for one reception.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_take_second: bool,
    /// A lead has put them before the order for the next new customer (P12-4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub called_up: bool,
}

/// Whether somebody is on the floor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Not signed in.
    Off,
    /// Signed in and on the floor.
    On,
    /// Signed in and away from the floor.
    Away(Absence),
}

/// An absence from the floor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Absence {
    /// Since when.
    pub since: Timestamp,
    /// Why, as stated.
    pub reason: Reason,
    /// The lead who approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<StaffId>,
    /// It has been counted as a turn given up; an absence counts once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_up: bool,
    /// The house's own word for it, where one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<Label>,
    /// The pack says that such an absence needs no lead's word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excused: bool,
}

impl Absence {
    /// An absence for one of the reasons that every house knows.
    #[must_use]
    pub fn plain(since: Timestamp, reason: Reason, approved_by: Option<StaffId>) -> Self {
        Self { since, reason, approved_by, given_up: false, word: None, excused: false }
    }

    /// Does it count as approved?
    #[must_use]
    pub fn approved(&self) -> bool {
        self.approved_by.is_some() || self.excused
    }

    /// As what it counts, and whether a lead approved it: business without a lead's word is private.
    #[must_use]
    pub fn counts_as(&self) -> (Cause, bool) {
        let approved = self.approved();
        let cause = match self.reason {
            Reason::Unannounced => Cause::Unannounced,
            Reason::Business if approved => Cause::Business,
            Reason::Business | Reason::Private => Cause::Private,
        };
        (cause, approved)
    }
}

/// Kept out of the rotation until an instant.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bar {
    /// Until then, exclusive.
    pub until: Timestamp,
    /// By which rule.
    pub cite: Cite,
}

/// One turn in every two rounds, until a manager clears it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Alternation {
    /// By which rule.
    pub cite: Cite,
}

/// A stand-in for somebody's customers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Delegate {
    /// Who stands in.
    pub to: StaffId,
    /// Until when; open-ended if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A visit that occupies somebody.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Occupation {
    /// The visit.
    pub visitor: VisitorId,
    /// On which table.
    pub table: TableId,
    /// As which cause it counts when a new customer comes.
    pub cause: Cause,
}

/// Working hours by the site's wall clock; `from > to` spans midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shift {
    /// From this time of day.
    pub from: NaiveTime,
    /// To this time of day, exclusive.
    pub to: NaiveTime,
}

impl Shift {
    /// Is this time of day within the shift?
    #[must_use]
    pub fn covers(self, time: NaiveTime) -> bool {
        if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            time >= self.from || time < self.to
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
const fn is_none_yet(count: &u64) -> bool {
    *count == 0
}

impl Member {
    /// Somebody who joins the house: an active consultant who is not signed in.
    #[must_use]
    pub fn joining(id: StaffId) -> Self {
        Self {
            id,
            role: Role::Consultant,
            status: Status::Active,
            team: None,
            department: None,
            skills: Vec::new(),
            shift: None,
            half: None,
            experience_months: None,
            presence: Presence::Off,
            bar: None,
            suspension: None,
            alternation: None,
            gates: Vec::new(),
            delegate: None,
            fines_cents: 0,
            warnings: 0,
            gave_up: 0,
            left_in_turn: None,
            gone: false,
            busy: Vec::new(),
            freed: 0,
            may_take_second: false,
            called_up: false,
        }
    }

    /// On the floor now.
    #[must_use]
    pub fn on_floor(&self) -> bool {
        self.presence == Presence::On
    }

    /// Since when they are away from the floor, if they are.
    #[must_use]
    pub fn away_since(&self) -> Option<Timestamp> {
        match &self.presence {
            Presence::Away(absence) => Some(absence.since),
            Presence::Off | Presence::On => None,
        }
    }

    /// Do they answer at the desk, rather than in the rotation?
    #[must_use]
    pub fn is_desk(&self) -> bool {
        matches!(self.role, Role::Operator | Role::Secretary)
    }

    /// Signed in, on the floor or away from it.
    #[must_use]
    pub fn signed_in(&self) -> bool {
        self.presence != Presence::Off
    }
}
