//! Every day file here and among the policies' acceptance scenarios meets what it expects, as `lunpai policy test`
//! holds it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dayfile::Options;

#[test]
fn every_day_meets_what_it_expects() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let packs = fs::read_dir(root.join("policies")).unwrap().map(|folder| folder.unwrap().path());
    // Beside the packs' folders stands a list of mutants, which is no folder.
    let folders: BTreeSet<PathBuf> = packs.filter(|path| path.is_dir()).chain([root.join("days")]).collect();
    let mut days = Vec::new();
    for folder in folders {
        let found = days::day_files(&folder).unwrap();
        assert!(found.len() >= 3, "{}: {found:?}", folder.display());
        days.extend(found);
    }
    let mut misses = String::new();
    for day in &days {
        let text = fs::read_to_string(day).unwrap();
        let name = day.strip_prefix(root).unwrap().display();
        let options = Options { folder: day.parent().map(Path::to_path_buf), ..Options::default() };
        match dayfile::hold(text.as_bytes(), &days::store, &options) {
            Ok(verdict) => {
                let held = verdict.passed + verdict.misses.len();
                assert!(held > 0, "{name} expects nothing, so it cannot fail");
                misses.extend(verdict.misses.iter().map(|miss| format!("{name}:{miss}\n")));
            }
            Err(why) => misses += &format!("{name}: {why}\n"),
        }
    }
    assert!(misses.is_empty(), "\n{misses}");
}
