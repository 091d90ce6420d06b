//! A journal entry as a live feed tells it: what happened, by ids only, and where the reasons can be read. Whoever wants more
//! asks for it.

use application::ports::{JournalEntry, Origin};
use domain::command::Actor;
use domain::event::{Event, FloorEvent};
use domain::ids::SiteId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use wire::vocabulary::Capacity;
use wire::{Label, Stamp};

use crate::asked::encoded;

/// One entry of the journal, in short.
#[derive(Serialize, ToSchema)]
#[schema(as = FeedEvent)]
pub(crate) struct Told {
    /// The number of the entry; the `id` of the event.
    sequence: u64,
    /// When it was accepted, in UTC.
    at: Stamp,
    /// Who asked: the id of somebody of the house, `desk` or `system`.
    by: Label,
    /// What time brought, where it was time and nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Label>,
    /// What happened, in order. Words may become more.
    happened: Vec<Happened>,
}

/// One thing that happened.
#[derive(Serialize, Default, ToSchema)]
pub(crate) struct Happened {
    /// What, as the journal calls it: `arrived`, `decided`, `left`, `signed_in`, …
    what: String,
    /// Which visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<Label>,
    /// Who: whom a decision assigned, or whom it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    staff: Option<Label>,
    /// Which customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<Label>,
    /// In what capacity somebody receives.
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    capacity: Option<Capacity>,
    /// Of a decision: nobody could receive, the visitor waits.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    waiting: bool,
    /// Of a decision: where it is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uri-reference")]
    explanation: Option<String>,
}

/// The entry in short.
pub(crate) fn told(site: &SiteId, entry: &JournalEntry) -> Told {
    Told {
        sequence: entry.sequence,
        at: Stamp::from(entry.at),
        by: match &entry.actor {
            Actor::Staff(id) => id.as_str().into(),
            Actor::Desk => "desk".into(),
            Actor::System => "system".into(),
        },
        time: match &entry.origin {
            Origin::Time(word) => Some(word.as_str().into()),
            Origin::Command(_) => None,
        },
        happened: entry.events.iter().map(|event| happened(site, event)).collect(),
    }
}

fn happened(site: &SiteId, event: &Event) -> Happened {
    let what = word(event);
    match event {
        Event::Party(id, _) => Happened { what, customer: Some(id.as_str().into()), ..Happened::default() },
        Event::Floor(FloorEvent::Decided(decision)) => {
            let visitor = decision.visitor.as_str();
            let chosen = decision.chosen.as_ref();
            Happened {
                what,
                visitor: Some(visitor.into()),
                staff: chosen.map(|chosen| chosen.staff.as_str().into()),
                customer: None,
                capacity: chosen.and_then(|chosen| Capacity::parse(chosen.capacity.word())),
                waiting: chosen.is_none(),
                explanation: Some(format!(
                    "/v1/sites/{}/visits/{}",
                    encoded(site.as_str()),
                    encoded(visitor)
                )),
            }
        }
        Event::Floor(event) => {
            let (visitor, staff) = about(event);
            Happened {
                what,
                visitor: visitor.map(Into::into),
                staff: staff.map(Into::into),
                ..Happened::default()
            }
        }
    }
}

/// Which visit and who, for those that are about one.
fn about(event: &FloorEvent) -> (Option<&str>, Option<&str>) {
    use FloorEvent as E;
    match event {
        E::Arrived(arrival, _) => (Some(arrival.visitor.as_str()), None),
        E::CalledInVain { visitor, staff, .. }
        | E::TakenOff { visitor, staff, .. }
        | E::Assisted(visitor, staff) => (Some(visitor.as_str()), Some(staff.as_str())),
        E::Left(visitor) | E::Reopened { visitor, .. } | E::StandingChanged(visitor, _) => {
            (Some(visitor.as_str()), None)
        }
        E::SignedIn(staff)
        | E::SignedOut(staff)
        | E::LeftInTurn { staff, .. }
        | E::SteppedAway(staff, _)
        | E::CameBack(staff)
        | E::Claimed(staff)
        | E::GraceOver { staff, .. }
        | E::Delegated(staff, _)
        | E::Permitted(staff, _)
        | E::Cleared(staff, _)
        | E::Resigned(staff)
        | E::Sold(staff) => (None, Some(staff.as_str())),
        E::MemberSet(member) => (None, Some(member.id.as_str())),
        E::CellClosed { closed, .. } => (None, Some(closed.staff.as_str())),
        E::Incurred(incident) => (None, Some(incident.staff.as_str())),
        _ => (None, None),
    }
}

/// The journal's own word for an event: the key, or the text, under which it is stored.
fn word(event: &Event) -> String {
    let stored = match event {
        Event::Floor(event) => serde_json::to_value(event),
        Event::Party(_, event) => serde_json::to_value(event),
    };
    match stored.unwrap_or_default() {
        Value::String(word) => word,
        Value::Object(keys) => keys.into_iter().next().map(|(word, _)| word).unwrap_or_default(),
        _ => String::new(),
    }
}
