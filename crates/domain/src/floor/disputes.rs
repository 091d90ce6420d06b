//! Disputes: numbered when they are opened, open until a manager confirms the finding or overrules it.

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::command::{Context, Settling};
use crate::event::{Event, FloorEvent};
use crate::floor::Floor;
use crate::floor::conduct::authorised;
use crate::ids::{Cite, Label, PartyId, StaffId};
use crate::party;
use crate::policy::Authority;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;

/// How many disputes may be open; a further one takes the oldest one's place, so that a floor does not grow where nobody
/// settles anything.
const MOST_OPEN: usize = 100;

/// A dispute and what was found.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dispute {
    /// Its number among the site's disputes.
    pub number: u64,
    /// The customer.
    pub party: PartyId,
    /// Between whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub between: Vec<StaffId>,
    /// When it was opened.
    pub at: Timestamp,
    /// Whose the customer was found to be.
    pub owner: Option<StaffId>,
    /// By which rule.
    pub cite: Cite,
}

/// How a dispute was settled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settlement {
    /// Which dispute.
    pub number: u64,
    /// The customer.
    pub party: PartyId,
    /// The manager.
    pub by: StaffId,
    /// To whom the customer goes; nothing: the finding stands.
    pub to: Option<StaffId>,
    /// Why.
    pub why: Option<String>,
}

/// Opens a dispute: the finding, and a number under which a manager settles it. Who asks again while it is open gets the
/// same number; where the evidence has changed since, the new finding is noted under it.
pub(crate) fn open(
    view: View<'_>,
    party: &PartyId,
    between: &[StaffId],
    context: &Context,
) -> Result<Accepted, Refusal> {
    let mut accepted = party::dispute(view, party, between, context)?;
    let Answer::Dispute { number, owner, cite, .. } = &mut accepted.answer else { return Ok(accepted) };
    let id = view.books.get(party).map_or_else(|| party.clone(), |known| known.id.clone());
    let known = view.floor.disputes.iter().find(|open| open.party == id);
    let opened = Dispute {
        number: known.map_or(view.floor.dispute_number + 1, |open| open.number),
        party: id,
        between: between.to_vec(),
        at: context.happened_at,
        owner: owner.clone(),
        cite: cite.clone(),
    };
    *number = Some(opened.number);
    let same = known.is_some_and(|open| open.owner == opened.owner && open.cite == opened.cite);
    if !same {
        accepted.events.push(Event::Floor(FloorEvent::Disputed(Box::new(opened))));
    }
    Ok(accepted)
}

/// A manager confirms the finding, or overrules it with a reason.
pub(crate) fn settle(view: View<'_>, settling: &Settling, context: &Context) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let open = view.floor.disputes.iter().find(|open| open.number == settling.dispute);
    let open = open.ok_or(Refusal::NoSuchDispute(settling.dispute))?;
    authorised(view.floor, &settling.by, Authority::Manager, &rules.dispute)?;
    let party = view.books.get(&open.party).ok_or_else(|| Refusal::UnknownParty(open.party.clone()))?;
    let given = settling.why.as_deref().is_some_and(|why| !why.trim().is_empty());
    let mut events = Vec::new();
    if let Some(to) = &settling.to {
        if !given {
            let missing = vec![Label::new("why")];
            return Err(Refusal::IncompleteRecord { missing, cite: rules.dispute.clone() });
        }
        events = party::overruled(view, party, to, settling, context)?;
    }
    events.push(Event::Floor(FloorEvent::Settled(Box::new(Settlement {
        number: open.number,
        party: party.id.clone(),
        by: settling.by.clone(),
        to: settling.to.clone(),
        why: settling.why.clone(),
    }))));
    let books = party::after(view.books, &events);
    let judged = party::dispute(View { books: &books, ..view }, &party.id, &open.between, context);
    // After the window for disputes a settlement still answers; only a new one comes too late.
    let answer = judged.map_or(Answer::Done, |accepted| accepted.answer);
    let answer = match answer {
        Answer::Dispute { owner, cite, evidence, applied, between, .. } => {
            Answer::Dispute { number: Some(open.number), owner, cite, evidence, applied, between }
        }
        other => other,
    };
    Ok(Accepted { events, answer })
}

impl Floor {
    pub(crate) fn open_dispute(&mut self, dispute: &Dispute) {
        self.dispute_number = self.dispute_number.max(dispute.number);
        self.disputes.retain(|open| open.number != dispute.number);
        if self.disputes.len() >= MOST_OPEN {
            self.disputes.remove(0);
        }
        self.disputes.push(dispute.clone());
    }

    pub(crate) fn close_dispute(&mut self, number: u64) {
        self.disputes.retain(|open| open.number != number);
    }

    /// Two customers are one: disputes follow.
    pub(crate) fn disputes_follow(&mut self, from: &PartyId, into: &PartyId) {
        for open in self.disputes.iter_mut().filter(|open| open.party == *from) {
            open.party = into.clone();
        }
    }
}
