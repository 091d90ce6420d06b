//! Holds the scenarios of a pack against small changes to it: each change has to make one of them fail.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

use dayfile::Options;
use packs::{Mutant, Shelf};

use crate::{day_files, store};

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

struct Scenario {
    name: String,
    text: String,
    /// How many mutants it has caught: who has caught many is asked early.
    caught: AtomicUsize,
}

/// Plays every scenario of a pack's folder against every mutant of it, on all processors.
///
/// # Errors
/// A folder or a file that cannot be read; a pack that nobody ships.
pub fn hold_against_mutants(pack: &str, folder: &Path) -> io::Result<Outcome> {
    let shelf = Shelf::shipped().map_err(|problems| io::Error::other(format!("{problems:?}")))?;
    let original =
        shelf.newest_pack(pack).ok_or_else(|| io::Error::other(format!("there is no pack {pack}")))?;
    let mut scenarios = Vec::new();
    for path in day_files(folder)? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        scenarios.push(Scenario { name, text: fs::read_to_string(&path)?, caught: AtomicUsize::new(0) });
    }
    // Other packs are needed only where a scenario binds one.
    let binds = scenarios.iter().any(|scenario| scenario.text.contains("\"bind\""));
    let others: Vec<_> =
        shelf.packs().into_iter().filter(|other| binds && other.policy.id != original.policy.id).collect();
    let own = listed(&folder.join(EQUIVALENT))?;
    let shared = folder.parent().map(|all| listed(&all.join(EQUIVALENT))).transpose()?.unwrap_or_default();
    let unchanged = Mutant { what: String::new(), clause: None, text: original.text.clone() };
    if let Some(failing) = failing(&unchanged, &others, &scenarios) {
        return Err(io::Error::other(format!("{pack}: {} fails without any change", failing.name)));
    }
    let mutants = packs::mutants(&original);
    let fates = Mutex::new(vec![Fate::Refused; mutants.len()]);
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = mutants.get(place) else { break };
                    let fate = fate(&original, mutant, &others, &scenarios);
                    fates.lock().unwrap_or_else(PoisonError::into_inner)[place] = fate;
                }
            });
        }
    });
    let fates = fates.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(told(&mutants, &fates, &own, &shared))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Refused,
    Alike,
    Caught,
    Survived,
}

fn told(mutants: &[Mutant], fates: &[Fate], own: &[String], shared: &[String]) -> Outcome {
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
    too_wide.extend(own.iter().filter(|pattern| !needed.contains(*pattern)).cloned());
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

fn fate(
    original: &packs::Pack,
    mutant: &Mutant,
    others: &[Arc<packs::Pack>],
    scenarios: &[Scenario],
) -> Fate {
    let Ok(pack) = packs::load(&mutant.text, "mutant.toml") else { return Fate::Refused };
    if !packs::check(&pack).is_empty() {
        return Fate::Refused;
    }
    if packs::decides_alike(original, &pack) {
        return Fate::Alike;
    }
    match failing(mutant, others, scenarios) {
        Some(scenario) => {
            scenario.caught.fetch_add(1, Ordering::Relaxed);
            Fate::Caught
        }
        None => Fate::Survived,
    }
}

/// The first scenario found that fails under this pack.
fn failing<'a>(
    mutant: &Mutant,
    others: &[Arc<packs::Pack>],
    scenarios: &'a [Scenario],
) -> Option<&'a Scenario> {
    let shelf = Shelf::empty();
    let put = |text: &str| shelf.put_back(text, "mutant.toml").is_ok();
    if !put(&mutant.text) || !others.iter().all(|other| put(&other.text)) {
        return scenarios.first();
    }
    let options = Options { packs: Some(Arc::new(shelf)), ..Options::default() };
    // Those that are about the changed rule come first: one of them mostly fails.
    let about =
        |scenario: &&Scenario| mutant.clause.as_ref().is_some_and(|clause| scenario.name.starts_with(clause));
    let mut order: Vec<&Scenario> = scenarios.iter().collect();
    order.sort_by_cached_key(|scenario| {
        (!about(scenario), core::cmp::Reverse(scenario.caught.load(Ordering::Relaxed)))
    });
    let fails = |scenario: &&Scenario| match dayfile::holds(scenario.text.as_bytes(), &store, &options) {
        Ok(holds) => !holds,
        Err(_) => true,
    };
    order.into_iter().find(fails)
}

/// What is listed as equivalent; each line has to give its reason.
fn listed(path: &Path) -> io::Result<Vec<String>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let bad = || io::Error::other(format!("{}: no reason given: {line}", path.display()));
            let (what, _) =
                line.split_once(" :: ").filter(|(_, reason)| !reason.trim().is_empty()).ok_or_else(bad)?;
            Ok(what.trim().to_owned())
        })
        .collect()
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
        let outcome = told(&mutants, &fates, &own, &["elsewhere".to_owned()]);
        assert_eq!(outcome.stale, ["a *", "gone"]);
        assert_eq!((outcome.survivors, outcome.equivalent, outcome.caught), (vec!["c".to_owned()], 2, 1));
    }
}
