//! The guide for authors of packs stays true: its example is whole, its day comes out as it says, and it explains every
//! word.

use std::fs;
use std::path::{Path, PathBuf};

use dayfile::Options;
use domain::vocabulary::{
    Assignee, Capacity, Cause, CellUse, Channel, CustomerState, Finding, GateStep, Grade, Metric, Occasion,
    OrderSource, Outcome, Precedence, Receiver, RecognisedBy, Relation, Role, Says, Status,
};

fn guides() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/how-to")
}

#[test]
fn the_guides_example_comes_out_as_it_says() {
    let text = fs::read_to_string(guides().join("harbour-hall.ndjson")).unwrap();
    let options = Options { folder: Some(guides()), ..Options::default() };
    let verdict = dayfile::hold(text.as_bytes(), &days::store, &options).unwrap();
    assert!(
        verdict.misses.is_empty(),
        "{:?}",
        verdict.misses.iter().map(ToString::to_string).collect::<Vec<_>>()
    );
    assert_eq!(verdict.passed, text.matches("\"expect\"").count());
}

#[test]
fn the_guide_explains_every_word_of_a_pack() {
    let guide = fs::read_to_string(guides().join("add-a-policy.md")).unwrap();
    let mut words: Vec<&str> = Vec::new();
    macro_rules! words {
        ($($name:ident),+) => { $(words.extend($name::ALL.iter().map(|word| word.word()));)+ };
    }
    words!(Cause, CellUse, Channel, CustomerState, Finding, Grade, OrderSource, Receiver, RecognisedBy);
    words!(Relation, Says, Status, Precedence, GateStep, Metric, Role, Assignee, Capacity, Occasion);
    let outcomes = Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Chosen);
    words.extend(outcomes.map(|outcome| outcome.word()));
    let missing: Vec<_> = words.iter().filter(|word| !guide.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
