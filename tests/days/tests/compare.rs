//! `lunpai whatif`: what another pack would have decided, told with both reasons and summed up.

use dayfile::{Options, Telling};
use serde_json::{Value, json};

const DAY: &str = r#"{"day_file":1,"policy":"two-tables","timezone":"Asia/Shanghai","staff":[{"id":"A"},{"id":"B"},{"id":"M","role":"manager"}],"order":["A","B"]}
{"at":"2026-03-02T08:50:00+08:00","do":"sign_in","staff":"B"}
{"at":"2026-03-02T08:51:00+08:00","do":"sign_in","staff":"A"}
{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}
{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}
{"at":"2026-03-02T09:04:00+08:00","do":"deal","visitor":"v1","by":"A"}
{"at":"2026-03-02T09:05:00+08:00","do":"incident","staff":"A","clause":"P16-11","by":"M"}
{"at":"2026-03-02T09:06:00+08:00","do":"leave","visitor":"v1"}
{"at":"2026-03-02T09:10:00+08:00","do":"step_away","staff":"A","reason":"private"}
{"at":"2026-03-02T09:20:00+08:00","do":"step_away","staff":"B","reason":"private"}
{"at":"2026-03-02T09:30:00+08:00","do":"arrive","visitor":"v2"}
{"at":"2026-03-02T09:40:00+08:00","do":"come_back","staff":"B"}
{"at":"2026-03-03T09:00:00+08:00","do":"sign_in","staff":"A"}
"#;

#[cfg(test)]
fn compared(day: &str, policy: &str, how: Telling) -> Result<String, String> {
    let mut out = Vec::new();
    let options = Options { policy: Some(policy.to_owned()), ..Options::default() };
    let told = dayfile::compare(day.as_bytes(), &days::store, &options, &mut |one| one.tell(how, &mut out));
    told.map_err(|stopped| stopped.to_string())?;
    String::from_utf8(out).map_err(|error| error.to_string())
}

#[cfg(test)]
fn as_json(day: &str, policy: &str) -> Vec<Value> {
    let told = compared(day, policy, Telling::Json).unwrap();
    told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[cfg(test)]
fn of<'a>(all: &'a [Value], what: &str) -> Vec<&'a Value> {
    all.iter().filter(|one| one["what"] == what).collect()
}

#[test]
fn receivers_owners_and_splits_are_told_with_both_reasons() {
    let all = as_json(DAY, "marketing-centre");
    let receiver = of(&all, "receiver")[0];
    assert_eq!((&receiver["line"], &receiver["visit"]), (&json!(4), &json!("v1")));
    for (day, staff, clause, word) in [("recorded", "A", "P16-", "A"), ("other", "B", "P03-", "B")] {
        let told = &receiver[day];
        assert_eq!(told["assigned"], staff);
        let chosen = told["because"].as_array().unwrap().last().unwrap();
        assert!(chosen["clause"].as_str().unwrap().starts_with(clause), "{chosen}");
        for language in ["zh", "en"] {
            assert!(told["text"][language].as_str().unwrap().contains(word), "{told}");
        }
    }
    let deal = of(&all, "deal")[0];
    assert_eq!(
        (&deal["recorded"]["split"], &deal["other"]["split"]),
        (&json!({"A": "1"}), &json!({"B": "1"}))
    );
    let owner = of(&all, "owner")[0];
    assert_eq!((&owner["recorded"]["staff"], &owner["other"]["staff"]), (&json!("A"), &json!("B")));
    assert_eq!(owner["other"]["evidence"], json!({"reception": "v1"}));
    // A clause of the file's own pack means nothing under the other.
    assert_eq!(of(&all, "skipped"), [&json!({"what": "skipped", "line": 7, "verb": "incident"})]);
}

#[test]
fn the_sums_come_last_for_everybody_who_takes_turns() {
    let all = as_json(DAY, "marketing-centre");
    let summary = all.last().unwrap();
    assert_eq!(summary["what"], "summary");
    let turns = |day: &str, staff: &str| summary[day]["staff"][staff]["turns"].clone();
    // The second visitor finds nobody on the recorded day either, and is received by B once back.
    assert_eq!(
        (turns("recorded", "A"), turns("other", "A"), turns("other", "B")),
        (json!(1), json!(0), json!(2))
    );
    assert_eq!(summary["other"]["staff"]["B"]["own_customers"].as_u64().map(|own| own >= 1), Some(true));
    // P03-6a: the first of those away on private business is fined when a visitor comes; P16 fines nobody for it.
    assert_eq!(summary["recorded"]["staff"]["A"]["fines_cents"], 0);
    let fines = ["A", "B"].map(|staff| summary["other"]["staff"][staff]["fines_cents"].as_u64().unwrap());
    assert_eq!(fines.iter().sum::<u64>(), 5000);
    assert!(summary["recorded"]["staff"].get("M").is_none(), "a manager takes no turns");
}

#[test]
fn the_same_pack_differs_in_nothing() {
    let all = as_json(DAY, "two-tables");
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["recorded"], all[0]["other"]);
}

#[test]
fn it_reads_well_in_both_languages() {
    let english = compared(DAY, "marketing-centre", Telling::English).unwrap();
    let first = "line 4, 2026-03-02T09:00:00+08:00, v1: received by A (in turn, using a turn); under the other pack by \
                 B (in turn, using a turn).\n    recorded: [P16-";
    assert!(english.contains(first), "{english}");
    assert!(english.contains("line 7: incident makes no sense under the other pack; skipped."), "{english}");
    assert!(english.contains("\n  A: received 1 → "), "{english}");
    let chinese = compared(DAY, "marketing-centre", Telling::Chinese).unwrap();
    let first = "第 4 行，2026-03-02T09:00:00+08:00，v1：实际接待：A（按轮次，占轮次）；换一套规则：B（按轮次，占轮次）。";
    assert!(chinese.contains(first), "{chinese}");
    assert!(chinese.contains("合计（实际 → 另一套）："), "{chinese}");
}

#[test]
fn a_pack_that_is_not_there_is_told() {
    assert!(compared(DAY, "no-such-pack", Telling::Json).unwrap_err().contains("there is no pack"));
}
