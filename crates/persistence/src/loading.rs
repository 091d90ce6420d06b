//! What a batch loads: the floors of its sites, then in one statement all that their read sets name.

use std::collections::{BTreeMap, HashMap};

use application::ports::{Batch, Loaded, PartyView, PhoneKey, ReadSet, RequestKey, StoreError, StoredReply};
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
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            visitors: Rows::of_texts(),
            parties: Rows::of_texts(),
            phones: Rows::of_texts(),
            holders: Rows::of_texts(),
            lapsing: Rows::new([Kind::Text, Kind::Number]),
        }
    }
}

impl Wanted {
    fn is_empty(&self) -> bool {
        self.visitors.is_empty()
            && self.parties.is_empty()
            && self.phones.is_empty()
            && self.holders.is_empty()
            && self.lapsing.is_empty()
    }
}

/// A visit or phone with its party, or (where `body` is set) a party with its particulars.
#[derive(FromQueryResult)]
pub(crate) struct BookRow {
    what: String,
    key: Option<String>,
    pub(crate) site: String,
    party: String,
    body: Option<String>,
    name: Option<String>,
    phone: Option<String>,
}

impl BookRow {
    /// A party's row with its particulars; nothing for a row of another kind.
    pub(crate) fn into_view(self) -> Option<Result<PartyView, StoreError>> {
        let Self { site, party, body, name, phone, .. } = self;
        let read = document(&body?, Column("parties.body"), || format!("site {site}, party {party}"));
        Some(read.map(|party| PartyView { party, name, phone: phone.map(PhoneKey::new) }))
    }
}

/// What rows of the books say of one site.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) books: Books,
    pub(crate) visitors: HashMap<VisitorId, PartyId>,
    pub(crate) phones: HashMap<PhoneKey, PartyId>,
    pub(crate) names: HashMap<PartyId, String>,
    pub(crate) own_phones: HashMap<PartyId, PhoneKey>,
}

impl Found {
    fn take(&mut self, row: BookRow) -> Result<(), StoreError> {
        let party = PartyId::new(&row.party);
        match (row.body, row.key) {
            (Some(body), _) => {
                let key = || format!("site {}, party {}", row.site, row.party);
                self.books.put(document(&body, Column("parties.body"), key)?);
                self.names.extend(row.name.map(|name| (party.clone(), name)));
                self.own_phones.extend(row.phone.map(|phone| (party, PhoneKey::new(phone))));
            }
            (None, Some(key)) if row.what == "visitor" => {
                self.visitors.insert(VisitorId::new(&key), party);
            }
            (None, Some(key)) => {
                self.phones.insert(PhoneKey::new(key), party);
            }
            (None, None) => {}
        }
        Ok(())
    }
}

/// Runs the look-up of parties and sorts the rows by site.
pub(crate) async fn books<C: ConnectionTrait>(
    connection: &C,
    dialect: &Dialect,
    wanted: Wanted,
) -> Result<HashMap<String, Found>, StoreError> {
    let mut found: HashMap<String, Found> = HashMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    for row in rows::<BookRow, C>(connection, dialect.books_of(wanted)?).await? {
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
    fill_books(transaction, dialect, &mut loads).await?;
    fill_protection_ends(transaction, dialect, &mut loads).await?;
    fill_requests(transaction, dialect, &mut loads).await?;
    let taken = |site: SiteId| {
        let SiteLoad { loaded, whole_at, .. } = loads.remove(site.as_str()).unwrap_or_default();
        LoadedSite { site, loaded, whole_at }
    };
    Ok(sites.into_iter().map(taken).collect())
}

async fn fill_books(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    loads: &mut BTreeMap<String, SiteLoad>,
) -> Result<(), StoreError> {
    let mut wanted = Wanted::default();
    for (site, SiteLoad { reads, .. }) in loads.iter() {
        let site = || Cell::from(site);
        reads.visitors.iter().for_each(|id| wanted.visitors.push([site(), id.as_str().into()]));
        reads.parties.iter().for_each(|id| wanted.parties.push([site(), id.as_str().into()]));
        reads.phones.iter().for_each(|phone| wanted.phones.push([site(), phone.expose().into()]));
        reads.held_by.iter().for_each(|id| wanted.holders.push([site(), id.as_str().into()]));
        reads.lapsing_before.iter().for_each(|at| wanted.lapsing.push([site(), micros(*at).into()]));
    }
    for (site, found) in books(transaction, dialect, wanted).await? {
        let Some(SiteLoad { loaded, .. }) = loads.get_mut(&site) else { continue };
        loaded.books = found.books;
        loaded.visitors = found.visitors;
        loaded.phones = found.phones;
        loaded.names = found.names;
        loaded.own_phones = found.own_phones;
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

#[derive(FromQueryResult)]
struct RequestRow {
    site: String,
    scope: String,
    key: String,
    fingerprint: String,
    at: i64,
    body: String,
}

async fn fill_requests(
    transaction: &DatabaseTransaction,
    dialect: &Dialect,
    loads: &mut BTreeMap<String, SiteLoad>,
) -> Result<(), StoreError> {
    let mut wanted = Rows::of_texts();
    for (site, load) in loads.iter() {
        load.reads
            .requests
            .iter()
            .for_each(|r| wanted.push([r.filed_under(site).into(), (&r.scope).into(), (&r.key).into()]));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    for row in rows::<RequestRow, _>(transaction, dialect.with(dialect.requests, wanted)?).await? {
        let key = || format!("site {}, a request of {}", row.site, row.scope);
        let at = instant(row.at, Column("requests.at"), key)?;
        let reply = StoredReply { fingerprint: row.fingerprint, at, body: row.body };
        let request = RequestKey { scope: row.scope, key: row.key, everywhere: row.site.is_empty() };
        // A key that belongs to no site goes to every site whose request asked for it.
        for (site, load) in loads.iter_mut() {
            if request.filed_under(site) == row.site && load.reads.requests.contains(&request) {
                load.loaded.requests.insert(request.clone(), reply.clone());
            }
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
