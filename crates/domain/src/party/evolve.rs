//! Taking note of what happened to a party; no rule lives here.

use crate::event::PartyEvent;
use crate::ids::PartyId;
use crate::party::Party;

impl Party {
    /// The party after an event; `None` for an event about a party that was never opened.
    #[must_use]
    pub fn evolve(before: Option<Self>, id: &PartyId, event: &PartyEvent) -> Option<Self> {
        let _ = (id, event);
        before
    }
}
