//! What a command or a question gets back: values that adapters print, never sentences.

use serde::{Deserialize, Serialize};

use crate::decision::{Considered, Decision, Incident};
use crate::floor::Gated;
use crate::ids::{Cite, ClauseId, Label, PartyId, StaffId, VisitorId};
use crate::party::Claim;
use crate::share::Share;
use crate::time::Timestamp;
use crate::vocabulary::{Channel, CustomerState, GateStep};

/// The answer to an accepted command.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Done, or already so.
    Done,
    /// Done, by this rule.
    DoneBy(Cite),
    /// Done, and what befell people by it.
    Befell {
        /// By which rule it was done, where one decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cite: Option<Cite>,
        /// Turns that were closed by it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        closed: Vec<Considered>,
        /// Fines, bars, suspensions, warnings.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        incidents: Vec<Incident>,
    },
    /// Written down, though these are not filled in that the clause wants.
    Incomplete {
        /// Which.
        missing: Vec<Label>,
        /// Which clause.
        cite: Cite,
    },
    /// Who receives now.
    Decision(Box<DecisionAnswer>),
    /// A registration's validity and whose the customer is.
    Registered {
        /// Does it give standing?
        valid: bool,
        /// By which rule.
        cite: Cite,
        /// Whose the customer is now.
        owner: Option<StaffId>,
        /// Running number in the public register, of valid entries.
        entry: Option<u64>,
        /// The phone is an earlier customer's.
        #[serde(default)]
        matched: bool,
        /// That customer goes by another name.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        other_name: bool,
    },
    /// A deal's owner and split.
    Deal {
        /// The customer.
        party: PartyId,
        /// Whose they are; nobody's where customers are the house's.
        owner: Option<StaffId>,
        /// Shares that add up to the whole.
        split: Vec<(StaffId, Share)>,
        /// By which rule.
        cite: Cite,
        /// Whose word is missing on the shares proposed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waiting_for: Vec<StaffId>,
        /// Who counts as having closed, where whoever reported it had no part in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed_by: Option<StaffId>,
    },
    /// The gates that stand, and those just lifted.
    Gates(Vec<(StaffId, Gated)>),
    /// The finding in a dispute.
    Dispute {
        /// The number under which a manager settles it.
        #[serde(default)]
        number: Option<u64>,
        /// Whose the customer is.
        owner: Option<StaffId>,
        /// By which rule.
        cite: Cite,
        /// What the finding rests on, in order of time.
        evidence: Vec<Proof>,
        /// The clauses applied, one after the other.
        #[serde(default)]
        applied: Vec<Ground>,
        /// Between whom it is: each is told with what speaks for them, or that nothing does.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        between: Vec<StaffId>,
    },
    /// A post changed hands.
    PostTaken {
        /// Which.
        post: Label,
        /// Who stands now.
        staff: Option<StaffId>,
        /// Until when at the latest.
        until: Option<Timestamp>,
        /// By which rule.
        cite: Cite,
    },
}

/// A decision as told to whoever asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DecisionAnswer {
    /// The decision as it stands.
    pub decision: Decision,
    /// Whether a finding handed the visitor back; only for findings and recognitions.
    pub handed_back: Option<bool>,
    /// Whose cells are open again.
    pub reopened: Vec<StaffId>,
}

/// One step of a finding.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ground {
    /// By which rule.
    pub cite: Cite,
    /// Whom it speaks of.
    pub staff: Option<StaffId>,
    /// What it says.
    pub kind: GroundKind,
}

/// What a step of a finding says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroundKind {
    /// Two people are one customer.
    Household,
    /// Received the customer first.
    FirstReceived,
    /// Has a valid entry of that number in the register.
    Registered(u64),
    /// Followed up, which extends the protection.
    FollowedUp,
    /// The protection is running.
    Protected,
    /// The protection has run out.
    Lapsed,
    /// A lead gave the customer to them.
    Reassigned,
    /// The customer was handed back to them.
    HandedBack,
    /// The customer was theirs before the books began.
    Imported,
    /// Owned the customer when the deal was closed.
    Dealt,
    /// The dispute was raised in time.
    InTime,
}

/// One piece of evidence.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// When.
    pub at: Timestamp,
    /// Whose standing it supports.
    pub staff: StaffId,
    /// What it is.
    pub what: ProofKind,
    /// Running number, for entries of the public register.
    pub entry: Option<u64>,
    /// The visit, for receptions.
    pub visitor: Option<VisitorId>,
    /// The other customer, for relations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<PartyId>,
}

/// A kind of evidence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofKind {
    /// A reception.
    Reception,
    /// An entry of the public register.
    Registration,
    /// A follow-up.
    FollowUp,
    /// The customer was known from elsewhere.
    Import,
    /// The claim as it stands.
    Claim,
    /// The deal.
    Deal,
    /// The customer was known again.
    Recognition,
    /// A proven relation.
    Kinship,
}

/// A question; it changes nothing.
#[derive(Clone, PartialEq, Debug)]
pub enum Question {
    /// Who would receive a new visitor of that channel now, who wants that department.
    Next(Channel, Option<Label>),
    /// The rows of today's sheet, top to bottom.
    Order(Channel, Option<Label>),
    /// Who stands at a post; the pack's first if none is named.
    Post(Option<Label>),
    /// The decision as it stands for a visit that is not over.
    Reception(VisitorId),
    /// Whose a customer is.
    Owner(PartyId),
    /// May somebody take part in the rotation now?
    Eligible(StaffId),
    /// Somebody's fines and warnings.
    Fines(StaffId),
    /// Who is on duty this evening, else outside the hours.
    Duty,
    /// What somebody, or everybody, is asked to do.
    Tasks {
        /// Of one person only.
        staff: Option<StaffId>,
        /// Under one clause only.
        clause: Option<ClauseId>,
        /// About one visit only.
        visitor: Option<VisitorId>,
    },
}

/// The answer to a question.
#[derive(Clone, PartialEq, Debug)]
pub enum Finding {
    /// Who would receive.
    Next(Option<StaffId>),
    /// The rows, and on what the order rests.
    Order(Vec<StaffId>, Option<Cite>),
    /// Who stands, until when, and by which rule.
    Post(Option<(StaffId, Timestamp)>, Cite),
    /// Who is at post A and at post B.
    Desk(Option<StaffId>, Option<StaffId>),
    /// The decision.
    Reception(Box<DecisionAnswer>),
    /// Whose, in what state, protected until when.
    Owner {
        /// The living claim.
        claim: Option<Claim>,
        /// Open or closed, where somebody owns.
        state: Option<CustomerState>,
        /// Inclusive; nothing for a closed customer or protection for good.
        protected_until: Option<Timestamp>,
    },
    /// Eligible or not.
    Eligible {
        /// Who?
        staff: StaffId,
        /// May they?
        eligible: bool,
        /// By which rule not.
        clause: Option<ClauseId>,
        /// Until when not, if that is known.
        until: Option<Timestamp>,
        /// What has to be done to be let in again.
        open: Vec<GateStep>,
    },
    /// What is open or overdue, earliest due first.
    Tasks(Vec<crate::floor::Task>),
    /// On duty.
    Duty {
        /// Consultants.
        staff: Vec<StaffId>,
        /// The secretary at the door.
        secretary: Option<StaffId>,
    },
    /// Fines in cents, warnings, and the end of a suspension that is running.
    Fines {
        /// In cents of the pack's currency.
        fines_cents: u64,
        /// How many.
        warnings: u32,
        /// Exclusive.
        suspended_until: Option<Timestamp>,
    },
}
