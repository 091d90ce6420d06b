//! Who somebody is: by visit, by customer id, by phone.

use application::ports::{PhoneKey, ReadSet, Reading};
use domain::ids::PartyId;

use crate::house::{House, now};

/// Whom a phone identifies.
#[cfg(test)]
fn holder_of(house: &House, key: &PhoneKey) -> PartyId {
    let reads = ReadSet { phones: vec![key.clone()], ..ReadSet::default() };
    now(house.store.look_up(&house.site, &reads)).unwrap().phones[key].clone()
}

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
        let holder = holder_of(&house, &key);
        assert_eq!(holder, party("v1"), "whoever had the phone first keeps it");
    }
}

#[test]
fn an_import_under_a_known_phone_made_a_second_customer() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","name":"Zhao Min","phone":"13900000002"}"#);
    let second = house.failed(r#"{"at":"2026-03-02T09:01:00+08:00","do":"import","customers":[{"id":"c0","name":"Wu"},{"id":"c1","name":"Other","phone":"13900000002"}]}"#);
    assert!(matches!(second, application::Failure::PhoneTaken), "{second:?}");
    let key = application::identity::phone_key(&wire::Phone::new("13900000002").unwrap()).unwrap();
    let found = holder_of(&house, &key);
    assert_eq!(found.as_str(), "v1");
    for none in ["c0", "c1"] {
        assert!(now(house.store.party(&house.site, &none.into())).unwrap().is_none());
    }
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

#[test]
fn an_exported_registration_of_a_namesake_replays_the_same_without_the_name() {
    let house = House::with_all_in("sales-office-revised");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    house.done(r#"{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}"#);
    house.done(r#"{"at":"2026-03-02T09:10:00+08:00","do":"arrive","visitor":"v2"}"#);
    let stranger = house.failed(r#"{"at":"2026-03-02T09:11:00+08:00","do":"register","visitor":"v2","name":"Qian Li","phone":"13900000003","same_as":"v1","signed_by":"B"}"#);
    assert!(matches!(stranger, application::Failure::Invalid { field: "same_as", .. }), "{stranger:?}");
    house.done(r#"{"at":"2026-03-02T09:12:00+08:00","do":"register","visitor":"v2","name":"ZHAO MIN","phone":"13900000003","signed_by":"B"}"#);
    house.done(r#"{"at":"2026-03-02T09:13:00+08:00","do":"register","visitor":"v2","name":"Zhao Min","phone":"13900000003","same_as":"v1","signed_by":"B"}"#);
    let mut export = now(house.application.export(&house.site, application::Exporting::default())).unwrap();
    let mut file = String::new();
    while let Some(lines) = now(export.next()).unwrap() {
        file.push_str(&lines);
    }
    assert!(!file.to_lowercase().contains("zhao") && !file.contains("1390000"), "{file}");
    let again = House::new("sales-office-revised");
    let told: Vec<_> = file.lines().skip(1).map(|line| again.done(line)).collect();
    let [.., proven] = told.as_slice() else { panic!("lines") };
    assert_eq!((&proven["valid"], &proven["owner"]), (&true.into(), &"A".into()), "{file}");
    let party =
        |house: &House, visit: &str| now(house.store.visitor(&house.site, &visit.into())).unwrap().unwrap();
    assert_eq!(party(&house, "v2").party, party(&again, "v2").party);
}
