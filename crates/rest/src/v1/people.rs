//! Somebody of the house as a list shows them: what they do, and whether they are there.

use domain::floor::{Member, Presence};
use domain::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;
use wire::vocabulary::{Role, Status};
use wire::{Label, Stamp};

/// Somebody of the house.
#[derive(Serialize, ToSchema)]
pub(super) struct Person {
    /// Their id.
    id: Label,
    /// What they do.
    role: Role,
    /// Whether they can take part at all.
    status: Status,
    /// On the floor, away from it, or off.
    presence: Label,
    /// Since when they are away.
    #[serde(skip_serializing_if = "Option::is_none")]
    away_since: Option<Stamp>,
}

/// Somebody as they are now.
pub(super) fn person(member: &Member, zone: Zone) -> Person {
    Person {
        id: member.id.as_str().into(),
        role: Role::parse(member.role.word()).unwrap_or(Role::Consultant),
        status: Status::parse(member.status.word()).unwrap_or(Status::Active),
        presence: presence(&member.presence).into(),
        away_since: match &member.presence {
            Presence::Away(absence) => Some(Stamp::from(zone.local(absence.since))),
            Presence::On | Presence::Off => None,
        },
    }
}

const fn presence(presence: &Presence) -> &'static str {
    match presence {
        Presence::On => "on",
        Presence::Away(_) => "away",
        Presence::Off => "off",
    }
}
