//! Why the rules say no: data, never sentences.

use crate::ids::{Cite, ClauseId, Label, PartyId, StaffId, VisitorId};
use crate::time::Timestamp;
use crate::vocabulary::{Finding, OrderSource, Role};

/// A refusal; nothing has changed.
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// Nobody of the house has this id.
    UnknownStaff(StaffId),
    /// No visit has this id.
    UnknownVisitor(VisitorId),
    /// No customer has this id.
    UnknownParty(PartyId),
    /// No department of the house has this name.
    UnknownDepartment(Label),
    /// The pack has no such word for being away.
    UnknownReason(Label),
    /// The house has no such word for a class of visitors.
    UnknownClass(Label),
    /// The pack does not know this clause.
    UnknownClause(ClauseId),
    /// The clock went back.
    ClockWentBack {
        /// The latest instant the site has seen.
        seen: Timestamp,
    },
    /// The fact happened later than it is entered, or too long before.
    LateEntry,
    /// This visit id is taken.
    DuplicateVisitor(VisitorId),
    /// This customer id is taken.
    DuplicateParty(PartyId),
    /// This staff id stands twice.
    DuplicateStaff(StaffId),
    /// Signed in already.
    SignedInAlready(StaffId),
    /// Not signed in.
    NotSignedIn(StaffId),
    /// Away already.
    AwayAlready(StaffId),
    /// Has left the house.
    HasLeft(StaffId),
    /// Is receiving, so cannot step away.
    Receiving(StaffId),
    /// The visit is over, or has not been assigned.
    NotReceived(VisitorId),
    /// The visit is over.
    Over(VisitorId),
    /// The one named is not the one in question (not the receiver, not the owner, not the first in turn).
    NotTheirs {
        /// Who.
        staff: StaffId,
        /// By which rule.
        cite: Cite,
    },
    /// No breach: the policy excepts such visitors.
    NoBreach {
        /// Who is said to have committed it.
        staff: StaffId,
        /// By which rule.
        cite: Cite,
    },
    /// Not the first in turn.
    NotFirstInTurn(StaffId),
    /// Whoever goes would leave the front desk without anybody able to receive.
    DeskEmpty {
        /// Who.
        staff: StaffId,
        /// By which rule.
        cite: Cite,
    },
    /// Has not waited long enough to pass the turn on.
    TooEarly {
        /// Who.
        staff: StaffId,
        /// By which rule.
        cite: Cite,
    },
    /// Somebody without the role that the clause asks for.
    NotAuthorised {
        /// Who.
        staff: StaffId,
        /// One of these roles is needed.
        needs: Vec<Role>,
        /// By which rule.
        cite: Cite,
    },
    /// The pack has no rule for this.
    NotInPolicy(&'static str),
    /// The order named is none of the pack's.
    OrderNotAllowed(OrderSource),
    /// The pack has no rule for this finding.
    NothingFollows(Finding),
    /// No make-up waits to be asked for.
    NothingToClaim(StaffId),
    /// A finding or a recognition must name a customer; there is none or more than one.
    WhichCustomer(StaffId),
    /// The customer has no owner and nobody received them.
    NoOwner(PartyId),
    /// They have bought already.
    DealtAlready(PartyId),
    /// Too long after the deal.
    DisputeTooLate(Cite),
    /// Shares that do not add up to the whole.
    BadShares,
    /// Shares agreed on, in a house that splits by its own rule alone.
    NoAgreedSplit(Cite),
    /// Nobody of that capacity can receive.
    CannotReceive(StaffId),
    /// The window for taking back is over.
    UndoTooLate(Cite),
    /// This visit's assignment was not the last one.
    NotTheLast(VisitorId),
    /// Something has come of the assignment since: it cannot be taken back as if nothing had been.
    Overtaken(VisitorId),
    /// The only chance was missed.
    OutForGood {
        /// Whose.
        staff: StaffId,
        /// By which rule.
        cite: Cite,
    },
    /// A month that has not begun, or one too long past.
    NoSuchMonth,
    /// The date is not a future local midnight.
    BindTooLate,
    /// No dispute of that number is open.
    NoSuchDispute(u64),
    /// What a clause wants written down is not complete.
    IncompleteRecord {
        /// What was not filled in.
        missing: Vec<Label>,
        /// By which rule.
        cite: Cite,
    },
    /// Larger than the engine takes (people, party sizes).
    TooLarge(&'static str),
}

impl Refusal {
    /// A stable name for clients.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownStaff(_) => "unknown_staff",
            Self::UnknownVisitor(_) => "unknown_visitor",
            Self::UnknownParty(_) => "unknown_customer",
            Self::UnknownDepartment(_) => "unknown_department",
            Self::UnknownReason(_) => "unknown_reason",
            Self::UnknownClass(_) => "unknown_class",
            Self::UnknownClause(_) => "unknown_clause",
            Self::ClockWentBack { .. } => "clock_went_back",
            Self::LateEntry => "late_entry",
            Self::DuplicateVisitor(_) => "duplicate_visitor",
            Self::DuplicateParty(_) => "duplicate_customer",
            Self::DuplicateStaff(_) => "duplicate_staff",
            Self::SignedInAlready(_) => "signed_in_already",
            Self::NotSignedIn(_) => "not_signed_in",
            Self::AwayAlready(_) => "away_already",
            Self::HasLeft(_) => "has_left",
            Self::Receiving(_) => "receiving",
            Self::NotReceived(_) => "not_received",
            Self::Over(_) => "visit_over",
            Self::NotTheirs { .. } => "not_theirs",
            Self::NoBreach { .. } => "no_breach",
            Self::NotFirstInTurn(_) => "not_first_in_turn",
            Self::DeskEmpty { .. } => "desk_empty",
            Self::TooEarly { .. } => "too_early",
            Self::NotAuthorised { .. } => "not_authorised",
            Self::NotInPolicy(_) => "not_in_policy",
            Self::OrderNotAllowed(_) => "order_not_allowed",
            Self::NothingFollows(_) => "nothing_follows",
            Self::NothingToClaim(_) => "nothing_to_claim",
            Self::WhichCustomer(_) => "which_customer",
            Self::NoOwner(_) => "no_owner",
            Self::DealtAlready(_) => "dealt_already",
            Self::DisputeTooLate(_) => "dispute_too_late",
            Self::BadShares => "bad_shares",
            Self::NoAgreedSplit(_) => "no_agreed_split",
            Self::CannotReceive(_) => "cannot_receive",
            Self::UndoTooLate(_) => "undo_too_late",
            Self::NotTheLast(_) => "not_the_last",
            Self::Overtaken(_) => "overtaken",
            Self::OutForGood { .. } => "out_for_good",
            Self::NoSuchMonth => "no_such_month",
            Self::BindTooLate => "bind_too_late",
            Self::NoSuchDispute(_) => "unknown_dispute",
            Self::IncompleteRecord { .. } => "incomplete_record",
            Self::TooLarge(_) => "too_large",
        }
    }

    /// The clause it rests on, if any.
    #[must_use]
    pub fn clause(&self) -> Option<&ClauseId> {
        match self {
            Self::NotTheirs { cite, .. }
            | Self::NoBreach { cite, .. }
            | Self::NotAuthorised { cite, .. }
            | Self::OutForGood { cite, .. }
            | Self::IncompleteRecord { cite, .. }
            | Self::DeskEmpty { cite, .. }
            | Self::TooEarly { cite, .. }
            | Self::DisputeTooLate(cite)
            | Self::NoAgreedSplit(cite)
            | Self::UndoTooLate(cite) => cite.clause(),
            _ => None,
        }
    }
}
