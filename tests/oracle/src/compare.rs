//! Holding the sheet's expectations against a simulation's output, in words.

use serde_json::Value;

use crate::paper::{Paper, Unsure};

/// What the sheet is sure of about one line and about what happens by itself around it.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// `auto` lines that time brings before this line.
    pub before: Vec<Value>,
    /// Whether the line is accepted.
    pub ok: Option<bool>,
    /// Facts of the result: keys as in `expect`, a null key says nothing.
    pub result: Option<Value>,
    /// `auto` lines that follow at once: waiting visitors decided.
    pub after: Vec<Value>,
}

/// The expectations for a day's lines (without its first), and why they break off early, if they do.
#[must_use]
pub fn expectations(day: &[Value]) -> (Vec<Expected>, Option<Unsure>) {
    let Some((first, lines)) = day.split_first() else { return (Vec::new(), None) };
    let mut paper = match Paper::open(first) {
        Ok(paper) => paper,
        Err(why) => return (Vec::new(), Some(why)),
    };
    let mut expected = Vec::new();
    for line in lines {
        match paper.play(line) {
            Ok(facts) => expected.push(facts),
            Err(why) => return (expected, Some(why)),
        }
    }
    (expected, None)
}

/// The differences between the sheet and a simulation's output lines, in words; none: they agree.
#[must_use]
pub fn compare(day: &[Value], output: &[Value]) -> Vec<String> {
    let (expected, _) = expectations(day);
    let answers: Vec<usize> = (0..output.len()).filter(|&at| output[at].get("do").is_some()).collect();
    let mut differences = Vec::new();
    let mut pending: Vec<Value> = Vec::new();
    for (index, facts) in expected.iter().enumerate() {
        let what = format!("line {} {}", index + 2, day[index + 1]);
        let Some(&at) = answers.get(index) else {
            differences.push(format!("{what}: no answer"));
            break;
        };
        let from = if index == 0 { 0 } else { answers[index - 1] + 1 };
        pending.extend(facts.before.iter().cloned());
        differences.extend(
            auto_flaws(&pending, &output[from..at]).iter().map(|flaw| format!("before {what}: {flaw}")),
        );
        pending.clone_from(&facts.after);
        let answer = &output[at];
        if let Some(ok) = facts.ok
            && answer["ok"] != Value::Bool(ok)
        {
            differences.push(format!("{what}: expected ok {ok}, got {answer}"));
        }
        if let Some(result) = &facts.result {
            differences.extend(flaws(result, &answer["result"]).iter().map(|flaw| format!("{what}: {flaw}")));
        }
    }
    differences
}

/// The expected `auto` lines against those printed; other kinds of `auto` line are none of the sheet's business.
fn auto_flaws(expected: &[Value], printed: &[Value]) -> Vec<String> {
    let known = |line: &&Value| matches!(line["auto"].as_str(), Some("decide" | "day_end"));
    let printed: Vec<&Value> = printed.iter().filter(known).collect();
    let mut found = Vec::new();
    for (index, want) in expected.iter().enumerate() {
        match printed.get(index) {
            Some(got) => found.extend(flaws(want, got)),
            None => found.push(format!("nothing printed for {want}")),
        }
    }
    found.extend(printed.iter().skip(expected.len()).map(|extra| format!("unexpected {extra}")));
    found
}

/// Compares as the day file's `expect` does: the keys it has must match, a list item by item, null equals absent.
/// An expected null says nothing, except for `assigned` and `next`; an absent list is an empty one.
#[must_use]
pub fn flaws(want: &Value, got: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect("", want, got, &mut found);
    found
}

fn collect(path: &str, want: &Value, got: &Value, found: &mut Vec<String>) {
    match (want, got) {
        (Value::Object(keys), _) => {
            for (key, value) in keys {
                let speaks = !value.is_null() || matches!(key.as_str(), "assigned" | "next");
                if speaks {
                    collect(&format!("{path}/{key}"), value, &got[key], found);
                }
            }
        }
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            for (index, (item, other)) in items.iter().zip(others).enumerate() {
                collect(&format!("{path}/{index}"), item, other, found);
            }
        }
        (Value::Array(items), Value::Null) if items.is_empty() => {}
        (Value::Number(number), Value::Number(other)) if number.as_f64() == other.as_f64() => {}
        _ if want == got => {}
        _ => found.push(format!("{path} expected {want}, got {got}")),
    }
}
