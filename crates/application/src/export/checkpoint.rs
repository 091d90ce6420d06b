//! The state that an export goes on from, and a site that goes on from it elsewhere.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::books::Books;
use domain::command::Command;
use domain::event::{Event, FloorEvent};
use domain::floor::{Floor, NextPolicy};
use domain::ids::{PartyId, VisitorId};
use domain::party::Party;
use domain::policy::{Policy, PolicyShelf};
use domain::site;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Failure;
use crate::batch::opened;
use crate::ports::{JournalEntry, Origin, Particulars, PartyView, PhoneKey};

/// The only version of the form so far.
const VERSION: u32 = 1;

/// What a site's first line carries where the export begins later than the site.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    version: u32,
    pub(crate) floor: Floor,
    parties: Vec<Party>,
    /// Which party a visit belongs to, where that is not one of the visit's own id.
    visitors: BTreeMap<VisitorId, PartyId>,
    /// Visits whose party has their own id.
    visits: Vec<VisitorId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    particulars: Vec<Called>,
}

/// A name and a phone on record.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Called {
    customer: PartyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former_phones: Vec<String>,
}

impl std::fmt::Debug for Called {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Called({})", self.customer)
    }
}

impl Checkpoint {
    /// Every party in it.
    pub(super) fn party_ids(&self) -> Vec<PartyId> {
        self.parties.iter().map(|party| party.id.clone()).collect()
    }

    /// Adds what a party is called.
    pub(super) fn call(&mut self, customer: PartyId, view: Option<PartyView>, former: &[PhoneKey]) {
        // A record merged into another has its name and phone there.
        let view = view.filter(|view| view.party.id == customer);
        if let Some(PartyView { name, phone, .. }) = view
            && (name.is_some() || phone.is_some())
        {
            let phone = phone.map(|key| key.expose().to_owned());
            let former_phones = former.iter().map(|key| key.expose().to_owned()).collect();
            self.particulars.push(Called { customer, name, phone, former_phones });
        }
    }
}

/// The state that the journal yields, entry by entry.
#[derive(Default)]
pub(super) struct State {
    floor: Option<Floor>,
    books: Books,
    visitors: HashMap<VisitorId, PartyId>,
}

impl State {
    pub(super) fn take_note(&mut self, entry: &JournalEntry) {
        if self.floor.is_none() {
            self.floor = opened(&entry.events).cloned();
        }
        let Some(floor) = &mut self.floor else { return };
        for event in &entry.events {
            site::evolve(floor, &mut self.books, event);
        }
        floor.clock = floor.clock.max(Some(entry.at));
        if let Origin::Command(command) = &entry.origin
            && let Command::Arrive(arrival) = &**command
        {
            self.visitors.insert(arrival.visitor.clone(), arrival.party.clone());
        }
    }

    pub(super) fn into_checkpoint(self) -> Result<Checkpoint, Failure> {
        let floor = self.floor.ok_or_else(|| Failure::Invalid {
            field: "to",
            reason: "is before the site was opened".to_owned(),
        })?;
        let own = |(visitor, party): &(VisitorId, PartyId)| *party == PartyId::from(visitor);
        let (own, others): (Vec<_>, Vec<_>) = self.visitors.into_iter().partition(own);
        let mut visits: Vec<VisitorId> = own.into_iter().map(|(visitor, _)| visitor).collect();
        visits.sort();
        Ok(Checkpoint {
            version: VERSION,
            floor,
            parties: self.books.iter().cloned().collect(),
            visitors: others.into_iter().collect(),
            visits,
            particulars: Vec::new(),
        })
    }
}

/// A site as it goes on from a checkpoint.
#[derive(Clone, Debug)]
pub(crate) struct Restored {
    pub(crate) floor: Floor,
    pub(crate) policy: Arc<Policy>,
    pub(crate) parties: Vec<Party>,
    pub(crate) visitors: Vec<(VisitorId, PartyId)>,
    pub(crate) particulars: Vec<Particulars>,
    pub(crate) former_phones: Vec<(PhoneKey, PartyId)>,
}

impl Restored {
    /// Reads a checkpoint. `name`: the pack that is to decide from now on; another than the checkpoint's own takes over
    /// as at a midnight.
    ///
    /// # Errors
    /// No checkpoint of ours, or one that contradicts itself; a pack that is not on the shelf.
    pub(crate) fn read(checkpoint: &Value, name: &str, shelf: &dyn PolicyShelf) -> Result<Self, Failure> {
        let form = || bad("is not a state of version 1, as an export writes it");
        let read = Checkpoint::deserialize(checkpoint).map_err(|_| form())?;
        let Checkpoint { version, mut floor, parties, visitors, visits, particulars } = read;
        if version != VERSION {
            return Err(form());
        }
        sound(&floor)?;
        let unknown = || Failure::Unknown { what: "policy", id: name.to_owned() };
        let policy = if floor.policy.name == name {
            // A pack tried out from a file stands in for the shipped one of its name and version.
            shelf.newest(name).filter(|newest| newest.id.version == floor.policy.version)
        } else {
            None
        };
        let policy = match policy {
            Some(policy) => policy,
            None => shelf.newest(name).ok_or_else(unknown)?,
        };
        if floor.policy != policy.id {
            take_over(&mut floor, &policy);
        }
        let own = visits.into_iter().map(|visitor| (visitor.clone(), PartyId::from(&visitor)));
        let former = |called: &Called| -> Vec<(PhoneKey, PartyId)> {
            let had = called.former_phones.iter().cloned().map(PhoneKey::new);
            had.map(|key| (key, called.customer.clone())).collect()
        };
        Ok(Self {
            former_phones: particulars.iter().flat_map(former).collect(),
            visitors: visitors.into_iter().chain(own).collect(),
            particulars: particulars.into_iter().map(Called::on_record).collect(),
            floor,
            policy,
            parties,
        })
    }
}

impl Called {
    fn on_record(self) -> Particulars {
        Particulars { party: self.customer, name: self.name, phone: self.phone.map(PhoneKey::new) }
    }
}

/// Another pack takes over, as at a midnight.
fn take_over(floor: &mut Floor, policy: &Policy) {
    let order = policy.tables.orders.first();
    floor.next_policy = Some(NextPolicy {
        policy: policy.id.clone(),
        from: floor.day.unwrap_or_default(),
        order_source: order.map_or(floor.order_source, |order| order.source),
        runs_on: order.is_some_and(|order| order.runs_on),
        layout: Some(policy.layout()),
    });
    let mut books = Books::default();
    site::evolve(floor, &mut books, &Event::Floor(FloorEvent::PolicyTookEffect));
}

/// Do the rows belong to the people whose seats they name?
fn sound(floor: &Floor) -> Result<(), Failure> {
    let seated = |row: &domain::turn_table::Row| {
        floor.members.get(row.seat).is_some_and(|member| member.id == row.staff)
    };
    if floor.tables.iter().flat_map(|table| &table.rows).all(seated) {
        Ok(())
    } else {
        Err(bad("has a row of nobody's"))
    }
}

fn bad(reason: &str) -> Failure {
    Failure::Invalid { field: "checkpoint", reason: reason.to_owned() }
}
