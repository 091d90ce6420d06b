//! The parties that a decision may look at: loaded beforehand, followed through mergers.

use std::collections::BTreeMap;

use crate::event::PartyEvent;
use crate::ids::PartyId;
use crate::party::Party;

/// The part of a site's customer books that was loaded for one command.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Books {
    /// Boxed, because a map's node has room for eleven: a command rarely looks at more than two.
    parties: BTreeMap<PartyId, Box<Party>>,
}

impl Books {
    /// The party with this id, or the one it was merged into.
    #[must_use]
    pub fn get(&self, id: &PartyId) -> Option<&Party> {
        let mut party = self.parties.get(id)?;
        // A merger never points back, but stored data is not trusted to end.
        for _ in 0..16 {
            match &party.merged_into {
                Some(next) => party = self.parties.get(next)?,
                None => return Some(party),
            }
        }
        None
    }

    /// Puts a loaded party in.
    pub fn put(&mut self, party: Party) {
        self.parties.insert(party.id.clone(), Box::new(party));
    }

    /// Everything loaded or changed, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Party> {
        self.parties.values().map(|party| &**party)
    }

    /// The very record with this id, merged or not.
    #[must_use]
    pub fn record(&self, id: &PartyId) -> Option<&Party> {
        self.parties.get(id).map(|party| &**party)
    }

    /// Takes a record out, once nothing looks at the books any more.
    pub fn take(&mut self, id: &PartyId) -> Option<Party> {
        self.parties.remove(id).map(|party| *party)
    }

    /// Takes note of a fact about a party; one that opens a party creates it.
    pub fn evolve(&mut self, id: &PartyId, event: &PartyEvent) {
        let before = self.parties.remove(id).map(|party| *party);
        if let Some(after) = Party::evolve(before, id, event) {
            self.parties.insert(id.clone(), Box::new(after));
        }
    }
}
