//! What a batch loads: the floors of its sites, then in one statement all that their read sets name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use application::ports::{
    Batch, Loaded, NameKey, PartyView, PhoneKey, ReadSet, RequestKey, StoreError, StoredReply,
};
use domain::books::Books;
use domain::ids::{PartyId, SiteId, VisitorId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};
use serde::Serialize;

use crate::conflict::InStoreTerms;
use crate::floors::{Standing, floors};
use crate::kept_floors::KeptFloors;
use crate::map::{Column, document, instant, micros};
use crate::statement::{Cell, Dialect, Kind, Rows};

/// The read sets of a batch's sites: rows of site and key.
#[derive(Serialize)]
pub(crate) struct Wanted {
    pub(crate) visitors: Rows<2>,
    pub(crate) parties: Rows<2>,
    pub(crate) phones: Rows<2>,
    pub(crate) holders: Rows<2>,
    pub(crate) lapsing: Rows<2>,
    /// Site, scope and key.
    pub(crate) requests: Rows<3>,
    pub(crate) names: Rows<2>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            visitors: Rows::of_texts(),
            parties: Rows::of_texts(),
            phones: Rows::of_texts(),
            holders: Rows::of_texts(),
            lapsing: Rows::new([Kind::Text, Kind::Number]),
            requests: Rows::of_texts(),
            names: Rows::of_texts(),
        }
    }
}

impl Wanted {
    /// Adds what a site's read set names, save its request keys, some of which belong to no site.
    pub(crate) fn add(&mut self, site: &str, reads: &ReadSet) {
        let site = || Cell::from(site);
        reads.visitors.iter().for_each(|id| self.visitors.push([site(), id.as_str().into()]));
        reads.parties.iter().for_each(|id| self.parties.push([site(), id.as_str().into()]));
        reads.phones.iter().for_each(|phone| self.phones.push([site(), phone.expose().into()]));
        reads.names.iter().for_each(|name| self.names.push([site(), name.expose().into()]));
        reads.held_by.iter().for_each(|id| self.holders.push([site(), id.as_str().into()]));
        reads.lapsing_before.iter().for_each(|at| self.lapsing.push([site(), micros(*at).into()]));
    }

    fn is_empty(&self) -> bool {
        self.visitors.is_empty()
            && self.parties.is_empty()
            && self.phones.is_empty()
            && self.holders.is_empty()
            && self.lapsing.is_empty()
            && self.requests.is_empty()
            && self.names.is_empty()
    }
}

/// A visit, a phone, one had before or a name (`key`) with its party (`id`); a party with its document, name and phone (`one`, `other`); or the reply
/// under a scope (`id`) and key with its digest and instant (`one`, `other`).
#[derive(FromQueryResult)]
pub(crate) struct FoundRow {
    what: String,
    key: Option<String>,
    pub(crate) site: String,
    id: String,
    body: Option<String>,
    one: Option<String>,
    other: Option<String>,
}

impl FoundRow {
    /// A party's row with its particulars; nothing for a row of another kind.
    pub(crate) fn into_view(self) -> Option<Result<PartyView, StoreError>> {
        let Self { site, id, body, one, other, .. } = self;
        let read = document(&body?, Column("parties.body"), || format!("site {site}, party {id}"));
        Some(read.map(|party| PartyView { party, name: one, phone: other.map(PhoneKey::new) }))
    }
}

/// What a look-up found of one site.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) books: Books,
    pub(crate) visitors: HashMap<VisitorId, PartyId>,
    pub(crate) phones: HashMap<PhoneKey, PartyId>,
    pub(crate) namesakes: HashMap<NameKey, Vec<PartyId>>,
    pub(crate) names: HashMap<PartyId, String>,
    pub(crate) own_phones: HashMap<PartyId, PhoneKey>,
    pub(crate) replies: Vec<(RequestKey, StoredReply)>,
}

impl Found {
    /// Everything but replies, whose keys may belong to no site.
    pub(crate) fn into_loaded(self, loaded: &mut Loaded) {
        loaded.books = self.books;
        loaded.visitors = self.visitors;
        loaded.phones = self.phones;
        loaded.namesakes = self.namesakes;
        loaded.names = self.names;
        loaded.own_phones = self.own_phones;
    }

    fn take(&mut self, row: FoundRow) -> Result<(), StoreError> {
        let FoundRow { what, key, site, id, body, one, other } = row;
        let party = PartyId::new(&id);
        match (what.as_str(), key) {
            ("visitor", Some(key)) => {
                self.visitors.insert(VisitorId::new(&key), party);
            }
            ("phone", Some(key)) => {
                self.phones.insert(PhoneKey::new(key), party);
            }
            // One on record says more than one had before.
            ("former", Some(key)) => {
                self.phones.entry(PhoneKey::new(key)).or_insert(party);
            }
            ("name", Some(key)) => {
                self.namesakes.entry(NameKey::new(key)).or_default().push(party);
            }
            ("reply", Some(key)) => {
                let row = || format!("site {site}, a request of {id}");
                let unreadable = || Column("requests.at").unreadable(&row(), "no instant");
                let at = other.and_then(|at| at.parse().ok()).ok_or_else(unreadable)?;
                let at = instant(at, Column("requests.at"), row)?;
                let (fingerprint, body) = (one.unwrap_or_default(), body.unwrap_or_default());
                let reply = StoredReply { fingerprint, at, body };
                self.replies.push((RequestKey { scope: id, key, everywhere: site.is_empty() }, reply));
            }
            _ => {
                let row = || format!("site {site}, party {id}");
                self.books.put(document(&body.unwrap_or_default(), Column("parties.body"), row)?);
                self.names.extend(one.map(|name| (party.clone(), name)));
                self.own_phones.extend(other.map(|phone| (party, PhoneKey::new(phone))));
            }
        }
        Ok(())
    }
}

/// Runs the look-up and sorts the rows by site.
pub(crate) async fn look_up<C: ConnectionTrait>(
    connection: &C,
    dialect: &Dialect,
    wanted: Wanted,
) -> Result<HashMap<String, Found>, StoreError> {
    let mut found: HashMap<String, Found> = HashMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    for row in rows::<FoundRow, C>(connection, dialect.looking_up(wanted)?).await? {
        found.entry(row.site.clone()).or_default().take(row)?;
    }
    Ok(found)
}

/// What one site of a batch has, before and after its read set is loaded.
#[derive(Default)]
struct SiteLoad {
    loaded: Loaded,
    reads: ReadSet,
    whole_at: u64,
}

/// A site as a batch finds it.
pub(crate) struct LoadedSite {
    pub(crate) site: SiteId,
    pub(crate) loaded: Loaded,
    /// The number of the entry at which its floor was last written whole.
    pub(crate) whole_at: u64,
    /// Phones that were looked up and that nobody has.
    pub(crate) nobodys: HashSet<PhoneKey>,
}

/// Loads all sites of a batch, in its order.
pub(crate) async fn load(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    kept: &KeptFloors,
    batch: &mut (dyn Batch + 'static),
) -> Result<Vec<LoadedSite>, StoreError> {
    let sites = batch.sites();
    let mut ids = Rows::of_texts();
    let mut loads: BTreeMap<String, SiteLoad> = BTreeMap::new();
    for site in &sites {
        ids.push([site.as_str().into()]);
        loads.insert(site.to_string(), SiteLoad::default());
    }
    for (id, standing) in floors(transaction, dialect, dialect.lock_sites, ids, kept).await? {
        let Standing { floor, sequence, whole_at } = standing;
        let loaded = Loaded { floor: Some(floor), sequence, ..Loaded::default() };
        loads.insert(id, SiteLoad { loaded, whole_at, ..SiteLoad::default() });
    }
    for site in &sites {
        if let Some(load) = loads.get_mut(site.as_str()) {
            load.reads = batch.reads(site, load.loaded.floor.as_ref());
        }
    }
    fill_found(transaction, dialect, &mut loads).await?;
    fill_protection_ends(transaction, dialect, &mut loads).await?;
    let taken = |site: SiteId| {
        let SiteLoad { loaded, whole_at, reads } = loads.remove(site.as_str()).unwrap_or_default();
        let nobodys = reads.phones.into_iter().filter(|phone| !loaded.phones.contains_key(phone)).collect();
        LoadedSite { site, loaded, whole_at, nobodys }
    };
    Ok(sites.into_iter().map(taken).collect())
}

async fn fill_found(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    loads: &mut BTreeMap<String, SiteLoad>,
) -> Result<(), StoreError> {
    let mut wanted = Wanted::default();
    for (site, SiteLoad { reads, .. }) in loads.iter() {
        wanted.add(site, reads);
    }
    // A key that belongs to no site is asked for once, whichever sites' requests have it.
    let mut keys = BTreeSet::new();
    for (site, SiteLoad { reads, .. }) in loads.iter() {
        keys.extend(reads.requests.iter().map(|r| (r.filed_under(site), &r.scope, &r.key)));
    }
    for (site, scope, key) in keys {
        wanted.requests.push([site.into(), scope.into(), key.into()]);
    }
    for (site, found) in look_up(transaction, dialect, wanted).await? {
        for (request, reply) in &found.replies {
            for (id, load) in loads.iter_mut() {
                if request.filed_under(id) == site && load.reads.requests.contains(request) {
                    load.loaded.requests.insert(request.clone(), reply.clone());
                }
            }
        }
        let Some(SiteLoad { loaded, .. }) = loads.get_mut(&site) else { continue };
        found.into_loaded(loaded);
    }
    for SiteLoad { loaded, reads, .. } in loads.values_mut() {
        for name in &reads.names {
            loaded.namesakes.entry(name.clone()).or_default().sort();
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct EndRow {
    site: String,
    protected_until: Option<i64>,
}

async fn fill_protection_ends(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    loads: &mut BTreeMap<String, SiteLoad>,
) -> Result<(), StoreError> {
    let mut wanted = Rows::new([Kind::Text, Kind::Number]);
    for (site, load) in loads.iter() {
        load.reads.lapsing_before.iter().for_each(|at| wanted.push([site.into(), micros(*at).into()]));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let statement = dialect.with(dialect.next_protection_ends, wanted)?;
    for EndRow { site, protected_until } in rows(transaction, statement).await? {
        let key = || format!("some party of site {site}");
        let end =
            protected_until.map(|end| instant(end, Column("parties.protected_until"), key)).transpose()?;
        if let Some(load) = loads.get_mut(&site) {
            load.loaded.next_protection_end = end;
        }
    }
    Ok(())
}

/// All rows of a statement.
pub(crate) async fn rows<R: FromQueryResult, C: ConnectionTrait>(
    connection: &C,
    statement: Statement,
) -> Result<Vec<R>, StoreError> {
    let rows = connection.query_all_raw(statement).await.in_store_terms()?;
    rows.iter().map(|row| R::from_query_result(row, "").in_store_terms()).collect()
}
