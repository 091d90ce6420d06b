//! Reading, one method for each family of screens; pages by cursor from the first day.

use async_trait::async_trait;
use domain::floor::Floor;
use domain::ids::{PartyId, PolicyRef, SiteId, StaffId, VisitorId};
use domain::party::Party;

use super::{JournalEntry, Loaded, PhoneKey, ReadSet, StoreError};

/// A page of a list.
#[derive(Clone, PartialEq, Debug)]
pub struct Page<T> {
    /// In the list's order.
    pub items: Vec<T>,
    /// Where the next page begins; `None`: this was the last.
    pub next: Option<String>,
}

/// A site in a list.
#[derive(Clone, PartialEq, Debug)]
pub struct SiteView {
    /// Its id.
    pub id: SiteId,
    /// Its floor as last committed.
    pub floor: Floor,
    /// The number of its last journal entry.
    pub sequence: u64,
}

/// A party with its particulars.
#[derive(Clone, PartialEq, Debug)]
pub struct PartyView {
    /// The party, mergers followed.
    pub party: Party,
    /// Their name.
    pub name: Option<String>,
    /// Their phone, normalised.
    pub phone: Option<PhoneKey>,
}

/// What is read without changing anything; always as last committed.
#[async_trait]
pub trait Reading: Send + Sync {
    /// One site.
    async fn site(&self, id: &SiteId) -> Result<Option<SiteView>, StoreError>;

    /// All sites by id, after the id `after`.
    async fn sites(&self, after: Option<&SiteId>, limit: usize) -> Result<Vec<SiteId>, StoreError>;

    /// Journal entries of a site with a number above `after`, in order.
    async fn journal(&self, site: &SiteId, after: u64, limit: usize)
    -> Result<Vec<JournalEntry>, StoreError>;

    /// The latest checkpoint at or before entry `at_most`: the number of its entry and the floor after it.
    async fn checkpoint(&self, site: &SiteId, at_most: u64) -> Result<Option<(u64, Floor)>, StoreError>;

    /// What a read set names, as for a batch but without the floor and without a lock: parties, visits, phones and names.
    /// Replies and what lapses are not looked for.
    async fn look_up(&self, site: &SiteId, reads: &ReadSet) -> Result<Loaded, StoreError>;

    /// The party of a visit.
    async fn visitor(&self, site: &SiteId, id: &VisitorId) -> Result<Option<PartyView>, StoreError>;

    /// A party by id.
    async fn party(&self, site: &SiteId, id: &PartyId) -> Result<Option<PartyView>, StoreError>;

    /// The phones that a party had before and is still found by, in order.
    async fn former_phones(&self, site: &SiteId, id: &PartyId) -> Result<Vec<PhoneKey>, StoreError>;

    /// Customers of a site by id, after the id `after`; records merged into another are not among them. With `holder`
    /// only those whom this person holds.
    async fn parties(
        &self,
        site: &SiteId,
        holder: Option<&StaffId>,
        after: Option<&PartyId>,
        limit: usize,
    ) -> Result<Vec<PartyView>, StoreError>;

    /// The source text of a pack bound at some site and not shipped with this build, if it was stored.
    async fn policy_text(&self, name: &str, version: u32) -> Result<Option<String>, StoreError>;

    /// Packs whose text is kept, by name and version, after the one `after`.
    async fn policies(&self, after: Option<&PolicyRef>, limit: usize) -> Result<Vec<PolicyRef>, StoreError>;

    /// Is the store there and up to date?
    async fn ready(&self) -> Result<(), StoreError>;
}
