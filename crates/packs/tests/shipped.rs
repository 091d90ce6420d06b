//! The shipped packs: read, proved whole, and on the shelf under their own names.

use std::io;
use std::path::{Path, PathBuf};

fn shipped() -> io::Result<Vec<(PathBuf, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/policies");
    let mut packs = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path)?;
            packs.push((path, text));
        }
    }
    packs.sort();
    Ok(packs)
}

#[test]
fn every_shipped_pack_is_whole() {
    let packs = shipped().unwrap();
    assert!(packs.len() >= 3, "{packs:?}");
    for (path, text) in packs {
        let problems = match packs::load(&text, &path.display().to_string()) {
            Ok(pack) => packs::check(&pack),
            Err(problems) => problems,
        };
        assert_eq!(problems, vec![]);
    }
}

#[test]
fn every_pack_in_the_folder_is_on_the_shelf_under_its_own_name() {
    let shelf = packs::Shelf::shipped().unwrap();
    let files = shipped().unwrap();
    let stems: Vec<String> =
        files.iter().filter_map(|(path, _)| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
    assert_eq!(shelf.names(), stems);
    for (_, text) in files {
        let pack = packs::load(&text, "again.toml").unwrap();
        assert_eq!(shelf.newest_pack(&pack.policy.id.name).unwrap().text, text);
    }
}

#[test]
fn every_cited_clause_is_one_of_the_packs_own() {
    for pack in packs::Shelf::shipped().unwrap().packs() {
        assert!(pack.clauses.len() > 3, "{:?}", pack.clauses);
        for clause in &pack.clauses {
            assert!(clause.as_str().starts_with(&format!("{}-", pack.prefix)), "{clause}");
        }
    }
}

/// Nothing may decide by a pack's name: the only mention in the sources is where the files are embedded.
#[test]
fn no_source_file_matches_on_the_name_of_a_pack() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = packs::Shelf::shipped().unwrap().names();
    let mut folders = vec![sources];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for name in &names {
                assert!(!text.contains(&format!("\"{name}\"")), "{} names {name}", path.display());
            }
        }
    }
}
