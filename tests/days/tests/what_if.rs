//! A recorded day under another pack, or under a copy with one setting changed.

use dayfile::{Language, Options};
use days::simulated;
use serde_json::Value;

const DAY: &str = r#"{"day_file":1,"policy":"two-tables","timezone":"Asia/Shanghai","staff":[{"id":"A"},{"id":"B"},{"id":"M","role":"manager"}],"order":["A","B"]}
{"at":"2026-03-02T08:50:00+08:00","do":"sign_in","staff":"B"}
{"at":"2026-03-02T08:51:00+08:00","do":"sign_in","staff":"A"}
{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}
{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}
{"at":"2026-03-02T09:04:00+08:00","do":"deal","visitor":"v1","by":"A"}
{"at":"2026-03-02T09:05:00+08:00","do":"incident","staff":"A","clause":"P16-11","by":"M"}
{"at":"2026-03-02T09:06:00+08:00","do":"bind","policy":"full-regulations","from":"2026-03-03"}
{"at":"2026-03-02T09:07:00+08:00","do":"sign_in","staff":"A"}
"#;

/// The output of the lines themselves, without what time brought.
fn answers(day: &str, options: &Options) -> Result<Vec<Value>, String> {
    let (output, done) = simulated(day, Language::None, options);
    done.map_err(|stopped| stopped.to_string())?;
    let lines = serde_json::Deserializer::from_str(&output).into_iter::<Value>();
    let lines: Vec<Value> = lines.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    Ok(lines.into_iter().filter(|line| line.get("do").is_some()).collect())
}

fn under(policy: &str) -> Options {
    Options { policy: Some(policy.to_owned()), ..Options::default() }
}

#[test]
fn lines_that_name_the_recorded_receiver_follow_the_simulated_one() {
    let recorded = answers(DAY, &Options::default()).unwrap();
    assert_eq!(recorded[2]["result"]["assigned"], "A");
    assert_eq!(recorded[4]["result"]["split"]["A"], "1");
    let simulated = answers(DAY, &under("marketing-centre")).unwrap();
    assert_eq!(simulated[2]["result"]["assigned"], "B", "who signed in first");
    assert_eq!(simulated[3]["result"]["owner"], "B");
    assert_eq!(simulated[4]["result"]["split"]["B"], "1");
}

#[test]
fn a_line_that_has_become_senseless_is_skipped_and_says_so() {
    let simulated = answers(DAY, &under("marketing-centre")).unwrap();
    // A clause of the file's own pack, and the binding of yet another pack.
    for line in &simulated[5..7] {
        assert_eq!(
            (&line["ok"], &line["result"]["diverged"]),
            (&Value::Bool(true), &Value::Bool(true)),
            "{line}"
        );
    }
    // What was refused on the recorded day is refused on the simulated one.
    assert_eq!(simulated[7]["error"]["code"], "signed_in_already");
}

#[test]
fn the_same_pack_changes_nothing() {
    let own = answers(DAY, &Options::default()).unwrap();
    let again = answers(DAY, &under("two-tables")).unwrap();
    assert_eq!(own[..6], again[..6]);
}

#[test]
fn one_setting_changed_in_a_copy_shows_who_would_have_been_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = packs::Shelf::shipped().unwrap().newest_pack("two-tables").unwrap();
    let copy = shipped.text.replace(r#"through = "5m", is = "defer""#, r#"through = "1m", is = "defer""#);
    assert_ne!(copy, shipped.text);
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, copy).unwrap();
    let day = r#"{"day_file":1,"policy":"two-tables","timezone":"Asia/Shanghai","staff":[{"id":"A"},{"id":"B"}],"order":["A","B"]}
{"at":"2026-03-02T08:50:00+08:00","do":"sign_in","staff":"A"}
{"at":"2026-03-02T08:51:00+08:00","do":"sign_in","staff":"B"}
{"at":"2026-03-02T09:00:00+08:00","do":"step_away","staff":"A","reason":"private"}
{"at":"2026-03-02T09:02:00+08:00","do":"arrive","visitor":"v1"}
{"at":"2026-03-02T09:03:00+08:00","do":"come_back","staff":"A"}
{"at":"2026-03-02T09:04:00+08:00","do":"leave","visitor":"v1"}
{"at":"2026-03-02T09:05:00+08:00","do":"arrive","visitor":"v2"}
"#;
    let last = |options: &Options| answers(day, options).unwrap().pop().unwrap()["result"].clone();
    assert_eq!(last(&Options::default())["as"], "make_up");
    assert_eq!(
        last(&under(path.to_str().unwrap()))["as"],
        "turn",
        "two minutes away are too long in the copy"
    );
}

#[test]
fn a_pack_that_is_not_there_is_no_fault_of_the_file() {
    let told = answers(DAY, &under("three-tables")).unwrap_err();
    assert!(told.starts_with("there is no pack `three-tables`"), "{told}");
}
