//! Holds the scenarios of a pack against small changes to it: each change has to make one of them fail.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, io};

use dayfile::Options;
use packs::{Mutant, Shelf};

use crate::{day_files, store};

/// The file beside a pack's scenarios that names mutants which change nothing, each with the reason: `what :: reason`.
pub const EQUIVALENT: &str = "equivalent-mutants.txt";

/// What came of all mutants of a pack.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many the check itself refuses.
    pub refused: usize,
    /// How many made a scenario fail.
    pub caught: usize,
    /// Which nothing caught, and no reason is listed for.
    pub survivors: Vec<String>,
    /// Which nothing caught, for a listed reason.
    pub equivalent: usize,
    /// What is listed although it is caught, refused, or no mutant any more.
    pub stale: Vec<String>,
}

struct Scenario {
    name: String,
    text: String,
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
        scenarios.push(Scenario { name, text: fs::read_to_string(&path)? });
    }
    // Other packs are needed only where a scenario binds one.
    let binds = scenarios.iter().any(|scenario| scenario.text.contains("\"bind\""));
    let others: Vec<_> =
        shelf.packs().into_iter().filter(|other| binds && other.policy.id != original.policy.id).collect();
    let listed = listed(&folder.join(EQUIVALENT))?;
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
                    let fate = fate(mutant, &others, &scenarios);
                    fates.lock().unwrap_or_else(PoisonError::into_inner)[place] = fate;
                }
            });
        }
    });
    let fates = fates.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(told(&mutants, &fates, &listed))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Refused,
    Caught,
    Survived,
}

fn told(mutants: &[Mutant], fates: &[Fate], listed: &BTreeMap<String, String>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut needed = BTreeSet::new();
    for (mutant, fate) in mutants.iter().zip(fates) {
        match fate {
            Fate::Refused => outcome.refused += 1,
            Fate::Caught => outcome.caught += 1,
            Fate::Survived if listed.contains_key(&mutant.what) => {
                outcome.equivalent += 1;
                needed.insert(mutant.what.clone());
            }
            Fate::Survived => outcome.survivors.push(mutant.what.clone()),
        }
    }
    outcome.stale = listed.keys().filter(|what| !needed.contains(*what)).cloned().collect();
    outcome
}

fn fate(mutant: &Mutant, others: &[Arc<packs::Pack>], scenarios: &[Scenario]) -> Fate {
    let Ok(pack) = packs::load(&mutant.text, "mutant.toml") else { return Fate::Refused };
    if !packs::check(&pack).is_empty() {
        return Fate::Refused;
    }
    let shelf = Shelf::empty();
    let put = |text: &str| shelf.put_back(text, "mutant.toml").is_ok();
    if !put(&mutant.text) || !others.iter().all(|other| put(&other.text)) {
        return Fate::Refused;
    }
    let options = Options { packs: Some(Arc::new(shelf)), ..Options::default() };
    // Those that are about the changed rule come first: one of them mostly fails.
    let about =
        |scenario: &&Scenario| mutant.clause.as_ref().is_some_and(|clause| scenario.name.starts_with(clause));
    let first = scenarios.iter().filter(about);
    let rest = scenarios.iter().filter(|scenario| !about(scenario));
    let fails = |scenario: &Scenario| match dayfile::hold(scenario.text.as_bytes(), &store, &options) {
        Ok(verdict) => !verdict.misses.is_empty(),
        Err(_) => true,
    };
    if first.chain(rest).any(fails) { Fate::Caught } else { Fate::Survived }
}

/// What is listed as equivalent, with its reason.
fn listed(path: &Path) -> io::Result<BTreeMap<String, String>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(error),
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let bad = || io::Error::other(format!("{}: no reason given: {line}", path.display()));
            let (what, reason) = line.split_once(" :: ").ok_or_else(bad)?;
            Ok((what.trim().to_owned(), reason.trim().to_owned()))
        })
        .collect()
}
