//! A split that the people concerned agree on between them: it counts once each of them has said the same.

use serde::{Deserialize, Serialize};

use crate::command::{Actor, Dealing};
use crate::ids::StaffId;
use crate::party::Deal;
use crate::share::Share;

/// What one of the people concerned by a deal says of its split.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Word {
    /// Who.
    pub staff: StaffId,
    /// What each is to get.
    pub shares: Vec<(StaffId, Share)>,
}

/// How far an agreement has come.
pub(super) struct Agreement {
    /// Everybody concerned has said the same.
    pub(super) settled: bool,
    /// What has been said so far.
    pub(super) words: Vec<Word>,
    /// Whose word is missing.
    pub(super) missing: Vec<StaffId>,
}

/// Is this a further word on a deal entered before, and no deal of its own? Without a visit it is on the same day, or
/// as long as somebody's word is missing.
pub(super) fn joins(known: &Deal, dealing: &Dealing, same_day: bool) -> bool {
    let pending = !known.words.is_empty() && !known.agreed;
    let this_one = match &dealing.visitor {
        Some(_) => dealing.visitor == known.visitor,
        None => same_day || pending,
    };
    !dealing.agreed.is_empty() && this_one
}

/// Adds what is said now to what had been said. Somebody of the house speaks for themselves; the desk records what
/// the people concerned told it together, or, on a deal already entered, what one of them told it.
pub(super) fn agreement(
    dealing: &Dealing,
    actor: &Actor,
    known: Option<&Deal>,
    closer: &StaffId,
    owner: &StaffId,
) -> Agreement {
    let concerned = concerned(dealing, known, closer, owner);
    let mut words = known.map(|known| known.words.clone()).unwrap_or_default();
    let speaking = match actor {
        _ if dealing.agreed.is_empty() => Vec::new(),
        Actor::Staff(staff) => vec![staff.clone()],
        Actor::Desk | Actor::System if *closer != dealing.by => vec![dealing.by.clone()],
        Actor::Desk | Actor::System => concerned.clone(),
    };
    for staff in speaking.into_iter().filter(|staff| concerned.contains(staff)) {
        words.retain(|word| word.staff != staff);
        words.push(Word { staff, shares: dealing.agreed.clone() });
    }
    let says = |staff: &StaffId| {
        words.iter().any(|word| word.staff == *staff && same(&word.shares, &dealing.agreed))
    };
    let missing: Vec<StaffId> = concerned.into_iter().filter(|staff| !says(staff)).collect();
    Agreement { settled: !dealing.agreed.is_empty() && missing.is_empty(), words, missing }
}

/// Whoever is to get something, or would without an agreement.
fn concerned(dealing: &Dealing, known: Option<&Deal>, closer: &StaffId, owner: &StaffId) -> Vec<StaffId> {
    let said = dealing.agreed.iter().chain(known.iter().flat_map(|known| &known.split));
    let mut all: Vec<StaffId> = Vec::new();
    for staff in said.map(|(staff, _)| staff).chain([closer, owner]) {
        if !all.contains(staff) {
            all.push(staff.clone());
        }
    }
    all
}

/// The same shares, in whatever order they are written.
fn same(one: &[(StaffId, Share)], other: &[(StaffId, Share)]) -> bool {
    one.len() == other.len() && one.iter().all(|share| other.contains(share))
}

#[cfg(test)]
mod tests {
    use crate::answer::Answer;
    use crate::command::{Actor, Context, Dealing};
    use crate::ids::StaffId;
    use crate::party::deal;
    use crate::party::fixture::{House, coming, dealing, now, shares, staff};
    use crate::policy::Belongs;
    use crate::vocabulary::Capacity;

    impl House {
        fn says(&mut self, who: &str, dealing: &Dealing, at: &str) -> (String, Vec<StaffId>) {
            let context = Context { actor: Actor::Staff(staff(who)), ..now(at) };
            let accepted = self.when(|view| deal(view, dealing, &context));
            let Answer::Deal { cite, waiting_for, .. } = accepted.answer else { panic!("a deal's answer") };
            (cite.clause().expect("a clause").to_string(), waiting_for)
        }
    }

    /// A is absent, B is the stand-in whom A had named and closes.
    fn stood_in_for() -> (House, Dealing) {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.delegates("A", "B", None);
        let again = coming("v2", "v1");
        house.receives_as("B", &again, Belongs::FirstToReceive, Capacity::Proxy, true, "03-03 10:00");
        let mut agreed = dealing("v1", Some("v2"), "B");
        agreed.agreed = shares(&[("A", "1/4"), ("B", "3/4")]);
        (house, agreed)
    }

    /// P16-6, P11-7: one person's word alone settles nothing; until the other has said the same, the pack's split holds.
    #[test]
    fn one_word_alone_settles_nothing_and_the_others_does() {
        let (mut house, agreed) = stood_in_for();
        assert_eq!(house.says("B", &agreed, "03-03 11:00"), ("P16-8c".to_owned(), vec![staff("A")]));
        assert_eq!(house.says("B", &agreed, "03-03 11:01"), ("P16-8c".to_owned(), vec![staff("A")]));
        assert_eq!(house.says("C", &agreed, "03-03 11:02"), ("P16-8c".to_owned(), vec![staff("A")]));
        let mut another = agreed.clone();
        another.agreed = shares(&[("A", "3/4"), ("B", "1/4")]);
        assert_eq!(house.says("A", &another, "03-03 11:03"), ("P16-8c".to_owned(), vec![staff("B")]));
        assert_eq!(house.says("A", &agreed, "03-09 11:00"), ("P16-6".to_owned(), Vec::new()));
        let known = house.party("v1").deal.clone().expect("a deal");
        assert_eq!((known.split, known.closer), (shares(&[("A", "1/4"), ("B", "3/4")]), staff("B")));
    }

    /// Once agreed, nobody changes it alone.
    #[test]
    fn what_was_agreed_stands_until_both_say_otherwise() {
        let (mut house, agreed) = stood_in_for();
        house.says("B", &agreed, "03-03 11:00");
        house.says("A", &agreed, "03-03 11:01");
        let mut another = agreed.clone();
        another.agreed = shares(&[("A", "1/2"), ("B", "1/2")]);
        assert_eq!(house.says("A", &another, "03-03 11:02").0, "P16-6");
        let known = house.party("v1").deal.clone().expect("a deal");
        assert_eq!(known.split, shares(&[("A", "1/4"), ("B", "3/4")]));
        assert_eq!(house.says("B", &another, "03-03 11:03"), ("P16-6".to_owned(), Vec::new()));
        let known = house.party("v1").deal.clone().expect("a deal");
        assert_eq!(known.split, another.agreed);
    }
}
