//! A body as REST carries it: its verb's keys, less those that stand in the path, and beside them a few of REST's own.

use super::{BadLine, Body, Tree, text, tree, within};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// How many slips of one body are told.
const MOST_SLIPS: usize = 20;

/// A body whose keys are known, but not yet what they say.
#[derive(Clone)]
pub struct Draft(Map<String, Value>);

impl Draft {
    /// Reads an object of at most `most` bytes in which no key stands twice; nothing at all stands for `{}`.
    pub fn read(bytes: &[u8], most: usize) -> Result<Self, BadLine> {
        let text = text(bytes)?;
        within(text, most)?;
        if text.trim_ascii().is_empty() {
            return Ok(Self::empty());
        }
        match tree(text)? {
            Value::Object(keys) => Ok(Self(keys)),
            _ => Err(BadLine::new("must be a JSON object")),
        }
    }

    /// A body without a key.
    #[must_use]
    pub fn empty() -> Self {
        Self(Map::new())
    }

    /// Takes out a key that is not the verb's own; `null` is as good as nothing.
    pub fn take<T: for<'de> Deserialize<'de>>(&mut self, key: &str) -> Result<Option<T>, BadLine> {
        let value = self.0.remove(key).unwrap_or_default();
        Option::deserialize(Tree(value)).map_err(|bad: BadLine| bad.under(key))
    }

    /// Adds a key that stands elsewhere; a body that says it again is refused.
    pub fn add(&mut self, key: &str, value: &str) -> Result<(), BadLine> {
        match self.0.insert(key.to_owned(), value.into()) {
            Some(_) => Err(BadLine::of(key, "stands in the path already")),
            None => Ok(()),
        }
    }

    /// Makes up a key that the body does not say.
    pub fn fill_in<V: Into<Value>>(&mut self, key: &str, make: impl FnOnce() -> V) {
        if self.0.get(key).is_none_or(Value::is_null) {
            self.0.insert(key.to_owned(), make().into());
        }
    }

    /// The body of a verb, as strict as a day line.
    pub fn body<T: Body>(self) -> Result<T, BadLine> {
        let body: T = self.value()?;
        body.check()?;
        Ok(body)
    }

    /// Everything that keeps it from being a body: each wrong key once, and at last one that is missing.
    #[must_use]
    pub fn slips<T: Body>(self) -> Vec<BadLine> {
        let mut keys = self.0;
        let mut slips: Vec<BadLine> = Vec::new();
        while slips.len() < MOST_SLIPS
            && let Err(bad) = Self(keys.clone()).body::<T>()
        {
            let pointer = bad.pointer();
            let key = pointer.split('/').nth(1).unwrap_or_default();
            let told = slips.iter().any(|slip| slip.pointer().split('/').nth(1) == Some(key));
            // A wrong key is taken out, so that the next one is seen; one that is needed is then missing, and told.
            let taken_out = keys.remove(key).is_some();
            if !told {
                slips.push(bad);
            }
            if !taken_out {
                break;
            }
        }
        slips
    }

    /// Anything else that is an object.
    pub fn value<T: DeserializeOwned>(self) -> Result<T, BadLine> {
        T::deserialize(Tree(Value::Object(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stamp;
    use crate::line::Setting;
    use crate::verb::{Arrive, Dispatch};

    fn draft(body: &str) -> Draft {
        Draft::read(body.as_bytes(), 100).unwrap()
    }

    #[test]
    fn a_key_of_the_path_is_not_said_again() {
        let mut good = draft(r#"{"staff":"A"}"#);
        good.add("visitor", "v1").unwrap();
        assert_eq!(good.body::<Dispatch>().unwrap().visitor, "v1");
        let bad = draft(r#"{"visitor":"v1"}"#).add("visitor", "v1").unwrap_err();
        assert_eq!(bad.to_string(), "`visitor`: stands in the path already");
    }

    #[test]
    fn an_id_is_made_up_only_where_none_is_given() {
        for (body, visitor) in
            [("", "vis_1"), ("{}", "vis_1"), (r#"{"visitor":null}"#, "vis_1"), (r#"{"visitor":"v"}"#, "v")]
        {
            let mut draft = draft(body);
            draft.fill_in("visitor", || "vis_1".to_owned());
            assert_eq!(draft.body::<Arrive>().unwrap().visitor, visitor);
        }
    }

    #[test]
    fn a_key_of_rests_own_is_taken_out_first() {
        let mut late = draft(r#"{"visitor":"v1","happened_at":"2026-03-02T09:00:00+08:00"}"#);
        assert_eq!(late.take("happened_at"), Ok(Stamp::parse("2026-03-02T09:00:00+08:00")));
        assert_eq!(late.take::<Stamp>("happened_at"), Ok(None));
        assert_eq!(late.body::<Arrive>().unwrap().visitor, "v1");
        let bad = draft(r#"{"happened_at":"noon"}"#).take::<Stamp>("happened_at").unwrap_err();
        assert_eq!(bad.pointer(), "/happened_at");
    }

    #[test]
    fn every_wrong_key_is_told_once() {
        let slips = draft(r#"{"visitor":7,"channel":"fax","kee":true,"needs":["a",1]}"#).slips::<Arrive>();
        let told: Vec<_> = slips.iter().map(|slip| (slip.pointer(), slip.code())).collect();
        let expected = [
            ("/channel", "invalid_value"),
            ("/kee", "unknown_key"),
            ("/needs/1", "invalid_value"),
            ("/visitor", "invalid_value"),
        ];
        assert_eq!(told, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
        let missing = draft("{}").slips::<Dispatch>();
        assert_eq!((missing.len(), missing[0].code()), (1, "missing"));
        assert!(draft(r#"{"visitor":"v"}"#).slips::<Arrive>().is_empty());
    }

    #[test]
    fn what_is_no_object_or_too_long_is_refused() {
        assert_eq!(Draft::read(b"[]", 100).err().unwrap().to_string(), "must be a JSON object");
        assert_eq!(Draft::read(b"{  }", 3).err().unwrap().to_string(), "is longer than 3 bytes");
        let setting: Setting = {
            let mut draft = draft(r#"{"policy":"two-tables"}"#);
            draft.fill_in("day_file", || 1);
            draft.value().unwrap()
        };
        assert_eq!(setting.policy, "two-tables");
    }
}
