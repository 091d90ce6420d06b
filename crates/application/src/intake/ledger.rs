//! Looking ids up in what was loaded: staff on the floor, visits, and customers under either of their ids.

use std::collections::HashMap;

use domain::books::Books;
use domain::floor::Floor;
use domain::ids::{PartyId, StaffId, VisitorId};
use domain::policy::Policy;
use domain::vocabulary::Role;
use wire::{Id, Phone};

use crate::Failure;
use crate::identity::{name_key, phone_key, same_name};
use crate::ports::{NameKey, PhoneKey};

/// What was loaded for a request, as its predecessors left it.
pub(crate) struct Ledger<'a> {
    pub floor: &'a Floor,
    pub policy: &'a Policy,
    pub books: &'a Books,
    pub visitors: &'a HashMap<VisitorId, PartyId>,
    pub phones: &'a HashMap<PhoneKey, PartyId>,
    pub names: &'a HashMap<PartyId, String>,
    pub namesakes: &'a HashMap<NameKey, Vec<PartyId>>,
}

impl Ledger<'_> {
    /// Somebody of the house.
    pub(crate) fn staff(&self, id: &Id) -> Result<StaffId, Failure> {
        let found = self.floor.members.iter().find(|member| member.id.as_str() == id.as_str());
        found.map(|member| member.id.clone()).ok_or_else(|| unknown("staff", id))
    }

    /// [`Ledger::staff`] where it may be missing.
    pub(crate) fn staff_if(&self, id: Option<&Id>) -> Result<Option<StaffId>, Failure> {
        id.map(|id| self.staff(id)).transpose()
    }

    /// A visit that has begun, over or not.
    pub(crate) fn visitor(&self, id: &Id) -> Result<VisitorId, Failure> {
        let visitor = VisitorId::new(id);
        if self.visitors.contains_key(&visitor) { Ok(visitor) } else { Err(unknown("visitor", id)) }
    }

    /// Was this id used for a visit?
    pub(crate) fn is_visitor(&self, id: &Id) -> bool {
        self.visitors.contains_key(&VisitorId::new(id))
    }

    /// The party of a visit, mergers followed.
    pub(crate) fn party_of(&self, visitor: &VisitorId) -> Result<PartyId, Failure> {
        let party = self.visitors.get(visitor);
        // A visit may have left no trace in the books (a wrong number): its party is then still its own id.
        party
            .map(|party| self.living(party))
            .ok_or_else(|| Failure::Unknown { what: "visitor", id: visitor.as_str().to_owned() })
    }

    /// A customer by id, or by the id of one of their visits.
    pub(crate) fn customer(&self, id: &Id) -> Result<PartyId, Failure> {
        let party = PartyId::new(id);
        if let Some(known) = self.books.get(&party) {
            return Ok(known.id.clone());
        }
        self.visitors
            .get(&VisitorId::new(id))
            .map(|of| self.living(of))
            .ok_or_else(|| unknown("customer", id))
    }

    /// [`Ledger::customer`] where it may be missing.
    pub(crate) fn customer_if(&self, id: Option<&Id>) -> Result<Option<PartyId>, Failure> {
        id.map(|id| self.customer(id)).transpose()
    }

    /// Whom a phone identifies, with the key by which it is compared; nothing for a phone without a digit.
    pub(crate) fn phone(&self, phone: Option<&Phone>) -> Option<(PhoneKey, Option<PartyId>)> {
        let key = phone_key(phone?)?;
        let party = self.phones.get(&key).map(|party| self.living(party));
        Some((key, party))
    }

    /// The name on record.
    pub(crate) fn name(&self, party: &PartyId) -> Option<&str> {
        self.names.get(party).map(String::as_str)
    }

    /// Another customer who is called so and has a valid registration, hence a phone; by id the first.
    pub(crate) fn registered_as(&self, name: &str, but: &PartyId) -> Option<PartyId> {
        let called_so = |id: &PartyId| self.name(id).is_some_and(|known| same_name(known, name));
        let registered = |id: &PartyId| self.books.get(id).is_some_and(|party| party.registration.is_some());
        let ids = self.namesakes.get(&name_key(name))?.iter().map(|id| self.living(id));
        ids.filter(|id| id != but && called_so(id) && registered(id)).min()
    }

    /// Has this party a valid registration of its own?
    pub(crate) fn is_registered(&self, party: &PartyId) -> bool {
        self.books.get(party).is_some_and(|party| party.registration.is_some())
    }

    /// The first lead in the order of joining.
    pub(crate) fn first_lead(&self) -> Option<&StaffId> {
        let lead = |role| matches!(role, Role::Supervisor | Role::Manager);
        self.floor.members.iter().find(|member| lead(member.role) && !member.gone).map(|member| &member.id)
    }

    fn living(&self, party: &PartyId) -> PartyId {
        self.books.get(party).map_or_else(|| party.clone(), |party| party.id.clone())
    }
}

pub(crate) fn unknown(what: &'static str, id: &Id) -> Failure {
    Failure::Unknown { what, id: id.as_str().to_owned() }
}
