//! How a pack writes what becomes of a turn that somebody could not take.

use core::fmt;
use domain::policy::TakesEffect;
use domain::vocabulary::{Cause, Outcome, Reason};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;

use crate::located::Located;
use crate::measure::Length;
use crate::words::{ForTheDay, Ours, Said, Words};

/// A word of the house for being away from the floor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AbsenceEntry {
    /// The word, as it is entered.
    pub(crate) reason: Located<String>,
    /// As what it counts.
    pub(crate) counts_as: Said<Reason>,
    /// It counts as approved without a lead's word.
    #[serde(default)]
    pub(crate) excused: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// What becomes of the turn of somebody who cannot receive, for certain causes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PassEntry {
    /// For which causes.
    pub(crate) r#if: Located<PassIf>,
    /// What becomes of the turn; or a list of stages by how long the person has been away.
    pub(crate) r#do: Located<Staged>,
    /// When it falls: when somebody else receives (the default), already at the `arrival`, or at once when the first
    /// in turn is `leaving`.
    #[serde(rename = "at")]
    pub(crate) falls: Option<Said<TakesEffect>>,
    /// Away for less than so long: the visitor waits for them, and nobody else is looked for.
    pub(crate) wait_under: Option<Located<Length>>,
    /// It counts as a turn given up by choice (see `[give_ups]`); one absence counts once.
    #[serde(default)]
    pub(crate) given_up: Option<Located<bool>>,
    /// At most so many turns deferred for one absence.
    pub(crate) cap: Option<Located<u8>>,
    /// The turn-holder pays so many cents.
    pub(crate) fine_cents: Option<Located<u32>>,
    /// The turn-holder is out of the rotation for the day.
    pub(crate) bar: Option<Said<ForTheDay>>,
    /// The turn-holder is out of the rotation for so long.
    pub(crate) suspend: Option<Located<Length>>,
    /// The turn-holder gets a warning on record.
    #[serde(default)]
    pub(crate) warning: bool,
    /// The turn-holder has one turn in every two rounds until a manager clears it.
    #[serde(default)]
    pub(crate) alternate: bool,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// For which causes a rule speaks.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PassIf {
    /// Why the person cannot receive, in the words of the results; `away` and `busy` stand for all of that kind.
    pub(crate) cause: Words<Cause>,
    /// Only where a lead had approved the absence (`true`), or only where none had.
    pub(crate) approved: Option<Located<bool>>,
    /// For a turn passed on: only after more than so long at the front without a customer.
    pub(crate) after: Option<Located<Length>>,
}

/// One stage of an outcome.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageEntry {
    /// Up to and including so long an absence; the last stage has no `through`.
    pub(crate) through: Option<Located<Length>>,
    /// What becomes of the turn.
    pub(crate) is: Located<Said<Outcome>>,
}

/// One outcome, or stages of it.
#[derive(Clone, Debug)]
pub(crate) struct Staged(pub(crate) Vec<StageEntry>);

struct StagedVisitor;

impl<'de> de::Visitor<'de> for StagedVisitor {
    type Value = Vec<StageEntry>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an outcome in quotes, or a list of stages such as {through = \"5m\", is = \"defer\"}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let said = Said::<Outcome>::deserialize(de::value::StrDeserializer::<E>::new(text))?;
        Ok(vec![StageEntry { through: None, is: Located { value: said, at: usize::MAX } }])
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut stages = Vec::new();
        while let Some(stage) = items.next_element::<StageEntry>()? {
            stages.push(stage);
        }
        if stages.is_empty() {
            return Err(de::Error::custom("at least one stage is needed"));
        }
        Ok(stages)
    }
}

struct Unplaced(Vec<StageEntry>);

impl<'de> Deserialize<'de> for Unplaced {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StagedVisitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for Staged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: Unplaced(mut stages), at } = Located::<Unplaced>::deserialize(deserializer)?;
        for stage in &mut stages {
            // A single word stands where the whole value stands.
            stage.is.at = if stage.is.at == usize::MAX { at } else { stage.is.at };
        }
        Ok(Self(stages))
    }
}

impl JsonSchema for Staged {
    fn schema_name() -> Cow<'static, str> {
        "Staged".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let word = generator.subschema_for::<Said<Outcome>>();
        let stage = generator.subschema_for::<StageEntry>();
        json_schema!({ "anyOf": [word, { "type": "array", "items": stage, "minItems": 1 }] })
    }
}
