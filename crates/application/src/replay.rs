//! Walking through the journal: where to begin, entry by entry, and the decision about a visit with the floor before it.

use domain::books::Books;
use domain::decision::Decision;
use domain::event::{Event, FloorEvent};
use domain::explanation::{Lang, why_not, why_not_text};
use domain::floor::Floor;
use domain::ids::{SiteId, StaffId, VisitorId};
use domain::site;
use domain::time::Timestamp;
use wire::outcome::{self, Text};

use crate::batch::opened;
use crate::ports::JournalEntry;
use crate::present::{self, TextMode};
use crate::request::{Told, What};
use crate::{Application, Failure};

/// How many entries are read at a time.
const PAGE: usize = 512;

/// A decision as it was made, told in full.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The decision, with its texts.
    pub decision: outcome::Decision,
    /// When it was made.
    pub at: wire::Stamp,
    /// Why not the person asked about: the first rule that ruled them out and the smallest fact that would have changed
    /// it.
    pub why_not: Option<Text>,
}

/// A decision and the floor before it.
struct Found {
    decision: Decision,
    at: Timestamp,
    before: Option<Floor>,
}

/// The state after entries that begin a site, or that follow on a floor: what a store has must be equal to it, save for
/// what is no fact (the bound on the next lapse).
#[must_use]
pub fn replayed<'a>(
    from: Option<Floor>,
    entries: impl IntoIterator<Item = &'a JournalEntry>,
) -> Option<(Floor, Books)> {
    let mut floor = from;
    let mut books = Books::default();
    for entry in entries {
        if floor.is_none() {
            floor = opened(&entry.events).cloned();
        }
        catch_up(floor.as_mut()?, &mut books, entry);
    }
    floor.map(|floor| (floor, books))
}

/// Takes note of an entry: the floor, and of the books what it speaks of, stand as after it, save for what is no fact.
pub fn catch_up(floor: &mut Floor, books: &mut Books, entry: &JournalEntry) {
    for event in &entry.events {
        site::evolve(floor, books, event);
    }
    floor.clock = floor.clock.max(Some(entry.at));
}

impl Application {
    /// The last decision about a visit with its texts, and why not `whom`.
    ///
    /// # Errors
    /// An unknown id; the store's.
    pub async fn explain(
        &self,
        site: &SiteId,
        visitor: &VisitorId,
        whom: Option<&StaffId>,
        mode: TextMode,
    ) -> Result<Explained, Failure> {
        let store = &self.ports.store;
        let unknown = |what, id: &str| Failure::Unknown { what, id: id.to_owned() };
        let view = store.site(site).await?.ok_or_else(|| unknown("site", site.as_str()))?;
        let party = store.visitor(site, visitor).await?.map(|view| view.party);
        if let Some(staff) = whom
            && !view.floor.members.iter().any(|member| member.id == *staff)
        {
            return Err(unknown("staff", staff.as_str()));
        }
        // Whom nobody received yet has no party, and is of today: no use in looking further back for an unknown id.
        let today_only = party.is_none();
        let mut visits = party.iter().flat_map(|party| &party.visits);
        let since = visits.find(|visit| visit.visitor == *visitor).map(|visit| visit.at);
        let found = self.decision_about(site, visitor, view.sequence, since, today_only).await?;
        let found = found.ok_or_else(|| unknown("visitor", visitor.as_str()))?;
        let told = Told {
            zone: view.floor.zone,
            policy: self.policy(&found.decision.policy).await?,
            what: What::Answer(domain::answer::Answer::Done),
        };
        let house = present::house(&told);
        let why_not = whom.zip(found.before.as_ref()).map(|(staff, before)| {
            let answer = why_not(&found.decision, before, staff, found.at);
            Text { zh: why_not_text(&answer, Lang::Zh, &house), en: why_not_text(&answer, Lang::En, &house) }
        });
        let at = present::stamp(found.at, told.zone);
        let answer = domain::answer::DecisionAnswer {
            decision: found.decision,
            handed_back: None,
            reopened: Vec::new(),
        };
        Ok(Explained { decision: present::decision(&answer, &told, mode), at, why_not })
    }

    /// The last decision about a visit, looked for day by day from the latest one back, or on the
    /// latest one only. `since`: not before then.
    async fn decision_about(
        &self,
        site: &SiteId,
        visitor: &VisitorId,
        last: u64,
        since: Option<Timestamp>,
        today_only: bool,
    ) -> Result<Option<Found>, Failure> {
        let mut last = last;
        while last > 0 {
            // A checkpoint is written together with the entry after it, so the one before `last` begins its day.
            let (first, start) = self.start_of_replay(site, last - 1).await?;
            let began = start.as_ref().and_then(|floor| floor.clock);
            if began.zip(since).is_some_and(|(began, since)| began > since) {
                last = first;
                continue;
            }
            let mut floor = start;
            let mut found = None;
            let mut books = Books::default();
            self.each_entry(site, first, last, |entry| {
                for event in &entry.events {
                    if floor.is_none() {
                        floor = opened(std::slice::from_ref(event)).cloned();
                    }
                    if let Event::Floor(FloorEvent::Decided(decision)) = event
                        && decision.visitor == *visitor
                    {
                        let decision = (**decision).clone();
                        found = Some(Found { decision, at: entry.at, before: floor.clone() });
                    }
                    if let Some(floor) = &mut floor {
                        site::evolve(floor, &mut books, event);
                    }
                }
            })
            .await?;
            if found.is_some() || first == 0 || today_only {
                return Ok(found);
            }
            last = first;
        }
        Ok(None)
    }

    /// The latest checkpoint at or before an entry: its number, and the floor after it; `(0, None)`: before the first.
    pub(crate) async fn start_of_replay(
        &self,
        site: &SiteId,
        at_most: u64,
    ) -> Result<(u64, Option<Floor>), Failure> {
        let checkpoint = self.ports.store.checkpoint(site, at_most).await?;
        Ok(checkpoint.map_or((0, None), |(sequence, floor)| (sequence, Some(floor))))
    }

    /// Walks through the entries after `first` up to `last`, in order.
    pub(crate) async fn each_entry(
        &self,
        site: &SiteId,
        first: u64,
        last: u64,
        mut visit: impl FnMut(&JournalEntry) + Send,
    ) -> Result<(), Failure> {
        let mut after = first;
        while after < last {
            let page = self.ports.store.journal(site, after, PAGE).await?;
            let Some(end) = page.last().map(|entry| entry.sequence) else { break };
            page.iter().filter(|entry| entry.sequence <= last).for_each(&mut visit);
            after = end;
        }
        Ok(())
    }
}
