//! What somebody asks the site to do; names and phones have been turned into ids before.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::floor::Arrival;
use crate::floor::Shift;
use crate::ids::{ClauseId, Label, PartyId, PolicyRef, StaffId, VisitorId};
use crate::share::Share;
use crate::time::{Timestamp, Zone};
use crate::vocabulary::{
    Channel, CustomerState, Finding, Grade, OrderSource, Permission, Reason, ReassignReason, RecognisedBy,
    Relation, Role, Status,
};

/// Who asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Time itself, or the server.
    System,
    /// The reception desk.
    Desk,
    /// Somebody of the house.
    Staff(StaffId),
}

/// When and by whom a command is given.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Context {
    /// Now; never before anything the site has seen.
    pub at: Timestamp,
    /// When it happened, for a late entry; never after `at`.
    pub happened_at: Timestamp,
    /// Who asks.
    pub actor: Actor,
}

/// A request to change something.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Opens a site.
    Open(Box<Opening>),
    /// On the floor.
    SignIn(StaffId),
    /// Off the floor.
    SignOut(StaffId),
    /// Away from the floor.
    StepAway(StaffId, Reason, Option<StaffId>),
    /// Away from the floor, by the house's own word.
    StepAwayFor(StaffId, Label, Option<StaffId>),
    /// Back; `true` asks for the make-up.
    ComeBack(StaffId, bool),
    /// Asks for a make-up that has to be asked for.
    Claim(StaffId),
    /// Somebody comes, calls or writes in.
    Arrive(Box<Arrival>),
    /// The one called did not come.
    NoAnswer(VisitorId),
    /// The registration of a visitor.
    Register(Box<Registering>),
    /// A proven relation: the first is (for example) the spouse of the second.
    Kin(PartyId, PartyId, Relation, Option<StaffId>),
    /// What came to light during the reception.
    FindOut(Box<FindingOut>),
    /// A first consultant knows the customer again, or is named by them.
    Recognise(VisitorId, StaffId, PartyId, RecognisedBy),
    /// The owner's choice when an own customer arrives meanwhile: a proxy, or (`None`) both themselves.
    Choose(VisitorId, StaffId, Option<StaffId>),
    /// The one in turn names who receives.
    HandOn(VisitorId, StaffId, StaffId),
    /// Somebody helps with a reception.
    Assist(VisitorId, StaffId),
    /// Passes the turn on after the policy's wait.
    Waive(StaffId, Option<StaffId>),
    /// Gives the turn up by choice.
    GiveUp(StaffId, Option<StaffId>),
    /// A stand-in for one's customers.
    Delegate(StaffId, StaffId, Option<Timestamp>),
    /// A lead assigns outside the order.
    Dispatch(VisitorId, StaffId, StaffId),
    /// A lead suspends the order of one channel, or of all.
    SuspendOrder(Option<Channel>, StaffId),
    /// A lead puts the order in force again, of one channel or of all.
    ResumeOrder(Option<Channel>, StaffId),
    /// A lead permits something for one reception.
    Permit(StaffId, StaffId, Permission),
    /// The visit is over.
    Leave(VisitorId),
    /// A follow-up on record, as commands were stored before its way was.
    FollowUp(PartyId, StaffId),
    /// A follow-up on record.
    FollowedUp(Box<FollowingUp>),
    /// A task done, or a fact written down.
    Done(Box<Doing>),
    /// Closed.
    Deal(Box<Dealing>),
    /// Who owns, on what evidence.
    Dispute(PartyId, Vec<StaffId>),
    /// A manager confirms the finding of a dispute, or overrules it.
    Settle(Box<Settling>),
    /// A lead gives a customer to another.
    Reassign(PartyId, StaffId, StaffId, ReassignReason),
    /// A consultant leaves the house. The parties are those they hold.
    Resign(StaffId),
    /// A breach that a person reports.
    Incident(StaffId, ClauseId, StaffId),
    /// A breach towards a visitor.
    IncidentTowards(StaffId, ClauseId, StaffId, VisitorId),
    /// Ends a penalty or a gate.
    Clear(StaffId, ClauseId, StaffId),
    /// A test that a gate asks for was passed or not.
    Examined(StaffId, ClauseId, StaffId, bool),
    /// Somebody's leads and deals of the month that begins on that day.
    MonthResult(StaffId, NaiveDate, (u32, u32)),
    /// Somebody was evaluated: the mean score in hundredths.
    Evaluate(StaffId, u32),
    /// Takes the last assignment back.
    Undo(VisitorId, Option<StaffId>),
    /// Somebody joins or changes.
    Staff(Box<StaffSetting>),
    /// Another pack from a local midnight on.
    Bind(crate::floor::NextPolicy),
    /// Customers known from elsewhere.
    Import(Vec<Imported>),
}

/// A new site.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Opening {
    /// Its zone.
    pub zone: Zone,
    /// Its pack.
    pub policy: PolicyRef,
    /// Another order than the pack's default.
    pub order_by: Option<OrderSource>,
    /// Its people.
    pub staff: Vec<StaffSetting>,
    /// The order of the rows, where it is a list; people missing from it follow in the order of joining.
    pub order: Vec<StaffId>,
    /// Sales counts by staff for the orders that go by them.
    pub sales_last_month: Vec<(StaffId, u32)>,
    /// Yesterday's sales counts.
    pub sales_yesterday: Vec<(StaffId, u32)>,
    /// Opening hours.
    pub hours: Option<(NaiveTime, NaiveTime)>,
    /// On duty outside them.
    pub duty: Vec<StaffId>,
    /// Customers known from elsewhere.
    pub customers: Vec<Imported>,
}

/// A member of the house as a person states it; what is absent stays as it was (or takes the default).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StaffSetting {
    /// Who.
    pub id: StaffId,
    /// Role; consultant by default.
    pub role: Option<Role>,
    /// Status; active by default.
    pub status: Option<Status>,
    /// Sub-team.
    pub team: Option<Label>,
    /// Department.
    pub department: Option<Label>,
    /// Skills.
    pub skills: Option<Vec<Label>>,
    /// Working hours.
    pub shift: Option<Shift>,
    /// Half-team.
    pub half: Option<u8>,
    /// Experience.
    pub experience_months: Option<u32>,
}

/// A customer known from elsewhere.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// Their id.
    pub id: PartyId,
    /// Whose they are.
    pub owner: Option<StaffId>,
    /// Whether they have bought.
    pub state: CustomerState,
    /// When they were registered.
    pub registered_at: Option<Timestamp>,
    /// The owner's last follow-up.
    pub last_follow_up: Option<Timestamp>,
}

/// A registration.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Registering {
    /// The visit.
    pub visitor: VisitorId,
    /// The visit's party.
    pub party: PartyId,
    /// An earlier party with the same phone.
    pub matches: Option<PartyId>,
    /// Do the names of the two agree?
    pub names_agree: bool,
    /// Another customer of the same name, with another phone, who is not proven to be the same person.
    #[serde(default)]
    pub namesake: Option<PartyId>,
    /// A name was given.
    pub has_name: bool,
    /// A phone was given.
    pub has_phone: bool,
    /// Who signed.
    pub signed_by: Option<StaffId>,
    /// Further fields that were filled in.
    pub fields: Vec<Label>,
    /// How far the customer has come, where that is one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// A follow-up.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FollowingUp {
    /// Whom.
    pub party: PartyId,
    /// Who.
    pub by: StaffId,
    /// In what way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Label>,
    /// Was the customer reached?
    pub reached: bool,
}

/// What a manager makes of a dispute.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Settling {
    /// Its number.
    pub dispute: u64,
    /// The manager.
    pub by: StaffId,
    /// To whom the customer goes; nothing: the finding stands.
    pub to: Option<StaffId>,
    /// Why; needed where the finding is overruled.
    pub why: Option<String>,
}

/// A task that was done, or a fact that is written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Doing {
    /// Of which clause.
    pub clause: ClauseId,
    /// Who did it.
    pub staff: Option<StaffId>,
    /// For which visit.
    pub visitor: Option<VisitorId>,
    /// For which customer.
    pub party: Option<PartyId>,
    /// What it is about.
    pub about: Option<String>,
    /// What was filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled_in: Vec<Label>,
    /// The same with its values, as JSON; neither a name nor a phone.
    pub data: Option<String>,
    /// How far the visitor has come by now, where that is what is written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
}

/// Something that came to light.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FindingOut {
    /// The visit.
    pub visitor: VisitorId,
    /// What.
    pub what: Finding,
    /// Whose customer it is.
    pub staff: Option<StaffId>,
    /// Which customer it is.
    pub customer: Option<PartyId>,
    /// Could that consultant be reached?
    pub reached: bool,
    /// Whom that consultant named to proxy.
    pub proxy: Option<StaffId>,
    /// Had the visitor gone outside?
    pub outside: bool,
    /// What the lead decided: the one last in order receives (`true`), or the same consultant goes on.
    pub last: Option<bool>,
    /// The lead, or whoever found out.
    pub by: Option<StaffId>,
}

/// A deal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dealing {
    /// The customer.
    pub party: PartyId,
    /// The visit in which it was closed, if one was named.
    pub visitor: Option<VisitorId>,
    /// Who closed.
    pub by: StaffId,
    /// Shares that the people concerned agreed on.
    pub agreed: Vec<(StaffId, Share)>,
    /// Units bought.
    pub units: Option<u32>,
    /// The buyer bears another name than the registered customer.
    #[serde(default)]
    pub buyer_differs: bool,
    /// What the buyer is to the registered customer.
    #[serde(default)]
    pub buyer_relation: Option<Relation>,
}
