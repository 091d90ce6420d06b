//! Holds the scenarios of a pack against small changes to it: each change has to make one of them fail.

mod clauses;
mod house;
mod spare;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use packs::Mutant;

pub use clauses::{HeldClause, How, held_clauses};
pub use house::{House, houses};
pub use spare::spare_days;

/// The file that names mutants which change nothing that anybody could see, a line each: `what :: reason`.
///
/// It stands beside a pack's scenarios, or beside all packs' folders for what holds in each. `*` in `what` stands for
/// anything; whatever it takes in has to survive.
pub const EQUIVALENT: &str = "equivalent-mutants.txt";

/// What came of all mutants of a pack.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many the check itself refuses: such a pack is used nowhere.
    pub refused: usize,
    /// How many are proved to decide every case as the pack does, by the check's own search.
    pub alike: usize,
    /// How many made a scenario fail.
    pub caught: usize,
    /// Which nothing caught, and no reason is listed for.
    pub survivors: Vec<String>,
    /// How many nothing caught, for a listed reason.
    pub equivalent: usize,
    /// What is listed although it is caught, or is no surviving mutant at all.
    pub stale: Vec<String>,
}

impl Outcome {
    /// All of them.
    #[must_use]
    pub fn mutants(&self) -> usize {
        self.refused + self.alike + self.caught + self.equivalent + self.survivors.len()
    }
}

/// Which mutants of a pack are tried: of so many that follow each other one, the first at that place.
///
/// All of them take minutes; the part of a sample is the same each time.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// One of how many.
    pub one_of: usize,
    /// The place of the first.
    pub first: usize,
}

impl Part {
    /// Every mutant.
    pub const ALL: Self = Self { one_of: 1, first: 0 };
}

/// Plays the scenarios of a pack's folder against mutants of it, on all processors.
#[must_use]
pub fn hold_against_mutants(house: &House, part: Part) -> Outcome {
    let mutants = packs::mutants(&house.pack);
    let mutants: Vec<Mutant> = mutants.into_iter().skip(part.first).step_by(part.one_of.max(1)).collect();
    let fates = on_all_processors(&mutants, |mutant| fate(house, mutant));
    told(&mutants, &fates, &house.equivalent, &house.equivalent_everywhere, part.one_of > 1)
}

/// What a function says of each, in their order.
fn on_all_processors<T: Sync, R: Send>(items: &[T], say: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let said = Mutex::new(Vec::with_capacity(items.len()));
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { break };
                    let word = say(item);
                    said.lock().unwrap_or_else(PoisonError::into_inner).push((place, word));
                }
            });
        }
    });
    let mut said = said.into_inner().unwrap_or_else(PoisonError::into_inner);
    said.sort_unstable_by_key(|(place, _)| *place);
    said.into_iter().map(|(_, word)| word).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Refused,
    Alike,
    Caught,
    Survived,
}

/// What is to be said of a mutant before any scenario is asked.
fn beforehand(house: &House, mutant: &Mutant) -> Option<Fate> {
    let Ok(pack) = packs::load(&mutant.text, "mutant.toml") else { return Some(Fate::Refused) };
    if !packs::check(&pack).is_empty() {
        return Some(Fate::Refused);
    }
    packs::decides_alike(&house.pack, &pack).then_some(Fate::Alike)
}

fn fate(house: &House, mutant: &Mutant) -> Fate {
    let asked = || if house.first_to_fail(mutant).is_some() { Fate::Caught } else { Fate::Survived };
    beforehand(house, mutant).unwrap_or_else(asked)
}

fn told(mutants: &[Mutant], fates: &[Fate], own: &[String], shared: &[String], in_part: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let mut needed = BTreeSet::new();
    let mut too_wide = BTreeSet::new();
    for (mutant, fate) in mutants.iter().zip(fates) {
        let reasons = || own.iter().chain(shared).filter(|pattern| takes_in(pattern, &mutant.what));
        match fate {
            Fate::Refused => outcome.refused += 1,
            Fate::Alike => outcome.alike += 1,
            Fate::Caught => {
                outcome.caught += 1;
                too_wide.extend(reasons().cloned());
            }
            Fate::Survived if reasons().next().is_some() => {
                outcome.equivalent += 1;
                needed.extend(reasons().cloned());
            }
            Fate::Survived => outcome.survivors.push(mutant.what.clone()),
        }
    }
    // Of a part nobody can say what is in none of the others.
    too_wide.extend(own.iter().filter(|pattern| !in_part && !needed.contains(*pattern)).cloned());
    outcome.stale = too_wide.into_iter().collect();
    outcome
}

/// Does a pattern, in which `*` stands for anything, take this in?
fn takes_in(pattern: &str, what: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == what,
        Some((head, tail)) => what.strip_prefix(head).is_some_and(|rest| {
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| takes_in(tail, &rest[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fate, Mutant, takes_in, told};

    #[test]
    fn a_star_stands_for_anything() {
        assert!(takes_in("found *.do: *→ cell_none", "found P16-8b #1.do: [1] reopen_finder → cell_none"));
        assert!(takes_in("a*", "a") && takes_in("同*", "同一") && takes_in("x", "x"));
        assert!(!takes_in("a*b", "abc") && !takes_in("x", "xy"));
    }

    #[test]
    fn a_reason_for_what_is_caught_or_is_nowhere_is_told() {
        let mutant = |what: &str| Mutant { what: what.to_owned(), clause: None, text: String::new() };
        let mutants = [mutant("a 1"), mutant("a 2"), mutant("b"), mutant("c")];
        let fates = [Fate::Survived, Fate::Caught, Fate::Survived, Fate::Survived];
        let own = ["a *".to_owned(), "b".to_owned(), "gone".to_owned()];
        let outcome = told(&mutants, &fates, &own, &["elsewhere".to_owned()], false);
        assert_eq!(outcome.stale, ["a *", "gone"]);
        assert_eq!((outcome.survivors, outcome.equivalent, outcome.caught), (vec!["c".to_owned()], 2, 1));
        let part = told(&mutants, &fates, &own, &[], true);
        assert_eq!(part.stale, ["a *"], "what the part does not hold may be in another");
    }
}
