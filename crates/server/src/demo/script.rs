//! What will happen on the day, as far as chance alone decides it; what follows from decisions is added while it is
//! played.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::dice::Dice;
use super::house::{self, CONSULTANTS};

/// Minutes since midnight.
pub(super) type Minute = u32;

/// Somebody who comes or calls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Visitor {
    pub(super) id: String,
    pub(super) calls: bool,
    /// The name and phone they give at the door: those who come again.
    pub(super) phone: Option<String>,
    /// The consultant they ask for.
    pub(super) asks_for: Option<&'static str>,
    /// How long they stay once they are received.
    pub(super) stays: Minute,
    /// Do they fill in the registration, under this number?
    pub(super) registers: Option<String>,
    /// Do they buy?
    pub(super) buys: bool,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    SignIn(&'static str),
    /// Whoever is next steps away; `approved`: on business that the supervisor confirmed.
    NextStepsAway {
        approved: bool,
    },
    ComeBack(String),
    Arrive(Visitor),
    /// The one called does not appear.
    NoAnswer(String),
    Register {
        visitor: String,
        phone: String,
    },
    Leave(String),
    Deal(String),
    FollowUp {
        customer: String,
        by: String,
    },
    /// Two consultants disagree on whose a customer is.
    Dispute {
        customer: String,
        other: &'static str,
    },
    /// The supervisor reports a breach at the post.
    Incident,
    /// Somebody looks who stands at the post.
    LookAtPost,
}

/// What is still to happen, earliest first; at the same minute in the order it was added.
#[derive(Debug, Default)]
pub(super) struct Day {
    steps: BinaryHeap<Reverse<(Minute, u32, Step)>>,
    added: u32,
}

impl Day {
    pub(super) fn add(&mut self, at: Minute, step: Step) {
        self.added += 1;
        self.steps.push(Reverse((at, self.added, step)));
    }

    pub(super) fn next(&mut self) -> Option<(Minute, Step)> {
        self.steps.pop().map(|Reverse((at, _, step))| (at, step))
    }

    /// The day of a seed.
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut day = Self::default();
        for (place, (staff, _)) in (0..).zip(CONSULTANTS) {
            // The last one comes late.
            let at = if place == 7 { minute(9, 40) } else { minute(8, 20) + 4 * place + dice.between(0, 3) };
            day.add(at, Step::SignIn(staff));
        }
        day.visitors(&mut dice);
        for (at, approved) in
            [(minute(10, 20), true), (minute(11, 10), false), (minute(14, 30), true), (minute(15, 40), false)]
        {
            day.add(at, Step::NextStepsAway { approved });
        }
        for hour in [10, 12, 15] {
            day.add(minute(hour, 1), Step::LookAtPost);
        }
        day.add(minute(13, 12), Step::Incident);
        day.add(minute(16, 40), Step::Dispute { customer: "c3".to_owned(), other: "SunYue" });
        day.add(minute(17, 10), Step::Dispute { customer: "v2".to_owned(), other: "ZhouTao" });
        day
    }

    fn visitors(&mut self, dice: &mut Dice) {
        let known = house::known();
        let mut number = 0;
        // Arrivals in each hour from nine on: walk-in visitors, calls.
        let hours: [(u32, u32); 9] =
            [(9, 4), (14, 5), (12, 4), (6, 2), (8, 3), (13, 5), (12, 5), (8, 4), (2, 4)];
        for (hour, (walk_in, calls)) in (9..).zip(hours) {
            for place in 0..walk_in + calls {
                number += 1;
                let calls = place >= walk_in;
                let mut visitor = visitor(dice, number, calls, &known);
                let mut at = minute(hour, dice.between(0, if hour == 17 { 20 } else { 59 }));
                if number == 1 {
                    // The day begins with somebody nobody knows: the plainest case first.
                    (visitor.phone, visitor.asks_for, at) = (None, None, minute(9, 0));
                }
                if !calls && number % 19 == 0 {
                    self.add(at + 1, Step::NoAnswer(visitor.id.clone()));
                }
                self.add(at, Step::Arrive(visitor));
            }
        }
    }
}

fn visitor(dice: &mut Dice, number: u32, calls: bool, known: &[house::Known]) -> Visitor {
    let again = dice.lucky(if calls { 25 } else { 18 });
    let phone = again.then(|| dice.one_of(known).map(|known| known.phone.clone())).flatten();
    let named = !calls && !again && dice.lucky(4);
    let asks_for = named.then(|| dice.one_of(&CONSULTANTS).map(|(id, _)| *id)).flatten();
    let registers = (!calls && !again && dice.lucky(70)).then(|| house::phone(1000 + number));
    Visitor {
        id: format!("v{number}"),
        calls,
        phone,
        asks_for,
        stays: if calls { dice.between(2, 8) } else { dice.between(12, 32) },
        buys: !calls && dice.lucky(6),
        registers,
    }
}

/// A time of day.
pub(super) const fn minute(hour: u32, minute: u32) -> Minute {
    hour * 60 + minute
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_full_and_the_same_for_the_same_seed() {
        let played = |seed| {
            let mut day = Day::of(seed);
            std::iter::from_fn(move || day.next()).collect::<Vec<_>>()
        };
        assert_eq!(played(42), played(42));
        assert_ne!(played(42), played(43));
        let arrivals = played(42).iter().filter(|(_, step)| matches!(step, Step::Arrive(_))).count();
        assert_eq!(arrivals, 120);
        assert!(played(42).is_sorted_by_key(|(at, _)| *at));
    }
}
