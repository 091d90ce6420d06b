//! The repository as a list of text files.

use std::fs;
use std::io;
use std::path::Path;

/// Where the repository is, seen from this package.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// Built or made by running the program, or the version control's own.
const NOT_OURS: &[&str] = &[".git", "target", "data"];

/// A text file of the repository.
pub(crate) struct File {
    /// From the root, with `/` on every system.
    pub path: String,
    pub text: String,
}

impl File {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The name without folders.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub(crate) fn is_rust(&self) -> bool {
        has_ending(&self.path, "rs")
    }

    /// `crates/x/Cargo.toml` and its like, not the workspace's own.
    pub(crate) fn is_crate_manifest(&self) -> bool {
        self.name() == "Cargo.toml" && self.path.contains('/')
    }
}

/// Whether a path ends in `.ending`.
pub(crate) fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

/// Every text file, sorted by path.
pub(crate) fn files() -> io::Result<Vec<File>> {
    let mut found = Vec::new();
    collect(Path::new(ROOT), "", &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if prefix.is_empty() && NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, found)?;
        } else if let Ok(text) = String::from_utf8(fs::read(entry.path())?) {
            found.push(File { path, text });
        }
    }
    Ok(())
}

#[test]
fn the_tree_is_found() -> io::Result<()> {
    let files = files()?;
    for known in ["Cargo.toml", "clippy.toml", "crates/domain/src/lib.rs", "tests/architecture/Cargo.toml"] {
        assert!(files.iter().any(|file| file.path == known), "{known} was not found below {ROOT}");
    }
    assert!(!files.iter().any(|file| file.path.starts_with("target/")));
    Ok(())
}
