//! What an adapter hands over, and what it gets back.

use std::sync::Arc;

use domain::answer::{Answer, Finding};
use domain::ids::{PartyId, SiteId, StaffId, VisitorId};
use domain::policy::Policy;
use domain::time::{Timestamp, Zone};
use serde_json::Value;
use wire::outcome;
use wire::verb::Verb;

use crate::ports::RequestKey;
use crate::present::{self, TextMode};
use crate::{Expected, Failure};

/// A request about one site.
#[derive(Clone, Debug)]
pub struct Request {
    /// What is asked.
    pub verb: Verb,
    /// Who asks: the id of somebody of the house, `desk` or `system`. Without it, whom the verb is about, or the desk.
    pub actor: Option<wire::Id>,
    /// When it is asked; `None`: now, by the clock port. Day files bring their own time.
    pub at: Option<Timestamp>,
    /// When it happened, for a late entry.
    pub happened_at: Option<Timestamp>,
    /// What makes a repetition of the request harmless, if anything does.
    pub idempotency: Option<Idempotency>,
    /// For an edit of what somebody has read before: the version it was made on.
    pub expected: Option<Expected>,
}

/// The client's key for one request and a digest of the request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Idempotency {
    /// Scope and key.
    pub key: RequestKey,
    /// A digest of what was asked; the same key with another one is refused.
    pub fingerprint: String,
}

impl Request {
    /// A request of now by whom it is about, or the desk.
    #[must_use]
    pub fn new(verb: impl Into<Verb>) -> Self {
        Self {
            verb: verb.into(),
            actor: None,
            at: None,
            happened_at: None,
            idempotency: None,
            expected: None,
        }
    }

    /// The same, asked at an instant of the caller's own clock.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        Self { at: Some(at), ..self }
    }
}

/// What came of a request. What time brought stands, whatever became of the request itself.
#[derive(Clone, Debug)]
pub struct Reply {
    /// When the request was accepted or refused.
    pub at: Timestamp,
    /// The site's zone, by which instants are told.
    pub zone: Zone,
    /// What time had brought before.
    pub before: Vec<Auto>,
    /// The answer, or why there is none.
    pub outcome: Result<Told, Failure>,
    /// What the request made possible at once: it runs before whatever comes next.
    pub after: Vec<Auto>,
}

impl Reply {
    pub(crate) fn failed(at: Timestamp, failure: Failure) -> Self {
        Self { at, zone: Zone::UTC, before: Vec::new(), outcome: Err(failure), after: Vec::new() }
    }
}

/// Something that time itself brought.
#[derive(Clone, Debug)]
pub struct Auto {
    /// When it fell due.
    pub at: Timestamp,
    /// What it was: the word that a day file's output uses.
    pub word: &'static str,
    /// Whom it was about.
    pub staff: Option<StaffId>,
    /// Which visit it was about.
    pub visitor: Option<VisitorId>,
    /// Which customer it was about.
    pub customer: Option<PartyId>,
    /// What came of it.
    pub told: Told,
}

impl Auto {
    /// As it is printed before line `line`.
    #[must_use]
    pub fn printed(&self, line: u64, mode: TextMode) -> outcome::Auto<outcome::Answer> {
        outcome::Auto {
            line,
            at: present::stamp(self.at, self.told.zone),
            auto: self.word.into(),
            staff: self.staff.as_ref().map(|id| id.as_str().into()),
            visitor: self.visitor.as_ref().map(|id| id.as_str().into()),
            customer: self.customer.as_ref().map(|id| id.as_str().into()),
            result: self.told.answer(mode).unwrap_or_else(|| outcome::Nothing::default().into()),
        }
    }
}

/// Under which key a stored reply to an opening names the site.
const OPENED: &str = "opened";

/// An answer that has not been put into words yet: most callers do not want all of them.
#[derive(Clone, Debug)]
pub struct Told {
    pub(crate) zone: Zone,
    /// The pack in force; its currency is needed for sentences.
    pub(crate) policy: Option<Arc<Policy>>,
    pub(crate) what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Answer(Answer),
    Finding(Finding),
    Table(outcome::Table),
    Fairness(outcome::Fairness),
    /// Records under a clause.
    Records(Vec<Value>),
    /// A site was opened; which.
    Opened(SiteId),
    /// The stored reply to an earlier request with the same key.
    Stored(Value),
}

impl Told {
    /// The answer as the wire has it; nothing for a stored one, which is plain JSON: see [`Told::json`].
    #[must_use]
    pub fn answer(&self, mode: TextMode) -> Option<outcome::Answer> {
        present::answer(self, mode)
    }

    /// The answer as JSON, whether it is fresh or stored.
    ///
    /// # Errors
    /// [`Failure::Corrupt`], if an answer cannot be written as JSON.
    pub fn json(&self, mode: TextMode) -> Result<Value, Failure> {
        match &self.what {
            What::Stored(value) => Ok(value.clone()),
            What::Opened(site) => Ok(serde_json::json!({ OPENED: site.as_str() })),
            _ => serde_json::to_value(self.answer(mode)).map_err(|error| Failure::Corrupt(error.to_string())),
        }
    }

    /// The site that an opening made, now or under the same key before.
    #[must_use]
    pub fn opened(&self) -> Option<SiteId> {
        match &self.what {
            What::Opened(site) => Some(site.clone()),
            What::Stored(value) => value.get(OPENED).and_then(Value::as_str).map(SiteId::new),
            _ => None,
        }
    }

    /// Of a decision about a visitor: in what capacity somebody receives, or `waiting`.
    #[must_use]
    pub fn decided(&self) -> Option<&'static str> {
        match &self.what {
            What::Answer(Answer::Decision(answer)) => {
                Some(answer.decision.chosen.as_ref().map_or("waiting", |chosen| chosen.capacity.word()))
            }
            _ => None,
        }
    }

    /// Is this the stored reply to an earlier request with the same key?
    #[must_use]
    pub fn replayed(&self) -> bool {
        matches!(self.what, What::Stored(_))
    }
}
