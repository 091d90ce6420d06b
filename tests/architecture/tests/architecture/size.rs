//! The budget of files: small enough to be read in one go. Functions have theirs in clippy.toml.

use std::io;

use crate::assert_none;
use crate::tree::{File, files};

/// Lines that no file may exceed.
const MOST: usize = 600;
/// Lines that 95 of 100 files stay within.
const USUAL: usize = 400;
/// Lines that half of the files stay within.
const HALF: usize = 120;

fn over_budget(files: &[File]) -> Vec<String> {
    let mut sizes: Vec<(usize, &str)> = files
        .iter()
        .filter(|file| file.is_rust())
        .map(|file| (file.text.lines().count(), file.path.as_str()))
        .collect();
    sizes.sort_unstable();
    let Some(last) = sizes.len().checked_sub(1) else { return vec!["no Rust file was found".to_owned()] };
    let at = |hundredth: usize| sizes[(last * hundredth).div_ceil(100)].0;
    let (half, usual, most) = (at(50), at(95), at(100));
    let figures =
        format!("{} files: median {half}, 95th percentile {usual}, longest {most} lines", sizes.len());
    let mut found: Vec<_> = sizes
        .iter()
        .filter(|(lines, _)| *lines > MOST)
        .map(|(lines, path)| format!("{path}: {lines} lines, at most {MOST}; {figures}"))
        .collect();
    if usual > USUAL {
        found.push(format!("95 of 100 files should stay within {USUAL} lines; {figures}"));
    }
    if half > HALF {
        found.push(format!("half of the files should stay within {HALF} lines; {figures}"));
    }
    found
}

#[test]
fn files_stay_within_their_budget() -> io::Result<()> {
    assert_none(&over_budget(&files()?));
    Ok(())
}

#[test]
fn each_bound_of_the_budget_is_kept() {
    let of = |sizes: &[usize]| {
        let file = |lines: &usize| File::new("crates/x/src/a.rs", &"//! X.\n".repeat(*lines));
        over_budget(&sizes.iter().map(file).collect::<Vec<_>>())
    };
    assert_none(&of(&[10, 120, 400]));
    assert_none(&of(&[&[10; 30][..], &[600]].concat()));
    assert_eq!(of(&[&[10; 30][..], &[601]].concat()).len(), 1);
    assert_eq!(of(&[&[10; 10][..], &[401]].concat()).len(), 1);
    assert_eq!(of(&[&[10; 3][..], &[121; 4]].concat()).len(), 1);
    assert!(of(&[121])[0].contains("median 121"));
}
