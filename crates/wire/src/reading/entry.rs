//! A body as REST carries it: its verb's keys, less those that stand in the path, and beside them when it happened.

use super::{BadLine, Body, Tree, text, tree, within};
use crate::Stamp;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A key that the caller knows before it has read the body.
pub enum Known<'a> {
    /// It stands in the path; a body that says it again is refused.
    InPath(&'static str, &'a str),
    /// It is made up where the body does not say it.
    IfMissing(&'static str, &'a dyn Fn() -> String),
}

/// A body, and when what it says happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// What is asked.
    pub body: T,
    /// When it happened, where it is entered late.
    pub happened_at: Option<Stamp>,
}

/// Reads a REST body of at most `most` bytes as strictly as a day line; nothing at all stands for `{}`.
pub fn entry<T: Body>(bytes: &[u8], most: usize, known: &[Known<'_>]) -> Result<Entry<T>, BadLine> {
    let text = text(bytes)?;
    within(text, most)?;
    let tree = if text.trim_ascii().is_empty() { Value::Object(Map::new()) } else { tree(text)? };
    let Value::Object(mut keys) = tree else {
        return Err(BadLine::new("must be a JSON object"));
    };
    let happened_at = Option::deserialize(Tree(keys.remove("happened_at").unwrap_or_default()))
        .map_err(|bad: BadLine| bad.under("happened_at"))?;
    for known in known {
        fill_in(&mut keys, known)?;
    }
    let body = T::deserialize(Tree(Value::Object(keys)))?;
    body.check()?;
    Ok(Entry { body, happened_at })
}

fn fill_in(keys: &mut Map<String, Value>, known: &Known<'_>) -> Result<(), BadLine> {
    match known {
        Known::InPath(key, value) => match keys.insert((*key).to_owned(), (*value).into()) {
            Some(_) => Err(BadLine::of(key, "stands in the path already")),
            None => Ok(()),
        },
        Known::IfMissing(key, make) => {
            if keys.get(*key).is_none_or(Value::is_null) {
                keys.insert((*key).to_owned(), make().into());
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verb::{Arrive, Dispatch, Leave};

    #[test]
    fn a_key_of_the_path_is_not_said_again() {
        let known = [Known::InPath("visitor", "v1")];
        let entry = entry::<Dispatch>(br#"{"staff":"A"}"#, 100, &known).unwrap();
        assert_eq!((entry.body.visitor.as_str(), entry.body.staff.as_str()), ("v1", "A"));
        let bad = super::entry::<Leave>(br#"{"visitor":"v1"}"#, 100, &known).unwrap_err();
        assert_eq!(bad.to_string(), "`visitor`: stands in the path already");
        assert_eq!(super::entry::<Leave>(b" \n", 100, &known).unwrap().body.visitor, "v1");
    }

    #[test]
    fn an_id_is_made_up_only_where_none_is_given() {
        let made = || "vis_1".to_owned();
        let known = [Known::IfMissing("visitor", &made)];
        for (body, visitor) in
            [("{}", "vis_1"), (r#"{"visitor":null}"#, "vis_1"), (r#"{"visitor":"v"}"#, "v")]
        {
            assert_eq!(entry::<Arrive>(body.as_bytes(), 100, &known).unwrap().body.visitor, visitor);
        }
    }

    #[test]
    fn a_late_entry_says_when_it_happened() {
        let late = entry::<Leave>(br#"{"visitor":"v1","happened_at":"2026-03-02T09:00:00+08:00"}"#, 100, &[]);
        assert_eq!(late.unwrap().happened_at, Stamp::parse("2026-03-02T09:00:00+08:00"));
        let bad = entry::<Leave>(br#"{"visitor":"v1","happened_at":"noon"}"#, 100, &[]).unwrap_err();
        assert_eq!(bad.pointer(), "/happened_at");
        assert_eq!(entry::<Leave>(br#"{"visitor":"v1"}"#, 8, &[]).unwrap_err().pointer(), "");
    }
}
