//! What has been written down under a clause: a projection of the journal, oldest first.

use domain::books::Books;
use domain::command::Command;
use domain::event::Event;
use domain::floor::{Entry, Floor, entries};
use domain::ids::{ClauseId, SiteId};
use domain::policy::{Policy, PolicyShelf};
use domain::site::{self, View};
use domain::time::{Timestamp, Zone};
use serde_json::{Value, json};
use wire::verb::Ask;

use crate::batch::{Desk, opened};
use crate::ports::{JournalEntry, Origin};
use crate::present::stamp;
use crate::{Application, Failure};

/// How far back records are looked for, in days.
const DAYS: i64 = 31;
/// How many records are told at most: the latest.
const MOST: usize = 1_000;

impl Application {
    /// The records under a clause of the last month, as far back as the store keeps its journal.
    pub(crate) async fn records(
        &self,
        site: &SiteId,
        sequence: u64,
        desk: &Desk,
        ask: &Ask,
    ) -> Result<Vec<Value>, Failure> {
        let clause = ask.clause.as_ref().ok_or_else(|| Failure::Invalid {
            field: "clause",
            reason: "is missing, which this question needs".to_owned(),
        })?;
        let clause = ClauseId::new(clause);
        let View { floor, policy, .. } = desk.view()?;
        if policy.records.iter().all(|rule| rule.clause != clause)
            && policy.tasks.iter().all(|rule| rule.clause != clause)
        {
            return Err(domain::refusal::Refusal::NotInPolicy("records").into());
        }
        let since = floor.clock.and_then(|clock| clock.checked_sub_signed(chrono::TimeDelta::days(DAYS)));
        let (mut first, mut start) = self.start_of_replay(site, sequence).await?;
        while first > 0
            && start.as_ref().and_then(|floor| floor.clock).zip(since).is_some_and(|(at, since)| at > since)
        {
            let earlier = self.start_of_replay(site, first - 1).await?;
            // A store may have forgotten its older entries: then the day it begins with is all there is.
            if self
                .ports
                .store
                .journal(site, earlier.0, 1)
                .await?
                .first()
                .is_none_or(|entry| entry.sequence != earlier.0 + 1)
            {
                break;
            }
            (first, start) = earlier;
        }
        let mut reading = Reading::new(start, clause, &*self.ports.shelf);
        self.each_entry(site, first, sequence, |entry| reading.note(entry)).await?;
        for entry in desk.entries() {
            reading.note(entry);
        }
        let staff = ask.staff.as_ref().map(wire::Id::as_str);
        let visitor = ask.visitor.as_ref().map(wire::Id::as_str);
        let asked_for = |record: &Value| {
            staff.is_none_or(|staff| record["staff"] == staff)
                && visitor.is_none_or(|visitor| record["visitor"] == visitor)
        };
        reading.found.retain(asked_for);
        let late = reading.found.len().saturating_sub(MOST);
        Ok(reading.found.split_off(late))
    }
}

/// Walking through the journal with the state before each entry.
struct Reading<'a> {
    floor: Option<Floor>,
    books: Books,
    clause: ClauseId,
    shelf: &'a dyn PolicyShelf,
    policy: Option<std::sync::Arc<Policy>>,
    found: Vec<Value>,
}

impl<'a> Reading<'a> {
    fn new(floor: Option<Floor>, clause: ClauseId, shelf: &'a dyn PolicyShelf) -> Self {
        Self { floor, books: Books::default(), clause, shelf, policy: None, found: Vec::new() }
    }

    fn note(&mut self, entry: &JournalEntry) {
        if let Some(floor) = &self.floor {
            if self.policy.as_ref().is_none_or(|policy| policy.id != floor.policy) {
                self.policy = self.shelf.get(&floor.policy);
            }
            if let Some(policy) = self.policy.as_deref() {
                let asked = match &entry.origin {
                    Origin::Command(command) => Some(&**command),
                    Origin::Time(_) => None,
                };
                self.found.extend(written(
                    View { floor, books: &self.books, policy },
                    &self.clause,
                    asked,
                    entry,
                ));
            }
        }
        for event in &entry.events {
            if self.floor.is_none() {
                self.floor = opened(std::slice::from_ref(event)).cloned();
            }
            if let Some(floor) = &mut self.floor {
                site::evolve(floor, &mut self.books, event);
            }
        }
    }
}

fn written(view: View<'_>, clause: &ClauseId, asked: Option<&Command>, entry: &JournalEntry) -> Vec<Value> {
    let events: &[Event] = &entry.events;
    let found = entries(view, clause, asked, events);
    found.iter().map(|record| told(record, entry.happened_at, view.floor.zone)).collect()
}

fn told(record: &Entry, at: Timestamp, zone: Zone) -> Value {
    let mut value = json!({ "at": stamp(at, zone), "clause": record.clause.as_str() });
    let mut put = |key: &str, fact: Option<Value>| {
        if let Some(fact) = fact {
            value[key] = fact;
        }
    };
    put("on", record.on.map(|on| on.word().into()));
    put("staff", record.staff.as_ref().map(|staff| staff.as_str().into()));
    put("visitor", record.visitor.as_ref().map(|visitor| visitor.as_str().into()));
    put("customer", record.party.as_ref().map(|party| party.as_str().into()));
    put("entry", record.number.map(Into::into));
    put("asked", record.asked.map(Into::into));
    put("how", record.way.as_ref().map(|way| way.as_str().into()));
    put("reached", record.reached.map(Into::into));
    put("post", record.post.as_ref().map(|post| post.as_str().into()));
    put("since", record.since.map(|since| json!(stamp(since, zone))));
    put("about", record.about.as_deref().map(Into::into));
    let missing = || json!(record.missing.iter().map(domain::ids::Label::as_str).collect::<Vec<_>>());
    put("missing", (!record.missing.is_empty()).then(missing));
    put("data", record.data.as_deref().and_then(|data| serde_json::from_str(data).ok()));
    value
}
