//! Absurd input under every pack of the shelf: refused with a word, and everything stands as it stood.

use dayfile::Stopped;
use serde_json::{Value, json};

#[cfg(test)]
fn packs() -> Vec<String> {
    days::shelf().names()
}

#[cfg(test)]
fn held(policy: &str, staff: &[Value], lines: &[Value]) -> Result<Vec<String>, Stopped> {
    let order: Vec<&Value> = staff.iter().map(|one| &one["id"]).collect();
    let setting =
        json!({"day_file": 1, "policy": policy, "timezone": "Asia/Shanghai", "staff": staff, "order": order});
    let mut text = setting.to_string();
    for line in lines {
        text.push('\n');
        text += &line.to_string();
    }
    let verdict = dayfile::hold(text.as_bytes(), &days::store, &days::options())?;
    Ok(verdict.misses.iter().map(|miss| format!("{policy}: {miss}")).collect())
}

#[cfg(test)]
fn two() -> Vec<Value> {
    vec![json!({"id": "A"}), json!({"id": "B"}), json!({"id": "S", "role": "supervisor"})]
}

#[cfg(test)]
fn at(minute: u32, mut line: Value) -> Value {
    line["at"] = json!(format!("2026-03-02T09:{minute:02}:00+08:00"));
    line
}

#[test]
fn a_party_of_a_million_is_refused_and_its_id_stays_free() {
    for policy in packs() {
        let lines = [
            at(0, json!({"do": "sign_in", "staff": "A"})),
            at(
                1,
                json!({"do": "arrive", "visitor": "v1", "party_size": 1_000_000, "expect": {"error": {"code": "too_large"}}}),
            ),
            at(1, json!({"do": "arrive", "visitor": "v1", "expect": {"reception": "v1"}})),
        ];
        assert_eq!(held(&policy, &two(), &lines).unwrap(), Vec::<String>::new());
    }
}

#[test]
fn ten_thousand_people_are_taken_or_refused_with_a_word() {
    for policy in packs() {
        let crowd: Vec<Value> = (0..10_000).map(|n| json!({"id": format!("p{n}")})).collect();
        let lines = [
            at(0, json!({"do": "sign_in", "staff": "p9999"})),
            at(1, json!({"do": "arrive", "visitor": "v1", "expect": {"reception": "v1"}})),
        ];
        match held(&policy, &crowd, &lines) {
            Ok(misses) => assert_eq!(misses, Vec::<String>::new()),
            Err(Stopped::BadFile(why)) => assert!(why.to_string().contains("staff"), "{policy}: {why}"),
            Err(fault) => panic!("{policy}: {fault}"),
        }
    }
}

#[test]
fn a_clock_that_goes_back_stops_the_file_at_its_line() {
    for policy in packs() {
        let lines =
            [at(5, json!({"do": "sign_in", "staff": "A"})), at(4, json!({"do": "arrive", "visitor": "v1"}))];
        let why = held(&policy, &two(), &lines).unwrap_err();
        assert!(matches!(&why, Stopped::BadFile(_)), "{policy}: {why}");
        assert!(why.to_string().contains('3'), "{policy}: {why}");
    }
}

/// Leaving before arriving, a hand-back to a leaver, two sign-ins, one visit twice, a deal about nobody.
#[test]
fn impossible_orders_are_refused_one_by_one() {
    for policy in packs() {
        let refused = |line: Value| {
            let mut line = line;
            line["expect"] = json!({"error": {}});
            line
        };
        let lines = [
            at(0, json!({"do": "sign_in", "staff": "A"})),
            refused(at(0, json!({"do": "sign_in", "staff": "A"}))),
            refused(at(0, json!({"do": "sign_out", "staff": "B"}))),
            refused(at(0, json!({"do": "step_away", "staff": "B", "reason": "private"}))),
            at(1, json!({"do": "arrive", "visitor": "v1"})),
            refused(at(1, json!({"do": "arrive", "visitor": "v1"}))),
            at(2, json!({"do": "leave", "visitor": "v1"})),
            refused(at(2, json!({"do": "leave", "visitor": "v1"}))),
            refused(at(2, json!({"do": "no_answer", "visitor": "v1"}))),
            refused(at(2, json!({"do": "assist", "visitor": "v1", "staff": "A"}))),
            at(3, json!({"do": "resign", "staff": "B"})),
            refused(at(3, json!({"do": "sign_in", "staff": "B"}))),
            refused(at(3, json!({"do": "settle", "dispute": 1, "by": "S"}))),
        ];
        assert_eq!(held(&policy, &two(), &lines).unwrap(), Vec::<String>::new());
    }
}
