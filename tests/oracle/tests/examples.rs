//! The sheet agrees with every expectation of the three example days that it has an opinion on.

#![expect(clippy::expect_used, reason = "a helper that fails fails its test")]

use oracle::expectations;
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("an example is JSON")).collect()
}

/// Differences between two partial results, counting the facts that both speak about.
fn clash(path: &str, one: &Value, other: &Value, common: &mut usize, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                if let Some(second) = b.get(key) {
                    clash(&format!("{path}/{key}"), value, second, common, found);
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (value, second)) in a.iter().zip(b).enumerate() {
                clash(&format!("{path}/{index}"), value, second, common, found);
            }
        }
        _ if one == other => *common += 1,
        _ => found.push(format!("{path}: the example says {one}, the sheet {other}")),
    }
}

/// Plays the example: how many facts the sheet confirmed, up to which line of how many it was sure, and why not
/// further.
fn confirmed(text: &str) -> (usize, usize, usize, Option<String>) {
    let day = lines(text);
    let (expected, why) = expectations(&day);
    let (mut common, mut found) = (0, Vec::new());
    for (line, facts) in day[1..].iter().zip(&expected) {
        if let (Some(expect), Some(result)) = (line.get("expect"), &facts.result) {
            clash(&line["at"].to_string(), expect, result, &mut common, &mut found);
        }
    }
    assert_eq!(found, Vec::<String>::new());
    (common, expected.len() + 1, day.len(), why.map(|why| why.0))
}

#[test]
fn marketing_centre() {
    assert_eq!(confirmed(include_str!("examples/marketing-centre.ndjson")), (39, 21, 21, None));
}

#[test]
fn two_tables() {
    assert_eq!(
        confirmed(include_str!("examples/two-tables.ndjson")),
        (20, 25, 27, Some("registered on this very sheet".to_owned()))
    );
}

#[test]
fn full_regulations() {
    assert_eq!(confirmed(include_str!("examples/full-regulations.ndjson")), (3, 13, 13, None));
}
