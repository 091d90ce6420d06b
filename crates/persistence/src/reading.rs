//! Reading as last committed, on connections that cannot write.

use std::sync::Arc;
use std::time::Duration;

use application::ports::{JournalEntry, Loaded, PartyView, PhoneKey, ReadSet, Reading, SiteView, StoreError};
use async_trait::async_trait;
use domain::floor::Floor;
use domain::ids::{PartyId, PolicyRef, SiteId, StaffId, VisitorId};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use crate::conflict::InStoreTerms;
use crate::entity::{checkpoint, journal, policy, site};
use crate::floors::{Standing, floors};
use crate::loading::{Found, FoundRow, Wanted, look_up, rows};
use crate::map::{Column, count, document};
use crate::statement::{Kind, Rows};
use crate::store::SqlStore;

/// A number beyond what the database counts is after everything.
fn stored(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

fn page(limit: usize) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX)
}

/// The one key that is looked up.
fn one(site: &SiteId, key: &str) -> Rows<2> {
    let mut rows = Rows::of_texts();
    rows.push([site.as_str().into(), key.into()]);
    rows
}

/// Longer than a server's own bound on a statement: who has not answered by then is not there.
const DEADLINE: Duration = Duration::from_secs(5);

#[derive(FromQueryResult)]
struct FormerPhone {
    phone: String,
}

impl SqlStore {
    async fn read<T>(&self, reading: impl Future<Output = Result<T, DbErr>> + Send) -> Result<T, StoreError> {
        self.in_time(async { reading.await.in_store_terms() }).await
    }

    /// What is read, or that a server does not answer.
    async fn in_time<T>(
        &self,
        reading: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        if !self.is_shared() {
            return reading.await;
        }
        let late = |_| Err(StoreError::Unavailable("the database did not answer in time".to_owned()));
        tokio::time::timeout(DEADLINE, reading).await.unwrap_or_else(late)
    }

    /// What was looked up of one site.
    async fn found(&self, site: &SiteId, wanted: Wanted) -> Result<Option<Found>, StoreError> {
        let mut found = self.in_time(look_up(&self.readers, self.dialect, wanted)).await?;
        Ok(found.remove(site.as_str()))
    }

    /// The party that `pick` finds in what was looked up, mergers followed.
    async fn party_of(
        &self,
        site: &SiteId,
        wanted: Wanted,
        pick: impl FnOnce(&Found) -> Option<PartyId> + Send,
    ) -> Result<Option<PartyView>, StoreError> {
        let Some(mut found) = self.found(site, wanted).await? else { return Ok(None) };
        let Some(party) = pick(&found).and_then(|id| found.books.get(&id)).cloned() else { return Ok(None) };
        let (name, phone) = (found.names.remove(&party.id), found.own_phones.remove(&party.id));
        Ok(Some(PartyView { party, name, phone }))
    }
}

#[async_trait]
impl Reading for SqlStore {
    async fn site(&self, id: &SiteId) -> Result<Option<SiteView>, StoreError> {
        // Nobody else writes to a file: what this process has left is how it stands.
        if let Some(kept) = self.kept_floors.get(id.as_str()).filter(|_| !self.is_shared()) {
            let (floor, sequence) = (Arc::unwrap_or_clone(kept.floor), kept.sequence);
            return Ok(Some(SiteView { id: id.clone(), floor, sequence }));
        }
        let mut ids = Rows::of_texts();
        ids.push([id.as_str().into()]);
        let found = floors(&self.readers, self.dialect, self.dialect.sites, ids, &self.kept_floors);
        let Some(site) = self.in_time(found).await?.remove(id.as_str()) else { return Ok(None) };
        let Standing { floor, sequence, .. } = site;
        Ok(Some(SiteView { id: id.clone(), floor, sequence }))
    }

    async fn sites(&self, after: Option<&SiteId>, limit: usize) -> Result<Vec<SiteId>, StoreError> {
        let mut query = site::Entity::find().select_only().column(site::Column::Id);
        if let Some(after) = after {
            query = query.filter(site::Column::Id.gt(after.as_str()));
        }
        let query = query.order_by_asc(site::Column::Id).limit(page(limit));
        let ids: Vec<String> = self.read(query.into_tuple().all(&self.readers)).await?;
        Ok(ids.iter().map(SiteId::new).collect())
    }

    async fn journal(
        &self,
        site: &SiteId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let query = journal::Entity::find()
            .filter(journal::Column::Site.eq(site.as_str()))
            .filter(journal::Column::Sequence.gt(stored(after)))
            .order_by_asc(journal::Column::Sequence)
            .limit(page(limit));
        let rows = self.read(query.all(&self.readers)).await?;
        let entry = |row: &journal::Model| {
            document(&row.body, Column("journal.body"), || format!("site {site}, entry {}", row.sequence))
        };
        rows.iter().map(entry).collect()
    }

    async fn checkpoint(&self, site: &SiteId, at_most: u64) -> Result<Option<(u64, Floor)>, StoreError> {
        let query = checkpoint::Entity::find()
            .filter(checkpoint::Column::Site.eq(site.as_str()))
            .filter(checkpoint::Column::Sequence.lte(stored(at_most)))
            .order_by_desc(checkpoint::Column::Sequence);
        let row = self.read(query.one(&self.readers)).await?;
        let Some(row) = row else { return Ok(None) };
        let key = || format!("site {site}, entry {}", row.sequence);
        let sequence = count(row.sequence, Column("checkpoints.sequence"), key)?;
        Ok(Some((sequence, document(&row.floor, Column("checkpoints.floor"), key)?)))
    }

    async fn look_up(&self, site: &SiteId, reads: &ReadSet) -> Result<Loaded, StoreError> {
        let mut wanted = Wanted::default();
        wanted.add(site.as_str(), reads);
        let mut loaded = Loaded::default();
        if let Some(found) = self.found(site, wanted).await? {
            found.into_loaded(&mut loaded);
        }
        Ok(loaded)
    }

    async fn visitor(&self, site: &SiteId, id: &VisitorId) -> Result<Option<PartyView>, StoreError> {
        let wanted = Wanted { visitors: one(site, id.as_str()), ..Wanted::default() };
        self.party_of(site, wanted, |found| found.visitors.get(id).cloned()).await
    }

    async fn party(&self, site: &SiteId, id: &PartyId) -> Result<Option<PartyView>, StoreError> {
        let wanted = Wanted { parties: one(site, id.as_str()), ..Wanted::default() };
        self.party_of(site, wanted, |_| Some(id.clone())).await
    }

    async fn former_phones(&self, site: &SiteId, id: &PartyId) -> Result<Vec<PhoneKey>, StoreError> {
        let statement = self.dialect.with(self.dialect.former_phones, one(site, id.as_str()))?;
        let found = self.in_time(rows::<FormerPhone, _>(&self.readers, statement)).await?;
        Ok(found.into_iter().map(|row| PhoneKey::new(row.phone)).collect())
    }

    async fn parties(
        &self,
        site: &SiteId,
        holder: Option<&StaffId>,
        after: Option<&PartyId>,
        limit: usize,
    ) -> Result<Vec<PartyView>, StoreError> {
        let mut wanted = Rows::new([Kind::Text, Kind::Text, Kind::MaybeText, Kind::Number]);
        wanted.push([
            site.as_str().into(),
            after.map_or("", PartyId::as_str).into(),
            holder.map(StaffId::as_str).into(),
            page(limit).into(),
        ]);
        let statement = self.dialect.with(self.dialect.parties, wanted)?;
        let found = self.in_time(rows::<FoundRow, _>(&self.readers, statement)).await?;
        found.into_iter().filter_map(FoundRow::into_view).collect()
    }

    async fn policy_text(&self, name: &str, version: u32) -> Result<Option<String>, StoreError> {
        let row = policy::Entity::find_by_id((name.to_owned(), i64::from(version)));
        Ok(self.read(row.one(&self.readers)).await?.map(|row| row.text))
    }

    async fn policies(&self, after: Option<&PolicyRef>, limit: usize) -> Result<Vec<PolicyRef>, StoreError> {
        let query = policy::Entity::find()
            .select_only()
            .columns([policy::Column::Name, policy::Column::Version])
            .order_by_asc(policy::Column::Name)
            .order_by_asc(policy::Column::Version)
            .limit(page(limit));
        let query = match after {
            None => query,
            Some(PolicyRef { name, version }) => {
                let later = policy::Column::Version.gt(i64::from(*version));
                let of_the_name = policy::Column::Name.eq(name.as_str()).and(later);
                query.filter(policy::Column::Name.gt(name.as_str()).or(of_the_name))
            }
        };
        let rows = self.read(query.into_tuple::<(String, i64)>().all(&self.readers)).await?;
        let id = |(name, version): (String, i64)| {
            let version = u32::try_from(version)
                .map_err(|_| StoreError::Corrupt(format!("pack {name}: policies.version is out of range")))?;
            Ok(PolicyRef { name: name.into(), version })
        };
        rows.into_iter().map(id).collect()
    }

    async fn ready(&self) -> Result<(), StoreError> {
        let applied = self.read(migrations::applied_read_only(&self.readers)).await?;
        if applied == migrations::known() {
            Ok(())
        } else {
            Err(StoreError::Unavailable("the schema is not the one this program was built for".to_owned()))
        }
    }
}
