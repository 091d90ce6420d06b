//! What a batch asks a store to write for one site.

use domain::command::{Actor, Command};
use domain::event::Event;
use domain::floor::Floor;
use domain::ids::{PartyId, SiteId, StaffId, VisitorId};
use domain::party::Party;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PhoneKey, RequestKey};

/// Everything that one batch changes at one site; written whole or not at all.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The site.
    pub site: SiteId,
    /// The sequence that was loaded.
    pub loaded_sequence: u64,
    /// The floor afterwards; `None`: nothing changed.
    pub floor: Option<Floor>,
    /// The floor as it was loaded, handed back where nothing changed: a store that gave its only copy puts it back, all
    /// others drop it.
    pub unchanged: Option<Floor>,
    /// New journal entries, numbered on from the loaded sequence without a gap.
    pub entries: Vec<JournalEntry>,
    /// Parties to insert or replace.
    pub parties: Vec<PartyWrite>,
    /// Which party a visit belongs to; replaces what stood.
    pub visitors: Vec<(VisitorId, PartyId)>,
    /// Names and phones to insert or replace, by party; the only place where they are kept.
    pub particulars: Vec<Particulars>,
    /// Phones that a party had before and is still found by, unless they are somebody's phone on record.
    pub former_phones: Vec<(PhoneKey, PartyId)>,
    /// Replies to remember by request key.
    pub replies: Vec<(RequestKey, StoredReply)>,
    /// The floor as it stood after the entry of this number: where a replay may begin. Written when a day begins.
    pub checkpoints: Vec<(u64, Floor)>,
}

impl Changes {
    /// Nothing to write at a site loaded with that sequence.
    #[must_use]
    pub fn none(site: SiteId, loaded_sequence: u64) -> Self {
        Self {
            site,
            loaded_sequence,
            floor: None,
            unchanged: None,
            entries: Vec::new(),
            parties: Vec::new(),
            visitors: Vec::new(),
            particulars: Vec::new(),
            former_phones: Vec::new(),
            replies: Vec::new(),
            checkpoints: Vec::new(),
        }
    }
}

/// A party with what a store looks it up by.
#[derive(Clone, Debug)]
pub struct PartyWrite {
    /// The party.
    pub party: Party,
    /// Who holds them now.
    pub holder: Option<StaffId>,
    /// The last instant of the protection that is running, if one is.
    pub protected_until: Option<Timestamp>,
}

/// Names and phones of a party, apart from the journal so that a person can be erased.
#[derive(Clone, Debug, PartialEq)]
pub struct Particulars {
    /// Whose.
    pub party: PartyId,
    /// Their name as given last; `None` leaves what stood.
    pub name: Option<String>,
    /// Their phone, normalised; `None` leaves what stood. It identifies this party from now on, and no other.
    pub phone: Option<PhoneKey>,
}

/// One accepted command and what followed from it; or what time brought.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Counted from 1, without gaps, within the site.
    pub sequence: u64,
    /// When it was accepted.
    pub at: Timestamp,
    /// When it happened, for a late entry.
    pub happened_at: Timestamp,
    /// Who asked.
    pub actor: Actor,
    /// What was asked, or what time brought.
    pub origin: Origin,
    /// What happened.
    pub events: Vec<Event>,
}

/// Where an entry came from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A command.
    Command(Box<Command>),
    /// Time itself; the word that a day file's output uses.
    Time(String),
}

/// A reply kept for a repeated request.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StoredReply {
    /// A digest of the request; the same key with another request is refused.
    pub fingerprint: String,
    /// When.
    pub at: Timestamp,
    /// The reply, as JSON.
    pub body: String,
}
