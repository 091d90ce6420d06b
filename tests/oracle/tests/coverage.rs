//! The random days reach every kind of decision that the sheet knows: otherwise they would prove nothing.

use std::collections::BTreeMap;

use oracle::{days, expectations};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// What must turn up under each policy, within the days rolled below.
const WANTED: [(&str, &[&str]); 5] = [
    (
        "marketing-centre",
        &[
            "as turn",
            "as owner",
            "as named",
            "as proxy",
            "waits",
            "decided later",
            "day ends",
            "refused",
            "fined",
            "move_to_end busy_new",
            "move_to_end busy_own_open",
            "move_to_end busy_own_closed",
            "move_to_end proxying",
            "move_to_end business",
            "forfeit private",
            "forfeit unannounced",
            "forfeit no_answer",
            "blank barred",
            "blank suspended",
            "keep busy_new",
            "keep business",
        ],
    ),
    (
        "two-tables",
        &[
            "as turn",
            "as make_up",
            "as owner",
            "as named",
            "as proxy",
            "waits",
            "decided later",
            "day ends",
            "defer private",
            "forfeit private",
            "defer unannounced",
            "forfeit unannounced",
            "defer business",
            "defer no_answer",
            "defer busy_new",
            "defer busy_own_open",
            "defer proxying",
            "blank skipped_round",
            "keep private",
        ],
    ),
    (
        "turn-adjudication",
        &[
            "as turn",
            "as make_up",
            "as owner",
            "as named",
            "as proxy",
            "waits",
            "decided later",
            "day ends",
            "refused",
            "forfeit private",
            "forfeit unannounced",
            "forfeit gave_up",
            "forfeit no_answer",
            "blank private",
            "defer business",
            "defer busy_new",
            "defer busy_own_open",
            "defer proxying",
            "keep private",
        ],
    ),
    (
        "ab-posts",
        &[
            "as turn",
            "as make_up",
            "as owner",
            "as named",
            "as proxy",
            "waits",
            "decided later",
            "day ends",
            "refused",
            "fined",
            "forfeit private",
            "forfeit unannounced",
            "forfeit gave_up",
            "forfeit waived",
            "forfeit no_answer",
            "forfeit busy_new",
            "forfeit busy_own_open",
            "blank private",
            "blank suspended",
            "defer business",
        ],
    ),
    (
        "full-regulations",
        &[
            "as turn",
            "as make_up",
            "as owner",
            "as named",
            "as proxy",
            "waits",
            "decided later",
            "day ends",
            "forfeit private",
            "forfeit business",
            "forfeit no_answer",
            "defer busy_new",
            "forfeit busy_own_open",
            "forfeit busy_own_closed",
            "defer proxying",
        ],
    ),
];

fn note(seen: &mut BTreeMap<String, usize>, what: String) {
    *seen.entry(what).or_default() += 1;
}

fn note_result(seen: &mut BTreeMap<String, usize>, result: &Value) {
    if let Some(role) = result["as"].as_str() {
        note(seen, format!("as {role}"));
    }
    if result["waiting"] == true {
        note(seen, "waits".to_owned());
    }
    if result["incidents"].as_array().is_some_and(|fines| !fines.is_empty()) {
        note(seen, "fined".to_owned());
    }
    for entry in result["because"].as_array().into_iter().flatten() {
        if let (Some(outcome), Some(cause)) = (entry["outcome"].as_str(), entry["cause"].as_str()) {
            note(seen, format!("{outcome} {cause}"));
        }
    }
}

#[test]
fn random_days_reach_every_kind_of_decision() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for _ in 0..1200 {
        let day = days().new_tree(&mut runner).expect("dice").current();
        let policy = day[0]["policy"].as_str().expect("a policy").to_owned();
        let seen = seen.entry(policy).or_default();
        for facts in expectations(&day).0 {
            for auto in facts.before.iter().chain(&facts.after) {
                let day_end = auto["auto"] == "day_end";
                note(seen, if day_end { "day ends" } else { "decided later" }.to_owned());
                note_result(seen, &auto["result"]);
            }
            if facts.ok == Some(false) {
                note(seen, "refused".to_owned());
            }
            note_result(seen, facts.result.as_ref().unwrap_or(&Value::Null));
        }
    }
    for (policy, wanted) in WANTED {
        for what in wanted {
            assert!(
                seen[policy].contains_key(*what),
                "{policy}: no random day shows {what}: {:?}",
                seen[policy]
            );
        }
    }
}
