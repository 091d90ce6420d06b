//! Names of people, visitors, customers and clauses: typed, so that one cannot stand where another belongs.

use core::fmt;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(SmolStr);

        impl $name {
            /// Wraps the text as it came in; adapters bound its length (64 characters).
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(SmolStr::new(text))
            }

            /// The text as it came in.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

id!(
    /// One sales office, shop, lobby or hall: the unit of locking and commit.
    SiteId
);
id!(
    /// Somebody of the house: consultant, secretary, operator, supervisor or manager.
    StaffId
);
id!(
    /// One arrival: a visit, a call or a lead. It stands for its party wherever a customer is asked for.
    VisitorId
);
id!(
    /// One customer as the policy counts them. A new visitor's party takes the visitor's id.
    PartyId
);
id!(
    /// A rule of a source policy, such as `P03-6a`.
    ClauseId
);
id!(
    /// A skill, team, department, post or registration field, as the house names it.
    Label
);

impl From<&VisitorId> for PartyId {
    fn from(visitor: &VisitorId) -> Self {
        Self(visitor.0.clone())
    }
}

/// A policy pack and the version of it that a decision used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PolicyRef {
    /// The pack's name; nothing in the engine may look at it.
    pub name: SmolStr,
    /// The pack's version, counted from 1.
    pub version: u32,
}

/// On what a rule rests: a clause of the source, or our reading where the source is silent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cite {
    /// The clause that says so.
    Clause(ClauseId),
    /// The source is silent; the pack marks the setting as ours.
    Ours,
}

impl Cite {
    /// The clause, if the rule rests on one.
    #[must_use]
    pub fn clause(&self) -> Option<&ClauseId> {
        match self {
            Self::Clause(clause) => Some(clause),
            Self::Ours => None,
        }
    }
}
