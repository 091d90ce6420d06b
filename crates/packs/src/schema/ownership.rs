//! How a pack writes the way in which a customer is held.

use domain::policy::ClaimBegins;
use domain::vocabulary::Relation;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{LengthRests, Rests};
use crate::located::Located;
use crate::words::{Ours, Said, Words};

/// How a consultant's hold on a customer begins, lasts and ends.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnershipEntry {
    /// With what it begins: the `reception` itself, name and phone on record (`particulars`), or a valid `registration`;
    /// or `never`.
    pub(crate) begins: Said<ClaimBegins>,
    /// Particulars beyond name, phone and signature that make a registration valid.
    #[serde(default)]
    pub(crate) required_fields: Vec<Located<String>>,
    /// On what "the first to receive owns" rests.
    pub(crate) first_owns: Option<Located<Rests>>,
    /// On what the validity of a registration rests.
    pub(crate) registration: Option<Located<Rests>>,
    /// On what it rests that an incomplete registration is none, where that is said apart.
    pub(crate) incomplete: Option<Located<Rests>>,
    /// The name of another customer with another phone makes a registration invalid, unless they are proven to be the
    /// same person; without it, names alone say nothing.
    pub(crate) same_name: Option<Located<Rests>>,
    /// On what it rests that one phone under two names is one customer only within a household.
    pub(crate) same_phone: Option<Located<Rests>>,
    /// How long a customer who still looks stays protected, that length included; without it, for good.
    pub(crate) protection: Option<Located<LengthRests>>,
    /// Each follow-up extends the protection from its own instant; without it, none does.
    pub(crate) follow_up_extends: Option<Located<Rests>>,
    /// Relations that make two people one customer.
    #[serde(default)]
    pub(crate) household: Vec<Located<HouseholdEntry>>,
    /// Other relations count where a supervisor accepts them for the case; without it, never.
    pub(crate) household_by_approval: Option<Located<Rests>>,
    /// For how many days after a deal ownership may be disputed, the deal's day the first; without it, always.
    pub(crate) dispute_within: Option<Located<DaysRests>>,
    /// On what the finding in a dispute rests.
    pub(crate) dispute: Option<Located<Rests>>,
    /// On what a reassignment for poor service rests, the former getting no share.
    pub(crate) service_quality: Option<Located<Rests>>,
    /// On what the redistribution of a leaver's customers rests.
    pub(crate) leaver: Option<Located<Rests>>,
    /// On what it rests that a consultant may name a stand-in.
    pub(crate) delegate: Option<Located<Rests>>,
}

/// Relations that make two people one customer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HouseholdEntry {
    /// Which relations.
    pub(crate) relation: Words<Relation>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// A number of civil days and on what it rests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DaysRests {
    /// How many days.
    pub(crate) days: Located<u32>,
    /// The clause that says so.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}
