//! The journal: every accepted command with what followed, by ids only; names and phones are not in it.

use actix_web::HttpRequest;
use application::ports::JournalEntry;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use wire::Stamp;

use super::lists::{self, Wanted};
use crate::answer::{self, Outcome};
use crate::asked::Asked;
use crate::cursor;
use crate::operation::Operation;

pub(super) const ALL: &[Operation] = &[Operation::get::<Journal>(
    "/v1/sites/{site}/journal",
    "listJournal",
    "What was accepted at a site, in order, each entry with the events that followed.",
    |operation| answer::reading(operation, page),
)
.query(lists::PARAMETERS)];

/// A page of the journal.
#[derive(Serialize, ToSchema)]
struct Journal {
    /// In order.
    items: Vec<Entry>,
    /// Where the next page begins; nothing after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// One entry of the journal.
#[derive(Serialize, ToSchema)]
struct Entry {
    /// Counted from 1, without gaps, within the site.
    sequence: u64,
    /// When it was accepted, in UTC.
    at: Stamp,
    /// When it happened, in UTC; earlier than `at` where it was entered late.
    happened_at: Stamp,
    /// Who asked, what was asked or what time brought, and what happened. These keys may grow.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    recorded: Value,
}

async fn page(operation: &'static Operation, request: HttpRequest) -> Outcome {
    let asked = Asked::new(operation, &request)?;
    let site = asked.site()?;
    let list = lists::name("journal", &site, &[]);
    let Wanted { after, size } = lists::wanted(&asked, &list)?;
    let after = lists::number(after)?;
    let entries = asked.door.application.journal(&site, after, size).await?;
    if entries.is_empty() && after == 0 {
        // A site's first entry is its opening: without one there is no such site.
        asked.door.application.site(&site).await?;
    }
    let full = entries.len() == size;
    let last = entries.last().map(|entry| entry.sequence.to_string());
    let items = entries.iter().map(entry).collect();
    let next_cursor = last.filter(|_| full).map(|last| cursor::written(&list, &last));
    answer::json(operation, &Journal { items, next_cursor })
}

fn entry(entry: &JournalEntry) -> Entry {
    let recorded = serde_json::json!({"actor": entry.actor, "origin": entry.origin, "events": entry.events});
    Entry {
        sequence: entry.sequence,
        at: Stamp::from(entry.at),
        happened_at: Stamp::from(entry.happened_at),
        recorded,
    }
}
