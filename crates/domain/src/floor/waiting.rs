//! In which order waiting visitors are decided, and whom one of them was put before.

use core::cmp::Ordering;

use crate::decision::Ahead;
use crate::floor::due::asking;
use crate::floor::receive::decide_visit;
use crate::floor::{Arrival, Waiting};
use crate::policy::WaitingRule;
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::Precedence;

/// Everybody who waits: by the pack's grounds one after the other, then by arrival (P12-5d, P17-2c).
pub(crate) fn in_order<'f>(view: View<'f>) -> Vec<&'f Waiting> {
    let mut waiting: Vec<&Waiting> = view.floor.waiting.iter().collect();
    // The list is kept by arrival, and sorting keeps the order of equals.
    waiting.sort_by(|one, other| {
        let grounds = view.policy.waiting.iter();
        let mut compared = grounds.map(|rule| compare(rule, &one.arrival, &other.arrival));
        compared.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    waiting
}

/// Before whom a waiting visitor is received who had come earlier and could have been received too, and by what.
pub(super) fn ahead(view: View<'_>, received: &Waiting, at: Timestamp) -> Option<Ahead> {
    let behind = |waiting: &&Waiting| {
        let rules = view.policy.waiting.iter();
        let mut told = rules.map(|rule| (compare(rule, &received.arrival, &waiting.arrival), rule));
        told.find(|(order, _)| order.is_ne()).filter(|(order, _)| order.is_lt()).map(|(_, rule)| rule)
    };
    let earlier = view.floor.waiting.iter().filter(|waiting| waiting.number < received.number);
    let able = earlier.filter(|waiting| decide_visit(asking(view, waiting, at)).decision.chosen.is_some());
    let (of, rules): (Vec<_>, Vec<_>) = able
        .filter_map(|waiting| behind(&waiting).map(|rule| (waiting.arrival.visitor.clone(), rule)))
        .unzip();
    rules.first().map(|rule| Ahead { of, by: rule.by, cite: rule.cite.clone() })
}

/// Whoever comes first is the lesser.
fn compare(rule: &WaitingRule, one: &Arrival, other: &Arrival) -> Ordering {
    match rule.by {
        Precedence::Key => other.key.cmp(&one.key),
        Precedence::Grade => other.grade.cmp(&one.grade),
        Precedence::Invited => other.invited_by.is_some().cmp(&one.invited_by.is_some()),
        Precedence::Known => other.standing.known.cmp(&one.standing.known),
        Precedence::Owned => other.standing.owner.is_some().cmp(&one.standing.owner.is_some()),
    }
}
