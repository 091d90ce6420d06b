//! Every verb of the day file, each with its own body; a REST body is the same.

mod asking;
pub(crate) mod body;
mod conduct;
mod customer;
mod duty;
mod house;
mod presence;
mod reception;
mod turn;

pub use crate::collection::Particulars;
pub use asking::Ask;
pub use conduct::{Clear, Done, Incident};
pub use customer::{Deal, Delegate, Dispute, FollowUp, Identified, Kin, Reassign, Register, Resign, Settle};
pub use duty::{Evaluate, Handover, MonthResult, Plan, Train};
pub use house::{Bind, Customer, Import, StaffChange, StaffMember};
pub use presence::{Claim, ComeBack, SignIn, SignOut, StepAway};
pub use reception::{Arrive, Assist, Choose, FindOut, HandOn, Leave, NoAnswer, Recognise, Undo};
pub use turn::{Dispatch, GiveUp, Permit, ResumeOrder, SuspendOrder, Waive};

use crate::reading::{BadLine, Body};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

macro_rules! verbs {
    ($($verb:ident = $word:literal $(, $check:path)?;)+) => {
        /// What happened, or what is asked. It writes itself with its word under `do`.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "do")]
        pub enum Verb {
            $(#[doc = concat!("`", $word, "`")] #[serde(rename = $word)] $verb($verb),)+
        }

        impl Verb {
            /// The word of every verb, in the order of the specification.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word under `do`.
            #[must_use]
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$verb(_) => $word),+ }
            }

            /// What the keys cannot say one by one.
            pub(crate) fn check(&self) -> Result<(), BadLine> {
                match self { $(Self::$verb(body) => body.check()),+ }
            }

            /// Reads the body of the verb `word`.
            pub(crate) fn read<'de, D: Deserializer<'de>>(word: &str, body: D) -> Result<Self, D::Error> {
                match word {
                    $($word => $verb::deserialize(body).map(Self::$verb),)+
                    _ => Err(D::Error::unknown_variant("", Self::WORDS)),
                }
            }
        }

        $(
            impl From<$verb> for Verb {
                fn from(body: $verb) -> Self {
                    Self::$verb(body)
                }
            }

            impl Body for $verb {
                const VERB: &'static str = $word;
                $(fn check(&self) -> Result<(), BadLine> {
                    $check(self)
                })?
            }
        )+
    };
}

verbs! {
    SignIn = "sign_in";
    SignOut = "sign_out";
    StepAway = "step_away";
    ComeBack = "come_back";
    Claim = "claim";
    Arrive = "arrive";
    NoAnswer = "no_answer";
    Register = "register";
    Kin = "kin";
    FindOut = "find_out";
    Recognise = "recognise";
    Choose = "choose";
    HandOn = "hand_on";
    Assist = "assist";
    Waive = "waive";
    GiveUp = "give_up";
    Delegate = "delegate";
    Dispatch = "dispatch";
    SuspendOrder = "suspend_order";
    ResumeOrder = "resume_order";
    Permit = "permit";
    Leave = "leave";
    FollowUp = "follow_up", FollowUp::whom;
    Deal = "deal", Deal::whom;
    Dispute = "dispute";
    Settle = "settle";
    Reassign = "reassign";
    Resign = "resign";
    Incident = "incident";
    Clear = "clear";
    Done = "done";
    Plan = "plan", Plan::place_or_post;
    Train = "train";
    Handover = "handover";
    Evaluate = "evaluate";
    MonthResult = "result";
    Undo = "undo";
    StaffChange = "staff";
    Bind = "bind";
    Import = "import";
    Ask = "ask", Ask::of_whom;
}
