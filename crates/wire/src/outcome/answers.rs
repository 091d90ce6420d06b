//! The results other than decisions: registrations, deals, disputes, and the answers to questions.

use super::{Breach, Decision, Text};
use crate::vocabulary::{Cell, Channel, CustomerState};
use crate::{Label, Money, Month, Share, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

macro_rules! answer {
    ($(#[$doc:meta])* $name:ident { $($(#[$key_doc:meta])* $key:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($(#[$key_doc])* pub $key: $type,)* }
    };
}

/// Any result, as it stands under `result`. Clients know by the verb which one to read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// Done, and nothing to say of it.
    Nothing(Nothing),
    /// To `arrive` and to whatever moves a reception.
    Decision(Decision),
    /// To `register`.
    Registration(Registration),
    /// To `deal`.
    Deal(DealResult),
    /// To `dispute`.
    Dispute(DisputeResult),
    /// A post changed hands, which time brought.
    PostTaken(PostTaken),
    /// Who would be next.
    Next(Next),
    /// The rows of the sheet.
    Order(Order),
    /// The sheet with its cells.
    Table(Table),
    /// Who stands where.
    Post(Post),
    /// Who owns a customer.
    Owner(Owner),
    /// Whether somebody is eligible.
    Eligible(Eligible),
    /// What somebody was fined.
    Fines(Fines),
    /// Who is on duty.
    Duty(Duty),
    /// Who is kept out by a month's figures.
    Gates(Gates),
    /// What is due.
    Tasks(Tasks),
    /// How even the distribution is.
    Fairness(Fairness),
    /// What was recorded under a clause.
    Records(Records),
}

macro_rules! from {
    ($($name:ident = $answer:ident),+) => { $(
        impl From<$answer> for Answer {
            fn from(answer: $answer) -> Self {
                Self::$name(answer)
            }
        }
    )+ };
}
from!(
    Nothing = Nothing,
    Decision = Decision,
    Registration = Registration,
    Deal = DealResult,
    Dispute = DisputeResult,
    PostTaken = PostTaken
);
from!(
    Next = Next,
    Order = Order,
    Table = Table,
    Post = Post,
    Owner = Owner,
    Eligible = Eligible,
    Fines = Fines
);
from!(Duty = Duty, Gates = Gates, Tasks = Tasks, Fairness = Fairness, Records = Records);

/// The result of what was simply done: `{}`, or `{"diverged":true}` for a line that had become senseless.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Nothing {
    /// In a what-if, the line no longer made sense and was skipped.
    #[serde(default, skip_serializing_if = "super::decision::is_false")]
    pub diverged: bool,
    /// The clause by which it was done, where one decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Label>,
    /// What befell people by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<Breach>,
    /// The turn that it closed and what befell people by it, in words; absent where nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// What the clause wants filled in and is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Label>,
}

answer!(
    /// The result of a registration.
    Registration {
        /// Whether it is valid.
        valid: bool,
        /// The clause that says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
        /// Who owns the party now; `null` where nobody does.
        owner: Option<Label>,
        /// On what it rests that this is an earlier customer, where it is one: `phone`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known_by: Option<Label>,
        /// That customer goes by another name.
        #[serde(default, skip_serializing_if = "super::decision::is_false")]
        other_name: bool,
        /// Its running number in the public register.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entry: Option<u64>,
    }
);
answer!(
    /// The result of a deal.
    DealResult {
        /// The party.
        customer: Label,
        /// Who owns it; `null` where nobody does.
        owner: Option<Label>,
        /// The shares by staff, which add up to 1.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Share>))]
        split: BTreeMap<Label, Share>,
        /// The clause by which it is split.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
        /// Whose word is missing on the shares that were proposed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waiting_for: Vec<Label>,
        /// Who counts as having closed, where whoever reported it neither owns the customer nor received them nor helped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed_by: Option<Label>,
    }
);
answer!(
    /// The result of a dispute, or of settling it.
    DisputeResult {
        /// The number under which a manager settles it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dispute: Option<u64>,
        /// Who owns; `null` where nobody does.
        owner: Option<Label>,
        /// The clause that decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
        /// The evidence, oldest first.
        evidence: Vec<Value>,
        /// The clauses applied, one after the other: what each says, and of whom.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        applied: Vec<Value>,
        /// Everybody between whom it is, or for whom something speaks, each with their evidence.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parties: Vec<Value>,
        /// The finding in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<super::Text>,
    }
);
answer!(
    /// Who would receive a new visitor of the channel arriving now.
    Next {
        /// The consultant; `null` where nobody could.
        next: Option<Label>,
    }
);
answer!(
    /// The rows of today's sheet.
    Order {
        /// From top to bottom, barred ones included.
        order: Vec<Label>,
        /// The clause from which the order comes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
    }
);
answer!(
    /// Today's sheet.
    Table {
        /// From top to bottom.
        rows: Vec<Row>,
    }
);
answer!(
    /// One row of the sheet.
    Row {
        /// Whose.
        staff: Label,
        /// One cell a round.
        cells: Vec<Cell>,
    }
);

/// Who stands at the post, or at posts A and B.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged, deny_unknown_fields)]
pub enum Post {
    /// One post.
    Single {
        /// Who stands; `null` while it is vacant.
        #[cfg_attr(feature = "openapi", schema(required))]
        at_post: Option<Label>,
        /// Until when.
        #[cfg_attr(feature = "openapi", schema(required))]
        until: Option<Stamp>,
        /// The clause by which it goes round.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
    },
    /// Posts A and B.
    Pair {
        /// Who receives.
        #[cfg_attr(feature = "openapi", schema(required))]
        a: Option<Label>,
        /// Who asks the questions.
        #[cfg_attr(feature = "openapi", schema(required))]
        b: Option<Label>,
    },
}

answer!(
    /// A post changed hands.
    PostTaken {
        /// Which.
        post: Label,
        /// Who stands now; `null` while it is vacant.
        at_post: Option<Label>,
        /// Until when.
        until: Option<Stamp>,
        /// The clause by which it goes round.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
    }
);
answer!(
    /// Who owns a customer.
    Owner {
        /// The owner; `null` where nobody does.
        owner: Option<Label>,
        /// Whether the customer still looks or has bought.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<CustomerState>,
        /// Until when; `null` for a closed customer.
        protected_until: Option<Stamp>,
    }
);
answer!(
    /// Whether somebody takes part in the rotation now.
    Eligible {
        /// Do they?
        eligible: bool,
        /// The clause that keeps them out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
        /// Until when, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Stamp>,
        /// What has to be done to be let in again, where a gate stands: `analysis`, `test`, `approval`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        open: Vec<Label>,
        /// The same in words, where somebody is kept out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<super::Text>,
    }
);
answer!(
    /// The gates that a month's figures brought on somebody.
    Gates {
        /// Each gate that stands, and those just lifted.
        gates: Vec<Gate>,
    }
);
answer!(
    /// What keeps somebody out of the rotation.
    Gate {
        /// Whom.
        staff: Label,
        /// By which clause.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<Label>,
        /// By the figures of which month.
        month: Month,
        /// From when.
        from: Stamp,
        /// It ends by itself then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Stamp>,
        /// What has to be done to be let in again: `analysis`, `test`, `approval`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        open: Vec<Label>,
        /// The only chance was missed.
        #[serde(default, skip_serializing_if = "super::decision::is_false")]
        failed: bool,
        /// It keeps nobody out any more.
        #[serde(default, skip_serializing_if = "super::decision::is_false")]
        lifted: bool,
    }
);
answer!(
    /// Who is on duty this evening, else outside the hours.
    Duty {
        /// Consultants, in the order in which they are asked.
        duty: Vec<Label>,
        /// The secretary at the door.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        secretary: Option<Label>,
    }
);
answer!(
    /// What somebody was fined.
    Fines {
        /// The sum.
        fines: Money,
        /// How many warnings.
        warnings: u32,
        /// Until when a suspension runs; `null` where none does.
        suspended_until: Option<Stamp>,
    }
);
answer!(
    /// What is due.
    Tasks {
        /// Earliest first.
        tasks: Vec<Task>,
    }
);
answer!(
    /// One task.
    Task {
        /// Whose.
        staff: Label,
        /// By which clause.
        clause: Label,
        /// When it is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Stamp>,
        /// What it is about: the visit, else the customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<Label>,
        /// What is to be done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<super::Text>,
        /// How often it still has to be done, where that is more than once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<u32>,
        /// It is late.
        #[serde(default, skip_serializing_if = "super::decision::is_false")]
        overdue: bool,
        /// Its number among the site's tasks: of those due at one time, the older comes first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<u64>,
    }
);

/// How even the distribution is, by channel.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, ChannelFairness>))]
#[serde(transparent)]
pub struct Fairness(pub BTreeMap<Channel, ChannelFairness>);

answer!(
    /// How even the distribution is in one channel.
    ChannelFairness {
        /// Cells filled, by staff.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
        filled: BTreeMap<Label, u32>,
        /// Cells deferred, by staff.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
        deferred: BTreeMap<Label, u32>,
        /// The most filled by one, less the least filled by another.
        spread: u32,
        /// Jain's index of the filled cells: 1 where all have the same.
        jain: f64,
    }
);
answer!(
    /// What was recorded under a clause.
    Records {
        /// Oldest first.
        records: Vec<Value>,
    }
);
