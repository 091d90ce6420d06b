//! The shipped packs: read whole, proved, and saying what the clauses say.

use std::path::{Path, PathBuf};

fn shipped() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/policies");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut packs: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| (path.clone(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    packs.sort();
    packs
}

#[test]
fn every_shipped_pack_loads() {
    let packs = shipped();
    assert!(packs.len() >= 3, "{packs:?}");
    for (path, text) in packs {
        let pack = packs::load(&text, &path.display().to_string()).unwrap_or_else(|problems| {
            panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>())
        });
        let stem = path.file_stem().unwrap().to_string_lossy();
        assert_eq!(pack.policy.id.name.as_str(), stem, "a shipped pack is found under its own name");
    }
}
