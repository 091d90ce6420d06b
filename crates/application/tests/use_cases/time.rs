//! What time brings: once, at its own instant, before anything else, also when nobody was there at that moment.

use serde_json::json;

use crate::house::{House, instant, now};

#[test]
fn a_day_ends_once_and_a_refused_request_leaves_what_time_brought() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    let before = house.sequence();
    // Two days later, and refused: nobody is signed in any more.
    let reply = house.line(r#"{"at":"2026-03-04T09:00:00+08:00","do":"come_back","staff":"Z"}"#);
    assert!(reply.outcome.is_err());
    let words: Vec<_> = reply.before.iter().map(|auto| (auto.word, auto.at)).collect();
    assert_eq!(words, [("day_end", instant("2026-03-03T00:00:00+08:00"))]);
    assert_eq!(house.sequence(), before + 1);
    assert_eq!(house.wake("2026-03-04T10:00:00+08:00"), [""; 0]);
    let next = now(house.application.journal(&house.site, before, 10)).unwrap();
    assert_eq!(next[0].at, instant("2026-03-03T00:00:00+08:00"));
}

#[test]
fn a_waiting_visitor_is_decided_the_moment_somebody_can_receive() {
    let house = House::new("two-tables");
    let waits = house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    assert_eq!((&waits["assigned"], &waits["waiting"]), (&json!(null), &json!(true)));
    let reply = house.line(r#"{"at":"2026-03-02T09:05:00+08:00","do":"sign_in","staff":"B"}"#);
    assert!(reply.outcome.is_ok());
    let after: Vec<_> = reply
        .after
        .iter()
        .map(|auto| (auto.word, auto.visitor.as_ref().map(domain::ids::VisitorId::as_str)))
        .collect();
    assert_eq!(after, [("decide", Some("v1"))]);
    let now_received =
        house.done(r#"{"at":"2026-03-02T09:06:00+08:00","do":"ask","what":"reception","visitor":"v1"}"#);
    assert_eq!(now_received["assigned"], json!("B"));
}

#[test]
fn protections_lapse_each_at_its_own_instant_and_a_follow_up_moves_them() {
    let house = House::with_all_in("full-regulations");
    // c1 ends long before the opening, c2 and c3 later; c3 is followed up in between.
    let imported = house.line(
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"import","customers":[
            {"id":"c1","owner":"A","registered_at":"2025-01-01T10:00:00+08:00"},
            {"id":"c2","owner":"A","registered_at":"2026-03-01T10:00:00+08:00"},
            {"id":"c3","owner":"B","registered_at":"2026-03-01T11:00:00+08:00"}]}"#,
    );
    let at_once: Vec<_> =
        imported.after.iter().map(|auto| auto.customer.as_ref().unwrap().as_str()).collect();
    assert_eq!(at_once, ["c1"], "time does not go back for what ran out before it was known");
    assert!(imported.after[0].at >= imported.at);
    let owner = |at: &str, id: &str| {
        house.done(&format!(r#"{{"at":"{at}","do":"ask","what":"owner","customer":"{id}"}}"#))["owner"]
            .clone()
    };
    assert_eq!(owner("2026-03-02T09:01:00+08:00", "c1"), json!(null));
    assert_eq!(owner("2026-03-02T09:01:00+08:00", "c2"), json!("A"));
    house.done(r#"{"at":"2026-03-02T09:02:00+08:00","do":"follow_up","customer":"c3","by":"B"}"#);
    let reply = now(house.application.wake(&house.site, Some(instant("2027-03-01T00:00:00+08:00"))));
    let lapsed: Vec<_> = reply
        .before
        .iter()
        .filter(|auto| auto.word == "lapse")
        .map(|auto| (auto.customer.as_ref().unwrap().as_str(), auto.at))
        .collect();
    assert_eq!(lapsed.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["c2", "c3"]);
    assert!(lapsed[0].1 < lapsed[1].1, "each at its own instant: {lapsed:?}");
    assert_eq!(
        lapsed[1].1 - instant("2026-03-02T09:02:00+08:00"),
        lapsed[0].1 - instant("2026-03-01T10:00:00+08:00")
    );
    assert_eq!(owner("2027-03-01T00:00:01+08:00", "c2"), json!(null));
    assert_eq!(house.wake("2028-03-01T00:00:00+08:00"), [""; 0]);
}

#[test]
fn a_question_of_now_counts_with_what_is_not_written_yet() {
    let house = House::with_all_in("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    house.clock.set("2026-03-03T07:00:00+08:00");
    let before = house.sequence();
    let ask =
        wire::line::Line::parse(r#"{"at":"2026-03-02T09:00:00+08:00","do":"ask","what":"next"}"#).unwrap();
    let wire::verb::Verb::Ask(ask) = ask.verb else { panic!("a question") };
    let told = now(house.application.ask(&house.site, &ask)).unwrap();
    assert_eq!(told.json(application::TextMode::None).unwrap(), json!({ "next": null }));
    assert_eq!(house.sequence(), before, "asking writes nothing");
}
