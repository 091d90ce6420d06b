//! How a customer is held, what a discovery changes, and how a commission is split.

use crate::ids::{Cite, Label};
use crate::share::Share;
use crate::time::Span;
use crate::vocabulary::{CellUse, Finding, RecognisedBy, Relation};

/// How a consultant's hold on a customer begins, lasts and ends.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnershipRules {
    /// With what it begins.
    pub begins: ClaimBegins,
    /// Registration fields beyond name, phone and signature that make a registration valid.
    pub required_fields: Vec<Label>,
    /// On what the validity of a registration rests.
    pub registration: Cite,
    /// On what it rests that an incomplete one is none, where that is said apart.
    pub incomplete: Option<Cite>,
    /// A registration under the name of another customer, with another phone, is invalid unless they are proven to be
    /// the same person.
    pub same_name: Option<Cite>,
    /// On what it rests that a phone under another name tells the same customer only of a household.
    pub same_phone: Option<Cite>,
    /// How long an open customer stays protected without a follow-up, inclusive; `None`: for good.
    pub protection: Option<(Span, Cite)>,
    /// Does each follow-up by the owner or their stand-in extend the protection from its own instant?
    pub follow_up_extends: Option<Cite>,
    /// Relations that make two people one customer.
    pub household: Vec<(Relation, Cite)>,
    /// Other relations a supervisor may accept for the case.
    pub household_by_approval: Option<Cite>,
    /// For how many civil days after a deal (the deal's own day being the first) ownership may be disputed.
    pub dispute_days: Option<(u32, Cite)>,
    /// On what "the first to receive owns" rests.
    pub first_owns: Cite,
    /// On what the finding in a dispute rests.
    pub dispute: Cite,
    /// On what a reassignment for poor service rests (the former gets no share).
    pub service_quality: Option<Cite>,
    /// On what the redistribution of a leaver's customers rests.
    pub leaver: Cite,
    /// May a consultant name a stand-in for their customers?
    pub delegate: Cite,
}

impl OwnershipRules {
    /// A house that says nothing of it: customers have no owner among the staff.
    #[must_use]
    pub fn none() -> Self {
        Self {
            begins: ClaimBegins::Never,
            required_fields: Vec::new(),
            registration: Cite::Ours,
            incomplete: None,
            same_name: None,
            same_phone: None,
            protection: None,
            follow_up_extends: None,
            household: Vec::new(),
            household_by_approval: None,
            dispute_days: None,
            first_owns: Cite::Ours,
            dispute: Cite::Ours,
            service_quality: None,
            leaver: Cite::Ours,
            delegate: Cite::Ours,
        }
    }
}

/// With what a claim begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClaimBegins {
    /// The reception itself.
    Reception,
    /// A valid registration.
    Registration,
    /// The reception, once name and phone are on record: given at the door, or registered afterwards by whoever, whose
    /// signature nobody asks for.
    Particulars,
    /// Never: customers are the house's.
    Never,
}

/// What follows when something comes to light; the first rule whose conditions all hold.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundRule {
    /// What came to light.
    pub what: Vec<Finding>,
    /// All of these hold.
    pub when: Vec<FoundCondition>,
    /// What follows, in order.
    pub then: Vec<FoundEffect>,
    /// On what the rule rests.
    pub cite: Cite,
}

/// A fact about a discovery. "The first" is the consultant whose customer it turns out to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoundCondition {
    /// Who knew the customer again.
    By(RecognisedBy),
    /// At most so long after the reception began.
    Through(Span),
    /// The first has (or has not) followed up or invited the customer.
    FollowedUp(bool),
    /// The first is (or is not) on the floor now, busy or not.
    FirstOnFloor(bool),
    /// The first was (or was not) on the floor when the customer came.
    FirstWasOnFloor(bool),
    /// The first could (or could not) be reached.
    Reached(bool),
    /// The visitor had gone outside already.
    Outside(bool),
    /// What a lead has decided; without a word, the same consultant goes on.
    Decided(Goes),
}

/// Who goes on with a visitor by a lead's word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goes {
    /// The one last in the order.
    Last,
    /// The same consultant.
    Same,
}

/// What a discovery does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoundEffect {
    /// The first receives from now on; no cell of theirs is used, and the customer is theirs.
    HandBack,
    /// The finder's cell is reopened, with priority or not.
    ReopenFinder {
        /// Before ordinary cells?
        priority: bool,
    },
    /// The two records become one customer; the first's claim stands.
    FirstOwns,
    /// The two records become one customer; whoever received owns.
    ReceiverOwns,
    /// They stay two customers: nothing changes.
    NewCustomer,
    /// The reception's cell is treated so from now on.
    Cell(CellUse),
    /// The one last in the order receives, without a cell.
    LastInOrder,
    /// Whom the first names proxies, without a cell; where nobody is named, the finder goes on.
    Proxy,
}

/// How the commission of a deal is split; the first rule whose conditions all hold.
#[derive(Clone, PartialEq, Debug)]
pub struct SplitRule {
    /// All of these hold.
    pub when: Vec<SplitCondition>,
    /// The shares; they add up to the whole. Empty: as the two agreed, or equally.
    pub shares: Vec<(ShareRole, Share)>,
    /// In equal shares among all who received the customer together.
    pub equally: bool,
    /// On what the rule rests.
    pub cite: Cite,
}

impl SplitRule {
    /// A house that says nothing of commission.
    #[must_use]
    pub fn whole_to_the_closer() -> Self {
        let shares = vec![(ShareRole::Closer, Share::WHOLE)];
        Self { when: Vec::new(), shares, equally: false, cite: Cite::Ours }
    }
}

/// A fact about a deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SplitCondition {
    /// Whoever closes is (or is not) the owner.
    CloserOwns(bool),
    /// The owner was (or was not) able to receive when the customer came: on the floor and free.
    FirstAbsent(bool),
    /// The closer received as the owner's appointed stand-in.
    StandIn(bool),
    /// The customer was referred, and received by another than the referrer's consultant.
    Referral(bool),
    /// Another consultant's customer, recognised too late.
    RecognisedLate(bool),
    /// The customer was taken from their former consultant for poor service.
    Reassigned(bool),
    /// The deal follows on the day of the reception.
    SameDay(bool),
    /// The two have agreed on shares.
    Agreed(bool),
    /// The reception was a courtesy: its cell is used only if a deal is made that day.
    Provisional(bool),
    /// Who bought.
    Buyer(Buyer),
    /// Several received the customer together.
    Joint(bool),
    /// The owner had (or had not) followed up since the customer became theirs.
    FollowedUp(bool),
    /// The customer had (or had not) asked for the one whose they were.
    AskedFor(bool),
}

/// Who bought, as far as the register knows them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Buyer {
    /// The registered customer.
    Registered,
    /// Somebody of their household.
    Family,
    /// Somebody else.
    Other,
}

/// Who gets a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShareRole {
    /// Whoever closed.
    Closer,
    /// Whoever owned the customer when they came.
    First,
    /// Whoever owns the customer now.
    Owner,
    /// Whoever received the visit in which it was closed.
    Receiver,
}
