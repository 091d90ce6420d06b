//! Keeps what is known of waiting visitors current: whoever waits is decided by the books of that moment, not of the
//! arrival.

use crate::event::{Event, FloorEvent};
use crate::floor::{Arrival, Standing};
use crate::ids::{PartyId, VisitorId};
use crate::party;
use crate::site::View;
use crate::time::Timestamp;

/// What these events change in the standing of visitors who wait: a claim that lapsed, moved or ended, a record merged
/// or received elsewhere meanwhile.
pub(crate) fn standings_after(view: View<'_>, events: &[Event], at: Timestamp) -> Vec<Event> {
    let floor = view.floor;
    let touched: Vec<&PartyId> = events
        .iter()
        .filter_map(|event| match event {
            Event::Party(id, _) => Some(id),
            Event::Floor(_) => None,
        })
        .collect();
    if floor.waiting.is_empty() || touched.is_empty() {
        return Vec::new();
    }
    let books = party::after(view.books, events);
    let view = View { books: &books, ..view };
    let concerns = |arrival: &Arrival| {
        touched.contains(&&arrival.party)
            || arrival.referred_by.as_ref().is_some_and(|id| touched.contains(&id))
    };
    floor
        .waiting
        .iter()
        .map(|waiting| &*waiting.arrival)
        .filter(|arrival| concerns(arrival) && !received(events, &arrival.visitor))
        .filter_map(|arrival| {
            let standing = standing(view, arrival, at);
            (standing != arrival.standing).then(|| {
                Event::Floor(FloorEvent::StandingChanged(arrival.visitor.clone(), Box::new(standing)))
            })
        })
        .collect()
}

/// Is the visitor received by these very events?
fn received(events: &[Event], visitor: &VisitorId) -> bool {
    events.iter().any(|event| match event {
        Event::Floor(FloorEvent::Decided(decision)) => {
            decision.visitor == *visitor && decision.chosen.is_some()
        }
        Event::Floor(FloorEvent::Left(left)) => left == visitor,
        _ => false,
    })
}

fn standing(view: View<'_>, arrival: &Arrival, at: Timestamp) -> Standing {
    let date = view.floor.zone.date(at);
    let rules = &view.policy.ownership;
    let now = party::standing_of(view.books, rules, &arrival.party, arrival.referred_by.as_ref(), date, at);
    let referrer_known = arrival.referred_by.as_ref().is_some_and(|id| view.books.get(id).is_some());
    let referrer_owner =
        if referrer_known { now.referrer_owner.clone() } else { arrival.standing.referrer_owner.clone() };
    Standing { referrer_owner, ..now }
}
