//! The closed vocabulary of packs: each word, what it stands for, and how one or several of them are read.

use core::fmt;
use core::marker::PhantomData;
use domain::floor::CustomerKind;
use domain::policy::{
    Authority, Belongs, BusyScope, Buyer, ClaimBegins, Direction, FoundEffect, Goes, TakesEffect,
};
use domain::vocabulary::{
    Assignee, Capacity, Cause, CellUse, Channel, CustomerState, Finding, GateStep, Grade, Metric, Occasion,
    OrderSource, Outcome, Precedence, Reason, Receiver, RecognisedBy, Relation, Role, Says, Status,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;

use crate::located::Located;
use crate::meant;

/// A closed set of words.
pub(crate) trait Word: Copy + PartialEq + 'static {
    /// What such a word stands for, in messages and in the JSON Schema.
    const WHAT: &'static str;

    /// Every word with its meaning.
    fn words() -> Vec<(&'static str, Self)>;

    /// Words that stand for several.
    fn groups() -> &'static [(&'static str, &'static [Self])] {
        &[]
    }

    /// The word as it is written.
    fn word(self) -> &'static str {
        Self::words().into_iter().find(|(_, value)| *value == self).map_or("?", |(word, _)| word)
    }
}

macro_rules! domain_words {
    ($($name:ident is $what:literal),+ $(,)?) => { $(
        impl Word for $name {
            const WHAT: &'static str = $what;
            fn words() -> Vec<(&'static str, Self)> {
                Self::ALL.iter().map(|value| ((*value).word(), *value)).collect()
            }
        }
    )+ };
}

domain_words!(
    Assignee is "person asked", Capacity is "capacity", Occasion is "occasion",
    CellUse is "use of a cell", Channel is "channel", CustomerState is "state of a customer", Grade is "grade",
    OrderSource is "order", Metric is "metric", GateStep is "step", Precedence is "ground of precedence", Receiver is "receiver", RecognisedBy is "recognition", Relation is "relation",
    Reason is "reason", Role is "role", Says is "description of a visitor", Status is "status",
);

impl Word for Cause {
    const WHAT: &'static str = "cause";

    fn words() -> Vec<(&'static str, Self)> {
        Self::ALL.iter().map(|value| ((*value).word(), *value)).collect()
    }

    fn groups() -> &'static [(&'static str, &'static [Self])] {
        &[
            ("away", &[Self::Unannounced, Self::Private, Self::Business]),
            (
                "busy",
                &[
                    Self::BusyNew,
                    Self::BusyOwnOpen,
                    Self::BusyOwnClosed,
                    Self::Proxying,
                    Self::HelpingToClose,
                ],
            ),
        ]
    }
}

impl Word for Finding {
    const WHAT: &'static str = "finding";

    fn words() -> Vec<(&'static str, Self)> {
        Self::ALL.iter().map(|value| ((*value).word(), *value)).collect()
    }

    fn groups() -> &'static [(&'static str, &'static [Self])] {
        &[("any", Self::ALL)]
    }
}

impl Word for Outcome {
    const WHAT: &'static str = "outcome";

    /// `chosen` is what a result says of the receiver; no rule can bring it about.
    fn words() -> Vec<(&'static str, Self)> {
        let outcomes = Self::ALL.iter().filter(|value| **value != Self::Chosen);
        outcomes.map(|value| ((*value).word(), *value)).collect()
    }
}

macro_rules! pack_words {
    ($($name:ident is $what:literal { $($word:literal = $value:expr),+ $(,)? })+) => { $(
        impl Word for $name {
            const WHAT: &'static str = $what;
            fn words() -> Vec<(&'static str, Self)> {
                vec![$(($word, $value)),+]
            }
        }
    )+ };
}

/// The one basis that is no clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ours;

/// How long a bar lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ForTheDay;

pack_words!(
    Ours is "basis" { "ours" = Ours }
    ForTheDay is "bar" { "day" = ForTheDay }
    BusyScope is "scope of being busy" { "table" = Self::Table, "house" = Self::House }
    ClaimBegins is "beginning of ownership" {
        "reception" = Self::Reception, "registration" = Self::Registration, "particulars" = Self::Particulars,
        "never" = Self::Never,
    }
    Goes is "decision of a lead" { "last" = Self::Last, "same" = Self::Same }
    Buyer is "buyer" { "registered" = Self::Registered, "family" = Self::Family, "other" = Self::Other }
    Direction is "direction" { "forward" = Self::Forward, "reverse" = Self::Reverse }
    TakesEffect is "moment" { "reception" = Self::Reception, "arrival" = Self::Arrival, "leaving" = Self::Leaving }
    Authority is "authority" { "lead" = Self::Lead, "manager" = Self::Manager }
    CustomerKind is "kind of customer" {
        "new" = Self::New, "own_open" = Self::OwnOpen, "own_closed" = Self::OwnClosed,
        "colleagues" = Self::Colleagues,
    }
    Belongs is "ownership" {
        "first_to_receive" = Self::FirstToReceive, "receiver" = Self::Receiver, "named" = Self::Named,
        "inviter" = Self::Inviter, "referrer" = Self::Referrer, "nobody" = Self::Nobody,
    }
    FoundEffect is "effect" {
        "hand_back" = Self::HandBack, "reopen_finder" = Self::ReopenFinder { priority: false },
        "reopen_finder_first" = Self::ReopenFinder { priority: true }, "first_owns" = Self::FirstOwns,
        "receiver_owns" = Self::ReceiverOwns, "new_customer" = Self::NewCustomer,
        "last_in_order" = Self::LastInOrder, "proxy" = Self::Proxy, "cell_take" = Self::Cell(CellUse::Take),
        "cell_none" = Self::Cell(CellUse::None), "cell_ahead" = Self::Cell(CellUse::Ahead),
        "cell_provisional" = Self::Cell(CellUse::Provisional),
    }
);

/// One word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Said<W>(pub(crate) W);

/// One word, or a word that stands for several.
struct Group<W>(Vec<W>);

/// One or several words, each at its place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Words<W>(pub(crate) Vec<Located<W>>);

impl<W: Word> Words<W> {
    /// The meanings.
    pub(crate) fn values(&self) -> Vec<W> {
        self.0.iter().map(|word| word.value).collect()
    }
}

fn unknown<W: Word, E: de::Error>(text: &str) -> E {
    let words = W::words();
    let known = words.iter().map(|(word, _)| *word).chain(W::groups().iter().map(|(word, _)| *word));
    let all: Vec<&str> = known.collect();
    let hint = meant::hint(text, all.iter().copied());
    E::custom(format!("unknown {} {}{hint} (known: {})", W::WHAT, meant::quoted(text), all.join(", ")))
}

struct GroupVisitor<W>(PhantomData<W>);

impl<W: Word> de::Visitor<'_> for GroupVisitor<W> {
    type Value = Group<W>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a word in quotes ({})", W::WHAT)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if let Some((_, value)) = W::words().into_iter().find(|(word, _)| *word == text) {
            return Ok(Group(vec![value]));
        }
        match W::groups().iter().find(|(word, _)| *word == text) {
            Some((_, values)) => Ok(Group(values.to_vec())),
            None => Err(unknown::<W, E>(text)),
        }
    }
}

impl<'de, W: Word> Deserialize<'de> for Group<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(GroupVisitor(PhantomData))
    }
}

impl<'de, W: Word> Deserialize<'de> for Said<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Group(values) = Group::<W>::deserialize(deserializer)?;
        match values.as_slice() {
            [one] => Ok(Self(*one)),
            _ => Err(de::Error::custom(format!("one {} is wanted here, not several", W::WHAT))),
        }
    }
}

struct WordsVisitor<W>(PhantomData<W>);

impl<'de, W: Word> de::Visitor<'de> for WordsVisitor<W> {
    type Value = Vec<Located<Vec<W>>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a word in quotes, or a list of them ({})", W::WHAT)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        let Group(values) = de::Visitor::visit_str(GroupVisitor(PhantomData), text)?;
        // The place of a single word is that of the whole value: the caller knows it.
        Ok(vec![Located { value: values, at: usize::MAX }])
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Located { value: Group(value), at }) = items.next_element::<Located<Group<W>>>()? {
            all.push(Located { value, at });
        }
        if all.is_empty() {
            return Err(de::Error::custom("an empty list matches nothing: leave the key out instead"));
        }
        Ok(all)
    }
}

struct Several<W>(Vec<Located<Vec<W>>>);

impl<'de, W: Word> Deserialize<'de> for Several<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor(PhantomData)).map(Self)
    }
}

impl<'de, W: Word> Deserialize<'de> for Words<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: Several(groups), at: start } = Located::<Several<W>>::deserialize(deserializer)?;
        let words = groups.into_iter().flat_map(|Located { value, at }| {
            let at = if at == usize::MAX { start } else { at };
            value.into_iter().map(move |value| Located { value, at })
        });
        Ok(Self(words.collect()))
    }
}

fn word_schema<W: Word>(with_groups: bool) -> Schema {
    let mut words: Vec<&str> = W::words().into_iter().map(|(word, _)| word).collect();
    if with_groups {
        words.extend(W::groups().iter().map(|(word, _)| *word));
    }
    json_schema!({ "type": "string", "enum": words })
}

impl<W: Word> JsonSchema for Said<W> {
    fn schema_name() -> Cow<'static, str> {
        format!("one {}", W::WHAT).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        word_schema::<W>(false)
    }
}

impl<W: Word> JsonSchema for Words<W> {
    fn schema_name() -> Cow<'static, str> {
        format!("{} or several", W::WHAT).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let word = word_schema::<W>(true);
        json_schema!({ "anyOf": [word, { "type": "array", "items": word, "minItems": 1 }] })
    }
}
