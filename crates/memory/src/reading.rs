//! Reading what is in memory.

use application::ports::{JournalEntry, Loaded, PartyView, PhoneKey, ReadSet, Reading, SiteView, StoreError};
use async_trait::async_trait;
use domain::floor::Floor;
use domain::ids::{PartyId, PolicyRef, SiteId, StaffId, VisitorId};

use crate::MemoryStore;

#[async_trait]
impl Reading for MemoryStore {
    async fn site(&self, id: &SiteId) -> Result<Option<SiteView>, StoreError> {
        let kept = self.kept();
        Ok(kept.sites.get(id).and_then(|site| {
            let floor = site.floor.clone()?;
            Some(SiteView { id: id.clone(), floor, sequence: site.sequence })
        }))
    }

    async fn sites(&self, after: Option<&SiteId>, limit: usize) -> Result<Vec<SiteId>, StoreError> {
        let kept = self.kept();
        let ids = kept.sites.keys().filter(|id| after.is_none_or(|after| *id > after));
        Ok(ids.take(limit).cloned().collect())
    }

    async fn journal(
        &self,
        site: &SiteId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let kept = self.kept();
        let Some(site) = kept.sites.get(site) else { return Ok(Vec::new()) };
        let from = site.journal.partition_point(|entry| entry.sequence <= after);
        Ok(site.journal.iter().skip(from).take(limit).cloned().collect())
    }

    async fn checkpoint(&self, site: &SiteId, at_most: u64) -> Result<Option<(u64, Floor)>, StoreError> {
        let kept = self.kept();
        let Some(site) = kept.sites.get(site) else { return Ok(None) };
        let latest = site.checkpoints.range(..=at_most).next_back();
        Ok(latest.map(|(sequence, floor)| (*sequence, floor.clone())))
    }

    async fn look_up(&self, site: &SiteId, reads: &ReadSet) -> Result<Loaded, StoreError> {
        let mut loaded = Loaded::default();
        if let Some(site) = self.kept().sites.get(site) {
            site.books.load(reads, &mut loaded);
        }
        Ok(loaded)
    }

    async fn visitor(&self, site: &SiteId, id: &VisitorId) -> Result<Option<PartyView>, StoreError> {
        let kept = self.kept();
        let books = kept.sites.get(site).map(|site| &site.books);
        Ok(books.and_then(|books| books.view(books.visitors.get(id)?)))
    }

    async fn party(&self, site: &SiteId, id: &PartyId) -> Result<Option<PartyView>, StoreError> {
        let kept = self.kept();
        Ok(kept.sites.get(site).and_then(|site| site.books.view(id)))
    }

    async fn former_phones(&self, site: &SiteId, id: &PartyId) -> Result<Vec<PhoneKey>, StoreError> {
        let kept = self.kept();
        Ok(kept.sites.get(site).map(|site| site.books.former_phones(id)).unwrap_or_default())
    }

    async fn parties(
        &self,
        site: &SiteId,
        holder: Option<&StaffId>,
        after: Option<&PartyId>,
        limit: usize,
    ) -> Result<Vec<PartyView>, StoreError> {
        let kept = self.kept();
        Ok(kept.sites.get(site).map_or_else(Vec::new, |site| site.books.page(holder, after, limit)))
    }

    async fn policy_text(&self, name: &str, version: u32) -> Result<Option<String>, StoreError> {
        Ok(self.kept().policies.get(&(name.to_owned(), version)).cloned())
    }

    async fn policies(&self, after: Option<&PolicyRef>, limit: usize) -> Result<Vec<PolicyRef>, StoreError> {
        let after = after.map(|after| (after.name.to_string(), after.version));
        let kept = self.kept();
        let ids = kept.policies.keys().filter(|id| after.as_ref().is_none_or(|after| *id > after));
        let id = |(name, version): &(String, u32)| PolicyRef { name: name.into(), version: *version };
        Ok(ids.take(limit).map(id).collect())
    }

    async fn ready(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
