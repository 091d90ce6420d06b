//! Taking note of what happened to a party; no rule lives here.

use chrono::NaiveDate;

use crate::event::{ClaimEnd, PartyEvent};
use crate::ids::PartyId;
use crate::party::{Claim, Evidence, FollowUp, Party, Registration, Visit};
use crate::time::Timestamp;
use crate::vocabulary::{Channel, CustomerState};

impl Party {
    /// The party after an event; `None` for an event about a party that was never opened.
    ///
    /// Total: it accepts every event ever stored, in any order.
    #[must_use]
    pub fn evolve(before: Option<Self>, id: &PartyId, event: &PartyEvent) -> Option<Self> {
        if let PartyEvent::Restored(party) = event {
            return Some((**party).clone());
        }
        let Some(mut party) = before else {
            return if let PartyEvent::Opened(at) = event { Some(Self::opened(id, *at)) } else { None };
        };
        party.unmet = false;
        match event {
            PartyEvent::Opened(_) | PartyEvent::Restored(_) => {}
            PartyEvent::Visited(visit, date) => party.visited(visit, *date),
            PartyEvent::NotReceived { visitor, last_day } => {
                party.visits.retain(|visit| visit.visitor != *visitor);
                party.contact = party.visits.last().map(|visit| visit.staff.clone());
                party.last_day = *last_day;
            }
            PartyEvent::ClaimBegan(claim) => party.claim_began(claim),
            PartyEvent::ClaimEnded(how) => party.claim_ended(how),
            PartyEvent::Registered(entry) => party.registered(entry),
            PartyEvent::FollowedUp { by, at, extends, counts, .. } => {
                party.followed_up(&FollowUp { by: by.clone(), at: *at }, *extends, *counts);
            }
            PartyEvent::KinProven(kin) => {
                party.kin.retain(|known| known.to != kin.to || known.relation != kin.relation);
                party.kin.push(kin.clone());
            }
            PartyEvent::MergedInto(other) => {
                // A record never points at itself, or following it would not end.
                party.merged_into = (other != id).then(|| other.clone());
                party.claim = None;
                party.former = None;
            }
            PartyEvent::SplitAgreed(deal) => party.deal = Some((**deal).clone()),
            PartyEvent::Dealt(deal) => {
                party.deal = Some((**deal).clone());
                if let Some(claim) = party.claim.as_mut().filter(|_| !deal.to_another) {
                    claim.state = CustomerState::Closed;
                }
            }
        }
        Some(party)
    }

    /// Somebody whose only reception was taken back: the books keep their id, and know nobody.
    pub(crate) fn unmet(id: &PartyId, since: Timestamp) -> Self {
        Self { unmet: true, ..Self::opened(id, since) }
    }

    fn opened(id: &PartyId, at: Timestamp) -> Self {
        Self {
            id: id.clone(),
            merged_into: None,
            since: at,
            calls_only: true,
            contact: None,
            last_day: None,
            claim: None,
            former: None,
            registration: None,
            register: Vec::new(),
            follow_ups: Vec::new(),
            visits: Vec::new(),
            kin: Vec::new(),
            deal: None,
            unmet: false,
        }
    }

    fn visited(&mut self, visit: &Visit, date: NaiveDate) {
        self.calls_only &= visit.channel == Channel::Phone;
        self.visits.retain(|known| known.visitor != visit.visitor);
        self.visits.push(visit.clone());
        // A merger brings older visits in; the newest stays last whatever the order in which they are told.
        self.visits.sort_by_key(|known| known.at);
        let surplus = self.visits.len().saturating_sub(Self::VISITS);
        self.visits.drain(..surplus);
        self.contact = self.visits.last().map(|last| last.staff.clone());
        self.last_day = self.last_day.max(Some(date));
    }

    fn claim_began(&mut self, claim: &Claim) {
        // A visit that is decided again moves the claim it began; what stood before the visit is remembered.
        let moved = |ended: &Claim| ended.visit().is_some() && ended.visit() == claim.visit();
        let replaced =
            |ended: &Claim| ended.staff != claim.staff || ended.redistributed && !claim.redistributed;
        if let Some(ended) = self.claim.take().filter(|ended| replaced(ended) && !moved(ended)) {
            self.former = Some(ended);
        }
        if claim.evidence == Evidence::Import {
            // Somebody's customer elsewhere has done more than call us.
            self.calls_only = false;
            self.contact.get_or_insert_with(|| claim.staff.clone());
        }
        self.register.retain(|entry| entry.at >= claim.since);
        let mut begun = claim.clone();
        if self.deal.as_ref().is_some_and(|deal| !deal.to_another) {
            // What was bought stays bought, whoever holds the customer.
            begun.state = CustomerState::Closed;
        }
        self.claim = Some(begun);
    }

    fn claim_ended(&mut self, how: &ClaimEnd) {
        let ended = self.claim.take();
        self.former = match how {
            ClaimEnd::Lapsed(_) => ended,
            ClaimEnd::Left | ClaimEnd::Merged | ClaimEnd::Reassigned | ClaimEnd::TakenBack => None,
        };
    }

    fn registered(&mut self, entry: &Registration) {
        if self.registration.as_ref().is_none_or(|last| last.entry <= entry.entry) {
            self.registration = Some(entry.clone());
        }
        let begun = self.claim.as_ref().is_none_or(|claim| entry.at >= claim.since);
        if begun && self.register.iter().all(|first| first.signed_by != entry.signed_by) {
            self.register.push(entry.clone());
            self.register.sort_by_key(|known| (known.at, known.entry));
            self.register.truncate(Self::ENTRIES);
        }
        if let Some(claim) = self.claim.as_mut().filter(|claim| claim.staff == entry.signed_by) {
            claim.runs_from = claim.runs_from.max(entry.at);
        }
    }

    fn followed_up(&mut self, follow_up: &FollowUp, extends: bool, counts: bool) {
        if let Some(claim) = &mut self.claim {
            if counts || extends {
                claim.followed_up_at = match claim.followed_up_at {
                    None if claim.followed_up => None,
                    known => Some(known.map_or(follow_up.at, |first| first.min(follow_up.at))),
                };
                claim.followed_up = true;
            }
            if extends {
                claim.runs_from = claim.runs_from.max(follow_up.at);
            }
        }
        if self.follow_ups.iter().any(|known| known.by == follow_up.by && known.at > follow_up.at) {
            return;
        }
        self.follow_ups.retain(|known| known.by != follow_up.by);
        self.follow_ups.push(follow_up.clone());
        self.follow_ups.sort_by_key(|known| known.at);
        let surplus = self.follow_ups.len().saturating_sub(Self::ENTRIES);
        self.follow_ups.drain(..surplus);
    }
}
