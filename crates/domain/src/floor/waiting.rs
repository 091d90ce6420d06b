//! In which order waiting visitors are decided, and whom one of them was put before.

use core::cmp::Ordering;

use crate::decision::Ahead;
use crate::event::FloorEvent;
use crate::floor::due::asking;
use crate::floor::receive::decide_visit;
use crate::floor::{Arrival, Floor, Waiting};
use crate::ids::VisitorId;
use crate::policy::WaitingRule;
use crate::site::View;
use crate::time::Timestamp;
use crate::vocabulary::{Grade, Precedence};

/// How far a visitor on the floor has come by now, where that is news: whoever waits is handed out by it (P17-1, P17-2c).
pub(crate) fn graded(floor: &Floor, visitor: &VisitorId, grade: Option<Grade>) -> Option<FloorEvent> {
    let waiting = floor.waiting_for(visitor).map(|waiting| &waiting.arrival);
    let here = waiting.or(floor.reception(visitor).map(|reception| &reception.arrival))?;
    grade.filter(|grade| here.grade != Some(*grade)).map(|grade| FloorEvent::Graded(visitor.clone(), grade))
}

impl Floor {
    pub(super) fn graded(&mut self, visitor: &VisitorId, grade: Grade) {
        let waiting = self.waiting.iter_mut().map(|waiting| &mut waiting.arrival);
        let received = self.receptions.iter_mut().map(|reception| &mut reception.arrival);
        for arrival in waiting.chain(received).filter(|arrival| arrival.visitor == *visitor) {
            arrival.grade = Some(grade);
        }
    }
}

/// Everybody who waits: by the pack's grounds one after the other, then by arrival (P12-5d, P17-2c).
pub(crate) fn in_order<'f>(view: View<'f>) -> Vec<&'f Waiting> {
    let mut waiting: Vec<&Waiting> = view.floor.waiting.iter().collect();
    // The list is kept by arrival, and sorting keeps the order of equals.
    waiting.sort_by(|one, other| {
        let grounds = view.policy.waiting.iter();
        let mut compared = grounds.map(|rule| compare(view, rule, &one.arrival, &other.arrival));
        compared.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    waiting
}

/// Before whom a waiting visitor is received who had come earlier and could have been received too, and by what.
pub(super) fn ahead(view: View<'_>, received: &Waiting, at: Timestamp) -> Option<Ahead> {
    let behind = |waiting: &&Waiting| {
        let rules = view.policy.waiting.iter();
        let mut told = rules.map(|rule| (compare(view, rule, &received.arrival, &waiting.arrival), rule));
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
fn compare(view: View<'_>, rule: &WaitingRule, one: &Arrival, other: &Arrival) -> Ordering {
    match rule.by {
        Precedence::Key => other.key.cmp(&one.key),
        Precedence::Grade => other.grade.cmp(&one.grade),
        Precedence::Invited => other.invited_by.is_some().cmp(&one.invited_by.is_some()),
        Precedence::Known => other.standing.known.cmp(&one.standing.known),
        Precedence::Class => class_of(view, one).cmp(&class_of(view, other)),
        Precedence::Owned => other.standing.owner.is_some().cmp(&one.standing.owner.is_some()),
    }
}

/// The place of their class; whoever is of none comes last.
fn class_of(view: View<'_>, arrival: &Arrival) -> usize {
    let classes = &view.policy.classes;
    let place = classes.iter().position(|rule| arrival.class.as_ref() == Some(&rule.word));
    place.unwrap_or(classes.len())
}
