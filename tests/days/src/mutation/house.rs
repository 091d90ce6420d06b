//! A house: its pack, the scenarios of its folder, and what is listed there as telling no difference.

use core::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use dayfile::Options;
use packs::{Mutant, Pack, Shelf};

use super::EQUIVALENT;
use crate::{day_files, store};

/// A pack and everything that stands in its folder.
#[derive(Debug)]
pub struct House {
    pub(super) pack: Arc<Pack>,
    pub(super) scenarios: Vec<Scenario>,
    /// What is listed for this house, and for every house.
    pub(super) equivalent: Vec<String>,
    pub(super) equivalent_everywhere: Vec<String>,
    /// The other packs, where a scenario binds one.
    others: Vec<Arc<Pack>>,
}

#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) name: String,
    text: String,
    /// How many mutants it has caught: who has caught many is asked early.
    caught: AtomicUsize,
}

/// The shipped houses, and of those whose pack stands in a folder there the ones whose scenarios are said to hold it:
/// they list what tells no difference.
///
/// # Errors
/// A folder that cannot be read; a shipped pack that is none.
pub fn houses(folders: &Path) -> io::Result<Vec<String>> {
    let mut names = shipped()?.names();
    for entry in fs::read_dir(folders)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.join(&name).with_extension("toml").is_file() && path.join(EQUIVALENT).is_file() {
            names.push(name);
        }
    }
    names.sort();
    names.dedup();
    Ok(names)
}

impl House {
    /// Reads a house's folder; its pack is a shipped one, or stands there too.
    ///
    /// # Errors
    /// A folder or a file that cannot be read; a pack that nobody ships; a scenario that fails as it is, for then
    /// nothing would be proved.
    pub fn open(name: &str, folders: &Path) -> io::Result<Self> {
        let folder = folders.join(name);
        let shelf = shipped()?;
        // From the file and not from the shelf: a pack just changed is tried without building anew.
        let places = [folder.clone(), Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/policies")];
        let files = places.iter().map(|place| place.join(name).with_extension("toml"));
        let file = files.into_iter().find(|file| file.is_file());
        let file = file.ok_or_else(|| io::Error::other(format!("there is no pack {name}")))?;
        let told = |problems| io::Error::other(format!("{problems:?}"));
        let pack = Arc::new(packs::load(&fs::read_to_string(file)?, &format!("{name}.toml")).map_err(told)?);
        let mut scenarios = Vec::new();
        for path in day_files(&folder)? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            // A pack beside the day is named by its path; here its mutants are called by its name.
            let (path, id) =
                (format!("\"{}.toml\"", pack.policy.id.name), format!("\"{}\"", pack.policy.id.name));
            let text = fs::read_to_string(folder.join(&name))?.replacen(&path, &id, 1);
            scenarios.push(Scenario { name, text, caught: AtomicUsize::new(0) });
        }
        // Other packs are needed only where a scenario binds one.
        let binds = scenarios.iter().any(|scenario| scenario.text.contains("\"bind\""));
        let others = shelf.packs().into_iter();
        let others = others.filter(|other| binds && other.policy.id != pack.policy.id).collect();
        let (equivalent, equivalent_everywhere) =
            (listed(&folder.join(EQUIVALENT))?, listed(&folders.join(EQUIVALENT))?);
        let house = Self { pack, scenarios, equivalent, equivalent_everywhere, others };
        let unchanged = Mutant { what: String::new(), clause: None, text: house.pack.text.clone() };
        match house.first_to_fail(&unchanged) {
            Some(failing) => {
                Err(io::Error::other(format!("{name}: {} fails without any change", failing.name)))
            }
            None => Ok(house),
        }
    }

    /// The first scenario found that fails under this pack.
    pub(super) fn first_to_fail(&self, mutant: &Mutant) -> Option<&Scenario> {
        let Some(options) = self.under(&mutant.text) else { return self.scenarios.first() };
        // Those that are about the changed rule come first: one of them mostly fails.
        let about = |scenario: &&Scenario| {
            mutant.clause.as_ref().is_some_and(|clause| scenario.name.starts_with(clause))
        };
        let mut order: Vec<&Scenario> = self.scenarios.iter().collect();
        order.sort_by_cached_key(|scenario| {
            (!about(scenario), Reverse(scenario.caught.load(Ordering::Relaxed)))
        });
        let found = order.into_iter().find(|scenario| fails(scenario, &options))?;
        found.caught.fetch_add(1, Ordering::Relaxed);
        Some(found)
    }

    /// Every scenario that fails under this text, by its place; `None` where it is no pack at all.
    pub(super) fn all_that_fail(&self, text: &str) -> Option<Vec<usize>> {
        let options = self.under(text)?;
        let places = self.scenarios.iter().enumerate();
        Some(places.filter(|(_, scenario)| fails(scenario, &options)).map(|(place, _)| place).collect())
    }

    fn under(&self, text: &str) -> Option<Options> {
        let shelf = Shelf::empty();
        let put = |text: &str| shelf.put_back(text, "mutant.toml").is_ok();
        let all = put(text) && self.others.iter().all(|other| put(&other.text));
        all.then(|| Options { packs: Some(Arc::new(shelf)), ..Options::default() })
    }
}

fn fails(scenario: &Scenario, options: &Options) -> bool {
    match dayfile::holds(scenario.text.as_bytes(), &store, options) {
        Ok(holds) => !holds,
        Err(_) => true,
    }
}

fn shipped() -> io::Result<Shelf> {
    Shelf::shipped().map_err(|problems| io::Error::other(format!("{problems:?}")))
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
