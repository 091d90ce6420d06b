//! A decision in English, plain and short.

use super::prose::Prose;
use super::{House, apart, besides, lapses, passed_over, past, round_is_over};
use crate::decision::{Ahead, Chosen, Considered, Decision, Incident, KnownBy, Moved, Rank};
use crate::vocabulary::{Capacity, Cause, CellUse, Channel, Outcome, Precedence, Receiver};

pub(super) fn decision(prose: &mut Prose, decision: &Decision, house: &House<'_>) {
    match &decision.chosen {
        Some(chosen) => receives(prose, decision, chosen, house),
        None => waits(prose, decision),
    }
    if let Some(ahead) = &decision.ahead {
        came_before(prose, ahead);
    }
    if let Some(helpers) = &decision.assistance {
        for (place, helper) in helpers.staff.iter().enumerate() {
            prose.say_if(place > 0, ", ").name(helper, house);
        }
        let helps = if helpers.staff.len() == 1 { " helps" } else { " help" };
        prose.say(helps).say(" with the large party, using no turn").cite(&helpers.cite).stop();
    }
    match decision.known_by {
        Some(KnownBy::Phone) => {
            prose.say("Known to the books by their phone").stop();
        }
        Some(KnownBy::PhoneOtherName) => {
            prose.say("Known to the books by their phone, though under another name").stop();
        }
        Some(KnownBy::Customer) => {
            prose.say("Known to the books by their customer id").stop();
        }
        None => {}
    }
    if let Some(moved) = &decision.moved {
        came_from(prose, decision, moved, house);
    }
    for considered in &decision.rather {
        rather(prose, considered, house);
    }
    for considered in passed_over(decision) {
        passed(prose, decision, considered, house);
    }
    for incident in apart(decision) {
        prose.name(&incident.staff, house).say(": ");
        befell(prose, incident, house);
        prose.cite(&incident.cite).stop();
    }
}

fn visitor(prose: &mut Prose, decision: &Decision) {
    prose.say(decision.visitor.as_str()).say(match decision.channel {
        Channel::WalkIn => "",
        Channel::Phone => " (by phone)",
        Channel::Web => " (by web)",
    });
}

fn receives(prose: &mut Prose, decision: &Decision, chosen: &Chosen, house: &House<'_>) {
    prose.name(&chosen.staff, house).say(" receives ");
    visitor(prose, decision);
    match chosen.capacity {
        Capacity::Turn => prose.say(" by turn"),
        Capacity::MakeUp => prose.say(" as a make-up"),
        Capacity::Owner => prose.say(match decision.tie {
            Some(Receiver::Referrer) => " as the consultant of the customer who sent them",
            Some(_) => " as the one who served them last",
            None => " as the customer's own consultant",
        }),
        Capacity::Named if decision.named_by.is_some() => {
            prose.say(", as ");
            match &decision.named_by {
                Some(by) if *by == chosen.staff => prose.say("the one in turn chose to"),
                Some(by) => prose.name(by, house).say(" decided, whose turn it is"),
                None => prose,
            }
        }
        Capacity::Named => prose.say(", who asks for ").name(&chosen.staff, house),
        Capacity::Inviter => prose.say(", whom ").name(&chosen.staff, house).say(" invited"),
        Capacity::Proxy => prose.say(" as a proxy"),
        Capacity::LastInOrder => prose.say(" as the last in the order"),
        Capacity::Dispatched => prose.say(", sent by a supervisor"),
        Capacity::OnDuty => prose.say(", being on duty"),
        Capacity::LongestFree => prose.say(" as the one who has been free longest"),
        Capacity::Match if decision.unskilled => {
            prose.say(" although nobody free has every skill that is needed")
        }
        Capacity::Match => prose.say(" as the best match for what is needed"),
    };
    cell(prose, decision, chosen);
    prose.cite(&chosen.cite).stop();
    if let Some(owner) = decision.belongs_to.as_ref().filter(|owner| **owner != chosen.staff) {
        prose.say("The customer is ").name(owner, house).say("'s").stop();
    }
}

fn cell(prose: &mut Prose, decision: &Decision, chosen: &Chosen) {
    let (Some(cell), true) = (chosen.cell, chosen.cell_use != CellUse::None) else {
        prose.say("; no turn is used");
        return;
    };
    // "B receives v7, who asks for B, and uses …" needs the comma; "B receives v5 by turn and uses …" does not.
    let aside = matches!(
        chosen.capacity,
        Capacity::Named | Capacity::Inviter | Capacity::Dispatched | Capacity::OnDuty
    );
    prose.say(match (chosen.capacity, cell.rank) {
        (Capacity::MakeUp, Rank::Priority) => ", before all others, of round ",
        (Capacity::MakeUp, _) => " of round ",
        _ if aside => ", and uses round ",
        _ => " and uses round ",
    });
    prose.number(cell.round);
    // Whoever reads a call's decision needs to know which sheet; the walk-in sheet is the one everybody means.
    let of_channel = match decision.channel {
        Channel::Phone if decision.table.channel == decision.channel => "phone sheet",
        Channel::Web if decision.table.channel == decision.channel => "web sheet",
        Channel::WalkIn | Channel::Phone | Channel::Web => "",
    };
    match &decision.department {
        Some(department) => {
            let sheet = if of_channel.is_empty() { "sheet" } else { of_channel };
            prose.say(" of ").say(department.as_str()).say("'s ").say(sheet);
        }
        None if of_channel.is_empty() => {}
        None => {
            prose.say(" of the ").say(of_channel);
        }
    }
    prose.say(match chosen.cell_use {
        CellUse::Ahead => ", ahead of turn",
        CellUse::Provisional => ", to be given back if the visitor leaves without a deal",
        CellUse::Reopened => ", which is open again and made up later",
        CellUse::Take | CellUse::None => "",
    });
}

fn waits(prose: &mut Prose, decision: &Decision) {
    visitor(prose, decision);
    if let Some(awaits) = &decision.awaits {
        let whose = if awaits.whose == Receiver::HolderChoice { "the one in turn" } else { "a supervisor" };
        prose.say(" waits until ").say(whose).say(" names who receives; no turn is used");
        prose.cite(&awaits.cite).stop();
        return;
    }
    prose.say(" waits: nobody can receive now; ");
    let spared = !passed_over(decision).any(|considered| considered.falls_now || considered.closed_before);
    prose.say(if spared { "nobody loses a turn" } else { "nobody loses a turn but as said below" }).stop();
}

fn came_before(prose: &mut Prose, ahead: &Ahead) {
    prose.say("They come before ");
    for (place, visitor) in ahead.of.iter().enumerate() {
        prose.say_if(place > 0, ", ").say(visitor.as_str());
    }
    prose.say(", who had come earlier, ").say(match ahead.by {
        Precedence::Key => "as a key customer",
        Precedence::Grade => "because their intent is stronger",
        Precedence::Invited => "because they were invited",
        Precedence::Known => "because the books know them",
        Precedence::Owned => "because they have a consultant",
        Precedence::Class => "because their class comes first",
    });
    prose.cite(&ahead.cite).stop();
}

fn came_from(prose: &mut Prose, decision: &Decision, moved: &Moved, house: &House<'_>) {
    prose.name(&moved.from, house).say(match (moved.handed_back, &decision.chosen) {
        (true, _) => " had received and hands the visitor back",
        (false, Some(_)) => " had been assigned before",
        (false, None) => " had been assigned before and is taken off",
    });
    if let Some(rank) = moved.reopened {
        prose.say("; that turn is open again, ").say(match rank {
            Rank::Fresh => "as if never used",
            Rank::Priority => "to be made up before all others",
            Rank::Ordinary => "to be made up in its place",
            Rank::Unclaimed => "to be made up once asked for",
        });
    }
    prose.stop();
}

fn rather(prose: &mut Prose, considered: &Considered, house: &House<'_>) {
    prose.name(&considered.staff, house).say(" would have received but ");
    match considered.cause.map(cause) {
        Some(cause) => prose.say_if(cause.state, "is ").say(cause.words),
        None => prose.say("is not there"),
    };
    prose.cite(&considered.cite).stop();
}

fn passed(prose: &mut Prose, decision: &Decision, considered: &Considered, house: &House<'_>) {
    prose.name(&considered.staff, house);
    if let Some(why) = considered.cause {
        let cause = cause(why);
        prose.say_if(cause.state, if past(considered) { " was" } else { " is" });
        prose.say(" ").say(cause.words);
    }
    prose.say_if(past(considered), ", earlier").say(": ").say(if round_is_over(considered) {
        ROUND_IS_OVER
    } else {
        outcome(considered.outcome)
    });
    prose.say_if(lapses(considered), " unless the absence lasts too long");
    if let Some(cap) = considered.cap {
        prose.say(", at most ").number(cap).say(" in that time");
    }
    if let Some(lost) = considered.lost.filter(|_| !round_is_over(considered)) {
        prose.say("; beyond that, ").number(lost).say(if lost == 1 {
            " turn is lost now"
        } else {
            " turns are lost now"
        });
    }
    prose.say_if(considered.falls_now && decision.chosen.is_none(), ", from the arrival on");
    for incident in besides(decision, considered) {
        prose.say("; ");
        befell(prose, incident, house);
    }
    prose.cite(&considered.cite).stop();
}

/// Moved to the end of a round that whoever received has left behind.
pub(super) const ROUND_IS_OVER: &str =
    "moved to the end of the order, but that round is over, so the turn is lost";

pub(super) fn befell(prose: &mut Prose, incident: &Incident, house: &House<'_>) {
    let mut first = true;
    let mut and = |prose: &mut Prose| {
        prose.say_if(!first, ", ");
        first = false;
    };
    if let Some(cents) = incident.fine_cents {
        and(prose);
        prose.say("fined ").money(cents, house.currency);
    }
    if incident.barred_until.is_some() {
        and(prose);
        prose.say("out of the rotation for today");
    }
    if let Some(until) = incident.suspended_until {
        and(prose);
        prose.say("suspended until ").instant(until, house);
    }
    if incident.warning {
        and(prose);
        prose.say("a warning on record");
    }
    if incident.alternate {
        and(prose);
        prose.say("one turn in every two rounds from now on");
    }
    prose.say_if(first, "put on record");
}

/// Why somebody could not receive.
pub(super) struct CauseWords {
    /// A state, said with "is", "was" or "were"; otherwise a deed, already in the past tense.
    pub(super) state: bool,
    /// The words.
    pub(super) words: &'static str,
}

pub(super) const fn cause(cause: Cause) -> CauseWords {
    let (state, words) = match cause {
        Cause::Unannounced => (true, "off the floor without telling anyone"),
        Cause::Private => (true, "away on private matters"),
        Cause::Business => (true, "away on business"),
        Cause::NoAnswer => (false, "did not come when called"),
        Cause::BusyNew => (true, "receiving a new customer"),
        Cause::BusyOwnOpen => (true, "receiving an own customer who has not bought yet"),
        Cause::BusyOwnClosed => (true, "receiving an own customer who has bought"),
        Cause::Proxying => (true, "receiving for a colleague"),
        Cause::HelpingToClose => (true, "helping to close a deal"),
        Cause::Waived => (false, "passed the turn on after a long wait"),
        Cause::GaveUp => (false, "gave the turn up"),
        Cause::Barred => (true, "out of the rotation for today"),
        Cause::Suspended => (true, "suspended"),
        Cause::NotEligible => (true, "not eligible for the rotation"),
        Cause::OffShift => (true, "off shift"),
        Cause::OffHalf => (true, "on outreach today"),
        Cause::NoMatch => (true, "not a match for what is needed"),
        Cause::SkippedRound => (true, "held to one turn in every two rounds"),
    };
    CauseWords { state, words }
}

/// What becomes of the cells of somebody passed over; follows the cause.
pub(super) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Chosen => "receives",
        Outcome::Forfeit => "the turn is lost and not made up",
        Outcome::Defer => "the turn is kept and made up later",
        Outcome::DeferPriority => "the turn is kept and made up before all others",
        Outcome::DeferOnClaim => "the turn is kept and made up once asked for",
        Outcome::MoveToEnd => "moved to the end of the order, the turn is kept within this round",
        Outcome::Keep => "the turn stays as it was",
        Outcome::Blank => "this round is blank and not made up",
    }
}
