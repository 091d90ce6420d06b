//! Where packs in force are found, and where others come to while the house is open.

use std::sync::Arc;

use super::{Bilingual, Policy};
use crate::ids::PolicyRef;

/// A pack as its author wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackText {
    /// Its name and version.
    pub id: PolicyRef,
    /// What people call it.
    pub title: Bilingual,
    /// The text, byte for byte.
    pub text: String,
    /// Does it come with this build?
    pub shipped: bool,
}

/// One thing that is wrong with the text of a pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flaw {
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `pass[3].if.cause`; empty where the text is no TOML.
    pub key: String,
    /// What is wrong, and what was probably meant.
    pub message: String,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

/// Packs by name and version. What it does not say otherwise, it has no room for others than those it has.
pub trait PolicyShelf: Send + Sync {
    /// The pack of that name and version.
    fn get(&self, id: &PolicyRef) -> Option<Arc<Policy>>;

    /// The newest version of the pack of that name.
    fn newest(&self, name: &str) -> Option<Arc<Policy>>;

    /// Every pack that there is, by name and version.
    fn ids(&self) -> Vec<PolicyRef> {
        Vec::new()
    }

    /// The pack of that name and version as it was written.
    fn text(&self, _: &PolicyRef) -> Option<PackText> {
        None
    }

    /// Reads a pack and proves it whole, without taking it in.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn proved(&self, _: &str) -> Result<PolicyRef, Vec<Flaw>> {
        Err(no_room())
    }

    /// Takes in a pack that was proved when it was kept; the same text again changes nothing.
    ///
    /// # Errors
    /// It cannot be read, or another text of its name and version is here.
    fn take_in(&self, _: &str) -> Result<PolicyRef, Vec<Flaw>> {
        Err(no_room())
    }
}

fn no_room() -> Vec<Flaw> {
    vec![Flaw { line: 1, key: String::new(), message: "no packs can be added here".to_owned() }]
}
