//! What follows when a rule on findings speaks: the reception moves, stays, or is a courtesy, and the customer's records with it.

use super::{first_facts, on_floor};
use crate::answer::{Answer, DecisionAnswer};
use crate::books::Books;
use crate::decision::{Chosen, Considered, Decision, Rank};
use crate::event::{Event, FloorEvent};
use crate::floor::judge::{Wanted, judge_named};
use crate::floor::receive::Asking;
use crate::floor::visits::{Moving, move_to};
use crate::floor::{Arrival, Reception};
use crate::ids::{Cite, PartyId, StaffId};
use crate::party::{self, Evidence, Merger, Stands};
use crate::policy::{FoundEffect, FoundRule};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::{Capacity, CellUse, CustomerState, Outcome};

/// A discovery about a visit that is being received.
pub(super) struct Discovery<'a> {
    pub(super) view: View<'a>,
    pub(super) reception: &'a Reception,
    /// The consultant whose customer it turns out to be.
    pub(super) first: Option<&'a StaffId>,
    /// The customer it turns out to be.
    pub(super) customer: Option<&'a PartyId>,
    /// Whom that consultant names to proxy.
    pub(super) proxy: Option<&'a StaffId>,
    pub(super) at: Timestamp,
}

impl Discovery<'_> {
    /// What the rule says follows, in order.
    pub(super) fn follow(&self, rule: &FoundRule) -> Result<Accepted, Refusal> {
        let reopen = rule.then.iter().find_map(reopens);
        let to = if rule.then.contains(&FoundEffect::HandBack) {
            self.first.cloned().map(|first| (first, Capacity::Owner))
        } else if rule.then.contains(&FoundEffect::LastInOrder) {
            self.last().map(|last| (last, Capacity::LastInOrder))
        } else if rule.then.contains(&FoundEffect::Proxy) {
            self.proxy()?.map(|proxy| (proxy, Capacity::Proxy))
        } else {
            None
        };
        let moving = to.filter(|(staff, _)| *staff != self.reception.staff);
        let mut events = self.records(rule, moving.as_ref().is_some_and(|(_, as_)| *as_ == Capacity::Owner));
        let books = party::after(self.view.books, &events);
        let view = View { books: &books, ..self.view };
        let (decision, handed_back, reopened) = match moving {
            Some((staff, capacity)) => {
                let cite = rule.cite.clone();
                let chosen = Chosen { staff, capacity, cell: None, cell_use: CellUse::None, cite };
                let handed_back = capacity == Capacity::Owner;
                let back = handed_back.then(|| self.state(&books));
                let moving = Moving { reopen, back, choice: false, named_by: None };
                let (moved, decision) = move_to(view, self.reception, chosen, moving, self.at);
                events.extend(moved);
                let reopened = decision.moved.as_ref().is_some_and(|moved| moved.reopened.is_some());
                (decision, handed_back, reopened)
            }
            None => {
                let (told, decision) = self.stays(view, rule, reopen);
                events.extend(told);
                let reopened = decision.chosen.as_ref().is_some_and(Chosen::given_back);
                (decision, false, reopened && self.reception.cell.is_some())
            }
        };
        let answer = DecisionAnswer {
            decision,
            handed_back: Some(handed_back),
            reopened: reopened.then(|| self.reception.staff.clone()).into_iter().collect(),
        };
        Ok(Accepted { events, answer: Answer::Decision(Box::new(answer)) })
    }

    /// The same consultant goes on: their cell is open again, or used only if a deal follows.
    fn stays(&self, view: View<'_>, rule: &FoundRule, reopen: Option<Rank>) -> (Vec<Event>, Decision) {
        let mut decision = (*self.reception.decision).clone();
        let Arrival { visitor, party, .. } = &*self.reception.arrival;
        let mut told = Vec::new();
        let mut becomes = |cell_use: CellUse| {
            if let Some(chosen) = decision.chosen.as_mut().filter(|chosen| chosen.cell.is_some()) {
                chosen.cell_use = cell_use;
            }
        };
        if let Some(rank) = reopen.filter(|_| self.reception.cell.is_some()) {
            told.push(Event::Floor(FloorEvent::Reopened { visitor: visitor.clone(), rank }));
            told.extend(party::given_back(view, party, visitor));
            becomes(CellUse::Reopened);
        } else if rule.then.contains(&FoundEffect::Cell(CellUse::Provisional)) {
            if self.reception.cell.is_some() && !self.reception.provisional {
                told.push(Event::Floor(FloorEvent::MadeProvisional(visitor.clone())));
                becomes(CellUse::Provisional);
            }
            told.extend(party::courtesy(view, party, visitor));
        }
        (told, standing_by(&decision, &rule.cite))
    }

    /// Who proxies by the first consultant's word: the one named, else the stand-in named beforehand if they are free,
    /// else nobody, and the finder goes on (P01-9b).
    fn proxy(&self) -> Result<Option<StaffId>, Refusal> {
        let there = |staff: &StaffId| on_floor(self.view.floor, staff);
        if let Some(proxy) = self.proxy {
            let able = there(proxy) || *proxy == self.reception.staff;
            return if able { Ok(Some(proxy.clone())) } else { Err(Refusal::CannotReceive(proxy.clone())) };
        }
        let delegate = self.first.and_then(|first| self.view.floor.member(first)?.delegate.as_ref());
        let delegate = delegate.filter(|delegate| delegate.until.is_none_or(|until| self.at < until));
        let table = self.reception.decision.table;
        let free = |staff: &&StaffId| {
            judge_named(self.view, staff, table, &self.reception.excluded, Wanted::InRotation, self.at)
                .is_ok()
        };
        Ok(delegate.map(|delegate| &delegate.to).filter(free).cloned())
    }

    /// What the discovery does to the customer's records.
    fn records(&self, rule: &FoundRule, handed_back: bool) -> Vec<Event> {
        let Some(first) = self.first else { return Vec::new() };
        let visitor = &self.reception.arrival.visitor;
        let absent = !on_floor(self.view.floor, first) || !self.was_on_floor(first);
        let Some(customer) = self.customer else {
            let party = &self.reception.arrival.party;
            // Handed back, they are theirs by that reception.
            return if rule.then.contains(&FoundEffect::FirstOwns) {
                party::found_to_be(self.view, party, visitor, first, absent, self.at)
            } else {
                Vec::new()
            };
        };
        // Whoever knows their own customer again while receiving them hands nobody back, but has them as before.
        let own = self.reception.staff == *first && rule.then.contains(&FoundEffect::HandBack);
        let stands = if handed_back || own || rule.then.contains(&FoundEffect::FirstOwns) {
            Stands::Earlier
        } else if rule.then.contains(&FoundEffect::ReceiverOwns) {
            Stands::Receiver(self.reception.staff.clone(), Evidence::Reception(visitor.clone()))
        } else {
            let party = &self.reception.arrival.party;
            return party::known_too_late(self.view, party, visitor, first).into_iter().collect();
        };
        let merger = Merger {
            from: &self.reception.arrival.party,
            into: customer,
            stands,
            visit: Some((visitor, absent)),
        };
        party::merged(self.view, &merger, self.at)
    }

    /// What the customer found out is to their consultant, where one was named.
    fn state(&self, books: &Books) -> Option<CustomerState> {
        let party = books.get(self.customer?)?;
        party.owner_at(&self.view.policy.ownership, self.at).map(|claim| claim.state)
    }

    fn was_on_floor(&self, first: &StaffId) -> bool {
        first_facts(self.view.floor, self.reception, first, self.at).was_on_floor
    }

    fn last(&self) -> Option<StaffId> {
        let reception = self.reception;
        let asking = Asking {
            view: self.view,
            arrival: &reception.arrival,
            excluded: &reception.excluded,
            at: self.at,
            at_arrival: false,
        };
        asking.last_able(reception.decision.table)
    }
}

/// The decision as it stands, for the reason that a finding gives: who receives now does so by its rule.
pub(in crate::floor) fn standing_by(decision: &Decision, cite: &Cite) -> Decision {
    let mut told = decision.clone();
    if let Some(chosen) = &mut told.chosen {
        chosen.cite = cite.clone();
        let staff = chosen.staff.clone();
        told.because = vec![Considered::passed(staff, None, Outcome::Chosen, cite.clone())];
        told.rather.clear();
        told.incidents.clear();
    }
    told
}

/// The rank with which an effect opens the finder's cell again.
pub(super) fn reopens(effect: &FoundEffect) -> Option<Rank> {
    match effect {
        FoundEffect::ReopenFinder { priority: true } => Some(Rank::Priority),
        FoundEffect::ReopenFinder { priority: false } | FoundEffect::Cell(CellUse::None) => {
            Some(Rank::Ordinary)
        }
        _ => None,
    }
}
