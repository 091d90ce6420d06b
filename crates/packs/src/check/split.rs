//! Proves the list of splits: every deal is split, and every split is the whole.

use domain::policy::{Buyer, SplitCondition as When};
use domain::share::Share;

use super::Check;
use super::lists::{List, contradictions};
use super::search::Space;
use crate::load::Pack;
use crate::words::Word;

pub(super) fn check(check: &mut Check<'_>, pack: &Pack) {
    let entries = &pack.document.split;
    if entries.is_empty() {
        return;
    }
    let rules: Vec<Vec<When>> = pack.policy.splits.iter().map(|rule| rule.when.clone()).collect();
    let places: Vec<usize> = entries.iter().map(|entry| entry.at).collect();
    let conditions: Vec<usize> =
        entries.iter().map(|entry| entry.r#if.as_ref().map_or(entry.at, |facts| facts.at)).collect();
    contradictions(check, &rules, &conditions, key, space);
    let all = space(&rules);
    if let Some(deal) = (List { name: "split", places: &places, space: &all }).check(check) {
        let message = format!("no rule splits a deal with {deal}: end the list with a rule without `if`");
        check.complain(places.last().copied().unwrap_or(0), message);
    }
    for (entry, rule) in entries.iter().zip(&pack.policy.splits) {
        let Some(shares) = &entry.shares else { continue };
        let sum = rule.shares.iter().try_fold(None, |sum: Option<Share>, (_, share)| {
            sum.map_or(Some(Some(*share)), |sum| sum.plus(*share).map(Some))
        });
        if sum.flatten() != Some(Share::WHOLE) {
            let written: Vec<String> = rule.shares.iter().map(|(_, share)| share.to_string()).collect();
            check.complain(shares.at, format!("shares add up to 1: {} do not", written.join(" + ")));
        }
    }
}

fn key(condition: &When) -> &'static str {
    match condition {
        When::CloserOwns(_) => "closer_owns",
        When::FirstAbsent(_) => "first_absent",
        When::StandIn(_) => "stand_in",
        When::Referral(_) => "referral",
        When::RecognisedLate(_) => "recognised_late",
        When::Reassigned(_) => "reassigned",
        When::SameDay(_) => "same_day",
        When::Agreed(_) => "agreed",
        When::Provisional(_) => "provisional",
        When::Buyer(_) => "buyer",
        When::Joint(_) => "joint",
        When::FollowedUp(_) => "followed_up",
        When::AskedFor(_) => "asked_for",
    }
}

/// The combinations that these rules tell apart; the facts of a deal hang together with no other.
pub(super) fn space(rules: &[Vec<When>]) -> Space {
    let mut space = Space::new(rules.len());
    const FACTS: &[fn(bool) -> When] = &[
        When::CloserOwns,
        When::FirstAbsent,
        When::StandIn,
        When::Referral,
        When::RecognisedLate,
        When::Reassigned,
        When::SameDay,
        When::Agreed,
        When::Provisional,
        When::Joint,
        When::FollowedUp,
        When::AskedFor,
    ];
    for fact in FACTS {
        let name = key(&fact(true));
        let holds =
            |value: &bool, condition: &When| (key(condition) == name).then(|| *condition == fact(*value));
        space.fact(rules, [false, true], |value| format!("{name} = {value}"), holds);
    }
    let buyer = |value: &Buyer, condition: &When| match condition {
        When::Buyer(wanted) => Some(wanted == value),
        _ => None,
    };
    let buyers = [Buyer::Registered, Buyer::Family, Buyer::Other];
    space.fact(rules, buyers, |value| format!("buyer = {}", value.word()), buyer);
    space
}
