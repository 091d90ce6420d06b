//! "Why not me?" in English, said to the person concerned.

use core::fmt::Write as _;

use super::{Change, Place, WhyNot, WhyNotReason};
use crate::explanation::english::{ROUND_IS_OVER, cause, outcome};
use crate::explanation::kept_out::release;
use crate::explanation::prose::Prose;
use crate::explanation::{House, Lang};
use crate::ids::StaffId;
use crate::vocabulary::{Capacity, Cause, Metric, Outcome, Receiver, Role, Status};

pub(super) fn why_not(prose: &mut Prose, why_not: &WhyNot, house: &House<'_>) {
    reason(prose, &why_not.reason, house);
    if let Some(cite) = &why_not.cite {
        prose.cite(cite);
    }
    prose.stop();
    change(prose, &why_not.would_change, house);
}

fn reason(prose: &mut Prose, reason: &WhyNotReason, house: &House<'_>) {
    match reason {
        WhyNotReason::Chosen => prose.say("You did receive this visitor"),
        WhyNotReason::NotOfTheHouse => prose.say("You are not on this house's list"),
        WhyNotReason::PassedOver { cause: why, outcome: what, lapses, lost, waits } => {
            let prose = passed_over(prose, *why, *what, *lost);
            prose
                .say_if(*lapses, " unless the absence lasts too long")
                .say_if(*waits, "; nobody could receive then")
        }
        WhyNotReason::RatherTheirs { cause: why } => {
            prose.say("This visitor would have been yours, but you ");
            match why.map(cause) {
                Some(cause) => prose.say_if(cause.state, "were ").say(cause.words),
                None => prose.say("were not signed in"),
            }
        }
        WhyNotReason::CalledInVain => prose.say("You were called for this visitor and did not come"),
        WhyNotReason::MovedOn { to, handed_back } => moved_on(prose, to.as_ref(), *handed_back, house),
        WhyNotReason::OutsideOrder { to, capacity, named_by, tie } => {
            prose.name(to, house).say(" received ");
            match named_by {
                Some(by) => prose.say("because ").name(by, house).say(" decided so, whose turn it was"),
                None => prose.say(outside(*capacity, *tie)),
            };
            prose.say(", outside the order: nobody's turn was at stake")
        }
        WhyNotReason::NotAConsultant { role: what } => {
            prose.say("You are ").say(role(*what)).say(" and not in the rotation")
        }
        WhyNotReason::NotEligible { status: what } => {
            prose.say("You are ").say(status(*what)).say(" and not in the rotation")
        }
        WhyNotReason::Gated { metric: what, month } => {
            let mut told = String::new();
            let _ = write!(told, "{}", month.format("%Y-%m"));
            prose.say("Your ").say(metric(*what)).say(" of ").say(&told).say(" keep you out of the rotation")
        }
        WhyNotReason::Barred { .. } => prose.say("You were out of the rotation for that day"),
        WhyNotReason::Suspended { until } => prose.say("You are suspended until ").instant(*until, house),
        WhyNotReason::NotSignedIn => prose.say("You were not signed in"),
        WhyNotReason::OffShift { shift } => {
            let mut hours = String::new();
            let _ = write!(hours, "{}-{}", shift.from.format("%H:%M"), shift.to.format("%H:%M"));
            prose.say("You were off shift (").say(&hours).say(")")
        }
        WhyNotReason::NoRow => prose.say("You have no row on this sheet"),
        WhyNotReason::NotClaimed { round } => prose
            .say("Your make-up of round ")
            .number(*round)
            .say(" has to be asked for, and you had not asked"),
        WhyNotReason::LaterCell { mine, used, by } => later(prose, *mine, *used, by, house),
        WhyNotReason::NobodyReceives => prose.say("Nobody was chosen: the visitor waits"),
    };
}

fn passed_over(prose: &mut Prose, why: Option<Cause>, what: Outcome, lost: bool) -> &mut Prose {
    prose.say("You ");
    match why.map(cause) {
        Some(cause) => prose.say_if(cause.state, "were ").say(cause.words),
        None => prose.say("could not receive"),
    };
    prose.say(": ").say(if lost { ROUND_IS_OVER } else { outcome(what) })
}

const fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Conversion => "deals for leads",
        Metric::Deals => "deals",
        Metric::Leads => "leads",
        Metric::Score => "scores",
    }
}

fn moved_on<'p>(
    prose: &'p mut Prose,
    to: Option<&StaffId>,
    handed_back: bool,
    house: &House<'_>,
) -> &'p mut Prose {
    prose.say("You had been assigned at first; the visitor was ");
    match (to, handed_back) {
        (Some(to), true) => prose.say("handed back to ").name(to, house),
        (Some(to), false) => prose.say("moved to ").name(to, house),
        (None, _) => prose.say("taken off you and waits"),
    }
}

fn later<'p>(
    prose: &'p mut Prose,
    mine: Place,
    used: Place,
    by: &StaffId,
    house: &House<'_>,
) -> &'p mut Prose {
    if used.priority && !mine.priority {
        let prose = prose.name(by, house).say(" had a make-up of round ").number(used.round);
        return prose.say(" that comes before all others");
    }
    prose.say("Your next open cell is in round ").number(mine.round);
    if mine.round == used.round {
        prose.say(", and ").name(by, house).say(" stands before you in it")
    } else {
        prose.say("; round ").number(used.round).say(" was still open for ").name(by, house)
    }
}

fn change(prose: &mut Prose, change: &Change, house: &House<'_>) {
    match change {
        Change::Nothing { belongs_to: None } => return,
        Change::Nothing { belongs_to: Some(owner) } => {
            prose.say("The customer is ").name(owner, house).say("'s: nothing you could do would change that")
        }
        Change::SignIn { then_round: None } => {
            prose.say("You take part if you are signed in before the visitor comes")
        }
        Change::SignIn { then_round: Some(round) } => {
            prose.say("Signed in, your turn would still only come in round ").number(*round)
        }
        Change::BeOnTheFloor => {
            prose.say("Back on the floor before the visitor came, you would have received")
        }
        Change::HaveStayed => {
            prose.say("Had you not left while first in turn without leave, the turn would still be yours")
        }
        Change::HaveItApproved => prose
            .say("Back on the floor before the visitor came, you would have received; ")
            .say("business counts as such once a lead has approved it"),
        Change::AnnounceIt => prose
            .say("Back on the floor before the visitor came, you would have received; ")
            .say("an absence that you announce goes by another rule"),
        Change::BeFree => prose.say("Had you been free by then, you would have received"),
        Change::AnswerTheCall => prose.say("Had you come when called, you would have received"),
        Change::KeepTheTurn => prose.say("Had you kept the turn, you would have received"),
        Change::Claim => prose.say("Had you been free and asked for it, you would have received"),
        Change::OnceOver { until: Some(until) } => {
            prose.say("You are back in the rotation from ").instant(*until, house)
        }
        Change::OnceOver { until: None } => prose.say("You take part again once that is over"),
        Change::BecomeEligible => prose.say("You take part once a lead makes you eligible"),
        Change::PassTheGate { failed: true, .. } => {
            prose.say("The only chance was missed: you take part no more")
        }
        Change::PassTheGate { open, .. } => {
            prose.say("You take part again once ");
            for (place, step) in open.iter().enumerate() {
                prose.say_if(place > 0, " and ").say(release(*step, Lang::En));
            }
            prose.say_if(open.is_empty(), "a lead lifts it")
        }
        Change::BeOnShift => prose.say("You take part within your own hours"),
        Change::OwnHalfsDay => prose.say("You take part on the days when your half is on site"),
        Change::BeMoreExperienced => prose.say("Had you more experience, you would have received"),
        Change::MatchBetter => prose.say("With what was needed and more experience, you would have received"),
        Change::MatchTheNeed => prose.say("With what was needed, you would have received"),
        Change::PenaltyCleared => prose.say("You get every turn again once a manager ends the penalty"),
        Change::WaitForRound(round) => prose.say("Your turn comes in round ").number(*round),
    };
    prose.stop();
}

const fn outside(capacity: Capacity, tie: Option<Receiver>) -> &'static str {
    match capacity {
        Capacity::Owner if matches!(tie, Some(Receiver::Referrer)) => {
            "as the consultant of the customer who sent them"
        }
        Capacity::Owner if tie.is_some() => "as the one who served them last",
        Capacity::Turn => "without using a turn",
        Capacity::MakeUp => "as a make-up",
        Capacity::Owner => "as the customer's own consultant",
        Capacity::Named => "as asked for by name",
        Capacity::Inviter => "having invited the visitor",
        Capacity::Proxy => "as a proxy",
        Capacity::LastInOrder => "as the last in the order",
        Capacity::Dispatched => "on a supervisor's word",
        Capacity::OnDuty => "being on duty",
        Capacity::LongestFree => "as the one who had been free longest",
        Capacity::Match => "as the best match for what was needed",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Consultant => "a consultant",
        Role::Secretary => "a secretary",
        Role::Operator => "an operator",
        Role::Supervisor => "a supervisor",
        Role::Manager => "a manager",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "not eligible",
        Status::Training => "in training",
        Status::Probation => "on probation",
        Status::Unfit => "unfit today",
        Status::Assigned => "on another assignment",
        Status::Leaving => "leaving the house",
    }
}
