//! The answer to "who receives?": chosen, passed over, with what cause, outcome and clause; the explanation is the event.

use serde::{Deserialize, Serialize};

use crate::ids::{Cite, Label, PartyId, PolicyRef, StaffId, VisitorId};
use crate::time::Timestamp;
use crate::turn_table::TableId;
use crate::vocabulary::{Capacity, Cause, CellUse, Channel, CustomerState, Outcome, Precedence, Receiver};

/// One decision about one visitor.
///
/// Invariant: `because` names each person once, in the order of the scan; a decision with `chosen: None` moves no
/// cell except where an item says that it falls at the arrival (`falls_now`).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// When it counts from.
    pub at: Timestamp,
    /// The pack and version it was made by.
    pub policy: PolicyRef,
    /// The visit.
    pub visitor: VisitorId,
    /// Their party.
    pub party: PartyId,
    /// How they came; also names the table (after sharing, see [`Decision::table`]).
    pub channel: Channel,
    /// The table that was scanned.
    pub table: TableId,
    /// The department whose sheet that is, where each has sheets of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Label>,
    /// Who receives, or `None`: the visitor waits.
    pub chosen: Option<Chosen>,
    /// Everybody considered, in order.
    pub because: Vec<Considered>,
    /// Those to whom the visit would rather have gone (the owner, the one asked for) and why they could not; they
    /// lose nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rather: Vec<Considered>,
    /// What befell people besides.
    pub incidents: Vec<Incident>,
    /// Whose the customer is from now on; `None` leaves it as it was.
    pub belongs_to: Option<StaffId>,
    /// To whom a valid registration of this visit will give the customer, where the rule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant_for: Option<StaffId>,
    /// Who may still choose: to receive the visitor too, or who proxies (P01-8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice_of: Option<StaffId>,
    /// Who named the one who receives, where it was not the visitor: the one in turn (P14-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_by: Option<StaffId>,
    /// Who helps with a large party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistance: Option<Assistance>,
    /// On what it rests who the visitor is, where the books knew them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<KnownBy>,
    /// What moved a visitor who had been assigned before: a call in vain, a hand-back, a dispatch.
    pub moved: Option<Moved>,
    /// Others had waited longer and could have been received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Ahead>,
    /// Nobody receives by oneself: the visitor waits for this person's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits: Option<Awaits>,
    /// What ties the receiver to a customer who is not theirs: they served them last, or a customer of theirs sent them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie: Option<Receiver>,
    /// The best match, and yet nobody able had every skill that is needed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unskilled: bool,
}

/// Whose choice a visitor waits for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Awaits {
    /// A lead's, or that of the one in turn.
    pub whose: Receiver,
    /// By which rule.
    pub cite: Cite,
}

/// A waiting visitor who was received before others who had come earlier.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ahead {
    /// Before whom, by arrival.
    pub of: Vec<VisitorId>,
    /// By what.
    pub by: Precedence,
    /// By which rule.
    pub cite: Cite,
}

/// Who helps with a large party, and by which rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Assistance {
    /// Who, in the order of the table.
    pub staff: Vec<StaffId>,
    /// By which rule.
    pub cite: Cite,
}

/// On what it rests that a visitor is a customer of the books.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownBy {
    /// Their phone.
    Phone,
    /// Their phone, under which the books know another name.
    PhoneOtherName,
    /// Their id, as somebody named it.
    Customer,
}

/// Who receives and on what.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Chosen {
    /// Who.
    pub staff: StaffId,
    /// In what capacity.
    pub capacity: Capacity,
    /// The cell used, if one is.
    pub cell: Option<Cell>,
    /// How the cell is used.
    pub cell_use: CellUse,
    /// By which rule.
    pub cite: Cite,
}

impl Decision {
    /// A decision as it stood for somebody whose visit is over: who received, and nothing of why not the others.
    pub(crate) fn standing(policy: PolicyRef, party: PartyId, table: TableId, chosen: Chosen) -> Self {
        let told = Considered::passed(chosen.staff.clone(), None, Outcome::Chosen, chosen.cite.clone());
        Self {
            at: Timestamp::default(),
            policy,
            visitor: VisitorId::new(party.as_str()),
            party,
            channel: table.channel,
            table,
            department: None,
            chosen: Some(chosen),
            because: vec![told],
            rather: Vec::new(),
            incidents: Vec::new(),
            belongs_to: None,
            meant_for: None,
            choice_of: None,
            named_by: None,
            assistance: None,
            known_by: None,
            moved: None,
            ahead: None,
            awaits: None,
            tie: None,
            unskilled: false,
        }
    }
}

impl Chosen {
    /// Is the cell that they were found by open again already?
    #[must_use]
    pub fn given_back(&self) -> bool {
        self.cell.is_some() && self.cell_use == CellUse::Reopened
    }

    /// Does the reception use a turn?
    #[must_use]
    pub fn uses_turn(&self) -> bool {
        self.cell.is_some() && self.cell_use != CellUse::Reopened
    }
}

/// A cell of a turn table: a round (from 1) of somebody's row, with the rank it had while open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// The round.
    pub round: u32,
    /// Whether and how it had been passed over before.
    pub rank: Rank,
}

/// How an open cell is ranked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Never passed over.
    Fresh,
    /// Deferred or reopened with priority: before all others.
    Priority,
    /// Deferred or reopened, in its place.
    Ordinary,
    /// Deferred on claim: skipped until its owner asks for it.
    Unclaimed,
}

/// Somebody the scan came upon.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Considered {
    /// Who.
    pub staff: StaffId,
    /// What became of their cells; [`Outcome::Chosen`] for the one who receives.
    pub outcome: Outcome,
    /// Why they could not receive; `None` for the one chosen.
    pub cause: Option<Cause>,
    /// By which rule.
    pub cite: Cite,
    /// The outcome falls although nobody receives (at the arrival), not only with the reception.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub falls_now: bool,
    /// Their cell had been closed at once since the table's last decision: told here, changed there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed_before: bool,
    /// Deferred within the grace of a running absence; forfeited if the absence outlasts it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_grace: bool,
    /// At most so many deferred cells for this absence; the rest are forfeited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u8>,
    /// So many of their cells go by unmade-up at this very arrival, for `cap` are deferred already (P01-4a), or for the
    /// round at whose end they would stand is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<u32>,
    /// It counts as a turn given up by choice: so many on this day now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_up: Option<u32>,
}

impl Considered {
    /// Somebody who could not receive, by one rule.
    #[must_use]
    pub fn passed(staff: StaffId, cause: Option<Cause>, outcome: Outcome, cite: Cite) -> Self {
        Self {
            staff,
            outcome,
            cause,
            cite,
            falls_now: false,
            closed_before: false,
            in_grace: false,
            cap: None,
            lost: None,
            given_up: None,
        }
    }
}

/// Something that befell a person: a fine, a bar, a suspension, a warning.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Incident {
    /// Whom.
    pub staff: StaffId,
    /// By which rule.
    pub cite: Cite,
    /// A fine in cents of the pack's currency.
    pub fine_cents: Option<u32>,
    /// Out of the rotation until then (the local midnight that ends the day).
    pub barred_until: Option<Timestamp>,
    /// Suspended from the rotation until then.
    pub suspended_until: Option<Timestamp>,
    /// A warning on record.
    pub warning: bool,
    /// One turn in every two rounds from now on.
    pub alternate: bool,
}

/// What became of an earlier assignment of the same visitor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Moved {
    /// Who had been assigned.
    pub from: StaffId,
    /// Was the visitor handed back to the one whose customer they are?
    pub handed_back: bool,
    /// Whether the customer so handed back has bought; nothing where that is not known, or none was handed back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<CustomerState>,
    /// The cell that the former assignment had used is open again, with this rank.
    pub reopened: Option<Rank>,
}
