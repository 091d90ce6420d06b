//! A store of which nothing can be had, for what a client is told then.

use application::ports::{
    Batch, JournalEntry, Loaded, PartyView, PhoneKey, ReadSet, Reading, SiteView, Store, StoreError,
};
use async_trait::async_trait;
use domain::floor::Floor;
use domain::ids::{PartyId, PolicyRef, SiteId, StaffId, VisitorId};
use domain::time::Timestamp;

/// Fails every time in the same way.
pub(crate) struct BrokenStore(pub(crate) fn() -> StoreError);

type Had<T> = Result<T, StoreError>;

#[async_trait]
impl Reading for BrokenStore {
    async fn site(&self, _: &SiteId) -> Had<Option<SiteView>> {
        Err((self.0)())
    }
    async fn sites(&self, _: Option<&SiteId>, _: usize) -> Had<Vec<SiteId>> {
        Err((self.0)())
    }
    async fn journal(&self, _: &SiteId, _: u64, _: usize) -> Had<Vec<JournalEntry>> {
        Err((self.0)())
    }
    async fn checkpoint(&self, _: &SiteId, _: u64) -> Had<Option<(u64, Floor)>> {
        Err((self.0)())
    }
    async fn look_up(&self, _: &SiteId, _: &ReadSet) -> Had<Loaded> {
        Err((self.0)())
    }
    async fn visitor(&self, _: &SiteId, _: &VisitorId) -> Had<Option<PartyView>> {
        Err((self.0)())
    }
    async fn party(&self, _: &SiteId, _: &PartyId) -> Had<Option<PartyView>> {
        Err((self.0)())
    }
    async fn former_phones(&self, _: &SiteId, _: &PartyId) -> Had<Vec<PhoneKey>> {
        Err((self.0)())
    }
    async fn parties(
        &self,
        _: &SiteId,
        _: Option<&StaffId>,
        _: Option<&PartyId>,
        _: usize,
    ) -> Had<Vec<PartyView>> {
        Err((self.0)())
    }
    async fn policy_text(&self, _: &str, _: u32) -> Had<Option<String>> {
        Err((self.0)())
    }
    async fn policies(&self, _: Option<&PolicyRef>, _: usize) -> Had<Vec<PolicyRef>> {
        Err((self.0)())
    }
    async fn ready(&self) -> Had<()> {
        Err((self.0)())
    }
}

#[async_trait]
impl Store for BrokenStore {
    async fn execute(&self, _: &mut (dyn Batch + 'static)) -> Had<()> {
        Err((self.0)())
    }
    async fn keep_policy(&self, _: &str, _: u32, _: &str) -> Had<()> {
        Err((self.0)())
    }
    async fn forget_replies(&self, _: Timestamp, _: u32) -> Had<u64> {
        Err((self.0)())
    }
}
