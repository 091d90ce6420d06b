//! "Why not me?": the first rule that ruled somebody out of a decision, and the smallest fact that would have changed it.

mod chinese;
mod english;
mod floor_then;

#[cfg(test)]
mod held_against_the_scan;
#[cfg(test)]
mod scene;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::prose::Prose;
use super::{House, Lang};
use crate::decision::{Chosen, Considered, Decision};
use crate::floor::{Bar, Floor, Gated, Member, Presence, Shift};
use crate::ids::{Cite, StaffId};
use crate::time::Timestamp;
use crate::vocabulary::{Capacity, Cause, GateStep, Metric, Outcome, Reason, Receiver, Role, Status};
use floor_then::FloorThen;

/// The answer to "why not me?".
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WhyNot {
    /// The first rule that ruled the person out.
    pub reason: WhyNotReason,
    /// The smallest fact that would have changed it.
    pub would_change: Change,
    /// On what the rule rests; `None` where no policy rule is needed to see it (nobody signed in, no row).
    pub cite: Option<Cite>,
}

/// What ruled somebody out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNotReason {
    /// Nothing: they received.
    Chosen,
    /// Nobody of this house, or not any more.
    NotOfTheHouse,
    /// The scan came upon them and they could not receive.
    PassedOver {
        /// Why not.
        cause: Option<Cause>,
        /// What became of their cells.
        outcome: Outcome,
        /// Deferred, but only as long as their absence stays within its grace.
        lapses: bool,
        /// Moved to the end, but whoever received took a cell of a later round: the passed cell is gone.
        lost: bool,
        /// Nobody received.
        waits: bool,
    },
    /// The visit would rather have gone to them (the owner, the one asked for), and they could not receive.
    RatherTheirs {
        /// Why not; `None`: not signed in.
        cause: Option<Cause>,
    },
    /// Called in vain for this very visitor.
    CalledInVain,
    /// Assigned at first, and the visitor was moved to another.
    MovedOn {
        /// To whom; nobody if the visitor waits again.
        to: Option<StaffId>,
        /// Handed back to the one whose customer they are.
        handed_back: bool,
    },
    /// The visit went to somebody outside the order: nobody's turn was at stake.
    OutsideOrder {
        /// To whom.
        to: StaffId,
        /// In what capacity.
        capacity: Capacity,
        /// Who had named them, where it was not the visitor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        named_by: Option<StaffId>,
        /// What tied them to a customer who is not theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tie: Option<Receiver>,
    },
    /// Does not take part, by what they do in the house.
    NotAConsultant {
        /// What they do.
        role: Role,
    },
    /// Does not take part, by their status.
    NotEligible {
        /// Their status.
        status: Status,
    },
    /// A month's figures keep them out.
    Gated {
        /// What was measured.
        metric: Metric,
        /// The first day of the month.
        month: NaiveDate,
    },
    /// Out of the rotation for the day.
    Barred {
        /// Exclusive.
        until: Timestamp,
    },
    /// Suspended from the rotation.
    Suspended {
        /// Exclusive.
        until: Timestamp,
    },
    /// Not signed in.
    NotSignedIn,
    /// Outside their working hours, by the site's wall clock.
    OffShift {
        /// Their working hours.
        shift: Shift,
    },
    /// Signed in, but without a row on this table.
    NoRow,
    /// Only make-ups that have to be asked for stood before the cell that was used.
    NotClaimed {
        /// The round of the first of them.
        round: u32,
    },
    /// Their earliest open cell stands behind the one that was used.
    LaterCell {
        /// Their earliest open cell.
        mine: Place,
        /// The cell that was used.
        used: Place,
        /// Who used it.
        by: StaffId,
    },
    /// Nobody received: the visitor waits.
    NobodyReceives,
}

/// Where an open cell stands on the sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// To be made up before all ordinary cells.
    pub priority: bool,
    /// The round, from 1.
    pub round: u32,
    /// The row, from 1 at the top.
    pub row: usize,
}

/// The smallest fact that would have changed the answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// None that is theirs to change.
    Nothing {
        /// Whose customer the visitor is, where that settled it.
        belongs_to: Option<StaffId>,
    },
    /// To be signed in.
    SignIn {
        /// And then still to wait for this round, where their row stands behind the cell that was used.
        then_round: Option<u32>,
    },
    /// To be back on the floor before the visitor came.
    BeOnTheFloor,
    /// Not to have left while first in turn without a lead's approval.
    HaveStayed,
    /// The same, or a lead's approval: business without it counts as private.
    HaveItApproved,
    /// The same, or a word to the desk: an announced absence goes by another rule.
    AnnounceIt,
    /// To have finished what occupied them.
    BeFree,
    /// To come when called.
    AnswerTheCall,
    /// Not to pass the turn on or give it up.
    KeepTheTurn,
    /// To ask for the make-up.
    Claim,
    /// The end of a bar or suspension.
    OnceOver {
        /// Exclusive; `None` where the floor does not know.
        until: Option<Timestamp>,
    },
    /// A lead lets them take part.
    BecomeEligible,
    /// To do what the gate still asks for; nothing can be done once the only chance was missed.
    PassTheGate {
        /// What.
        open: Vec<GateStep>,
        /// The only chance was missed.
        failed: bool,
    },
    /// To be within one's working hours.
    BeOnShift,
    /// A day on which their half is on site.
    OwnHalfsDay,
    /// What the visitor needs.
    MatchTheNeed,
    /// What the visitor needs, and more experience than the one who received.
    MatchBetter,
    /// Have more experience than the one who received, or an earlier cell: both have what is needed.
    BeMoreExperienced,
    /// A manager ends the penalty.
    PenaltyCleared,
    /// Their turn comes in this round.
    WaitForRound(u32),
}

/// Why somebody did not receive (or that they did), from a decision and the floor as it was before it.
///
/// `before` may already know of the arrival (as waiting or being received) or not. Whoever the scan came upon is
/// answered from the decision itself; everybody else from standing exclusions first (they were never in the
/// rotation) and then from the order of the cells: (priority, round, row).
#[must_use]
pub fn why_not(decision: &Decision, before: &Floor, staff: &StaffId, at: Timestamp) -> WhyNot {
    let then = FloorThen { floor: before, decision, at };
    if decision.chosen.as_ref().is_some_and(|chosen| chosen.staff == *staff) {
        return answer(WhyNotReason::Chosen, Change::Nothing { belongs_to: None }, cite_of(decision));
    }
    let Some(member) = then.member(staff) else {
        return answer(WhyNotReason::NotOfTheHouse, Change::Nothing { belongs_to: None }, None);
    };
    if let Some(considered) = decision.because.iter().find(|considered| considered.staff == *staff) {
        return passed_over(&then, member, considered);
    }
    rather_theirs(&then, member)
        .or_else(|| called_before(&then, member))
        .or_else(|| outside_the_order(&then))
        .or_else(|| kept_out(&then, member))
        .unwrap_or_else(|| by_the_sheet(&then, member))
}

/// The answer in words, said to the person concerned.
#[must_use]
pub fn why_not_text(why_not: &WhyNot, lang: Lang, house: &House<'_>) -> String {
    let mut prose = Prose::new(lang);
    match lang {
        Lang::Zh => chinese::why_not(&mut prose, why_not, house),
        Lang::En => english::why_not(&mut prose, why_not, house),
    }
    prose.finish()
}

fn answer(reason: WhyNotReason, would_change: Change, cite: Option<Cite>) -> WhyNot {
    WhyNot { reason, would_change, cite }
}

fn cite_of(decision: &Decision) -> Option<Cite> {
    decision.chosen.as_ref().map(|chosen| chosen.cite.clone())
}

fn passed_over(then: &FloorThen<'_>, member: &Member, considered: &Considered) -> WhyNot {
    let change = match considered.cause {
        Some(Cause::NotEligible) if member.gated(then.at).is_some() => {
            member.gated(then.at).map_or(Change::BecomeEligible, pass_the_gate)
        }
        Some(Cause::NoMatch) => better_match(then, member),
        // They may well have been back by then: what cost them the turn was going.
        Some(Cause::Unannounced | Cause::Private | Cause::Business) if considered.closed_before => {
            Change::HaveStayed
        }
        Some(cause) => change_for(cause, member),
        None => Change::Nothing { belongs_to: None },
    };
    let reason = WhyNotReason::PassedOver {
        cause: considered.cause,
        outcome: considered.outcome,
        lapses: super::lapses(considered),
        lost: considered.outcome == Outcome::MoveToEnd && then.round_went_by(&member.id),
        waits: then.decision.chosen.is_none(),
    };
    answer(reason, change, Some(considered.cite.clone()))
}

fn change_for(cause: Cause, member: &Member) -> Change {
    match cause {
        Cause::Unannounced | Cause::Private if business_unapproved(member) => Change::HaveItApproved,
        Cause::Unannounced => Change::AnnounceIt,
        Cause::Private | Cause::Business => Change::BeOnTheFloor,
        Cause::NoAnswer => Change::AnswerTheCall,
        Cause::BusyNew
        | Cause::BusyOwnOpen
        | Cause::BusyOwnClosed
        | Cause::Proxying
        | Cause::HelpingToClose => Change::BeFree,
        Cause::Waived | Cause::GaveUp => Change::KeepTheTurn,
        Cause::Barred => Change::OnceOver { until: member.bar.as_ref().map(|bar| bar.until) },
        Cause::Suspended => Change::OnceOver { until: member.suspension.as_ref().map(|bar| bar.until) },
        Cause::NotEligible => Change::BecomeEligible,
        Cause::OffShift => Change::BeOnShift,
        Cause::OffHalf => Change::OwnHalfsDay,
        Cause::NoMatch => Change::MatchTheNeed,
        Cause::SkippedRound => Change::PenaltyCleared,
    }
}

/// What would have made somebody the better match whose cell stands before the one that was used.
fn better_match(then: &FloorThen<'_>, member: &Member) -> Change {
    let by_match = then.decision.chosen.as_ref().is_some_and(|chosen| chosen.capacity == Capacity::Match);
    match (then.has_skills(member), !by_match || then.comes_first(member)) {
        (true, _) => Change::BeMoreExperienced,
        (false, true) => Change::MatchTheNeed,
        (false, false) => Change::MatchBetter,
    }
}

fn pass_the_gate(gate: &Gated) -> Change {
    Change::PassTheGate { open: gate.open.clone(), failed: gate.failed }
}

fn business_unapproved(member: &Member) -> bool {
    matches!(&member.presence, Presence::Away(absence)
        if absence.reason == Reason::Business && !absence.approved())
}

/// This visitor had been with them, or had been meant to be.
fn called_before(then: &FloorThen<'_>, member: &Member) -> Option<WhyNot> {
    if then.excluded(&member.id) {
        return Some(answer(WhyNotReason::CalledInVain, Change::AnswerTheCall, None));
    }
    let moved = then.decision.moved.as_ref().filter(|moved| moved.from == member.id)?;
    let reason = WhyNotReason::MovedOn {
        to: then.decision.chosen.as_ref().map(|chosen| chosen.staff.clone()),
        handed_back: moved.handed_back,
    };
    let belongs_to = if moved.handed_back { then.customer_of() } else { None };
    Some(answer(reason, Change::Nothing { belongs_to }, cite_of(then.decision)))
}

/// The visit would rather have gone to them.
fn rather_theirs(then: &FloorThen<'_>, member: &Member) -> Option<WhyNot> {
    let considered = then.decision.rather.iter().find(|considered| considered.staff == member.id)?;
    let change = match considered.cause {
        Some(cause) => change_for(cause, member),
        None => Change::SignIn { then_round: None },
    };
    Some(answer(
        WhyNotReason::RatherTheirs { cause: considered.cause },
        change,
        Some(considered.cite.clone()),
    ))
}

/// The visit never asked whose turn it was.
fn outside_the_order(then: &FloorThen<'_>) -> Option<WhyNot> {
    let chosen = then.decision.chosen.as_ref()?;
    let by_order = matches!(chosen.capacity, Capacity::Turn | Capacity::MakeUp | Capacity::Match);
    (!by_order || chosen.cell.is_none()).then(|| outside(then.decision, chosen, then.customer_of()))
}

fn outside(decision: &Decision, chosen: &Chosen, belongs_to: Option<StaffId>) -> WhyNot {
    let reason = WhyNotReason::OutsideOrder {
        to: chosen.staff.clone(),
        capacity: chosen.capacity,
        named_by: decision.named_by.clone(),
        tie: decision.tie,
    };
    answer(reason, Change::Nothing { belongs_to }, Some(chosen.cite.clone()))
}

/// Not in the rotation at all when the visitor came.
fn kept_out(then: &FloorThen<'_>, member: &Member) -> Option<WhyNot> {
    if member.role != Role::Consultant {
        let reason = WhyNotReason::NotAConsultant { role: member.role };
        return Some(answer(reason, Change::Nothing { belongs_to: None }, None));
    }
    if let Some(gate) = member.gated(then.at) {
        let reason = WhyNotReason::Gated { metric: gate.metric, month: gate.month };
        return Some(answer(reason, pass_the_gate(gate), Some(gate.cite.clone())));
    }
    if let Some(bar) = running(member.suspension.as_ref(), then.at) {
        return Some(barred(WhyNotReason::Suspended { until: bar.until }, bar));
    }
    if let Some(bar) = running(member.bar.as_ref(), then.at) {
        return Some(barred(WhyNotReason::Barred { until: bar.until }, bar));
    }
    if member.status != Status::Active && then.candidate(&member.id).is_none() {
        return Some(answer(
            WhyNotReason::NotEligible { status: member.status },
            Change::BecomeEligible,
            None,
        ));
    }
    if !member.signed_in() {
        let mine = then.candidate(&member.id).filter(|mine| then.used().is_some_and(|used| used < *mine));
        let change = Change::SignIn { then_round: mine.map(|mine| mine.round) };
        return Some(answer(WhyNotReason::NotSignedIn, change, None));
    }
    let shift = member.shift.filter(|shift| !shift.covers(then.floor.zone.time_of_day(then.at)))?;
    Some(answer(WhyNotReason::OffShift { shift }, Change::BeOnShift, None))
}

fn running(bar: Option<&Bar>, at: Timestamp) -> Option<&Bar> {
    bar.filter(|bar| at < bar.until)
}

fn barred(reason: WhyNotReason, bar: &Bar) -> WhyNot {
    answer(reason, Change::OnceOver { until: Some(bar.until) }, Some(bar.cite.clone()))
}

/// In the rotation: where their cells stand against the one that was used.
fn by_the_sheet(then: &FloorThen<'_>, member: &Member) -> WhyNot {
    let Some(mine) = then.candidate(&member.id) else {
        return if member.status == Status::Active {
            answer(WhyNotReason::NoRow, Change::Nothing { belongs_to: None }, None)
        } else {
            answer(WhyNotReason::NotEligible { status: member.status }, Change::BecomeEligible, None)
        };
    };
    let (Some(used), Some(chosen)) = (then.used(), then.decision.chosen.as_ref()) else {
        return answer(WhyNotReason::NobodyReceives, Change::Nothing { belongs_to: None }, None);
    };
    if used < mine && chosen.capacity == Capacity::Match && then.outmatched(member) {
        // Their cell would have had to wait besides; without the skills it would not have helped to have an earlier one.
        let reason = WhyNotReason::PassedOver {
            cause: Some(Cause::NoMatch),
            outcome: Outcome::Keep,
            lapses: false,
            lost: false,
            waits: false,
        };
        return answer(reason, Change::Nothing { belongs_to: None }, Some(chosen.cite.clone()));
    }
    if let Some(round) = then.unclaimed_before(&member.id, used) {
        return answer(WhyNotReason::NotClaimed { round }, Change::Claim, Some(chosen.cite.clone()));
    }
    if used < mine {
        let reason =
            WhyNotReason::LaterCell { mine: mine.into(), used: used.into(), by: chosen.staff.clone() };
        return answer(reason, Change::WaitForRound(mine.round), Some(chosen.cite.clone()));
    }
    // Standing before the cell that was used and still not come upon: the visit did not go by the order alone.
    outside(then.decision, chosen, None)
}
