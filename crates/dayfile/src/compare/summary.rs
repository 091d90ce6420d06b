//! What a file comes to for each consultant, under both packs.

use std::collections::BTreeMap;

use domain::floor::Floor;
use domain::vocabulary::Role;
use serde::Serialize;
use wire::outcome::Decision;
use wire::vocabulary::Capacity;

use super::Owned;

/// One consultant's sums.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Each {
    /// Visits received.
    pub received: u32,
    /// Of them by turn, with a cell of the running round.
    pub turns: u32,
    /// Of them in a deferred or reopened cell.
    pub make_ups: u32,
    /// Customers of the file that are theirs at its end.
    pub own_customers: u32,
    /// Fines at its end, in cents.
    pub fines_cents: u64,
    /// Warnings at its end.
    pub warnings: u32,
}

/// A file under one pack.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Days {
    /// Which pack.
    pub policy: String,
    /// Consultant by consultant.
    pub staff: BTreeMap<String, Each>,
    /// The most turns and make-ups of anybody, less the fewest.
    pub spread: u32,
    /// Jain's index of turns and make-ups: 1 where all have the same.
    pub jain: f64,
}

/// A file under both packs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Summary {
    /// Under its own.
    pub recorded: Days,
    /// Under the other.
    pub other: Days,
}

impl Days {
    /// A visit that was decided so last.
    pub(super) fn count(&mut self, decision: Option<&Decision>) {
        let Some(decision) = decision else { return };
        let Some(staff) = &decision.assigned else { return };
        let each = self.staff.entry(staff.as_str().to_owned()).or_default();
        each.received += 1;
        match decision.capacity {
            Some(Capacity::MakeUp) if decision.uses_turn => each.make_ups += 1,
            _ if decision.uses_turn => each.turns += 1,
            _ => {}
        }
    }

    /// A customer who is somebody's.
    pub(super) fn own(&mut self, owned: Option<&Owned>) {
        if let Some(owned) = owned {
            self.staff.entry(owned.staff.clone()).or_default().own_customers += 1;
        }
    }

    /// What the house has against its people, and everybody who takes turns there.
    pub(super) fn fine(&mut self, floor: Option<Floor>) {
        let Some(floor) = floor else { return };
        self.policy = floor.policy.name.to_string();
        for member in &floor.members {
            let known = self.staff.contains_key(member.id.as_str());
            if known || (member.role == Role::Consultant && !member.gone) || member.fines_cents > 0 {
                let each = self.staff.entry(member.id.as_str().to_owned()).or_default();
                each.fines_cents = member.fines_cents;
                each.warnings = member.warnings;
            }
        }
        let takes_turns = |id: &str| {
            floor.members.iter().any(|member| member.id.as_str() == id && member.role == Role::Consultant)
        };
        let turns = self.staff.iter().filter(|(id, _)| takes_turns(id));
        let turns: Vec<u32> = turns.map(|(_, each)| each.turns + each.make_ups).collect();
        let (most, least) = (turns.iter().max().copied(), turns.iter().min().copied());
        self.spread = most.unwrap_or(0) - least.unwrap_or(0);
        self.jain = jain(&turns);
    }
}

fn jain(turns: &[u32]) -> f64 {
    let sum: f64 = turns.iter().copied().map(f64::from).sum();
    let squares: f64 = turns.iter().copied().map(|turns| f64::from(turns).powi(2)).sum();
    let people = u32::try_from(turns.len()).map_or(0.0, f64::from);
    if squares == 0.0 { 1.0 } else { sum.powi(2) / (people * squares) }
}

impl Summary {
    pub(super) fn of(recorded: Days, other: Days) -> Self {
        Self { recorded, other }
    }
}
