//! Holds what a line expected against what came: the keys it has must match, others may be there.

use core::fmt;
use serde_json::{Map, Value};

/// One place where the answer is not what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The place, as a JSON pointer into the result; a refusal's places begin with `/error`.
    pub path: String,
    /// What was expected there; `null` for nothing.
    pub expected: Value,
    /// What stood there; `null` for nothing.
    pub got: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Value::Array(expected), Value::Array(got)) = (&self.expected, &self.got)
            && expected.len() != got.len()
        {
            let (expects, gets) = (expected.len(), got.len());
            return write!(f, "{}: expected {expects} items, got {gets}: {}", self.place(), self.got);
        }
        write!(f, "{}: expected {}, got {}", self.place(), self.expected, self.got)
    }
}

impl Difference {
    fn place(&self) -> &str {
        if self.path.is_empty() { "/" } else { &self.path }
    }
}

/// Every difference between what a line expects and its `result`, or the `error` it was refused with. A refusal that
/// was not expected is one, also where the line expects nothing at all.
#[must_use]
pub fn differences(expect: Option<&Value>, came: Result<&Value, &Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    match came {
        Ok(result) => {
            if let Some(expect) = expect {
                compare(expect, result, &mut String::new(), &mut found);
            }
        }
        Err(error) => {
            let refusal_expected =
                expect.and_then(|expect| expect.get("error")).is_some_and(|e| !e.is_null());
            if let Some(expect) = expect.filter(|_| refusal_expected) {
                let came = Map::from_iter([("error".to_owned(), error.clone())]);
                compare(expect, &Value::Object(came), &mut String::new(), &mut found);
            } else {
                found.push(Difference { path: "/error".into(), expected: Value::Null, got: error.clone() });
            }
        }
    }
    found
}

fn compare(expected: &Value, got: &Value, path: &mut String, found: &mut Vec<Difference>) {
    match (expected, got) {
        (Value::Object(keys), Value::Object(there)) => {
            for (key, expected) in keys {
                at(path, key, |path| compare(expected, there.get(key).unwrap_or(&Value::Null), path, found));
            }
        }
        (Value::Array(items), Value::Array(there)) if items.len() == there.len() => {
            for (index, (expected, got)) in items.iter().zip(there).enumerate() {
                at(path, &index.to_string(), |path| compare(expected, got, path, found));
            }
        }
        _ if same(expected, got) => {}
        _ => found.push(Difference { path: path.clone(), expected: expected.clone(), got: got.clone() }),
    }
}

/// 50 and 50.0 are one number, as JSON has only one kind.
fn same(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        _ => expected == got,
    }
}

fn at(path: &mut String, step: &str, inner: impl FnOnce(&mut String)) {
    let length = path.len();
    path.push('/');
    path.push_str(&step.replace('~', "~0").replace('/', "~1"));
    inner(path);
    path.truncate(length);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(expect: &Value, result: &Value) -> Vec<String> {
        differences(Some(expect), Ok(result)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn keys_not_expected_may_be_there() {
        let result =
            json!({"assigned":"A","as":"turn","because":[{"staff":"A","outcome":"chosen","clause":"P03-1"}]});
        assert_eq!(told(&json!({"assigned":"A"}), &result), Vec::<String>::new());
        assert_eq!(told(&json!({"because":[{"staff":"A"}]}), &result), Vec::<String>::new());
        assert_eq!(told(&json!({}), &result), Vec::<String>::new());
    }

    #[test]
    fn a_difference_names_its_place_and_both_values() {
        let result = json!({"because":[{"staff":"C","cause":"business"}],"fine":50});
        assert_eq!(
            told(&json!({"because":[{"cause":"private"}],"fine":20}), &result),
            [r#"/because/0/cause: expected "private", got "business""#, "/fine: expected 20, got 50"]
        );
    }

    #[test]
    fn a_list_has_the_same_length_and_order() {
        let result = json!({"order":["A","B"]});
        assert_eq!(told(&json!({"order":["A"]}), &result), [r#"/order: expected 1 items, got 2: ["A","B"]"#]);
        assert_eq!(told(&json!({"order":["B","A"]}), &result).len(), 2);
        assert_eq!(told(&json!({"order":[]}), &json!({})), ["/order: expected [], got null"]);
    }

    #[test]
    fn null_equals_absent_and_nothing_else() {
        assert!(told(&json!({"owner":null}), &json!({})).is_empty());
        assert!(told(&json!({"owner":null}), &json!({"owner":null})).is_empty());
        assert_eq!(
            told(&json!({"owner":null}), &json!({"owner":"A"})),
            [r#"/owner: expected null, got "A""#]
        );
        assert_eq!(told(&json!({"owner":"A"}), &json!({})), [r#"/owner: expected "A", got null"#]);
        assert_eq!(told(&json!({"ok":false}), &json!({})).len(), 1);
    }

    #[test]
    fn an_object_is_not_a_list_and_a_text_is_not_a_number() {
        assert_eq!(told(&json!({"a":{"0":1}}), &json!({"a":[1]})).len(), 1);
        assert_eq!(told(&json!({"a":"1"}), &json!({"a":1})).len(), 1);
        assert!(told(&json!({"a":50.0}), &json!({"a":50})).is_empty());
    }

    #[test]
    fn refusals_are_held_against_error() {
        let error = json!({"code":"not_eligible","detail":"…","clause":"P12-3"});
        let told = |expect: Option<Value>| differences(expect.as_ref(), Err(&error));
        assert!(told(Some(json!({"error":{"clause":"P12-3"}}))).is_empty());
        assert_eq!(told(Some(json!({"error":{"clause":"P12-4"}})))[0].path, "/error/clause");
        assert_eq!(told(Some(json!({"assigned":"A"})))[0].path, "/error");
        assert_eq!(told(Some(json!({"error":null}))).len(), 1);
        assert_eq!(told(None).len(), 1, "a refusal that nobody expected is a miss");
        let done = json!({"assigned":"A"});
        assert_eq!(differences(Some(&json!({"error":{"code":"x"}})), Ok(&done)).len(), 1);
        assert!(differences(None, Ok(&done)).is_empty());
    }

    #[test]
    fn a_key_with_a_slash_is_escaped() {
        assert_eq!(differences(Some(&json!({"a/b~c":1})), Ok(&json!({})))[0].path, "/a~1b~0c");
    }
}
