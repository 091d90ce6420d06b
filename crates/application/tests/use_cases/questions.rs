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
