//! The shelf: a name and version stay the same text; newer versions come beside older ones.

use domain::policy::PolicyShelf;
use packs::Shelf;

const CENTRE: &str = include_str!("../../../config/policies/marketing-centre.toml");

fn version(n: u32) -> String {
    CENTRE.replace("version = 1", &format!("version = {n}"))
}

#[test]
fn the_newest_version_is_found_and_the_older_ones_stay() {
    let shelf = Shelf::shipped().unwrap();
    for n in [10, 2, 9] {
        shelf.add(&version(n), "x.toml").unwrap();
    }
    let newest = shelf.newest("marketing-centre").unwrap();
    assert_eq!(newest.id.version, 10);
    let old = domain::ids::PolicyRef { version: 2, ..newest.id.clone() };
    assert_eq!(shelf.get(&old).unwrap().id, old);
    assert_eq!(shelf.pack(&old).unwrap().text, version(2));
    assert!(shelf.newest("marketing").is_none());
    assert_eq!(shelf.names().iter().filter(|name| *name == "marketing-centre").count(), 1);
}

#[test]
fn the_same_text_again_changes_nothing_and_another_is_refused() {
    let shelf = Shelf::shipped().unwrap();
    shelf.add(CENTRE, "again.toml").unwrap();
    let changed = CENTRE.replace("fine_cents = 5000", "fine_cents = 7000");
    let problems = shelf.add(&changed, "changed.toml").unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "changed.toml:6: version: version 1 of `marketing-centre` is in use with another text: raise `version`"
    );
    let kept = shelf.newest_pack("marketing-centre").unwrap();
    assert_eq!(kept.text, CENTRE);

    shelf.try_out(&changed, "changed.toml").unwrap();
    assert_eq!(shelf.newest_pack("marketing-centre").unwrap().text, changed);
}

#[test]
fn a_pack_that_is_not_whole_does_not_come_on_the_shelf() {
    let shelf = Shelf::empty();
    let shadowed = CENTRE.replace("if.known = true\n", "");
    let problems = shelf.add(&shadowed, "x.toml").unwrap_err();
    assert!(problems[0].message.contains("can never decide"), "{problems:?}");
    assert!(shelf.try_out(&shadowed, "x.toml").is_err());
    assert!(shelf.names().is_empty());
    shelf.put_back(&shadowed, "journal").unwrap();
    assert_eq!(shelf.names(), ["marketing-centre"]);
}

#[test]
fn a_file_that_is_not_there_is_a_problem_with_its_name() {
    let missing = std::path::Path::new("no/such/pack.toml");
    let problems = Shelf::empty().add_file(missing).unwrap_err();
    assert!(problems[0].to_string().starts_with("no/such/pack.toml:1: cannot be read"), "{problems:?}");
}
