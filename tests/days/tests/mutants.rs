//! A part of the mutants of every house, the same each time: each has to make a scenario fail.

use std::path::Path;

use days::mutation::{House, Part, hold_against_mutants, houses};

/// One of so many; all of them are `cargo run -p days --bin mutate --release`.
const ONE_OF: usize = 9;

#[test]
fn a_part_of_the_mutants_of_every_house_is_noticed() {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let (mut tried, mut found) = (0, Vec::new());
    for (place, name) in houses(&folders).unwrap().into_iter().enumerate() {
        let house = House::open(&name, &folders).unwrap();
        // Every house begins at another place, so that lists which the packs have in common are tried as a whole.
        let outcome = hold_against_mutants(&house, Part { one_of: ONE_OF, first: place % ONE_OF });
        tried += outcome.mutants();
        found.extend(outcome.survivors.iter().map(|what| format!("{name}: survived: {what}")));
        found.extend(
            outcome.stale.iter().map(|what| format!("{name}: explained though it is killed: {what}")),
        );
    }
    println!("{tried} mutants tried, one of {ONE_OF}");
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    assert!(tried > 1000, "only {tried} mutants");
}
