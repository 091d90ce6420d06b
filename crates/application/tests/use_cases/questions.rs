//! The sheet, the fairness figures, and explanations.

use application::TextMode;
use serde_json::json;

use crate::house::{House, now};

fn morning() -> House {
    let house = House::with_all_in("two-tables");
    for line in [
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#,
        r#"{"at":"2026-03-02T09:30:00+08:00","do":"leave","visitor":"v1"}"#,
        r#"{"at":"2026-03-02T09:40:00+08:00","do":"step_away","staff":"B","reason":"unannounced"}"#,
        r#"{"at":"2026-03-02T09:42:00+08:00","do":"arrive","visitor":"v2"}"#,
    ] {
        house.done(line);
    }
    house
}

#[test]
fn the_sheet_shows_what_became_of_each_cell() {
    let house = morning();
    let ask = |at: &str| house.done(&format!(r#"{{"at":"{at}","do":"ask","what":"table"}}"#))["rows"].clone();
    assert_eq!(
        ask("2026-03-02T09:43:00+08:00"),
        json!([
            { "staff": "A", "cells": ["taken"] },
            { "staff": "B", "cells": ["deferred"] },
            { "staff": "C", "cells": ["taken"] },
        ])
    );
    house.done(r#"{"at":"2026-03-02T09:44:00+08:00","do":"come_back","staff":"B"}"#);
    house.done(r#"{"at":"2026-03-02T09:45:00+08:00","do":"arrive","visitor":"v3"}"#);
    house.done(r#"{"at":"2026-03-02T09:46:00+08:00","do":"arrive","visitor":"v4"}"#);
    assert_eq!(
        ask("2026-03-02T09:47:00+08:00"),
        json!([
            { "staff": "A", "cells": ["taken", "taken"] },
            { "staff": "B", "cells": ["taken", "open"] },
            { "staff": "C", "cells": ["taken", "open"] },
        ])
    );
}

#[test]
fn a_grace_that_runs_out_forfeits_the_cell_on_the_sheet() {
    let house = morning();
    let rows = house.done(r#"{"at":"2026-03-02T10:00:00+08:00","do":"ask","what":"table"}"#)["rows"].clone();
    assert_eq!(rows[1], json!({ "staff": "B", "cells": ["forfeited"] }));
}

#[test]
fn fairness_counts_filled_and_deferred_cells() {
    let house = morning();
    let figures =
        house.done(r#"{"at":"2026-03-02T09:43:00+08:00","do":"ask","what":"fairness","channel":"walk_in"}"#);
    let walk_in = &figures["walk_in"];
    assert_eq!(walk_in["filled"], json!({ "A": 1, "B": 0, "C": 1 }));
    assert_eq!(walk_in["deferred"], json!({ "A": 0, "B": 1, "C": 0 }));
    assert_eq!((&walk_in["spread"], &walk_in["jain"]), (&json!(1), &json!(0.667)));
}

#[test]
fn a_decision_is_explained_with_its_texts_and_why_not_somebody_else() {
    let house = morning();
    house.done(r#"{"at":"2026-03-03T09:00:00+08:00","do":"sign_in","staff":"A"}"#);
    let explain = |whom: Option<&str>| {
        let whom = whom.map(domain::ids::StaffId::from);
        now(house.application.explain(&house.site, &"v2".into(), whom.as_ref(), TextMode::Both)).unwrap()
    };
    let told = explain(Some("A"));
    assert_eq!(told.decision.assigned.as_ref().map(wire::Label::as_str), Some("C"));
    assert_eq!(told.at.to_string(), "2026-03-02T09:42:00+08:00");
    let why_not_a = told.why_not.unwrap();
    let why_not_b = explain(Some("B")).why_not.unwrap();
    assert!(!why_not_a.zh.is_empty() && why_not_a != why_not_b);
    assert!(why_not_b.en.contains("P16-7"), "{}", why_not_b.en);
    assert!(explain(None).why_not.is_none());
    let unknown = now(house.application.explain(&house.site, &"v9".into(), None, TextMode::Both));
    assert_eq!(unknown.unwrap_err().code(), "unknown_visitor");
}

#[test]
fn a_visit_that_waits_is_known_before_anybody_has_received_it() {
    let house = House::new("two-tables");
    house.done(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#);
    house.clock.set("2026-03-02T09:01:00+08:00");
    let line = wire::line::Line::parse(
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"ask","what":"reception","visitor":"v1"}"#,
    );
    let wire::verb::Verb::Ask(ask) = line.unwrap().verb else { panic!("a question") };
    let told = now(house.application.ask(&house.site, &ask)).unwrap();
    assert_eq!(told.json(TextMode::None).unwrap()["waiting"], json!(true));
    let explained = now(house.application.explain(&house.site, &"v1".into(), None, TextMode::Both)).unwrap();
    assert!(explained.decision.waiting);
}

#[test]
fn a_sheet_that_runs_on_shows_the_rounds_still_open_in_the_morning_and_counts_the_day_alone() {
    let store = std::sync::Arc::new(memory::MemoryStore::new(memory::KeepJournal::All));
    let clock = crate::house::SetClock::at("2026-03-02T08:00:00+08:00");
    let ports = crate::house::ports(store as _, clock as _);
    let application = application::Application::direct(ports);
    let setting = wire::line::Setting::parse(
        r#"{"day_file":1,"policy":"full-regulations","order_by":"fixed","staff":[{"id":"A"},{"id":"B"}],"order":["A","B"]}"#,
    );
    assert_eq!(now(application.open(&"s1".into(), setting.unwrap(), None)).outcome.err(), None);
    let line = |line: &str| {
        let reply = now(application.submit(&"s1".into(), crate::house::request(line)));
        reply.outcome.unwrap().json(TextMode::None).unwrap()
    };
    for day in ["02", "03"] {
        for (minute, rest) in [
            ("00", r#""do":"sign_in","staff":"A""#.to_owned()),
            ("01", r#""do":"sign_in","staff":"B""#.to_owned()),
            ("10", format!(r#""do":"arrive","visitor":"a{day}""#)),
            ("20", format!(r#""do":"leave","visitor":"a{day}""#)),
            ("30", format!(r#""do":"arrive","visitor":"b{day}""#)),
            ("40", format!(r#""do":"leave","visitor":"b{day}""#)),
            ("50", format!(r#""do":"arrive","visitor":"c{day}""#)),
        ] {
            line(&format!(r#"{{"at":"2026-03-{day}T09:{minute}:00+08:00",{rest}}}"#));
        }
    }
    // Three turns a day over two people: on the second day the rounds go on where the first had stopped.
    let rows = line(r#"{"at":"2026-03-03T09:55:00+08:00","do":"ask","what":"table"}"#)["rows"].clone();
    assert_eq!(
        rows,
        json!([{ "staff": "A", "cells": ["taken", "taken"] }, { "staff": "B", "cells": ["taken", "taken"] }])
    );
    let figures =
        line(r#"{"at":"2026-03-03T09:56:00+08:00","do":"ask","what":"fairness","channel":"walk_in"}"#);
    assert_eq!(figures["walk_in"]["filled"], json!({ "A": 1, "B": 2 }));
}
