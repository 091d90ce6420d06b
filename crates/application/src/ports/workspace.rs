//! What a store loads for a batch.

use std::collections::HashMap;

use domain::books::Books;
use domain::floor::Floor;
use domain::ids::{PartyId, StaffId, VisitorId};
use domain::time::Timestamp;

use super::StoredReply;

/// A phone as it is compared: its normalised digits. No `Display`; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneKey(String);

impl PhoneKey {
    /// Wraps normalised digits.
    #[must_use]
    pub fn new(digits: String) -> Self {
        Self(digits)
    }

    /// For storage and comparison only; never for a log, an error or a URL.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PhoneKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhoneKey(…)")
    }
}

/// A name as it is compared: its letters alone, whatever their case, width and script. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey(String);

impl NameKey {
    /// Wraps what [`crate::identity::name_key`] made.
    #[must_use]
    pub fn new(letters: String) -> Self {
        Self(letters)
    }

    /// For storage and comparison only; never for a log, an error or a URL.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NameKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NameKey(…)")
    }
}

/// A client's key for one request, within one site.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestKey {
    /// The scope: who asks and for which operation.
    pub scope: String,
    /// The client's key.
    pub key: String,
    /// The key of a request that makes a site: it counts whatever site the request names.
    pub everywhere: bool,
}

impl RequestKey {
    /// Under which site a store files it: a key that counts everywhere stands under no site's id.
    #[must_use]
    pub fn filed_under<'a>(&self, site: &'a str) -> &'a str {
        if self.everywhere { "" } else { site }
    }
}

/// What a batch needs of one site besides its floor.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ReadSet {
    /// Visits named: their party ids are resolved.
    pub visitors: Vec<VisitorId>,
    /// Parties named by id.
    pub parties: Vec<PartyId>,
    /// Phones given: the parties they identify.
    pub phones: Vec<PhoneKey>,
    /// Names given: the parties that are called so.
    pub names: Vec<NameKey>,
    /// Request keys: replies stored under them.
    pub requests: Vec<RequestKey>,
    /// All parties whose protection runs out before this instant.
    pub lapsing_before: Option<Timestamp>,
    /// All parties held by these people (for somebody who leaves the house).
    pub held_by: Vec<StaffId>,
}

/// What a store loaded: the floor, and for the read set the parties (with those they were merged into).
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The floor; `None`: no such site.
    pub floor: Option<Floor>,
    /// The number of the last journal entry; 0 before the first.
    pub sequence: u64,
    /// The parties of the read set, of its visitors and of its phones.
    pub books: Books,
    /// Which party a visit belongs to.
    pub visitors: HashMap<VisitorId, PartyId>,
    /// Which party a phone belongs to: as its phone on record, or as one that it had before.
    pub phones: HashMap<PhoneKey, PartyId>,
    /// Which parties are called by each name of the read set.
    pub namesakes: HashMap<NameKey, Vec<PartyId>>,
    /// The names on record of the loaded parties.
    pub names: HashMap<PartyId, String>,
    /// The phones on record of the loaded parties.
    pub own_phones: HashMap<PartyId, PhoneKey>,
    /// Replies stored under the request keys.
    pub requests: HashMap<RequestKey, StoredReply>,
    /// Where the read set names `lapsing_before`: the earliest `protected_until` of the site's parties from that instant
    /// on (inclusive), if there is one; so that the floor's bound on the next lapse can be set anew.
    pub next_protection_end: Option<Timestamp>,
}
