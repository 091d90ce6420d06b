//! Who somebody is: by visit, by customer id, by phone.

use application::ports::Reading;

use crate::house::{House, now};

#[test]
fn a_visit_stands_for_its_party_and_a_phone_identifies_it_however_it_is_written() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","channel":"phone","phone":"+86 139-0000-0002"}"#);
    house.done(r#"{"at":"2026-03-02T09:01:00+08:00","do":"leave","visitor":"v1"}"#);
    house
        .done(r#"{"at":"2026-03-02T10:00:00+08:00","do":"arrive","visitor":"v2","phone":"１３９0000 0002"}"#);
    let visit = now(house.store.visitor(&house.site, &"v2".into())).unwrap().unwrap();
    assert_eq!(visit.party.id.as_str(), "v1");
    let owner = |id: &str| {
        house.done(&format!(
            r#"{{"at":"2026-03-02T10:01:00+08:00","do":"ask","what":"owner","customer":"{id}"}}"#
        ))
    };
    assert_eq!(owner("v2"), owner("v1"));
}

#[test]
fn a_registration_with_a_known_phone_and_the_same_name_makes_two_records_one() {
    for (name, one) in [("ZHAO  MIN", true), ("Qian Li", false)] {
        let house = House::with_all_in("two-tables");
        house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
        house.done(r#"{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}"#);
        house.done(r#"{"at":"2026-03-02T09:10:00+08:00","do":"leave","visitor":"v1"}"#);
        house.done(r#"{"at":"2026-03-02T10:00:00+08:00","do":"arrive","visitor":"v2"}"#);
        house.done(&format!(
            r#"{{"at":"2026-03-02T10:02:00+08:00","do":"register","visitor":"v2","name":"{name}","phone":"0086 13900000002","signed_by":"B"}}"#
        ));
        let party =
            |visit: &str| now(house.store.visitor(&house.site, &visit.into())).unwrap().unwrap().party.id;
        assert_eq!(party("v1") == party("v2"), one, "{name}");
        let key = application::identity::phone_key(&wire::Phone::new("13900000002").unwrap()).unwrap();
        let holder = now(house.store.party_by_phone(&house.site, &key)).unwrap().unwrap();
        assert_eq!(holder.party.id, party("v1"), "whoever had the phone first keeps it");
    }
}

#[test]
fn a_phone_stays_with_whoever_had_it_first_unless_the_two_become_one() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","name":"Zhao Min","phone":"13900000002"}"#);
    house.done(r#"{"at":"2026-03-02T09:01:00+08:00","do":"import","customers":[{"id":"c1","name":"Other","phone":"13900000002"}]}"#);
    let key = application::identity::phone_key(&wire::Phone::new("13900000002").unwrap()).unwrap();
    let found = now(house.store.party_by_phone(&house.site, &key)).unwrap().unwrap();
    assert_eq!(found.party.id.as_str(), "v1");
    let other = now(house.store.party(&house.site, &"c1".into())).unwrap().unwrap();
    assert!(other.phone.is_none() && other.name.as_deref() == Some("Other"));
}

#[test]
fn the_journal_holds_neither_names_nor_phones() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","name":"Zhao Min","phone":"13900000002"}"#);
    house.done(r#"{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}"#);
    house.done(r#"{"at":"2026-03-02T09:03:00+08:00","do":"import","customers":[{"id":"c1","name":"Wu Gang","phone":"13700000003"}]}"#);
    let journal = now(house.application.journal(&house.site, 0, 1000)).unwrap();
    let text = serde_json::to_string(&journal).unwrap();
    for secret in ["Zhao", "13900000002", "Wu Gang", "13700000003"] {
        assert!(!text.contains(secret));
    }
    assert!(text.contains("\"v1\""));
}
