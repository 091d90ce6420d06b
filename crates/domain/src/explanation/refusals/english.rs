//! Refusals in English.

use crate::refusal::Refusal;
use crate::vocabulary::{Finding, OrderSource, Role};

pub(super) const fn title(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownStaff(_) => "Unknown person",
        Refusal::UnknownVisitor(_) => "Unknown visit",
        Refusal::UnknownParty(_) => "Unknown customer",
        Refusal::UnknownReason(_) => "Unknown reason",
        Refusal::UnknownClass(_) => "Unknown class",
        Refusal::UnknownClause(_) => "Unknown clause",
        Refusal::UnknownDepartment(_) => "Unknown department",
        Refusal::ClockWentBack { .. } => "The clock went back",
        Refusal::LateEntry => "Not within the time for late entries",
        Refusal::DuplicateVisitor(_) => "Visit id taken",
        Refusal::DuplicateParty(_) => "Customer id taken",
        Refusal::DuplicateStaff(_) => "Staff id stands twice",
        Refusal::SignedInAlready(_) => "Signed in already",
        Refusal::NotSignedIn(_) => "Not signed in",
        Refusal::AwayAlready(_) => "Away already",
        Refusal::HasLeft(_) => "Has left the house",
        Refusal::Receiving(_) => "Receiving a visitor",
        Refusal::NotReceived(_) => "Nobody is receiving this visitor",
        Refusal::Over(_) => "The visit is over",
        Refusal::NotTheirs { .. } => "Not this person's to do",
        Refusal::NoBreach { .. } => "No breach",
        Refusal::NotFirstInTurn(_) => "Not first in turn",
        Refusal::DeskEmpty { .. } => "The desk would be empty",
        Refusal::TooEarly { .. } => "Too early to pass the turn on",
        Refusal::NotAuthorised { .. } => "Not authorised",
        Refusal::NotInPolicy(_) => "Not in the policy",
        Refusal::OrderNotAllowed(_) => "Order not in the policy",
        Refusal::NothingFollows(_) => "The policy says nothing on this finding",
        Refusal::NothingToClaim(_) => "No make-up to ask for",
        Refusal::WhichCustomer(_) => "Customer not named",
        Refusal::NoOwner(_) => "The customer has no owner",
        Refusal::DealtAlready(_) => "The customer has bought already",
        Refusal::DisputeTooLate(_) => "Too late for a dispute",
        Refusal::BadShares => "Shares do not add up",
        Refusal::NoAgreedSplit(_) => "This house splits by its own rule",
        Refusal::CannotReceive(_) => "Cannot receive now",
        Refusal::UndoTooLate(_) => "Too late to take back",
        Refusal::NotTheLast(_) => "Not the last assignment",
        Refusal::Overtaken(_) => "Overtaken by events",
        Refusal::OutForGood { .. } => "Out for good",
        Refusal::NoSuchMonth => "No such month",
        Refusal::BindTooLate => "Bad first day",
        Refusal::NoSuchDispute(_) => "No such dispute",
        Refusal::IncompleteRecord { .. } => "Record not complete",
        Refusal::TooLarge(_) => "Not a possible size",
    }
}

/// What stands before and after the particular; the sentence's end follows.
pub(super) const fn around(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::UnknownStaff(_) => ("Nobody of the house has the id ", ""),
        Refusal::UnknownVisitor(_) => ("No visit has the id ", ""),
        Refusal::UnknownParty(_) => ("No customer has the id ", ""),
        Refusal::UnknownClass(_) => ("The pack has no class of visitors called ", ""),
        Refusal::UnknownReason(_) => ("The pack has no word ", " for being away"),
        Refusal::UnknownClause(_) => ("This house's policy has no clause ", ""),
        Refusal::UnknownDepartment(_) => ("Nobody of the house belongs to a department ", ""),
        Refusal::ClockWentBack { .. } => ("Time cannot go back; the site has already seen ", ""),
        Refusal::LateEntry => ("It happened later than it is entered, or too long before", ""),
        Refusal::DuplicateVisitor(_) => ("Another visit has the id ", ""),
        Refusal::DuplicateParty(_) => ("Another customer has the id ", ""),
        Refusal::DuplicateStaff(_) => ("The staff id ", " stands twice"),
        Refusal::SignedInAlready(_) => ("", " is signed in already"),
        Refusal::NotSignedIn(_) => ("", " is not signed in"),
        Refusal::AwayAlready(_) => ("", " is away already"),
        Refusal::HasLeft(_) => ("", " has left the house"),
        Refusal::Receiving(_) => ("", " is receiving a visitor and cannot step away"),
        Refusal::NotReceived(_) => ("Nobody is receiving ", ": not assigned yet, or over"),
        Refusal::Over(_) => ("The visit of ", " is over"),
        Refusal::NotTheirs { .. } => {
            ("This is not for ", " to do: not the receiver, the owner or the first in turn")
        }
        Refusal::NoBreach { .. } => {
            ("", " has committed no breach: the policy names no consequence for it, or excepts such visitors")
        }
        Refusal::NotFirstInTurn(_) => ("", " is not first in turn and has no turn to pass on or give up"),
        Refusal::DeskEmpty { .. } => ("", " would leave the desk without anybody able to receive"),
        Refusal::TooEarly { .. } => ("", " has not waited at the front long enough to pass the turn on"),
        Refusal::NotAuthorised { .. } => ("", " may not do this; needed: "),
        Refusal::NotInPolicy(_) => ("This house's policy has no rule for \"", "\""),
        Refusal::OrderNotAllowed(_) => ("This house's policy does not allow an order ", ""),
        Refusal::NothingFollows(_) => ("This house's policy does not say what follows when ", ""),
        Refusal::NothingToClaim(_) => ("", " has no make-up that waits to be asked for"),
        Refusal::WhichCustomer(_) => ("It is not clear which customer of ", " is meant; name one"),
        Refusal::NoOwner(_) => ("Customer ", " has no owner and nobody has received them"),
        Refusal::DealtAlready(_) => ("Customer ", " has bought already"),
        Refusal::DisputeTooLate(_) => ("The time in which the deal could be disputed is over", ""),
        Refusal::BadShares => ("The shares do not add up to the whole", ""),
        Refusal::NoAgreedSplit(_) => {
            ("This house splits by its own rule, whatever the people concerned agree on", "")
        }
        Refusal::CannotReceive(_) => ("", " cannot receive now"),
        Refusal::UndoTooLate(_) => ("The time in which the assignment could be taken back is over", ""),
        Refusal::NotTheLast(_) => {
            ("The assignment of visitor ", " was not the last one and cannot be taken back")
        }
        Refusal::Overtaken(_) => {
            ("Something has come of the assignment of visitor ", " since; it cannot be taken back")
        }
        Refusal::OutForGood { .. } => ("", " missed the only chance and takes part no more"),
        Refusal::NoSuchMonth => ("That month has not begun yet, or is too long past", ""),
        Refusal::BindTooLate => ("A policy takes effect at a midnight still to come", ""),
        Refusal::NoSuchDispute(_) => ("No dispute is open under the number ", ""),
        Refusal::IncompleteRecord { .. } => {
            ("What the clause wants written down is not complete; missing: ", "")
        }
        Refusal::TooLarge(_) => ("Not a size that can be taken: ", ""),
    }
}

pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Consultant => "consultant",
        Role::Secretary => "secretary",
        Role::Operator => "operator",
        Role::Supervisor => "supervisor",
        Role::Manager => "manager",
    }
}

pub(super) const fn order(source: OrderSource) -> &'static str {
    match source {
        OrderSource::SignIn => "by sign-in",
        OrderSource::Fixed => "by a fixed list",
        OrderSource::LastMonth => "by last month's sales",
        OrderSource::Yesterday => "by yesterday's sales",
        OrderSource::FirstArrival => "by first arrival at work",
        OrderSource::EqualCounts => "by accumulated receptions",
    }
}

pub(super) const fn finding(finding: Finding) -> &'static str {
    match finding {
        Finding::NonBuyer => "a visitor is no buyer",
        Finding::Survey => "a visitor is a surveyor",
        Finding::CustomerOf => "a visitor is a colleague's customer",
        Finding::Brief => "a visit is a brief enquiry only",
        Finding::Recognised => "a visitor is recognised by their first consultant",
        Finding::Registered => "a registration matches a known customer",
    }
}
