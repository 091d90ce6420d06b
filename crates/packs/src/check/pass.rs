//! Proves the list of passed turns: every cause is answered, stages and bounds make sense.

use domain::policy::{PassRule, TakesEffect};
use domain::vocabulary::{Cause, Outcome};

use super::Check;
use super::built::is_built;
use super::lists::List;
use super::search::Space;
use crate::load::Pack;
use crate::located::Located;
use crate::measure::written;
use crate::schema::PassEntry;

/// Causes for which the turn-holder counts as not there at all: their cells are blank, whatever a pack says.
const BLANK: &[Cause] =
    &[Cause::Barred, Cause::Suspended, Cause::NotEligible, Cause::OffShift, Cause::SkippedRound];
/// Causes that never cost anything: who does not match keeps their cells, whatever a pack says.
const KEPT: &[Cause] = &[Cause::NoMatch];
/// Causes that begin at a known moment, from which stages count, and that a lead can approve.
const AWAY: &[Cause] = &[Cause::Unannounced, Cause::Private, Cause::Business];
/// Causes that a house may leave out: what no rule allows is refused to whoever asks for it.
const OPTIONAL: &[Cause] = &[Cause::Waived];

pub(super) fn check(check: &mut Check<'_>, pack: &Pack) {
    let entries = &pack.document.pass;
    let rules: Vec<Vec<&PassRule>> = pack.policy.pass.iter().map(|rule| vec![rule]).collect();
    let places: Vec<usize> = entries.iter().map(|entry| entry.at).collect();
    let halves = pack.policy.tables.halves.is_some();
    let space = space(&rules, halves);
    let list = List { name: "pass", places: &places, space: &space };
    // What is left undecided is told case by case below.
    let _ = list.check(check);
    let mut told = Vec::new();
    for (cause, approved) in cases(halves) {
        let left_out = OPTIONAL.contains(&cause) || told.contains(&cause);
        if !left_out && !pack.policy.pass.iter().any(|rule| rule.covers(cause, approved)) {
            told.push(cause);
            let when =
                if AWAY.contains(&cause) { format!(" (approved = {approved})") } else { String::new() };
            let message =
                format!("no rule says what becomes of the turn for the cause `{}`{when}", cause.word());
            check.complain(places.first().copied().unwrap_or(0), message);
        }
    }
    for (entry, rule) in entries.iter().zip(&pack.policy.pass) {
        causes(check, entry, halves);
        stages(check, entry, rule);
        waits(check, entry, rule);
        besides(check, entry, rule);
        leaving(check, entry, rule);
        waived(check, entry, rule);
        given_up(check, pack, entry, rule);
    }
}

/// The combinations that these rules tell apart: each cause, approved or not, come upon or at the moment of leaving.
pub(super) fn space(rules: &[Vec<&PassRule>], halves: bool) -> Space {
    // The moment at which the first in turn leaves is decided by rules of its own; elsewhere they have no say.
    let holds = |(cause, approved, leaving): &(Cause, bool, bool), rule: &&PassRule| {
        let speaks = if *leaving { PassRule::closes_on_leaving } else { PassRule::covers };
        Some(speaks(rule, *cause, *approved))
    };
    let leavings = cases(halves).into_iter().filter(|(cause, _)| AWAY.contains(cause));
    let moments = cases(halves).into_iter().map(|(cause, approved)| (cause, approved, false));
    let moments = moments.chain(leavings.map(|(cause, approved)| (cause, approved, true)));
    let mut space = Space::new(rules.len());
    space.fact(rules, moments, |_| String::new(), holds);
    space
}

/// A turn is passed on after some time at the front, and closed by that.
fn waived(check: &mut Check<'_>, entry: &Located<PassEntry>, rule: &PassRule) {
    let waived = rule.causes.contains(&Cause::Waived);
    match &entry.r#if.after {
        Some(after) if rule.causes.iter().any(|cause| *cause != Cause::Waived) => {
            check.complain(after.at, "`after` counts the time at the front: it goes with `waived` alone");
        }
        None if waived => {
            check.complain(entry.r#if.at, "after how long may a turn be passed on? Add `after = …`");
        }
        _ => {}
    }
    if waived && !rule.stages.iter().all(|stage| matches!(stage.outcome, Outcome::Forfeit | Outcome::Blank)) {
        check.complain(
            entry.r#do.at,
            "a turn passed on is closed: write `do = \"forfeit\"` or `do = \"blank\"`",
        );
    }
}

/// What counts as given up by choice is something that somebody does, and something follows from it.
fn given_up(check: &mut Check<'_>, pack: &Pack, entry: &Located<PassEntry>, rule: &PassRule) {
    let Some(written) = entry.given_up.as_ref().filter(|written| written.value) else { return };
    if pack.policy.give_ups.is_none() {
        check.complain(written.at, "nothing follows from a turn given up: add `[give_ups]`");
    }
    let other = rule.causes.iter().find(|cause| !AWAY.contains(cause) && **cause != Cause::GaveUp);
    if let Some(cause) = other {
        let message = format!("nobody gives a turn up for the cause `{}`", cause.word());
        check.complain(written.at, message);
    }
}

/// What falls when the first in turn leaves closes the cell: nothing of it can be deferred or staged.
fn leaving(check: &mut Check<'_>, entry: &Located<PassEntry>, rule: &PassRule) {
    if rule.effect != TakesEffect::Leaving {
        return;
    }
    if let Some(cause) = rule.causes.iter().find(|cause| !AWAY.contains(cause)) {
        let message = format!("`at = \"leaving\"` is for absences; `{}` is none", cause.word());
        check.complain(entry.r#if.at, message);
    }
    let closes = |stage: &domain::policy::Stage| matches!(stage.outcome, Outcome::Forfeit | Outcome::Blank);
    if rule.stages.len() > 1 || !rule.stages.iter().all(closes) {
        check.complain(
            entry.r#do.at,
            "`at = \"leaving\"` closes the turn at once: write `do = \"forfeit\"` or `do = \"blank\"`",
        );
    }
}

/// Every cause that a rule must answer, approved or not where that makes sense.
fn cases(halves: bool) -> Vec<(Cause, bool)> {
    let causes = Cause::ALL
        .iter()
        .copied()
        .filter(|cause| is_built(*cause) && !BLANK.contains(cause) && !KEPT.contains(cause));
    let causes = causes.filter(move |cause| halves || *cause != Cause::OffHalf);
    causes
        .flat_map(|cause| {
            let approved: &[bool] = if AWAY.contains(&cause) { &[true, false] } else { &[false] };
            approved.iter().map(move |approved| (cause, *approved))
        })
        .collect()
}

fn causes(check: &mut Check<'_>, entry: &Located<PassEntry>, halves: bool) {
    for (index, cause) in entry.r#if.cause.0.iter().enumerate() {
        let word = cause.value.word();
        if cause.value == Cause::OffHalf && !halves {
            check.complain(cause.at, "nobody is of the other half here: add `tables.halves = {…}`");
        }
        if BLANK.contains(&cause.value) {
            check.complain(
                cause.at,
                format!("cells passed for the cause `{word}` are always blank: no rule decides it"),
            );
        }
        if KEPT.contains(&cause.value) {
            check.complain(
                cause.at,
                format!("cells passed for the cause `{word}` are always kept: no rule decides it"),
            );
        }
        let before = entry.r#if.cause.0.get(..index).unwrap_or_default();
        if before.iter().any(|earlier| earlier.value == cause.value) {
            check.complain(cause.at, format!("the cause `{word}` stands here twice"));
        }
        if let Some(approved) = entry.r#if.approved.as_ref().filter(|approved| approved.value)
            && !AWAY.contains(&cause.value)
        {
            check.complain(
                approved.at,
                format!("nobody approves the cause `{word}`: `approved = true` never holds"),
            );
        }
    }
}

fn stages(check: &mut Check<'_>, entry: &Located<PassEntry>, rule: &PassRule) {
    let stages = &entry.r#do.0;
    let last = stages.len().saturating_sub(1);
    let mut reached = None;
    for (index, stage) in stages.iter().enumerate() {
        match &stage.through {
            None if index < last => {
                check.complain(
                    stage.is.at,
                    "only the last stage is open-ended: add `through = …`, or drop what follows",
                );
            }
            None => {}
            Some(through) if index == last => {
                check.complain(
                    through.at,
                    "the last stage has no `through`: what becomes of the turn after it?",
                );
            }
            Some(through) => {
                let bound = through.value.0;
                if reached.is_some_and(|earlier| bound <= earlier) || bound.0 == 0 {
                    check.complain(
                        through.at,
                        format!("stages grow: `{}` is not later than the one before", written(bound)),
                    );
                }
                reached = Some(bound);
            }
        }
    }
    if stages.len() > 1
        && let Some(cause) = rule.causes.iter().find(|cause| !AWAY.contains(cause))
    {
        let message =
            format!("stages count from stepping away; the cause `{}` has no such moment", cause.word());
        check.complain(entry.r#do.at, message);
    }
}

/// Who is waited for is away, and for some time.
fn waits(check: &mut Check<'_>, entry: &Located<PassEntry>, rule: &PassRule) {
    let Some(bound) = &entry.wait_under else { return };
    if bound.value.0.0 == 0 {
        check.complain(bound.at, "nobody has been away for less than no time: leave the key out");
    }
    if let Some(cause) = rule.causes.iter().find(|cause| !AWAY.contains(cause)) {
        let message = format!("one waits for somebody who is away; `{}` is no absence", cause.word());
        check.complain(bound.at, message);
    }
    if rule.effect != TakesEffect::Reception {
        check.complain(bound.at, "what falls before somebody else receives leaves nobody to wait for");
    }
}

fn besides(check: &mut Check<'_>, entry: &Located<PassEntry>, rule: &PassRule) {
    let outcomes: Vec<Outcome> = rule.stages.iter().map(|stage| stage.outcome).collect();
    let defers = |outcome: &Outcome| {
        matches!(outcome, Outcome::Defer | Outcome::DeferPriority | Outcome::DeferOnClaim)
    };
    if let Some(cap) = &entry.cap {
        if !outcomes.iter().any(defers) {
            check.complain(cap.at, "`cap` bounds deferred turns, and this rule defers none");
        } else if cap.value == 0 {
            check.complain(cap.at, "a cap of 0 defers nothing: write `do = \"forfeit\"` instead");
        }
    }
    if let Some(fine) = entry.fine_cents.as_ref().filter(|fine| fine.value == 0) {
        check.complain(fine.at, "a fine of 0 is none: leave the key out");
    }
    if let Some(length) = entry.suspend.as_ref().filter(|length| length.value.0.0 == 0) {
        check.complain(length.at, "a suspension of no length is none: leave the key out");
    }
    if rule.effect == TakesEffect::Arrival && outcomes.contains(&Outcome::Keep) && rule.consequence.is_none()
    {
        check
            .complain(entry.r#do.at, "`keep` changes nothing: `at = \"arrival\"` has nothing to bring about");
    }
}
