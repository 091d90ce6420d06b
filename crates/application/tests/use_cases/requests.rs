//! Requests accepted, refused, repeated, and named wrongly.

use application::{Kind, TextMode};
use serde_json::json;

use crate::house::{House, instant, now, setting};

#[test]
fn an_arrival_is_decided_and_told_in_both_languages_on_demand() {
    let house = House::with_all_in("two-tables");
    let reply = house.line(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    assert_eq!(reply.at, instant("2026-03-02T09:00:00+08:00"));
    let told = reply.outcome.unwrap();
    let values = told.json(TextMode::None).unwrap();
    assert_eq!((&values["assigned"], &values["as"], values.get("text")), (&json!("A"), &json!("turn"), None));
    let both = told.json(TextMode::Both).unwrap();
    assert!(!both["text"]["zh"].as_str().unwrap().is_empty());
    assert!(!both["text"]["en"].as_str().unwrap().is_empty());
}

#[test]
fn a_visit_id_is_used_once_and_never_for_somebody_elses_customer() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T08:55:00+08:00","do":"import","customers":[{"id":"c1","owner":"B"}]}"#);
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    let before = house.sequence();
    let twice = house.failed(r#"{"at":"2026-03-02T09:01:00+08:00","do":"arrive","visitor":"v1"}"#);
    assert_eq!((twice.kind(), twice.code()), (Kind::Refused, "duplicate_visitor"));
    let taken = house.failed(r#"{"at":"2026-03-02T09:02:00+08:00","do":"arrive","visitor":"c1"}"#);
    assert_eq!(taken.code(), "duplicate_visitor");
    let import = r#"{"at":"2026-03-02T09:03:00+08:00","do":"import","customers":[{"id":"v1"}]}"#;
    assert_eq!(house.failed(import).code(), "duplicate_customer");
    assert_eq!(house.sequence(), before, "refusals leave no entry");
}

#[test]
fn ids_that_nothing_has_are_not_found_and_a_phone_like_one_is_not_repeated() {
    let house = House::with_all_in("two-tables");
    for (line, code) in [
        (r#"{"at":"2026-03-02T09:00:00+08:00","do":"sign_in","staff":"Z"}"#, "unknown_staff"),
        (r#"{"at":"2026-03-02T09:00:00+08:00","do":"leave","visitor":"v9"}"#, "unknown_visitor"),
        (
            r#"{"at":"2026-03-02T09:00:00+08:00","do":"follow_up","customer":"c9","by":"A"}"#,
            "unknown_customer",
        ),
        (
            r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","asks_for":"Z"}"#,
            "unknown_staff",
        ),
        (r#"{"at":"2026-03-02T09:00:00+08:00","do":"bind","policy":"nowhere"}"#, "unknown_policy"),
        (r#"{"at":"2026-03-02T09:00:00+08:00","do":"sign_in","staff":"A","actor":"Z"}"#, "unknown_staff"),
    ] {
        let failure = house.failed(line);
        assert_eq!((failure.kind(), failure.code()), (Kind::NotFound, code), "{line}");
    }
    let phone = house
        .failed(r#"{"at":"2026-03-02T09:00:00+08:00","do":"follow_up","customer":"13800000001","by":"A"}"#);
    assert!(!phone.to_string().contains("13800000001") && !phone.detail().zh.contains("13800000001"));
    let nowhere = now(house.application.submit(
        &"s9".into(),
        crate::house::request(r#"{"at":"2026-03-02T09:00:00+08:00","do":"sign_in","staff":"A"}"#),
    ));
    assert_eq!(nowhere.outcome.unwrap_err().code(), "unknown_site");
}

#[test]
fn a_site_is_opened_once() {
    let house = House::new("two-tables");
    let again = now(house.application.open(&house.site, setting("two-tables"), None));
    assert_eq!(again.outcome.unwrap_err().code(), "duplicate_site");
    let nameless = now(house.application.open(&"s2".into(), setting("no-such-pack"), None));
    assert_eq!(nameless.outcome.unwrap_err().code(), "unknown_policy");
    assert!(now(house.application.site(&"s2".into())).is_err(), "nothing is left of a failed opening");
}

#[test]
fn verbs_without_mechanism_say_so_and_change_nothing() {
    let house = House::with_all_in("two-tables");
    let before = house.sequence();
    for line in [
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"train","staff":"A","post":"x"}"#,
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"train","staff":"A","post":"desk"}"#,
    ] {
        let failure = house.failed(line);
        assert_eq!((failure.kind(), failure.code()), (Kind::NotBuiltYet, "not_built_yet"), "{line}");
    }
    assert_eq!(house.sequence(), before);
}

#[test]
fn a_repeated_request_gets_its_first_reply_and_changes_nothing_more() {
    let house = House::with_all_in("two-tables");
    let line = r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#;
    let first = house.keyed(line, "k1", "f1");
    let told = first.outcome.unwrap();
    let sequence = house.sequence();
    assert!(!told.replayed());
    let second = house.keyed(line, "k1", "f1");
    assert_eq!(second.at, first.at);
    let again = second.outcome.unwrap();
    assert!(again.replayed());
    assert_eq!(again.json(TextMode::Both).unwrap(), told.json(TextMode::Both).unwrap());
    let other = house.keyed(line, "k1", "f2");
    assert_eq!(other.outcome.unwrap_err().code(), "request_key_reused");
    assert_eq!(house.sequence(), sequence);
    // A refused request is not kept: the next one with its key is judged anew.
    assert!(house.keyed(line, "k2", "f3").outcome.is_err());
    let next = r#"{"at":"2026-03-02T09:05:00+08:00","do":"arrive","visitor":"v2"}"#;
    assert!(!house.keyed(next, "k2", "f4").outcome.unwrap().replayed());
}

#[test]
fn a_reply_is_forgotten_after_a_day_and_not_before() {
    let house = House::with_all_in("two-tables");
    house.keyed(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#, "k1", "f1");
    let forgotten = |at: &str| {
        house.clock.set(at);
        now(house.application.forget_old_replies()).unwrap()
    };
    assert_eq!(forgotten("2026-03-03T09:00:00+08:00"), 0);
    assert_eq!(forgotten("2026-03-03T09:00:01+08:00"), 1);
    assert_eq!(forgotten("2026-03-03T09:00:01+08:00"), 0);
    let anew = r#"{"at":"2026-03-03T09:01:00+08:00","do":"arrive","visitor":"v2"}"#;
    assert!(!house.keyed(anew, "k1", "f2").outcome.unwrap().replayed());
}

#[test]
fn a_clock_that_goes_back_is_refused_and_nothing_changes() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    let before = house.sequence();
    let back = house.failed(r#"{"at":"2026-03-02T08:59:59+08:00","do":"arrive","visitor":"v2"}"#);
    assert_eq!((back.kind(), back.code()), (Kind::Refused, "clock_went_back"));
    assert_eq!(house.sequence(), before);
    // Two servers' clocks may differ a little: what comes without a time of its own then happens at the last instant.
    house.clock.set("2026-03-02T08:59:59.500+08:00");
    let mut own = crate::house::request(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v2"}"#);
    own.at = None;
    let reply = now(house.application.submit(&house.site, own));
    assert!(reply.outcome.is_ok());
    assert_eq!(reply.at, instant("2026-03-02T09:00:00+08:00"));
}

#[test]
fn a_late_entry_keeps_both_times() {
    let house = House::with_all_in("two-tables");
    let late = r#"{"at":"2026-03-02T09:30:00+08:00","do":"arrive","visitor":"v1","happened_at":"2026-03-02T09:20:00+08:00"}"#;
    house.done(late);
    let entries = now(house.application.journal(&house.site, house.sequence() - 1, 10)).unwrap();
    assert_eq!(entries[0].at, instant("2026-03-02T09:30:00+08:00"));
    assert_eq!(entries[0].happened_at, instant("2026-03-02T09:20:00+08:00"));
}

#[test]
fn several_people_join_in_one_line_or_none_does() {
    let house = House::with_all_in("two-tables");
    house.done(
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"staff","staff":[{"id":"D"},{"id":"A","status":"training"}]}"#,
    );
    let members = |house: &House| now(house.application.site(&house.site)).unwrap().floor.members.len();
    assert_eq!(members(&house), 5);
    let crowd =
        |count: usize| (0..count).map(|n| format!(r#"{{"id":"p{n}"}}"#)).collect::<Vec<_>>().join(",");
    let line =
        |count| format!(r#"{{"at":"2026-03-02T09:01:00+08:00","do":"staff","staff":[{}]}}"#, crowd(count));
    let before = house.sequence();
    assert_eq!(house.failed(&line(51)).kind(), Kind::Invalid);
    assert_eq!((members(&house), house.sequence()), (5, before));
    // A house of 1,999 has room for one more, so a line with two is refused as a whole.
    let full = format!(r#"{{"day_file":1,"policy":"marketing-centre","staff":[{}]}}"#, crowd(1_999));
    let opened = now(house.application.open(&"s2".into(), wire::line::Setting::parse(&full).unwrap(), None));
    assert_eq!(opened.outcome.err(), None);
    let two = r#"{"at":"2026-03-02T09:01:00+08:00","do":"staff","staff":[{"id":"x"},{"id":"y"}]}"#;
    let refused = now(house.application.submit(&"s2".into(), crate::house::request(two)));
    assert_eq!(refused.outcome.unwrap_err().code(), "too_large");
    let site = now(house.application.site(&"s2".into())).unwrap();
    assert_eq!((site.floor.members.len(), site.sequence), (1_999, 1));
}
