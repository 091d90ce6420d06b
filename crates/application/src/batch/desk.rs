//! One site under the writer's hand: its state as the last request left it, and what has to be written.

use std::collections::HashMap;
use std::sync::Arc;

use domain::books::Books;
use domain::command::{Actor, Command, Context};
use domain::event::{Event, FloorEvent};
use domain::floor::Floor;
use domain::ids::{PartyId, SiteId, VisitorId};
use domain::party::Party;
use domain::policy::{Policy, PolicyShelf};
use domain::site;
use domain::time::Timestamp;

use crate::Failure;
use crate::intake::Ledger;
use crate::ports::{
    Changes, JournalEntry, Loaded, NameKey, Origin, Particulars, PartyWrite, PhoneKey, RequestKey,
    StoredReply,
};

/// See the module.
pub(crate) struct Desk {
    pub(super) site: SiteId,
    pub(super) floor: Option<Floor>,
    pub(super) books: Books,
    pub(super) policy: Option<Arc<Policy>>,
    pub(super) shelf: Arc<dyn PolicyShelf>,
    pub(super) visitors: HashMap<VisitorId, PartyId>,
    pub(super) phones: HashMap<PhoneKey, PartyId>,
    /// Who is called by a name that was asked for.
    pub(super) namesakes: HashMap<NameKey, Vec<PartyId>>,
    pub(crate) names: HashMap<PartyId, String>,
    pub(crate) own_phones: HashMap<PartyId, PhoneKey>,
    pub(super) requests: HashMap<RequestKey, StoredReply>,
    /// No protection in the store ends before this: beyond it, only what stands in the books is known.
    pub(super) lapse_horizon: Option<Timestamp>,
    pub(super) writes: Writes,
    /// When time brings something next, as far as that was looked at.
    pub(super) next_due: Option<Timestamp>,
    loaded_sequence: u64,
}

/// What has to be written so far.
#[derive(Default)]
pub(super) struct Writes {
    pub floor_changed: bool,
    pub entries: Vec<JournalEntry>,
    pub parties: Vec<PartyId>,
    pub visitors: Vec<(VisitorId, PartyId)>,
    pub particulars: Vec<Particulars>,
    pub former_phones: Vec<(PhoneKey, PartyId)>,
    pub replies: Vec<(RequestKey, StoredReply)>,
    pub checkpoints: Vec<(u64, Floor)>,
}

impl Desk {
    /// `lapses_read`: the books hold every party whose protection has run out, and the store said when the next ends.
    pub(crate) fn new(site: SiteId, loaded: Loaded, lapses_read: bool, shelf: Arc<dyn PolicyShelf>) -> Self {
        let floor = loaded.floor;
        let policy = floor.as_ref().and_then(|floor| shelf.get(&floor.policy));
        // Where the store did not say when the next protection ends, the floor's bound still holds.
        let bound = floor.as_ref().and_then(|floor| floor.next_lapse);
        Self {
            site,
            floor,
            policy,
            shelf,
            books: loaded.books,
            visitors: loaded.visitors,
            phones: loaded.phones,
            namesakes: loaded.namesakes,
            names: loaded.names,
            own_phones: loaded.own_phones,
            requests: loaded.requests,
            lapse_horizon: if lapses_read { loaded.next_protection_end } else { bound },
            writes: Writes::default(),
            next_due: None,
            loaded_sequence: loaded.sequence,
        }
    }

    /// The floor, the books and the pack in force.
    pub(crate) fn view(&self) -> Result<site::View<'_>, Failure> {
        let floor = self.floor.as_ref().ok_or_else(|| self.no_site())?;
        let policy = self.policy.as_deref().ok_or_else(|| no_pack(floor))?;
        Ok(site::View { floor, books: &self.books, policy })
    }

    pub(crate) fn ledger(&self) -> Result<Ledger<'_>, Failure> {
        let site::View { floor, books, policy } = self.view()?;
        let (visitors, phones) = (&self.visitors, &self.phones);
        let (names, namesakes) = (&self.names, &self.namesakes);
        Ok(Ledger { floor, policy, books, visitors, phones, names, namesakes })
    }

    pub(super) fn no_site(&self) -> Failure {
        Failure::Unknown { what: "site", id: self.site.as_str().to_owned() }
    }

    fn sequence(&self) -> u64 {
        self.loaded_sequence + self.writes.entries.len() as u64
    }

    /// Takes note of what happened: the state moves on, and the entry will be written.
    pub(super) fn record(&mut self, context: &Context, origin: Origin, events: Vec<Event>) {
        if let (Some(floor), true) = (&self.floor, begins_day(&events)) {
            self.writes.checkpoints.push((self.sequence(), floor.clone()));
        }
        if self.floor.is_none() {
            self.floor = opened(&events).cloned();
        }
        let Some(floor) = &mut self.floor else { return };
        let mut touched = Vec::new();
        for event in &events {
            site::evolve(floor, &mut self.books, event);
            if let Event::Party(id, _) = event {
                touched.push(id);
            }
        }
        floor.clock = floor.clock.max(Some(context.at));
        if self.policy.as_ref().is_none_or(|policy| policy.id != floor.policy) {
            self.policy = self.shelf.get(&floor.policy);
        }
        for id in touched {
            let ends = self.books.record(id).and_then(|party| protected_until(party, self.policy.as_deref()));
            floor.next_lapse = earlier(floor.next_lapse, ends);
            if !self.writes.parties.contains(id) {
                self.writes.parties.push(id.clone());
            }
        }
        self.writes.floor_changed = true;
        let sequence = self.loaded_sequence + self.writes.entries.len() as u64 + 1;
        self.writes.entries.push(JournalEntry {
            sequence,
            at: context.at,
            happened_at: context.happened_at,
            actor: context.actor.clone(),
            origin,
            events,
        });
    }

    /// [`Desk::record`] of a command; without events it changed nothing and leaves no entry.
    pub(super) fn record_command(&mut self, context: &Context, command: Command, events: Vec<Event>) {
        if !events.is_empty() {
            self.record(context, Origin::Command(Box::new(command)), events);
        }
    }

    /// [`Desk::record`] of what time brought.
    pub(super) fn record_time(&mut self, at: Timestamp, word: &str, events: Vec<Event>) {
        let context = Context { at, happened_at: at, actor: Actor::System };
        self.record(&context, Origin::Time(word.to_owned()), events);
    }

    /// The floor of a site that has no entry yet; a replay begins from it.
    pub(super) fn begin_with(&mut self, floor: Floor) {
        self.writes.checkpoints.push((0, floor.clone()));
        self.writes.floor_changed = true;
        self.floor = Some(floor);
        let passed = Timestamp::MIN_UTC;
        self.look_for_next_lapse(passed);
    }

    /// Time has come to `at` without anything to note.
    pub(super) fn see(&mut self, at: Timestamp) {
        if let Some(floor) = &mut self.floor {
            floor.clock = floor.clock.max(Some(at));
        }
    }

    /// Sets the floor's bound on the next lapse anew, after all protections up to `passed` have been looked at.
    pub(super) fn look_for_next_lapse(&mut self, passed: Timestamp) {
        let policy = self.policy.as_deref();
        let in_books = self.books.iter().filter_map(|party| protected_until(party, policy));
        let next = in_books.chain(self.lapse_horizon).filter(|end| *end > passed).min();
        if let Some(floor) = &mut self.floor {
            self.writes.floor_changed |= floor.next_lapse != next;
            floor.next_lapse = next;
        }
    }

    /// The entries that are not written yet.
    pub(crate) fn entries(&self) -> &[JournalEntry] {
        &self.writes.entries
    }

    /// Everything that has to be written.
    pub(super) fn changes(mut self) -> Changes {
        let writes = self.writes;
        let policy = self.policy.as_deref();
        let parties = writes.parties.iter().filter_map(|id| self.books.take(id));
        let parties = parties
            .map(|party| PartyWrite {
                holder: party.claim.as_ref().map(|claim| claim.staff.clone()),
                protected_until: protected_until(&party, policy),
                party,
            })
            .collect();
        let (floor, unchanged) = if writes.floor_changed { (self.floor, None) } else { (None, self.floor) };
        Changes {
            site: self.site,
            loaded_sequence: self.loaded_sequence,
            floor,
            unchanged,
            entries: writes.entries,
            parties,
            visitors: writes.visitors,
            particulars: writes.particulars,
            former_phones: writes.former_phones,
            replies: writes.replies,
            checkpoints: writes.checkpoints,
        }
    }
}

fn no_pack(floor: &Floor) -> Failure {
    Failure::Corrupt(format!(
        "pack {} version {} is not on the shelf",
        floor.policy.name, floor.policy.version
    ))
}

/// The last instant of the protection that is running, if one is; a record merged into another protects nothing.
fn protected_until(party: &Party, policy: Option<&Policy>) -> Option<Timestamp> {
    let claim = party.claim.as_ref().filter(|_| party.merged_into.is_none())?;
    claim.protected_until(&policy?.ownership)
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The floor of a site that is being opened.
pub(crate) fn opened(events: &[Event]) -> Option<&Floor> {
    events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::Opened(floor)) => Some(&**floor),
        _ => None,
    })
}

fn begins_day(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Floor(FloorEvent::DayBegan(_))))
}
