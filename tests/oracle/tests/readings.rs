//! Single points of the specification, worked out on paper by hand: the sheet itself needs a check too.

#![expect(clippy::expect_used, reason = "a helper that fails fails its test")]

use oracle::{compare, expectations};
use serde_json::{Value, json};

/// A day of A, B and C from events written as `HH:MM:SS verb staff-or-visitor [key=value…]`.
fn day(policy: &str, more: &Value, events: &[&str]) -> Vec<Value> {
    let mut first = json!({"day_file": 1, "policy": policy, "timezone": "Asia/Shanghai", "order": ["A", "B", "C"],
        "staff": [{"id": "A"}, {"id": "B"}, {"id": "C"}, {"id": "M", "role": "manager"}],
        "customers": [{"id": "own", "owner": "A", "state": "open", "registered_at": "2026-03-01T10:00:00+08:00"}]});
    for (key, value) in more.as_object().into_iter().flatten() {
        first[key] = value.clone();
    }
    let lines = events.iter().map(|event| {
        let words: Vec<&str> = event.split(' ').collect();
        let subject = if matches!(words[1], "arrive" | "leave" | "no_answer") { "visitor" } else { "staff" };
        let mut line = json!({"at": format!("2026-03-02T{}+08:00", words[0]), "do": words[1]});
        line[subject] = json!(words[2]);
        for pair in &words[3..] {
            let (key, value) = pair.split_once('=').expect("key=value");
            line[key] = json!(value);
        }
        line
    });
    std::iter::once(first).chain(lines).collect()
}

const ALL_IN: [&str; 3] = ["08:00:00 sign_in A", "08:00:01 sign_in B", "08:00:02 sign_in C"];

/// What the sheet says about the last event after `ALL_IN` and the given ones, told in short: who, as what, and
/// the passed rows.
fn last(policy: &str, events: &[&str]) -> String {
    let all: Vec<&str> = ALL_IN.iter().chain(events).copied().collect();
    let (expected, why) = expectations(&day(policy, &json!({}), &all));
    assert_eq!(why, None);
    let facts = expected.last().expect("an event");
    let decided = facts.after.first().map(|auto| &auto["result"]).or(facts.result.as_ref());
    decided.map_or(String::new(), in_short)
}

fn in_short(result: &Value) -> String {
    if let Some(order) = result["order"].as_array() {
        return order.iter().filter_map(Value::as_str).collect();
    }
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut short = format!("{} {}", word(&result["assigned"]), word(&result["as"]));
    for entry in result["because"].as_array().into_iter().flatten() {
        short.push_str(&format!(" {}:{}", word(&entry["staff"]), word(&entry["outcome"])));
    }
    for fine in result["incidents"].as_array().into_iter().flatten() {
        short.push_str(&format!(" {} fined {}", word(&fine["staff"]), fine["fine"]));
    }
    short
}

#[test]
fn sixteen_seven_defers_through_five_minutes_and_forfeits_after() {
    let away = "09:00:00 step_away A reason=private";
    assert_eq!(last("two-tables", &[away, "09:05:00 arrive v1"]), "B turn A:defer B:chosen");
    assert_eq!(last("two-tables", &[away, "09:05:01 arrive v1"]), "B turn A:forfeit B:chosen");
    let back = ["09:05:00 come_back A", "09:06:00 arrive v2"];
    assert_eq!(last("two-tables", &[away, "09:04:00 arrive v1", back[0], back[1]]), "A make_up A:chosen");
    let late = ["09:05:01 come_back A", "09:06:00 arrive v2"];
    assert_eq!(last("two-tables", &[away, "09:04:00 arrive v1", late[0], late[1]]), "C turn C:chosen");
}

#[test]
fn a_deferred_cell_of_an_earlier_cause_falls_with_a_long_absence_only_when_it_is_passed() {
    let busy = ["09:00:00 arrive v1 customer=own", "09:01:00 arrive v2", "09:02:00 leave v1"];
    let away = "09:03:00 step_away A reason=private";
    let back = ["09:30:00 come_back A", "09:31:00 arrive v3"];
    let kept = last("two-tables", &[busy[0], busy[1], busy[2], away, back[0], back[1]]);
    assert_eq!(kept, "A make_up A:chosen");
    let passed =
        last("two-tables", &[busy[0], busy[1], busy[2], away, "09:20:00 arrive x", back[0], back[1]]);
    assert_eq!(passed, "A turn A:chosen");
}

#[test]
fn three_six_a_fines_the_first_in_turn_at_the_arrival_even_when_nobody_can_receive() {
    let away = ["09:00:00 step_away A reason=private", "09:01:00 step_away B reason=private"];
    let one = last("marketing-centre", &[away[0], away[1], "09:02:00 arrive v1"]);
    assert_eq!(one, "C turn A:forfeit B:forfeit C:chosen A fined 50");
    let two = last(
        "marketing-centre",
        &[away[0], away[1], "09:02:00 arrive v1", "09:03:00 leave v1", "09:04:00 arrive v2"],
    );
    assert_eq!(two, "C turn A:blank B:forfeit C:chosen B fined 50");
    let busy = ["08:30:00 arrive x", "08:31:00 arrive y", "08:32:00 arrive z", "08:33:00 leave x"];
    let waits =
        last("marketing-centre", &[busy[0], busy[1], busy[2], busy[3], away[0], "09:02:00 arrive v1"]);
    assert_eq!(waits, "- - A:forfeit B:keep C:keep A fined 50");
    let then = last(
        "marketing-centre",
        &[busy[0], busy[1], busy[2], busy[3], away[0], "09:02:00 arrive v1", "09:03:00 leave z"],
    );
    assert_eq!(then, "C turn B:move_to_end C:chosen");
}

#[test]
fn moving_to_the_end_keeps_the_cell_until_a_later_round_begins() {
    let own = ["09:00:00 arrive o customer=own", "09:01:00 arrive v1"];
    assert_eq!(last("marketing-centre", &[own[0], own[1], "09:02:00 ask A what=order"]), "BCA");
    let back = last(
        "marketing-centre",
        &[own[0], own[1], "09:02:00 leave o", "09:03:00 arrive v2", "09:04:00 arrive v3"],
    );
    assert_eq!(back, "A turn A:chosen");
    let round = ["09:03:00 arrive v2", "09:04:00 leave v1", "09:05:00 arrive v3"];
    let passed = [own[0], own[1], round[0], round[1], round[2]];
    assert_eq!(last("marketing-centre", &passed), "B turn A:move_to_end B:chosen");
    // A's first cell is gone with it, the second is open: C is busy, and A comes after C in the second round.
    let after =
        last("marketing-centre", &[&passed[..], &["09:06:00 leave o", "09:07:00 arrive v4"]].concat());
    assert_eq!(after, "A turn C:move_to_end A:chosen");
    let order = last("marketing-centre", &[&passed[..], &["09:06:00 ask A what=order"]].concat());
    assert_eq!(order, "BCA");
}

#[test]
fn a_latecomer_joins_the_running_round_at_the_bottom_or_keeps_a_fixed_row() {
    let late = |policy: &str, events: &[&str]| {
        let mut first = day(policy, &json!({}), events);
        first[0]["order"] = json!(["C", "A", "B"]);
        let (expected, why) = expectations(&first);
        assert_eq!(why, None);
        in_short(expected.last().and_then(|facts| facts.result.as_ref()).expect("a decision"))
    };
    let start = [ALL_IN[0], ALL_IN[1], "09:00:00 arrive v1", "09:01:00 sign_in C", "09:02:00 leave v1"];
    let bottom = [&start[..], &["09:03:00 arrive v2", "09:04:00 arrive v3"]].concat();
    assert_eq!(late("marketing-centre", &bottom), "C turn C:chosen");
    // A round already over is none of the newcomer's: B completes the second round, then C.
    let second = [
        &start[..3],
        &[
            "09:01:00 arrive v2",
            "09:02:00 leave v1",
            "09:03:00 arrive v3",
            "09:04:00 sign_in C",
            "09:05:00 leave v2",
        ],
    ]
    .concat();
    let then = [&second[..], &["09:06:00 arrive v4"]].concat();
    assert_eq!(late("marketing-centre", &then), "B turn B:chosen");
    let bottom = [&then[..], &["09:07:00 leave v3", "09:08:00 arrive v5"]].concat();
    assert_eq!(late("marketing-centre", &bottom), "C turn C:chosen");
    // In the fixed order the table has passed C's row: that cell is blank, and C leads the next round.
    let fixed = [&start[..], &["09:03:00 arrive v2", "09:04:00 leave v2", "09:05:00 arrive v3"]].concat();
    assert_eq!(late("two-tables", &fixed), "C turn C:chosen");
    let not_yet = [&start[..], &["09:03:00 arrive v2"]].concat();
    assert_eq!(late("two-tables", &not_yet), "B turn B:chosen");
}

#[test]
fn no_answer_closes_the_cell_and_is_told_before_whoever_receives() {
    let call = ["09:00:00 arrive v1", "09:01:00 no_answer v1"];
    assert_eq!(last("two-tables", &call), "B turn A:defer B:chosen");
    assert_eq!(last("marketing-centre", &call), "B turn A:forfeit B:chosen");
    assert_eq!(last("two-tables", &[call[0], call[1], "09:02:00 arrive v2"]), "A make_up A:chosen");
    assert_eq!(last("marketing-centre", &[call[0], call[1], "09:02:00 arrive v2"]), "C turn C:chosen");
    let twice = last("two-tables", &[call[0], call[1], "09:02:00 no_answer v1"]);
    assert_eq!(twice, "C turn A:defer B:defer C:chosen");
}

#[test]
fn a_penalty_skips_every_second_cell_beginning_with_the_next() {
    let penalty = "08:30:00 incident A clause=P16-11 by=M";
    let round = ["09:00:00 arrive v1", "09:01:00 arrive v2", "09:02:00 leave v1", "09:03:00 leave v2"];
    assert_eq!(last("two-tables", &[penalty, round[0]]), "B turn A:blank B:chosen");
    let second = [&[penalty][..], &round[..], &["09:04:00 arrive v3"]].concat();
    assert_eq!(last("two-tables", &second), "A turn A:chosen");
    let third = [
        &second[..],
        &["09:05:00 arrive v4", "09:06:00 arrive v5", "09:07:00 leave v4", "09:08:00 arrive v6"],
    ]
    .concat();
    assert_eq!(last("two-tables", &third), "B turn A:blank B:chosen");
    let cleared = [&[penalty, "08:40:00 clear A clause=P16-11 by=M"][..], &round[..1]].concat();
    assert_eq!(last("two-tables", &cleared), "A turn A:chosen");
}

#[test]
fn the_owner_busy_in_the_channel_is_proxied_without_a_cell_and_the_phone_is_another_table() {
    let busy = ["09:00:00 arrive v1", "09:01:00 arrive o customer=own"];
    assert_eq!(last("two-tables", &busy), "B proxy");
    assert_eq!(last("two-tables", &[busy[0], busy[1], "09:02:00 arrive v2"]), "C turn B:defer C:chosen");
    assert_eq!(last("two-tables", &[busy[0], "09:01:00 arrive o customer=own channel=phone"]), "A owner");
}

#[test]
fn differences_are_told_in_words() {
    let day = day(
        "two-tables",
        &json!({}),
        &["08:00:00 sign_in A", "09:00:00 arrive v1", "09:01:00 arrive v2", "09:02:00 leave v1"],
    );
    let next = json!({"at": "2026-03-03T09:00:00+08:00", "do": "ask", "what": "next"});
    let day: Vec<Value> = day.into_iter().chain([next]).collect();
    let chosen = |visitor: &str| {
        json!({"reception": visitor, "assigned": "A", "as": "turn", "uses_turn": true,
        "because": [{"staff": "A", "outcome": "chosen", "clause": "P16-1"}]})
    };
    let good = vec![
        json!({"line": 2, "do": "sign_in", "ok": true, "result": {}}),
        json!({"line": 3, "do": "arrive", "ok": true, "result": chosen("v1")}),
        json!({"line": 4, "do": "arrive", "ok": true, "result": {"reception": "v2", "assigned": null, "waiting": true,
            "because": [{"staff": "A", "outcome": "keep", "cause": "busy_new"}]}}),
        json!({"line": 5, "do": "leave", "ok": true, "result": {}}),
        json!({"line": 6, "auto": "decide", "result": chosen("v2")}),
        json!({"line": 6, "auto": "day_end", "result": {}}),
        json!({"line": 6, "do": "ask", "ok": true, "result": {"next": null}}),
    ];
    assert_eq!(compare(&day, &good), Vec::<String>::new());
    let spoilt = |at: usize, path: &str, value: Value| {
        let mut output = good.clone();
        *output[at].pointer_mut(path).expect("a place") = value;
        compare(&day, &output).len()
    };
    assert_eq!(spoilt(1, "/result/assigned", json!("B")), 1);
    assert_eq!(spoilt(1, "/result/because/0/outcome", json!("keep")), 1);
    assert_eq!(spoilt(2, "/result/assigned", json!("A")), 1);
    assert_eq!(spoilt(3, "/ok", json!(false)), 1);
    assert_eq!(spoilt(4, "/result/as", json!("make_up")), 1);
    assert_eq!(spoilt(6, "/result/next", json!("A")), 1);
    let silent: Vec<Value> = good.iter().filter(|line| line["auto"] != "decide").cloned().collect();
    assert!(!compare(&day, &silent).is_empty());
    assert!(!compare(&day, &good[..5]).is_empty());
}
