//! How a pack writes who receives which visit.

use core::fmt;
use domain::policy::Belongs;
use domain::vocabulary::{CellUse, Channel, CustomerState, Grade, Receiver, Role, Says};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;

use crate::located::Located;
use crate::words::{Ours, Said, Words};

/// Who receives one kind of visit, on which cell.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VisitEntry {
    /// For which visits; without it, all that are left.
    pub(crate) r#if: Option<Located<VisitIf>>,
    /// Who receives: the first who can. Nobody can: the visitor waits.
    pub(crate) to: Located<Vec<Located<StepEntry>>>,
    /// Which cell the reception uses, where a step does not say otherwise.
    pub(crate) cell: Option<Located<Said<CellUse>>>,
    /// Whose the customer is from then on: `first_to_receive` is the default.
    pub(crate) belongs: Option<Located<Said<Belongs>>>,
    /// `true`: the owner may afterwards take the visitor too, or name who receives.
    #[serde(default)]
    pub(crate) owner_chooses: Option<Located<bool>>,
    /// `true`: the referrer's consultant receives them also while they receive the very customer who brought them.
    #[serde(default)]
    pub(crate) together: Option<Located<bool>>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// A class of visitors in the house's own word; where waiting visitors come by class, the first one comes first.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClassEntry {
    /// The word.
    pub(crate) word: Located<String>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// Facts about an arrival; all that are written must hold.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct VisitIf {
    /// The channel is one of these.
    pub(crate) channel: Option<Words<Channel>>,
    /// The party is in the books.
    pub(crate) known: Option<Located<bool>>,
    /// The party has an owner now; a hold that has lapsed is none.
    pub(crate) owned: Option<Located<bool>>,
    /// The owner's customer still looks (`open`) or has bought (`closed`).
    pub(crate) state: Option<Located<Said<CustomerState>>>,
    /// The owner is on the floor and receiving somebody.
    pub(crate) owner_busy: Option<Located<bool>>,
    /// The owner is on the floor, receiving or free; whoever has stepped away is not.
    pub(crate) owner_on_floor: Option<Located<bool>>,
    /// The party was received before on this day.
    pub(crate) same_day: Option<Located<bool>>,
    /// The party has so far only called.
    pub(crate) calls_only: Option<Located<bool>>,
    /// They ask for somebody by name.
    pub(crate) asks_for: Option<Located<bool>>,
    /// They ask for the one to whom the referring customer belongs.
    pub(crate) asks_for_referrer: Option<Located<bool>>,
    /// Somebody invited them.
    pub(crate) invited: Option<Located<bool>>,
    /// A customer in the books who has an owner referred them.
    pub(crate) referred: Option<Located<bool>>,
    /// They are friends or family of somebody of the staff.
    pub(crate) acquaintance: Option<Located<bool>>,
    /// What they say they are.
    pub(crate) says: Option<Words<Says>>,
    /// At least so many people.
    pub(crate) party_from: Option<Located<u32>>,
    /// How far they have come.
    pub(crate) grade: Option<Words<Grade>>,
    /// They are of one of these classes.
    pub(crate) class: Option<Located<Vec<Located<String>>>>,
    /// They need skills.
    pub(crate) needs: Option<Located<bool>>,
    /// A key customer.
    pub(crate) key: Option<Located<bool>>,
    /// A supervisor has suspended the order on this channel.
    pub(crate) order_suspended: Option<Located<bool>>,
    /// Outside the site's hours.
    pub(crate) after_hours: Option<Located<bool>>,
    /// The house has somebody of these roles, and none of them is on the floor.
    pub(crate) absent: Option<Words<Role>>,
    /// Their consultant left and a manager gave them to another.
    pub(crate) redistributed: Option<Located<RedistributedIf>>,
}

/// A customer given to another consultant after theirs had left.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedistributedIf {
    /// Has the new consultant a follow-up on record?
    pub(crate) followed_up: bool,
}

/// One candidate: a word, or `{who = "referrer", cell = "ahead"}`.
#[derive(Clone, Debug)]
pub(crate) struct StepEntry {
    pub(crate) who: Receiver,
    pub(crate) cell: Option<Located<Said<CellUse>>>,
    pub(crate) skilled: Option<Located<bool>>,
    pub(crate) clause: Option<Located<String>>,
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// A candidate with a cell, or a clause, of its own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StepTable {
    /// Who.
    who: Said<Receiver>,
    /// Which cell the reception uses.
    cell: Option<Located<Said<CellUse>>>,
    /// `true`: only somebody who has every skill that the visitor needs; nobody has: the next candidate.
    #[serde(default)]
    skilled: Option<Located<bool>>,
    /// The clause on which it rests that this one receives, where it is another than the rule's.
    clause: Option<Located<String>>,
    /// `ours` where the house rules are silent about this one.
    basis: Option<Located<Said<Ours>>>,
}

struct StepVisitor;

impl<'de> de::Visitor<'de> for StepVisitor {
    type Value = StepEntry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a receiver in quotes, or {who = …, cell = …}")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let Said(who) = Said::deserialize(de::value::StrDeserializer::<E>::new(text))?;
        Ok(StepEntry { who, cell: None, skilled: None, clause: None, basis: None })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let table = StepTable::deserialize(de::value::MapAccessDeserializer::new(map))?;
        Ok(StepEntry {
            who: table.who.0,
            cell: table.cell,
            skilled: table.skilled,
            clause: table.clause,
            basis: table.basis,
        })
    }
}

impl<'de> Deserialize<'de> for StepEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StepVisitor)
    }
}

impl JsonSchema for StepEntry {
    fn schema_name() -> Cow<'static, str> {
        "StepEntry".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let word = generator.subschema_for::<Said<Receiver>>();
        let table = generator.subschema_for::<StepTable>();
        json_schema!({ "anyOf": [word, table] })
    }
}
