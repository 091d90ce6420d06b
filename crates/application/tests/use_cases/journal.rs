//! The journal is enough: replaying it gives what is stored.

use application::ports::Reading;
use application::replayed;
use domain::floor::Floor;

use crate::house::{House, now};

/// What no fact says: the bound on the next lapse, and the last instant looked at.
fn facts(floor: Floor) -> Floor {
    Floor { next_lapse: None, clock: None, ..floor }
}

fn busy_house() -> House {
    let house = House::with_all_in("two-tables");
    for line in [
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#,
        r#"{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}"#,
        r#"{"at":"2026-03-02T09:31:00+08:00","do":"leave","visitor":"v1"}"#,
        r#"{"at":"2026-03-02T09:40:00+08:00","do":"step_away","staff":"B","reason":"unannounced"}"#,
        r#"{"at":"2026-03-02T09:42:00+08:00","do":"arrive","visitor":"v2"}"#,
        r#"{"at":"2026-03-02T09:44:00+08:00","do":"come_back","staff":"B"}"#,
        r#"{"at":"2026-03-02T09:45:00+08:00","do":"arrive","visitor":"v3"}"#,
        r#"{"at":"2026-03-03T09:00:00+08:00","do":"sign_in","staff":"C"}"#,
        r#"{"at":"2026-03-03T09:01:00+08:00","do":"sign_in","staff":"A"}"#,
        r#"{"at":"2026-03-03T09:10:00+08:00","do":"arrive","visitor":"v4","phone":"13900000002"}"#,
        r#"{"at":"2026-03-03T09:40:00+08:00","do":"deal","visitor":"v4","by":"A"}"#,
    ] {
        house.done(line);
    }
    house
}

#[test]
fn replaying_the_whole_journal_gives_the_stored_floor_and_books() {
    let house = busy_house();
    let journal = now(house.application.journal(&house.site, 0, 1000)).unwrap();
    let numbers: Vec<u64> = journal.iter().map(|entry| entry.sequence).collect();
    assert_eq!(numbers, (1..=house.sequence()).collect::<Vec<_>>());
    let (floor, books) = replayed(None, &journal).unwrap();
    let stored = now(house.store.site(&house.site)).unwrap().unwrap().floor;
    assert_eq!(facts(floor), facts(stored));
    assert!(books.iter().count() >= 3);
    for party in books.iter().filter(|party| party.merged_into.is_none()) {
        let stored = now(house.store.party(&house.site, &party.id)).unwrap().unwrap().party;
        assert_eq!(stored, *party);
    }
}

#[test]
fn replaying_from_each_checkpoint_gives_the_stored_floor() {
    let house = busy_house();
    let stored = now(house.store.site(&house.site)).unwrap().unwrap().floor;
    let mut at_most = house.sequence();
    let mut checkpoints = 0;
    while let Some((sequence, start)) = now(house.store.checkpoint(&house.site, at_most)).unwrap() {
        let journal = now(house.application.journal(&house.site, sequence, 1000)).unwrap();
        let (floor, _) = replayed(Some(start), &journal).unwrap();
        assert_eq!(facts(floor), facts(stored.clone()));
        checkpoints += 1;
        at_most = sequence - 1;
    }
    assert_eq!(checkpoints, 2, "one for each day");
}
