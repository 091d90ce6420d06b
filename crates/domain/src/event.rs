//! What happened: the facts of which the state is a fold. Stored for good, so every form ever written stays readable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::decision::{Decision, Incident, Rank};
use crate::floor::{Absence, Arrival, AtPost, Figures, Floor, Gated, Member, Undoable};
use crate::ids::{Cite, ClauseId, Label, PartyId, StaffId, VisitorId};
use crate::party::{Claim, Deal, Kin, Party, Registration, Visit};
use crate::time::Timestamp;
use crate::turn_table::TableId;
use crate::vocabulary::{Channel, GateStep, Grade, Metric, Permission};

/// A fact about a site.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// On the floor.
    Floor(FloorEvent),
    /// About one party.
    Party(PartyId, PartyEvent),
}

/// A fact about the floor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FloorEvent {
    /// The site exists, with this floor.
    Opened(Box<Floor>),
    /// Somebody joined the house, or their particulars changed.
    MemberSet(Box<Member>),
    /// A pack applies from that local midnight on.
    PolicyBound(crate::floor::NextPolicy),
    /// The bound pack is in force.
    PolicyTookEffect,
    /// The first thing on a civil day.
    DayBegan(NaiveDate),
    /// Local midnight: receptions end, everybody is signed out, what does not run on lapses.
    DayEnded(NaiveDate),
    /// On the floor; a second sign-in on a day restores the row.
    SignedIn(StaffId),
    /// Off the floor.
    SignedOut(StaffId),
    /// Signed out while first in turn, where leaving so costs the turn: should they be back on this day, it is lost.
    LeftInTurn {
        /// Who.
        staff: StaffId,
        /// The table of their turn.
        table: TableId,
        /// The round of the cell that was the first in turn.
        round: u32,
    },
    /// Away from the floor.
    SteppedAway(StaffId, Absence),
    /// Back on the floor.
    CameBack(StaffId),
    /// Cells deferred on claim are asked for.
    Claimed(StaffId),
    /// An absence outlasted its grace: the cells deferred in it are forfeited.
    GraceOver {
        /// Whose.
        staff: StaffId,
        /// By which rule.
        cite: Cite,
    },
    /// A cell of the first in turn was closed at once (given up, left without leave).
    CellClosed {
        /// The table.
        table: TableId,
        /// Who, with what outcome and cause.
        closed: crate::decision::Considered,
        /// Signed in but counted as off (on private leave): their earlier cells become blank, as those of people who
        /// are not signed in.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        off: Vec<StaffId>,
    },
    /// A turn was given up by choice: so many on this day now; a running absence is counted with it.
    GaveUp(StaffId, u32),
    /// Others are at the front of the desk now, or nobody.
    FrontsChanged(Vec<crate::floor::Front>),
    /// Somebody came, called or wrote in at that instant; they wait until the decision that follows.
    Arrived(Box<Arrival>, Timestamp),
    /// What the books say of a visitor who waits has changed since they came.
    StandingChanged(VisitorId, Box<crate::floor::Standing>),
    /// The one assigned did not come; the visitor waits again and they are not considered for this visitor.
    CalledInVain {
        /// The visit.
        visitor: VisitorId,
        /// Who was called.
        staff: StaffId,
        /// What became of their cell, if they had used one.
        closed: Option<crate::decision::Considered>,
    },
    /// The one assigned is taken off (handed back, dispatched elsewhere, undone); the visitor waits again.
    TakenOff {
        /// The visit.
        visitor: VisitorId,
        /// Who.
        staff: StaffId,
        /// Their cell is open again with this rank.
        reopened: Option<Rank>,
    },
    /// Who receives, or nobody yet.
    Decided(Box<Decision>),
    /// What the assignment just made has changed, where the pack lets it be taken back.
    Undoable(Box<Undoable>),
    /// The last assignment is taken back: everything is as it was, and the visitor waits again.
    Undone {
        /// The visit.
        visitor: VisitorId,
        /// Who had been assigned.
        staff: StaffId,
    },
    /// Somebody helps.
    Assisted(VisitorId, StaffId),
    /// The visit is over; a waiting visitor left unserved.
    Left(VisitorId),
    /// A cell taken for this visit is open again.
    Reopened {
        /// The visit.
        visitor: VisitorId,
        /// With this rank.
        rank: Rank,
    },
    /// The cell of this visit is given back at the leaving unless a deal is made before (P01-9c).
    MadeProvisional(VisitorId),
    /// A deal was made while the visitor was there: the provisional cell stays used.
    CellKept(VisitorId),
    /// A cell that a visit had used is open again, though the visit is over.
    CellGivenBack {
        /// The table.
        table: TableId,
        /// Whose.
        staff: StaffId,
        /// Its round.
        round: u32,
        /// With this rank.
        rank: Rank,
    },
    /// A deal followed on the day: the cell given back is used after all, or another in its place.
    CellWithdrawn {
        /// The table.
        table: TableId,
        /// Whose.
        staff: StaffId,
        /// The round of the cell that is used now.
        round: u32,
    },
    /// The order is suspended on a channel.
    OrderSuspended(Channel),
    /// The order is in force again.
    OrderResumed(Channel),
    /// A stand-in was named.
    Delegated(StaffId, crate::floor::Delegate),
    /// A manager permitted something for one reception.
    Permitted(StaffId, Permission),
    /// A fine, bar, suspension or warning.
    Incurred(Incident),
    /// A penalty or a gate was ended.
    Cleared(StaffId, ClauseId),
    /// Figures of a month are in.
    FiguresIn(Vec<Figures>),
    /// What was counted in that month has become its figures.
    MonthCounted(NaiveDate),
    /// A month's figures keep somebody out of the rotation.
    Gated(StaffId, Box<Gated>),
    /// Something that a gate asks for was done, and more is asked for.
    GateStep {
        /// Whose, and by which rule.
        gate: GateName,
        /// What was done.
        step: GateStep,
    },
    /// A gate's test was failed.
    GateFailed {
        /// Whose, and by which rule.
        gate: GateName,
        /// It was the only chance.
        last: bool,
    },
    /// A gate keeps somebody out no longer.
    GateLifted {
        /// Whose, and by which rule.
        gate: GateName,
        /// The figures were corrected: it should never have stood.
        corrected: bool,
    },
    /// A post changed hands.
    PostChanged {
        /// Which.
        post: Label,
        /// Who stands now, if anybody can.
        standing: Option<AtPost>,
        /// Seconds to be made up: by a stander whom a reception cut short, and by those passed over while receiving.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        owed: Vec<(StaffId, u32)>,
    },
    /// The day's hours are over: these stay on duty.
    EveningBegan(crate::floor::Evening),
    /// The public register's running number after an entry.
    EntryNumbered(u64),
    /// Somebody left the house.
    Resigned(StaffId),
    /// A deal counts for an order that goes by sales.
    Sold(StaffId),
    /// A visitor who waits or is being received has come that far by now.
    Graded(VisitorId, Grade),
    /// Somebody is asked to do something.
    TaskOpened(Box<crate::floor::Task>),
    /// A task was done, or done once more.
    TaskDone {
        /// Its number.
        number: u64,
    },
    /// A task is late; what that brings follows.
    TaskOverdue {
        /// Its number.
        number: u64,
        /// Whose.
        staff: StaffId,
    },
    /// Ownership is disputed, and this was found.
    Disputed(Box<crate::floor::Dispute>),
    /// A manager confirmed a finding or overruled it.
    Settled(Box<crate::floor::Settlement>),
    /// A fact that a clause wants was written down.
    Recorded(Box<crate::floor::Record>),
}

/// Whose gate, on what it is measured, and by which rule it stands.
pub type GateName = (StaffId, Metric, Cite);

/// A fact about one party.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyEvent {
    /// The books know of them.
    Opened(Timestamp),
    /// Somebody received them; replaces what stood for the same visit.
    Visited(Box<Visit>, NaiveDate),
    /// A consultant's hold began; the former one, if any, ended with it.
    ClaimBegan(Box<Claim>),
    /// A hold ended.
    ClaimEnded(ClaimEnd),
    /// The reception of that visit did not take place: nobody came when called, or it was taken back.
    NotReceived {
        /// The visit.
        visitor: VisitorId,
        /// The civil day of the visit that is now the last one.
        last_day: Option<NaiveDate>,
    },
    /// A valid entry in the public register; one signed by the owner restarts the protection.
    Registered(Registration),
    /// A follow-up; it extends the protection if `extends`.
    FollowedUp {
        /// Who.
        by: StaffId,
        /// When.
        at: Timestamp,
        /// From now on protection runs from `at`.
        extends: bool,
        /// By the owner or their stand-in: the owner has kept up the customer.
        #[serde(default)]
        counts: bool,
        /// In what way: a call, a visit, a gift.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<Label>,
        /// Was the customer reached?
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reached: Option<bool>,
    },
    /// What was told of them since is taken back: they are as they were.
    Restored(Box<Party>),
    /// A proven relation.
    KinProven(Kin),
    /// Found to be the same customer as another.
    MergedInto(PartyId),
    /// They bought.
    Dealt(Box<Deal>),
    /// Somebody concerned has said how a deal is to be split; where all have said the same, it is.
    SplitAgreed(Box<Deal>),
}

/// How a claim ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimEnd {
    /// No follow-up within the protection.
    Lapsed(Timestamp),
    /// The consultant left the house.
    Left,
    /// The two records became one, and the other's claim stands.
    Merged,
    /// A manager gave the party to another.
    Reassigned,
    /// The reception on which it rested did not take place.
    TakenBack,
}
