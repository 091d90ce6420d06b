//! The packs a file can name: the shipped ones by name, others by path.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use domain::ids::PolicyRef;
use domain::policy::{Policy, PolicyShelf};
use packs::{Problem, Shelf};

/// The shipped packs, and those that a run took from paths.
///
/// A pack from a path stands in for a shipped one of the same name, whatever its version: a copy with one setting
/// changed is tried without renaming it. The shelf belongs to one run, so no decision can pin the other text.
pub(crate) struct DayShelf {
    packs: Arc<Shelf>,
    tried: RwLock<HashMap<String, PolicyRef>>,
}

impl DayShelf {
    /// The shipped packs.
    pub(crate) fn shipped() -> Result<Self, String> {
        let packs = Shelf::shipped().map_err(|problems| told(&problems))?;
        Ok(Self::of(Arc::new(packs)))
    }

    /// These packs.
    pub(crate) fn of(packs: Arc<Shelf>) -> Self {
        Self { packs, tried: RwLock::default() }
    }

    /// The name of the pack that `named` means: a shipped pack's name, or a path, which is looked for in `folder` and
    /// then where the program was started.
    pub(crate) fn resolve(&self, named: &str, folder: Option<&Path>) -> Result<String, String> {
        let path = named.contains(['/', '\\']) || named.ends_with(".toml");
        if !path {
            return match self.newest(named) {
                Some(_) => Ok(named.to_owned()),
                None => Err(self.unknown(named)),
            };
        }
        let beside = folder.map(|folder| folder.join(named)).filter(|path| path.is_file());
        let path = beside.unwrap_or_else(|| PathBuf::from(named));
        let id = self.packs.try_out_file(&path).map_err(|problems| told(&problems))?;
        let name = id.name.to_string();
        self.tried.write().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), id);
        Ok(name)
    }

    fn unknown(&self, named: &str) -> String {
        // What stands there could be anything; only what looks like a pack's name is repeated.
        let plain = named.len() <= 40 && named.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let named = if plain { format!("`{named}`") } else { "that name".to_owned() };
        let names = self.packs.names().join(", ");
        format!("there is no pack {named}; shipped are {names}; the path of another one ends in .toml")
    }
}

impl PolicyShelf for DayShelf {
    fn get(&self, id: &PolicyRef) -> Option<Arc<Policy>> {
        self.packs.get(id)
    }

    fn newest(&self, name: &str) -> Option<Arc<Policy>> {
        let tried = self.tried.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        match tried {
            Some(id) => self.packs.get(&id),
            None => self.packs.newest(name),
        }
    }
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> DayShelf {
        DayShelf::shipped().unwrap()
    }

    #[test]
    fn a_shipped_pack_goes_by_its_name() {
        assert_eq!(shelf().resolve("two-tables", None), Ok("two-tables".to_owned()));
        let told = shelf().resolve("two-table", None).unwrap_err();
        assert!(told.starts_with("there is no pack `two-table`; shipped are ab-posts, "), "{told}");
        let told = shelf().resolve("13800000001", None).unwrap_err();
        assert!(!told.contains("138"), "{told}");
    }

    #[test]
    fn a_changed_copy_stands_in_for_the_shipped_pack() {
        let folder = tempfile::tempdir().unwrap();
        let shipped = packs::Shelf::shipped().unwrap().newest_pack("marketing-centre").unwrap();
        let copy = shipped.text.replace("fine_cents = 5000", "fine_cents = 7000");
        assert_ne!(copy, shipped.text);
        std::fs::write(folder.path().join("mine.toml"), copy).unwrap();
        let shelf = shelf();
        let name = shelf.resolve("mine.toml", Some(folder.path())).unwrap();
        assert_eq!(name, "marketing-centre");
        assert_ne!(shelf.newest(&name).unwrap(), shipped.policy);
        assert_eq!(shelf.newest("two-tables").unwrap().id.name.to_string(), "two-tables");
    }

    #[test]
    fn a_pack_with_a_mistake_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bad.toml");
        std::fs::write(&path, "name = \"x\"\nnaem = 1\n").unwrap();
        let told = shelf().resolve(path.to_str().unwrap(), None).unwrap_err();
        assert!(told.contains("bad.toml:2: "), "{told}");
        assert!(shelf().resolve("missing.toml", None).unwrap_err().contains("cannot be read"));
    }
}
