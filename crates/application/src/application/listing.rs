//! Lists: of customers by id, of visits in the order in which they came.

use domain::decision::Chosen;
use domain::event::{Event, FloorEvent};
use domain::ids::{PartyId, SiteId, StaffId, VisitorId};
use domain::time::Timestamp;
use domain::vocabulary::{Capacity, Channel};

use super::Application;
use crate::Failure;
use crate::ports::{JournalEntry, Page, PartyView};

/// How many journal entries one page of visits looks through at most; a page may therefore have fewer visits than asked
/// for, and go on all the same.
const LOOKED_THROUGH: usize = 2_000;
/// How many are read at a time.
const READ_AT_ONCE: usize = 500;

/// A visit in a list, as it was first decided.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitView {
    /// Which.
    pub visitor: VisitorId,
    /// Whose: the customer's id at the arrival.
    pub party: PartyId,
    /// How they came.
    pub channel: Channel,
    /// When they came.
    pub at: Timestamp,
    /// Who received first, and as what; nobody: the visitor had to wait.
    pub first: Option<(StaffId, Capacity)>,
}

impl Application {
    /// Customers of a site by id, after the id `after`; with `holder`, only those whom this person holds.
    ///
    /// # Errors
    /// No such site; the store's.
    pub async fn customers(
        &self,
        site: &SiteId,
        holder: Option<&StaffId>,
        after: Option<&PartyId>,
        limit: usize,
    ) -> Result<Page<PartyView>, Failure> {
        let items = self.ports.store.parties(site, holder, after, limit).await?;
        if items.is_empty() {
            // Only where nothing is found does it matter whether there is such a site at all.
            self.site(site).await?;
        }
        let full = items.len() == limit;
        let next = items.last().filter(|_| full).map(|last| last.party.id.to_string());
        Ok(Page { items, next })
    }

    /// Visits of a site in the order of their arrival, after the journal entry `after`; `next` is such a number too.
    ///
    /// # Errors
    /// No such site; the store's.
    pub async fn visits(&self, site: &SiteId, after: u64, limit: usize) -> Result<Page<VisitView>, Failure> {
        let (mut items, mut at) = (Vec::new(), after);
        for _ in 0..LOOKED_THROUGH / READ_AT_ONCE {
            let entries = self.ports.store.journal(site, at, READ_AT_ONCE).await?;
            if at == 0 && entries.is_empty() {
                self.site(site).await?;
            }
            for entry in &entries {
                at = entry.sequence;
                items.extend(arrived(entry));
                if items.len() >= limit {
                    return Ok(Page { items, next: Some(at.to_string()) });
                }
            }
            if entries.len() < READ_AT_ONCE {
                return Ok(Page { items, next: None });
            }
        }
        Ok(Page { items, next: Some(at.to_string()) })
    }
}

/// The visit that an entry began, if it began one.
fn arrived(entry: &JournalEntry) -> Option<VisitView> {
    let (arrival, at) = entry.events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::Arrived(arrival, at)) => Some((arrival, *at)),
        _ => None,
    })?;
    let decided = entry.events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::Decided(decision)) if decision.visitor == arrival.visitor => {
            Some(&**decision)
        }
        _ => None,
    });
    let first = decided.and_then(|decision| decision.chosen.as_ref());
    Some(VisitView {
        visitor: arrival.visitor.clone(),
        party: arrival.party.clone(),
        channel: arrival.channel,
        at,
        first: first.map(|Chosen { staff, capacity, .. }| (staff.clone(), *capacity)),
    })
}
