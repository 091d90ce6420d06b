//! Bodies are read as strictly as lines, and errors show the key but not the value.

use super::*;
use crate::verb::{Arrive, Leave, StaffChange};

fn told<T: Body + core::fmt::Debug>(text: &str) -> String {
    body::<T>(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_body_is_a_line_without_at_and_do() {
    let arrive: Arrive = body(br#"{"visitor":"v1","phone":"13800000001"}"#).unwrap();
    assert_eq!(arrive.visitor, "v1");
    assert_eq!(Arrive::VERB, "arrive");
    assert_eq!(
        told::<Arrive>(r#"{"visitor":"v1","do":"arrive"}"#).split(';').next(),
        Some("`do`: unknown key")
    );
}

#[test]
fn a_body_must_be_one_object() {
    // A derived struct alone would also take its values as an array.
    assert_eq!(told::<Leave>(r#"["v1"]"#), "must be an object or a text, not list");
    assert_eq!(told::<Leave>(r#""v1""#), "must be an object, not text");
    assert_eq!(told::<Leave>("{} {}"), "not valid JSON at column 4: trailing characters");
    assert!(told::<Leave>("").starts_with("not valid JSON at column 0"));
    assert_eq!(body::<Leave>(b"\xff").unwrap_err().to_string(), "not UTF-8 after its first 0 bytes");
}

#[test]
fn the_key_is_named_down_to_the_item() {
    let bad = body::<StaffChange>(br#"{"staff":[{"id":"A"},{"id":"B","shift":"9-18"}]}"#).unwrap_err();
    assert_eq!(bad.to_string(), "`staff[1].shift`: must be hours such as 09:00-18:00");
    assert_eq!(bad.pointer(), "/staff/1/shift");
    assert_eq!(
        told::<StaffChange>(r#"{"staff":[["A"]]}"#),
        "`staff[0]`: must be an object or a text, not list"
    );
    assert_eq!(told::<StaffChange>(r#"{"staff":[{"id":"A","half":3}]}"#), "`staff[0].half`: must be 1 or 2");
}

#[test]
fn one_member_stands_for_a_list_of_one() {
    let one: StaffChange = body(br#"{"staff":{"id":"A","status":"training"}}"#).unwrap();
    let list: StaffChange = body(br#"{"staff":[{"id":"A","status":"training"}]}"#).unwrap();
    assert_eq!(one, list);
}

#[test]
fn a_key_that_could_be_a_value_is_not_shown() {
    for text in [r#"{"visitor":"v1","13800000001":1}"#, r#"{"visitor":"v1","138 0000 0001":1}"#] {
        let told = told::<Arrive>(text);
        assert!(told.starts_with("`?`: unknown key"), "{told}");
        assert!(!told.contains("138"), "{told}");
    }
    assert!(!told::<Arrive>(r#"{"13800000001":1,"13800000001":2}"#).contains("138"));
}
