//! The customer books of a site, with everything by which a customer is looked up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use application::identity::name_key;
use application::ports::{Loaded, NameKey, Particulars, PartyView, PartyWrite, PhoneKey, ReadSet};
use domain::books::Books;
use domain::ids::{PartyId, StaffId, VisitorId};
use domain::party::Party;
use domain::time::Timestamp;

/// See the module.
#[derive(Default)]
pub(crate) struct CustomerBooks {
    /// Boxed, so that the map grows without moving them.
    parties: HashMap<PartyId, Box<Kept>>,
    pub(crate) visitors: HashMap<VisitorId, PartyId>,
    particulars: HashMap<PartyId, Called>,
    phones: HashMap<PhoneKey, PartyId>,
    /// Phones had before.
    former_phones: HashMap<PhoneKey, PartyId>,
    called: HashMap<NameKey, BTreeSet<PartyId>>,
    holders: BTreeMap<StaffId, BTreeSet<PartyId>>,
    protections: BTreeSet<(Timestamp, PartyId)>,
}

/// A party as written, with the keys under which it stands in the indexes.
struct Kept {
    party: Party,
    holder: Option<StaffId>,
    protected_until: Option<Timestamp>,
}

#[derive(Default)]
struct Called {
    name: Option<String>,
    phone: Option<PhoneKey>,
}

impl CustomerBooks {
    /// Loads what a read set names.
    pub(crate) fn load(&self, reads: &ReadSet, loaded: &mut Loaded) {
        for visitor in &reads.visitors {
            if let Some(party) = self.visitors.get(visitor) {
                loaded.visitors.insert(visitor.clone(), party.clone());
                self.open(party, &mut loaded.books);
            }
        }
        for phone in &reads.phones {
            if let Some(party) = self.by_phone(phone) {
                loaded.phones.insert(phone.clone(), party.clone());
                self.open(party, &mut loaded.books);
            }
        }
        for name in &reads.names {
            let ids: Vec<PartyId> = self.called.get(name).into_iter().flatten().cloned().collect();
            ids.iter().for_each(|party| self.open(party, &mut loaded.books));
            loaded.namesakes.insert(name.clone(), ids);
        }
        for party in &reads.parties {
            self.open(party, &mut loaded.books);
        }
        for party in reads.held_by.iter().filter_map(|staff| self.holders.get(staff)).flatten() {
            self.open(party, &mut loaded.books);
        }
        if let Some(before) = reads.lapsing_before {
            let mut ahead = None;
            for (until, party) in &self.protections {
                if *until >= before {
                    ahead = Some(*until);
                    break;
                }
                self.open(party, &mut loaded.books);
            }
            loaded.next_protection_end = ahead;
        }
        if self.particulars.is_empty() {
            return;
        }
        for party in loaded.books.iter() {
            let Some(called) = self.particulars.get(&party.id) else { continue };
            if let Some(name) = &called.name {
                loaded.names.insert(party.id.clone(), name.clone());
            }
            if let Some(phone) = &called.phone {
                loaded.own_phones.insert(party.id.clone(), phone.clone());
            }
        }
    }

    /// Puts a record into the books, and those it was merged into.
    fn open(&self, id: &PartyId, books: &mut Books) {
        let mut next = Some(id);
        while let Some(kept) = next.and_then(|id| self.parties.get(id)) {
            if books.record(&kept.party.id).is_some() {
                return;
            }
            books.put(kept.party.clone());
            next = kept.party.merged_into.as_ref();
        }
    }

    pub(crate) fn write_party(&mut self, write: PartyWrite) {
        let PartyWrite { party, holder, protected_until } = write;
        let id = party.id.clone();
        let kept = Box::new(Kept { party, holder: holder.clone(), protected_until });
        let before = self.parties.insert(id.clone(), kept);
        let (held, protected) = before.map_or((None, None), |kept| (kept.holder, kept.protected_until));
        if held != holder {
            if let Some(parties) = held.and_then(|staff| self.holders.get_mut(&staff)) {
                parties.remove(&id);
            }
            if let Some(staff) = holder {
                self.holders.entry(staff).or_default().insert(id.clone());
            }
        }
        if protected != protected_until {
            if let Some(until) = protected {
                self.protections.remove(&(until, id.clone()));
            }
            if let Some(until) = protected_until {
                self.protections.insert((until, id));
            }
        }
    }

    pub(crate) fn write_particulars(&mut self, particulars: Particulars) {
        let Particulars { party, name, phone } = particulars;
        if let Some(key) = &phone
            && let Some(former) = self.phones.insert(key.clone(), party.clone())
            && former != party
            && let Some(called) = self.particulars.get_mut(&former)
        {
            called.phone = None;
        }
        let called = self.particulars.entry(party.clone()).or_default();
        if let Some(name) = name {
            let key = name_key(&name);
            let former = called.name.replace(name).map(|former| name_key(&former));
            if former.as_ref() != Some(&key) {
                if let Some(parties) = former.and_then(|former| self.called.get_mut(&former)) {
                    parties.remove(&party);
                }
                self.called.entry(key).or_default().insert(party);
            }
        }
        if let Some(key) = phone
            && let Some(former) = called.phone.replace(key.clone())
            && former != key
        {
            self.phones.remove(&former);
        }
    }

    /// The party with this id, mergers followed.
    pub(crate) fn view(&self, id: &PartyId) -> Option<PartyView> {
        let mut books = Books::default();
        self.open(id, &mut books);
        let party = books.get(id)?.clone();
        let called = self.particulars.get(&party.id);
        let name = called.and_then(|called| called.name.clone());
        let phone = called.and_then(|called| called.phone.clone());
        Some(PartyView { party, name, phone })
    }

    /// Whose phone it is, else whose it was.
    pub(crate) fn by_phone(&self, phone: &PhoneKey) -> Option<&PartyId> {
        self.phones.get(phone).or_else(|| self.former_phones.get(phone))
    }

    pub(crate) fn keep_former_phone(&mut self, phone: PhoneKey, party: PartyId) {
        self.former_phones.insert(phone, party);
    }

    pub(crate) fn former_phones(&self, party: &PartyId) -> Vec<PhoneKey> {
        let mut had: Vec<_> = self
            .former_phones
            .iter()
            .filter(|(_, of)| *of == party)
            .map(|(phone, _)| phone.clone())
            .collect();
        had.sort();
        had
    }

    /// Living records by id.
    pub(crate) fn page(
        &self,
        holder: Option<&StaffId>,
        after: Option<&PartyId>,
        limit: usize,
    ) -> Vec<PartyView> {
        let wanted = |id: &&PartyId| after.is_none_or(|after| *id > after);
        let living =
            |id: &&PartyId| self.parties.get(*id).is_some_and(|kept| kept.party.merged_into.is_none());
        let mut ids: Vec<&PartyId> = match holder {
            Some(holder) => self.holders.get(holder).into_iter().flatten().collect(),
            None => self.parties.keys().collect(),
        };
        ids.retain(|id| wanted(id) && living(id));
        ids.sort_unstable();
        ids.into_iter().take(limit).filter_map(|id| self.view(id)).collect()
    }
}
