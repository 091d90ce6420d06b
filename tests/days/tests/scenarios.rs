//! Every day file here and among the policies' acceptance scenarios meets what it expects, as `lunpai policy test`
//! holds it.

use std::fs;
use std::path::Path;

use dayfile::Options;

#[test]
fn every_day_meets_what_it_expects() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = ["days", "policies/full-regulations", "policies/marketing-centre", "policies/two-tables"];
    let mut days = Vec::new();
    for folder in folders {
        let found = days::day_files(&root.join(folder)).unwrap();
        assert!(found.len() >= 3, "{folder}: {found:?}");
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
