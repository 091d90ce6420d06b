//! Tasks that are late: what that brings comes strictly after the due time, once, and holds as long as the pack says.

use std::sync::Arc;

use dayfile::Options;
use packs::Shelf;
use serde_json::{Value, json};

#[cfg(test)]
/// A house whose one extra rule is this task.
fn misses(task: &str, lines: &[Value]) -> Vec<String> {
    let shelf = Shelf::shipped().unwrap();
    let pack = shelf.newest_pack("marketing-centre").unwrap();
    let start = pack.text.find("[[task]]").unwrap();
    let end = pack.text[start..].find("[[record]]").unwrap() + start;
    let text = format!("{}{task}\n{}", &pack.text[..start], &pack.text[end..]);
    let shelf = Shelf::empty();
    shelf.add(&text, "late.toml").unwrap_or_else(|problems| panic!("{problems:?}"));
    let setting = json!({"day_file": 1, "policy": "marketing-centre", "timezone": "Asia/Shanghai",
        "staff": [{"id": "A"}, {"id": "B"}, {"id": "S", "role": "supervisor"}]});
    let mut day = setting.to_string();
    for line in lines {
        day.push('\n');
        day += &line.to_string();
    }
    let options = Options { packs: Some(Arc::new(shelf)), ..Options::default() };
    let verdict = dayfile::hold(day.as_bytes(), &days::store, &options).unwrap();
    verdict.misses.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
fn at(when: &str, mut line: Value) -> Value {
    line["at"] = json!(format!("2026-03-{when}+08:00"));
    line
}

#[cfg(test)]
fn fines(when: &str, sum: u32) -> Value {
    at(when, json!({"do": "ask", "what": "fines", "staff": "A", "expect": {"fines": sum}}))
}

const SLIP: &str = r#"[[task]]
on = "visit_ends"
who = "receiver"
what = { zh = "交来访登记条", en = "hand in the visitor slip" }
due = "18:30"
overdue = { fine_cents = 2000 }
clause = "P03-9"
"#;

#[cfg(test)]
fn one_visit(ends: &str) -> Vec<Value> {
    vec![
        at("02T09:00:00", json!({"do": "sign_in", "staff": "A"})),
        at("02T09:05:00", json!({"do": "arrive", "visitor": "v1", "expect": {"assigned": "A"}})),
        at(ends, json!({"do": "leave", "visitor": "v1"})),
    ]
}

#[test]
fn late_is_strictly_after_the_due_time_and_costs_once() {
    let mut lines = one_visit("02T10:00:00");
    lines.extend([
        fines("02T18:30:00", 0),
        fines("02T18:30:01", 20),
        fines("02T20:00:00", 20),
        fines("04T20:00:00", 20),
        at("04T20:00:00", json!({"do": "ask", "what": "tasks", "expect": {"tasks": [{"clause": "P03-9", "overdue": true}]}})),
        at("04T20:00:01", json!({"do": "done", "staff": "A", "clause": "P03-9", "visitor": "v1"})),
        at("04T20:00:02", json!({"do": "ask", "what": "tasks", "expect": {"tasks": []}})),
    ]);
    assert_eq!(misses(SLIP, &lines), Vec::<String>::new());
}

#[test]
fn what_is_done_in_time_costs_nothing() {
    let mut lines = one_visit("02T10:00:00");
    lines.extend([
        at("02T18:30:00", json!({"do": "done", "staff": "A", "clause": "P03-9", "visitor": "v1"})),
        fines("03T12:00:00", 0),
    ]);
    assert_eq!(misses(SLIP, &lines), Vec::<String>::new());
}

#[test]
fn an_occasion_later_than_the_time_of_day_is_due_the_next_day() {
    let due = |ends: &str, due: &str| {
        let mut lines = one_visit(ends);
        let task = json!({"tasks": [{"about": "v1", "due": format!("2026-03-{due}+08:00")}]});
        lines.push(at(ends, json!({"do": "ask", "what": "tasks", "expect": task})));
        misses(SLIP, &lines)
    };
    assert_eq!(due("02T18:30:00", "02T18:30:00"), Vec::<String>::new());
    assert_eq!(due("02T18:30:01", "03T18:30:00"), Vec::<String>::new());
}

#[test]
fn whoever_is_late_is_out_of_the_rotation_until_it_is_done_or_cleared() {
    let task = SLIP.replace("overdue = { fine_cents = 2000 }", "keeps_out = true");
    let eligible = |when: &str, expect: Value| {
        at(when, json!({"do": "ask", "what": "eligible", "staff": "A", "expect": expect}))
    };
    let out = json!({"eligible": false, "clause": "P03-9"});
    let mut lines = one_visit("02T10:00:00");
    lines.extend([
        eligible("02T18:30:00", json!({"eligible": true})),
        eligible("02T18:30:01", out.clone()),
        at("03T09:00:00", json!({"do": "sign_in", "staff": "A"})),
        at("03T09:00:00", json!({"do": "sign_in", "staff": "B"})),
        at("03T09:01:00", json!({"do": "arrive", "visitor": "v2", "expect": {"assigned": "B",
            "because": [{"staff": "A", "outcome": "blank", "cause": "not_eligible", "clause": "P03-9"}, {"staff": "B"}]}})),
        eligible("03T09:02:00", out),
        at("03T09:03:00", json!({"do": "clear", "staff": "A", "clause": "P03-9", "by": "S"})),
        eligible("03T09:03:00", json!({"eligible": true})),
    ]);
    assert_eq!(misses(&task, &lines), Vec::<String>::new());
}

#[test]
fn whoever_did_not_come_when_called_has_nothing_to_do_for_the_visit() {
    let task = SLIP.replace("visit_ends", "reception");
    let lines = [
        at("02T09:00:00", json!({"do": "sign_in", "staff": "A"})),
        at("02T09:00:00", json!({"do": "sign_in", "staff": "B"})),
        at("02T09:05:00", json!({"do": "arrive", "visitor": "v1", "expect": {"assigned": "A"}})),
        at("02T09:06:00", json!({"do": "no_answer", "visitor": "v1", "expect": {"assigned": "B"}})),
        at(
            "02T09:06:00",
            json!({"do": "ask", "what": "tasks", "expect": {"tasks": [{"staff": "B", "about": "v1"}]}}),
        ),
    ];
    assert_eq!(misses(&task, &lines), Vec::<String>::new());
}

/// However many are left undone, the floor keeps no more than so many.
#[test]
fn tasks_do_not_pile_up() {
    let mut lines = vec![at("02T09:00:00", json!({"do": "sign_in", "staff": "A"}))];
    for n in 0..30 {
        let visitor = format!("v{n}");
        lines.push(at(&format!("02T10:{n:02}:00"), json!({"do": "arrive", "visitor": visitor})));
        lines.push(at(&format!("02T10:{n:02}:30"), json!({"do": "leave", "visitor": visitor})));
    }
    let listed: Vec<Value> = (10..30).map(|n| json!({"about": format!("v{n}")})).collect();
    lines.push(at("02T11:00:00", json!({"do": "ask", "what": "tasks", "expect": {"tasks": listed}})));
    // Thirty-one days after it was due, a task is listed no more; a day has to end for that.
    lines.push(at("31T09:00:00", json!({"do": "sign_in", "staff": "B"})));
    lines.push(at("31T09:00:00", json!({"do": "ask", "what": "tasks", "expect": {"tasks": listed}})));
    assert_eq!(misses(SLIP, &lines), Vec::<String>::new());
}
