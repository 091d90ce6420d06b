//! What adapters look up besides the questions of the vocabulary.

use domain::ids::{PartyId, SiteId, VisitorId};

use super::Application;
use crate::Failure;
use crate::ports::{PartyView, SiteView};
use crate::replayed;

impl Application {
    /// One site as last committed.
    ///
    /// # Errors
    /// There is none of that id; the store's.
    pub async fn site(&self, id: &SiteId) -> Result<SiteView, Failure> {
        let unknown = || Failure::Unknown { what: "site", id: id.as_str().to_owned() };
        self.ports.store.site(id).await?.ok_or_else(unknown)
    }

    /// A site as it was opened, whatever has happened since.
    ///
    /// # Errors
    /// There is none of that id; the store's.
    pub async fn opening(&self, id: &SiteId) -> Result<SiteView, Failure> {
        let first = self.ports.store.journal(id, 0, 1).await?;
        let sequence = first.len() as u64;
        match replayed(None, &first) {
            Some((floor, _)) => Ok(SiteView { id: id.clone(), floor, sequence }),
            None => Err(Failure::Unknown { what: "site", id: id.as_str().to_owned() }),
        }
    }

    /// A customer with their particulars, by their id or by that of one of their visits.
    ///
    /// # Errors
    /// No such site or customer; the store's.
    pub async fn customer(&self, site: &SiteId, id: &wire::Id) -> Result<PartyView, Failure> {
        let store = &self.ports.store;
        if let Some(view) = store.party(site, &PartyId::new(id)).await? {
            return Ok(view);
        }
        if let Some(view) = store.visitor(site, &VisitorId::new(id)).await? {
            return Ok(view);
        }
        self.site(site).await?;
        Err(Failure::Unknown { what: "customer", id: id.as_str().to_owned() })
    }
}
