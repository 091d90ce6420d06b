//! The packs at hand: the shipped ones, and those that a house added.

use domain::ids::PolicyRef;
use domain::policy::{self, Flaw, PackText, Policy, PolicyShelf};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use crate::load::{Pack, load};
use crate::problem::Problem;

/// The shipped packs, as `file name, text`.
const SHIPPED: &[(&str, &str)] = &[
    ("ab-posts.toml", include_str!("../../../config/policies/ab-posts.toml")),
    ("full-regulations.toml", include_str!("../../../config/policies/full-regulations.toml")),
    ("graded-allocation.toml", include_str!("../../../config/policies/graded-allocation.toml")),
    ("inbound-calls.toml", include_str!("../../../config/policies/inbound-calls.toml")),
    ("greeting-slots.toml", include_str!("../../../config/policies/greeting-slots.toml")),
    ("marketing-centre.toml", include_str!("../../../config/policies/marketing-centre.toml")),
    ("standing-posts.toml", include_str!("../../../config/policies/standing-posts.toml")),
    ("turn-adjudication.toml", include_str!("../../../config/policies/turn-adjudication.toml")),
    ("two-departments.toml", include_str!("../../../config/policies/two-departments.toml")),
    ("sales-office-revised.toml", include_str!("../../../config/policies/sales-office-revised.toml")),
    ("two-tables.toml", include_str!("../../../config/policies/two-tables.toml")),
];

/// Packs by name and version; shared by everybody who decides.
///
/// Invariant: a name and version, once on the shelf, stays the same text ([`Shelf::try_out`] excepted), for decisions
/// pin it.
#[derive(Debug, Default)]
pub struct Shelf {
    packs: RwLock<Packs>,
}

type Packs = BTreeMap<(String, u32), Arc<Pack>>;

impl Shelf {
    /// A shelf without any pack.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A shelf with the shipped packs.
    ///
    /// # Errors
    /// What is wrong with a shipped pack; a test keeps that from happening.
    pub fn shipped() -> Result<Self, Vec<Problem>> {
        let shelf = Self::empty();
        for (file, text) in SHIPPED {
            shelf.put_back(text, file)?;
        }
        Ok(shelf)
    }

    /// Reads and checks a pack and adds it; the same text again changes nothing.
    ///
    /// # Errors
    /// Every problem that reading or checking finds; or that another text of this name and version is there already.
    pub fn add(&self, text: &str, file_name: &str) -> Result<PolicyRef, Vec<Problem>> {
        let pack = load(text, file_name)?;
        let problems = crate::check(&pack);
        if problems.is_empty() { self.insert(pack) } else { Err(problems) }
    }

    /// Reads and checks a pack from a file and adds it.
    ///
    /// # Errors
    /// As [`Shelf::add`]; or that the file cannot be read.
    pub fn add_file(&self, path: &Path) -> Result<PolicyRef, Vec<Problem>> {
        let (text, name) = read_file(path)?;
        self.add(&text, &name)
    }

    /// Reads, checks and adds every pack of a folder: each file that ends in `.toml`, by name.
    ///
    /// # Errors
    /// As [`Shelf::add`], for the first file that has a problem; or that the folder cannot be read.
    pub fn add_folder(&self, folder: &Path) -> Result<Vec<PolicyRef>, Vec<Problem>> {
        let files = std::fs::read_dir(folder).and_then(|found| {
            found.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
        });
        let mut files = files.map_err(|error| unreadable(folder, &error))?;
        files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        files.iter().map(|path| self.add_file(path)).collect()
    }

    /// Puts a pack back that had been checked when it was added, for example from a store.
    ///
    /// # Errors
    /// What keeps it from being read; or that another text of this name and version is there already.
    pub fn put_back(&self, text: &str, file_name: &str) -> Result<PolicyRef, Vec<Problem>> {
        self.insert(load(text, file_name)?)
    }

    /// As [`Shelf::add`], but in the place of a pack of the same name and version: for trying a changed copy in a
    /// simulation, where no earlier decision can pin the other text.
    ///
    /// # Errors
    /// Every problem that reading or checking finds.
    pub fn try_out(&self, text: &str, file_name: &str) -> Result<PolicyRef, Vec<Problem>> {
        let pack = load(text, file_name)?;
        let problems = crate::check(&pack);
        if !problems.is_empty() {
            return Err(problems);
        }
        let id = pack.policy.id.clone();
        let key = (id.name.to_string(), id.version);
        self.packs.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::new(pack));
        Ok(id)
    }

    /// As [`Shelf::try_out`], from a file.
    ///
    /// # Errors
    /// As [`Shelf::try_out`]; or that the file cannot be read.
    pub fn try_out_file(&self, path: &Path) -> Result<PolicyRef, Vec<Problem>> {
        let (text, name) = read_file(path)?;
        self.try_out(&text, &name)
    }

    /// The names on the shelf, sorted, each once.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let packs = self.packs.read().unwrap_or_else(PoisonError::into_inner);
        let mut names: Vec<String> = packs.keys().map(|(name, _)| name.clone()).collect();
        names.dedup();
        names
    }

    /// Every pack, by name and version.
    #[must_use]
    pub fn packs(&self) -> Vec<Arc<Pack>> {
        self.packs.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// The pack of that name and version, with its text.
    #[must_use]
    pub fn pack(&self, id: &PolicyRef) -> Option<Arc<Pack>> {
        let key = (id.name.to_string(), id.version);
        self.packs.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    /// The newest version of the pack of that name, with its text.
    #[must_use]
    pub fn newest_pack(&self, name: &str) -> Option<Arc<Pack>> {
        let packs = self.packs.read().unwrap_or_else(PoisonError::into_inner);
        let versions = packs.range((name.to_owned(), 0)..=(name.to_owned(), u32::MAX));
        versions.last().map(|(_, pack)| Arc::clone(pack))
    }

    fn insert(&self, pack: Pack) -> Result<PolicyRef, Vec<Problem>> {
        let id = pack.policy.id.clone();
        let mut packs = self.packs.write().unwrap_or_else(PoisonError::into_inner);
        let key = (id.name.to_string(), id.version);
        if packs.get(&key).is_some_and(|there| there.text != pack.text) {
            let message = format!(
                "version {} of `{}` is in use with another text: raise `version`",
                id.version, id.name
            );
            return Err(crate::problem::single(&pack, pack.document.version.at, message));
        }
        packs.entry(key).or_insert_with(|| Arc::new(pack));
        Ok(id)
    }
}

impl PolicyShelf for Shelf {
    fn get(&self, id: &PolicyRef) -> Option<Arc<Policy>> {
        self.pack(id).map(|pack| Arc::clone(&pack.policy))
    }

    fn newest(&self, name: &str) -> Option<Arc<Policy>> {
        self.newest_pack(name).map(|pack| Arc::clone(&pack.policy))
    }

    fn ids(&self) -> Vec<PolicyRef> {
        self.packs().iter().map(|pack| pack.policy.id.clone()).collect()
    }

    fn text(&self, id: &PolicyRef) -> Option<PackText> {
        let pack = self.pack(id)?;
        Some(PackText {
            id: id.clone(),
            title: policy::Bilingual { zh: pack.title.zh.clone(), en: pack.title.en.clone() },
            text: pack.text.clone(),
            shipped: SHIPPED.iter().any(|(_, text)| *text == pack.text),
        })
    }

    fn proved(&self, text: &str) -> Result<PolicyRef, Vec<Flaw>> {
        let pack = load(text, "").map_err(flaws)?;
        let problems = crate::check(&pack);
        if problems.is_empty() { Ok(pack.policy.id.clone()) } else { Err(flaws(problems)) }
    }

    fn take_in(&self, text: &str) -> Result<PolicyRef, Vec<Flaw>> {
        self.put_back(text, "").map_err(flaws)
    }
}

fn flaws(problems: Vec<Problem>) -> Vec<Flaw> {
    problems.into_iter().map(|Problem { line, key, message, .. }| Flaw { line, key, message }).collect()
}

fn read_file(path: &Path) -> Result<(String, String), Vec<Problem>> {
    let name = path.display().to_string();
    std::fs::read_to_string(path).map(|text| (text, name)).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Vec<Problem> {
    let (file, message) = (path.display().to_string(), format!("cannot be read: {error}"));
    vec![Problem { file, line: 1, key: String::new(), message }]
}
