//! A visit on the floor: what is known of the arrival, who receives it, and who waits.

use serde::{Deserialize, Serialize};

use crate::decision::{Cell, Decision, KnownBy};
use crate::floor::Floor;
use crate::ids::{Label, PartyId, StaffId, VisitorId};
use crate::time::Timestamp;
use crate::vocabulary::{Channel, CustomerState, Grade, Says};

/// What is known of a visit when it is decided; no name, no phone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// The visit.
    pub visitor: VisitorId,
    /// Their party; for somebody not in the books, one named after the visit.
    pub party: PartyId,
    /// How they came.
    pub channel: Channel,
    /// On what it rests who they are, where the books know them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<KnownBy>,
    /// What the books say of the party at the arrival.
    pub standing: Standing,
    /// For whom they ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks_for: Option<StaffId>,
    /// Who invited them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<StaffId>,
    /// The customer who referred them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_by: Option<PartyId>,
    /// Whose friend or relative they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquaintance_of: Option<StaffId>,
    /// What they say they are.
    pub says: Says,
    /// How many people.
    pub party_size: u32,
    /// How far they have come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Their class, in the house's own word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Label>,
    /// Skills needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Label>,
    /// The department asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<Label>,
    /// Their name and phone are on record, given now or before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_record: bool,
    /// A key customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub key: bool,
    /// How many questions were put at the door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u32>,
}

impl Arrival {
    /// A new visitor of whom nothing else is known: a buyer, alone, whom the books do not know.
    #[must_use]
    pub fn plain(visitor: VisitorId, channel: Channel) -> Self {
        Self {
            party: PartyId::from(&visitor),
            visitor,
            channel,
            known_by: None,
            standing: Standing::default(),
            asks_for: None,
            invited_by: None,
            referred_by: None,
            acquaintance_of: None,
            says: Says::Buyer,
            party_size: 1,
            grade: None,
            class: None,
            needs: Vec::new(),
            department: None,
            on_record: false,
            key: false,
            asked: None,
        }
    }
}

/// What the books say of a party at an instant: the facts that rules look at.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Standing {
    /// In the books before this visit.
    pub known: bool,
    /// Whose they are now.
    pub owner: Option<StaffId>,
    /// Whether they have bought.
    pub state: Option<CustomerState>,
    /// Who served them last, owner or not.
    pub contact: Option<StaffId>,
    /// So far they have only called.
    pub calls_only: bool,
    /// Received before on this civil day.
    pub same_day: bool,
    /// To whom the referring customer belongs.
    pub referrer_owner: Option<StaffId>,
    /// Given to the present owner when another left: has the present owner followed up?
    pub redistributed: Option<bool>,
}

/// Whose customer a reception serves, as far as its consultant is concerned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerKind {
    /// A new customer.
    New,
    /// The consultant's own, who has not bought yet.
    OwnOpen,
    /// The consultant's own, who has bought.
    OwnClosed,
    /// A colleague's.
    Colleagues,
}

/// A visit being received.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reception {
    /// The visit.
    pub arrival: Box<Arrival>,
    /// The decision as it stands.
    pub decision: Box<Decision>,
    /// Who receives.
    pub staff: StaffId,
    /// Whose customer it is.
    pub kind: CustomerKind,
    /// When the visit arrived.
    pub arrived_at: Timestamp,
    /// Its number among the site's arrivals, which tells those of one second apart.
    #[serde(default)]
    pub number: u64,
    /// When this consultant was assigned.
    pub since: Timestamp,
    /// The cell that this reception uses now; none after it was reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<Cell>,
    /// The cell is given back at the leaving unless a deal is made before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Others who help; they are occupied too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assistants: Vec<StaffId>,
    /// Called in vain for this visitor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
    /// Who was on the floor when the visit arrived, a bit for each member in the order of joining: a customer may
    /// be known again only later, and then it counts whether their consultant was there when they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floor_then: Vec<u64>,
}

/// Somebody called in vain for a visitor: not considered for them again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Excluded {
    /// Who.
    pub staff: StaffId,
    /// The call was for a cell of theirs; one called as owner, proxy or by dispatch loses none.
    pub by_turn: bool,
    /// Their assignment was taken back: they were not called, and are not on the sheet for this visitor.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

/// A visitor nobody could receive yet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// The visit.
    pub arrival: Box<Arrival>,
    /// The last decision: who could not receive, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<Decision>>,
    /// When the visit arrived.
    pub since: Timestamp,
    /// Its number among the site's arrivals; the list is kept in this order.
    #[serde(default)]
    pub number: u64,
    /// Called in vain for this visitor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
    /// Who was on the floor when the visit arrived, as in [`Reception::floor_then`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub floor_then: Vec<u64>,
}

impl Floor {
    /// Who is on the floor now, a bit for each member in the order of joining.
    pub(crate) fn now_there(&self) -> Vec<u64> {
        let mut bits = vec![0u64; self.members.len().div_ceil(64)];
        for (seat, _) in self.members.iter().enumerate().filter(|(_, member)| member.on_floor()) {
            bits[seat / 64] |= 1 << (seat % 64);
        }
        bits
    }

    /// Who was on the floor when this visit arrived; for one that is just arriving, who is.
    pub(crate) fn there_for(&self, visitor: &VisitorId) -> Vec<u64> {
        let received = self.reception(visitor).map(|reception| &reception.floor_then);
        let waiting = self.waiting_for(visitor).map(|waiting| &waiting.floor_then);
        received.or(waiting).cloned().unwrap_or_else(|| self.now_there())
    }

    /// Is the bit of this person set?
    pub(crate) fn among(&self, staff: &StaffId, there: &[u64]) -> bool {
        let bit = |seat: usize| there.get(seat / 64).is_some_and(|bits| bits & (1 << (seat % 64)) != 0);
        self.seat(staff).is_some_and(bit)
    }
}
