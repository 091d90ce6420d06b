//! Texts with bounds, so that no absurdly long or unprintable one passes the door, and a phone that never shows itself.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use smol_str::SmolStr;

/// Why a text was not accepted; says nothing of the text itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OutOfBounds {
    /// An id needs at least one character.
    #[error("must not be empty")]
    Empty,
    /// More characters than the bound.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// A control character, which no name, id or log line can carry.
    #[error("contains a control character")]
    Control,
}

/// The bounds of one kind of text, in characters.
#[derive(Clone, Copy)]
struct Bounds {
    least: usize,
    most: usize,
    lines: bool,
}

impl Bounds {
    fn check(self, text: &str) -> Result<SmolStr, OutOfBounds> {
        if text.len() < self.least {
            return Err(OutOfBounds::Empty);
        }
        // Bytes bound characters from above: most texts are counted without decoding.
        if text.len() > self.most && text.chars().nth(self.most).is_some() {
            return Err(OutOfBounds::TooLong(self.most));
        }
        if text.chars().any(|c| c.is_control() && !(self.lines && matches!(c, '\n' | '\r' | '\t'))) {
            return Err(OutOfBounds::Control);
        }
        Ok(SmolStr::new(text))
    }
}

impl de::Visitor<'_> for Bounds {
    type Value = SmolStr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of at most {} characters", self.most)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<SmolStr, E> {
        self.check(text).map_err(E::custom)
    }
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident: $least:literal to $most:literal $(, lines $lines:literal)?) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            const BOUNDS: Bounds = Bounds { least: $least, most: $most, lines: false $(|| $lines)? };

            /// Accepts a text within the bounds.
            pub fn new(text: impl AsRef<str>) -> Result<Self, OutOfBounds> {
                Self::BOUNDS.check(text.as_ref()).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Self::BOUNDS).map(Self)
            }
        }

        #[cfg(feature = "openapi")]
        crate::schema::named!($name, crate::schema::text($least, $most));
    };
}

/// What every text but a phone may do: show itself.
macro_rules! open {
    ($($name:ident),+) => { $(
        impl $name {
            /// The text as it came in.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl From<$name> for SmolStr {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )+ };
}

text!(
    /// An id given from outside: staff, visitor, customer, clause, post, skill; 1 to 64 characters.
    Id: 1 to 64
);
text!(
    /// A name of a person, a place or a field; at most 100 characters, and empty where a form was left empty.
    Name: 0 to 100
);
text!(
    /// Free words of a person, lines allowed; at most 2000 characters.
    Note: 0 to 2000, lines true
);
text!(
    /// A phone number as it was given, at most 32 characters. It has no `Display`, and its `Debug` hides it: a phone
    /// reaches no log, error or snapshot.
    Phone: 0 to 32
);
open!(Id, Name, Note, Label);

impl Phone {
    /// The number as it was given, for matching and for storing; never for a message.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(hidden)")
    }
}

/// A word of ours in an answer: an id that was once accepted, a clause, a code. Unbounded, since it comes from within.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(SmolStr);

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self(SmolStr::new(text))
    }
}

impl From<SmolStr> for Label {
    fn from(text: SmolStr) -> Self {
        Self(text)
    }
}

impl From<Id> for Label {
    fn from(id: Id) -> Self {
        Self(id.0)
    }
}

#[cfg(feature = "openapi")]
crate::schema::named!(Label, crate::schema::words(None));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_count_characters_and_not_bytes() {
        assert!(Id::new("轮".repeat(64)).is_ok());
        assert_eq!(Id::new("轮".repeat(65)), Err(OutOfBounds::TooLong(64)));
        assert_eq!(Id::new(""), Err(OutOfBounds::Empty));
        assert_eq!(Name::new("").map(|name| name.as_str().len()), Ok(0));
    }

    #[test]
    fn control_characters_pass_only_as_line_breaks_of_a_note() {
        assert_eq!(Id::new("a\nb"), Err(OutOfBounds::Control));
        assert!(Note::new("first\n\tsecond").is_ok());
        assert_eq!(Note::new("a\0b"), Err(OutOfBounds::Control));
    }

    #[test]
    fn a_phone_hides_itself_but_travels_in_clear() {
        let phone = Phone::new("13800000001").unwrap();
        assert_eq!(format!("{phone:?}"), "Phone(hidden)");
        assert_eq!(serde_json::to_string(&phone).unwrap(), r#""13800000001""#);
        assert_eq!(phone.reveal(), "13800000001");
    }
}
