//! Who receives which visit, on which cell, and whose the customer then is.

use crate::ids::{Cite, Label};
use crate::vocabulary::{CellUse, Channel, CustomerState, Grade, Receiver, Role, Says};

/// One kind of visit; the first rule whose conditions all hold decides.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitRule {
    /// All of these hold; none: everything that is left.
    pub when: Vec<VisitCondition>,
    /// Who receives: the first who can. Nobody can: the visitor waits.
    pub to: Vec<Step>,
    /// Whose the customer is from then on.
    pub belongs: Belongs,
    /// May the owner afterwards take the visitor too, or name who receives?
    pub owner_chooses: bool,
    /// Does receiving the very customer who brought the visitor along hinder nobody from receiving both?
    pub together: bool,
    /// On what the rule rests.
    pub cite: Cite,
}

/// A fact about an arrival.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum VisitCondition {
    /// The channel is one of these.
    Channel(Vec<Channel>),
    /// The party is (or is not) in the books.
    Known(bool),
    /// The party has (or has not) an owner now; a lapsed claim is none.
    Owned(bool),
    /// The owner's customer has bought or not.
    State(CustomerState),
    /// The owner is (or is not) on the floor and receiving somebody.
    OwnerBusy(bool),
    /// The owner is (or is not) on the floor, receiving or free; away from it is not on it.
    OwnerOnFloor(bool),
    /// The party was received before on this civil day.
    SameDay(bool),
    /// The party has so far only called.
    CallsOnly(bool),
    /// They ask for somebody by name.
    AsksFor(bool),
    /// They ask for the one to whom the referring customer belongs.
    AsksForReferrer(bool),
    /// Somebody invited them.
    Invited(bool),
    /// A customer in the books referred them, and that customer has an owner.
    Referred(bool),
    /// They are friends or family of somebody of the staff.
    Acquaintance(bool),
    /// What they say they are.
    Says(Vec<Says>),
    /// At least so many people.
    PartyFrom(u32),
    /// How far they have come.
    Grade(Vec<Grade>),
    /// They are of one of these classes, in the house's own words.
    Class(Vec<Label>),
    /// They need skills.
    Needs(bool),
    /// A key customer.
    Key(bool),
    /// The order is suspended on this channel.
    OrderSuspended(bool),
    /// Outside the site's hours.
    AfterHours(bool),
    /// The house has somebody of these roles, and none of them is on the floor.
    Absent(Vec<Role>),
    /// Their consultant left and the manager gave them to another, who has (or has not) followed up.
    Redistributed {
        /// Has the new owner a follow-up on record?
        followed_up: bool,
    },
}

/// One candidate and the cell that their reception uses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Who.
    pub who: Receiver,
    /// On which cell.
    pub cell: CellUse,
    /// Only somebody who has every skill that the visitor needs; those who lack one keep their cells.
    pub skilled: bool,
    /// On what it rests that this one receives, where that is not what the rule rests on.
    pub cite: Option<Cite>,
}

/// Whose the customer is after the reception has begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Belongs {
    /// A living claim stays; where there is none, whoever receives.
    FirstToReceive,
    /// Whoever receives, whatever stood before.
    Receiver,
    /// The one asked for.
    Named,
    /// The one who invited.
    Inviter,
    /// The one to whom the referring customer belongs.
    Referrer,
    /// Nobody.
    Nobody,
}
