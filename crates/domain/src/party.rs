//! A party: one customer as the policy counts them, who holds them, on what evidence and until when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::decision::Cell;
use crate::ids::{Cite, PartyId, StaffId, VisitorId};
use crate::share::Share;
use crate::time::Timestamp;
use crate::vocabulary::{Capacity, Channel, CustomerState, Relation};

/// One customer of a site; names and phones live elsewhere.
///
/// Invariant: at most one claim is alive, so a party never has two owners.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Party {
    /// Who.
    pub id: PartyId,
    /// Found to be the same customer as another: everything stands there.
    pub merged_into: Option<PartyId>,
    /// When the books first knew of them.
    pub since: Timestamp,
    /// They have not come in person or written so far: every visit was a call (trivially so before the first).
    pub calls_only: bool,
    /// Who served them last.
    pub contact: Option<StaffId>,
    /// The civil day on which they were last received.
    pub last_day: Option<NaiveDate>,
    /// Who holds them.
    pub claim: Option<Claim>,
    /// The hold before the present one: a late entry may revive one that lapsed, an undone reception restores one
    /// that it had replaced. Nothing where a person ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<Claim>,
    /// The last valid registration.
    pub registration: Option<Registration>,
    /// Each signer's first valid registration since the present hold began: what the public register says in a
    /// dispute. In order of time; bounded by [`Party::ENTRIES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub register: Vec<Registration>,
    /// Each consultant's latest follow-up, in order of time; bounded by [`Party::ENTRIES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// Their latest visits, newest last; bounded by [`Party::VISITS`].
    pub visits: Vec<Visit>,
    /// Proven relations.
    pub kin: Vec<Kin>,
    /// What they bought, if they have.
    pub deal: Option<Deal>,
    /// Their only reception was taken back: to the rules they are unknown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unmet: bool,
}

/// A consultant's hold on a party.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Whose.
    pub staff: StaffId,
    /// Since when.
    pub since: Timestamp,
    /// On what it rests.
    pub evidence: Evidence,
    /// The instant from which protection runs: the claim's begin, the last registration, the last follow-up that
    /// counts.
    pub runs_from: Timestamp,
    /// Has the owner (or their stand-in) followed up or invited since?
    pub followed_up: bool,
    /// When first; nothing where it was before anything that the books tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_up_at: Option<Timestamp>,
    /// Whether they have bought; a deal ends the protection clock.
    pub state: CustomerState,
    /// Given by a manager after another had left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redistributed: bool,
    /// Taken by a manager from somebody for poor service.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub for_service: bool,
}

/// On what a claim rests.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A reception, by its visit.
    Reception(VisitorId),
    /// An entry of the public register, by running number.
    Registration(u64),
    /// Known from elsewhere.
    Import,
    /// A referral by this party.
    Referral(PartyId),
    /// Handed back after being known again.
    HandBack(VisitorId),
    /// A manager's decision.
    Reassigned,
}

/// An entry of the public register.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Registration {
    /// Running number.
    pub entry: u64,
    /// When.
    pub at: Timestamp,
    /// Who signed.
    pub signed_by: StaffId,
}

/// A follow-up on record.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FollowUp {
    /// Who followed up.
    pub by: StaffId,
    /// When it happened.
    pub at: Timestamp,
}

/// One visit's facts, as far as a later deal or dispute may ask for them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Visit {
    /// The visit.
    pub visitor: VisitorId,
    /// How they came.
    pub channel: Channel,
    /// When.
    pub at: Timestamp,
    /// Who received.
    pub staff: StaffId,
    /// In what capacity.
    pub capacity: Capacity,
    /// Whose they were when they came.
    pub first: Option<StaffId>,
    /// That consultant could not receive when they came: off the floor, or busy.
    pub first_absent: bool,
    /// To whom the referring customer belongs, where another received.
    pub referral: Option<StaffId>,
    /// Another consultant's customer, known again too late.
    pub recognised_late: Option<StaffId>,
    /// Whoever received was the stand-in that the owner had named.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stand_in: bool,
    /// For whom they asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_for: Option<StaffId>,
    /// Who had invited them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<StaffId>,
    /// Who was on the floor when they came, a bit for each of the house in the order of joining: a registration may
    /// tell only after the visit whose customer it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub there: Vec<u64>,
    /// The cell that the reception has used and nothing has given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<Cell>,
    /// Received as a courtesy: the cell is given back at the leaving unless a deal is made that day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// To whom a valid registration of this visit gives the customer, where the rule says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant_for: Option<StaffId>,
    /// Consultants who joined the reception.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<StaffId>,
}

/// A proven relation to another party.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Kin {
    /// To whom.
    pub to: PartyId,
    /// What.
    pub relation: Relation,
    /// The supervisor who accepted it for the case.
    pub approved_by: Option<StaffId>,
}

/// A deal and how its commission was split; the claims alive on its day are frozen in it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Deal {
    /// When.
    pub at: Timestamp,
    /// Who closed.
    pub closer: StaffId,
    /// Whose the customer is.
    pub owner: StaffId,
    /// Shares; they add up to the whole.
    pub split: Vec<(StaffId, Share)>,
    /// By which rule.
    pub cite: Cite,
    /// The visit in which it was closed, if one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<VisitorId>,
    /// What people concerned said of the split, as long as somebody may still join in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
    /// The split is what they agreed on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub agreed: bool,
    /// Somebody else bought, no relation of the registered customer, who stays open (P01-11-5).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_another: bool,
}

impl Party {
    /// How many visits are kept.
    pub const VISITS: usize = 8;
    /// How many registrations and follow-ups are kept as evidence.
    pub const ENTRIES: usize = 8;
}

mod agreement;
mod claim;
mod closing;
mod deal;
mod dispute;
mod evolve;
mod follow_up;
mod found;
mod hand_over;
mod house;
mod import;
mod kin;
mod merge;
mod one_customer;
mod provisional;
mod receive;
mod register;
mod settle;
mod split;
mod standing;
mod take_back;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod laws;

pub use agreement::Word;
pub use claim::lapse;
pub use deal::deal;
pub use dispute::dispute;
pub use follow_up::{follow_up, followed_up};
pub use found::{FirstFacts, first_match};
pub use hand_over::{Reassigning, reassign, release};
pub use import::import;
pub use kin::{Relating, kin};
pub use merge::{Merger, Stands, after, merged};
pub use provisional::{courtesy, found_to_be, given_back, joined};
pub use receive::{belongs_to, known_too_late, meant_for, received};
pub use register::register;
pub use settle::overruled;
pub use split::{DealFacts, Split, split};
pub use standing::standing_of;
pub use take_back::taken_back;
