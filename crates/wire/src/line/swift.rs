//! The quick way through a line: `at` and `do` come first, as every writer puts them, and the rest goes straight
//! into the verb's body. Whatever is not so, or not right, is left to the slow and exact way.

use super::Line;
use crate::collection;
use crate::verb::Verb;
use crate::{Id, Stamp};
use core::fmt;
use serde::Deserialize;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess};
use serde_json::Value;

/// The line, unless something about it needs the slow way.
pub(super) fn read(text: &str) -> Option<Line> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let line = reader.deserialize_map(LineVisitor).ok()?;
    reader.end().ok()?;
    Some(line)
}

struct LineVisitor;

impl<'de> de::Visitor<'de> for LineVisitor {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line, A::Error> {
        let slow = || de::Error::custom("needs the slow way");
        let (Some("at"), at) = map.next_entry::<&str, Stamp>()?.unzip() else { return Err(slow()) };
        let (Some("do"), word) = map.next_entry::<&str, &str>()?.unzip() else { return Err(slow()) };
        let mut common = Common::default();
        let verb = Verb::read(
            word.unwrap_or_default(),
            MapAccessDeserializer::new(Rest { map, common: &mut common }),
        )?;
        let Common { actor, happened_at, expect } = common;
        Ok(Line {
            at: at.ok_or_else(slow)?,
            verb,
            actor: actor.flatten(),
            happened_at: happened_at.flatten(),
            expect: expect.flatten(),
        })
    }
}

/// The common keys met among those of the verb; the outer `Option` tells whether a key stood there.
#[derive(Default)]
struct Common {
    actor: Option<Option<Id>>,
    happened_at: Option<Option<Stamp>>,
    expect: Option<Option<Value>>,
}

/// The rest of the line's keys, of which the common ones are kept back from the verb's body.
struct Rest<'a, A> {
    map: A,
    common: &'a mut Common,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<&'de str>()? {
            match key {
                "actor" => once(&mut self.common.actor, self.map.next_value()?)?,
                "happened_at" => once(&mut self.common.happened_at, self.map.next_value()?)?,
                "expect" => once(&mut self.common.expect, self.map.next_value::<Expect>()?.0)?,
                key => return seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some),
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

fn once<T, E: de::Error>(place: &mut Option<T>, value: T) -> Result<(), E> {
    if place.replace(value).is_some() { Err(E::custom("stands twice")) } else { Ok(()) }
}

struct Expect(Option<Value>);

impl<'de> Deserialize<'de> for Expect {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        collection::optional_value(deserializer).map(Self)
    }
}
