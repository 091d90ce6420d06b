//! What comes to light about a visit that is over (P01-13).

use super::discovery::reopens;
use super::{goes, nothing_known};
use crate::answer::{Answer, DecisionAnswer};
use crate::command::FindingOut;
use crate::decision::{Chosen, Decision};
use crate::event::{Event, FloorEvent};
use crate::party::{self, FirstFacts, Party, first_match};
use crate::policy::FoundCondition;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::{Span, Timestamp};
use crate::vocabulary::{CellUse, Finding};

/// That somebody was no buyer may come to light when they have left, which counts as outside (P01-13): the visit is on
/// record, and within the pack's time its cell is open again. Nothing for a visit of which nothing is on record.
pub(super) fn after_leaving(
    view: View<'_>,
    finding: &FindingOut,
    at: Timestamp,
) -> Result<Option<Accepted>, Refusal> {
    let left = view.books.iter().flat_map(|party| &party.visits);
    // What comes to light about a visit cannot be from before it.
    if left.filter(|visit| visit.visitor == finding.visitor).any(|visit| at < visit.at) {
        return Err(Refusal::LateEntry);
    }
    Ok(left_no_buyer(view, finding, at))
}

/// What follows when they have left and the time is possible.
fn left_no_buyer(view: View<'_>, finding: &FindingOut, at: Timestamp) -> Option<Accepted> {
    let View { floor, policy, books } = view;
    // Only a pack that tells inside from outside has a word on those who have gone.
    let tells = policy.found.iter().any(|rule| {
        rule.what.contains(&finding.what)
            && rule.when.iter().any(|when| matches!(when, FoundCondition::Outside(_)))
    });
    if !tells || finding.what == Finding::CustomerOf || floor.waiting_for(&finding.visitor).is_some() {
        return None;
    }
    let of = |party: &&Party| party.visits.iter().any(|visit| visit.visitor == finding.visitor);
    let party = books.iter().filter(|party| party.merged_into.is_none()).find(of)?;
    let visit = party.visits.iter().find(|visit| visit.visitor == finding.visitor)?;
    let facts = FirstFacts {
        reached: finding.reached,
        outside: true,
        goes: goes(finding),
        ..nothing_known(Span::between(visit.at, at))
    };
    let rule = first_match(&policy.found, finding.what, &facts)?;
    let table = floor.own_table(policy.tables.table_of(visit.channel), &visit.staff);
    let today = floor.zone.date(visit.at) == floor.zone.date(at);
    let rank = rule.then.iter().find_map(reopens).filter(|_| today);
    let back = visit.cell.and_then(|cell| Some((cell.round, rank?)));
    let chosen = Chosen {
        staff: visit.staff.clone(),
        capacity: visit.capacity,
        cell: visit.cell,
        cell_use: if back.is_some() { CellUse::Reopened } else { CellUse::Take },
        cite: rule.cite.clone(),
    };
    let mut events = Vec::new();
    if let Some((round, rank)) = back {
        let staff = visit.staff.clone();
        events.push(Event::Floor(FloorEvent::CellGivenBack { table, staff, round, rank }));
        events.extend(party::given_back(view, &party.id, &visit.visitor));
    }
    let decision = Decision {
        at: visit.at,
        visitor: visit.visitor.clone(),
        channel: visit.channel,
        ..Decision::standing(floor.policy.clone(), party.id.clone(), table, chosen)
    };
    let reopened = back.map(|_| visit.staff.clone()).into_iter().collect();
    let answer = DecisionAnswer { decision, handed_back: Some(false), reopened };
    Some(Accepted { events, answer: Answer::Decision(Box::new(answer)) })
}
