//! The closed words in which people, visits, absences and outcomes are described; packs and day files use the same.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name {
            $(
                #[doc = concat!("Written `", $text, "`.")]
                $(#[$word_doc])*
                #[serde(rename = $text)]
                $word
            ),+
        }

        impl $name {
            /// Every word, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// The word as files and APIs write it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$word => $text),+ }
            }

            /// Reads a word.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$word),)+ _ => None }
            }
        }
    };
}

words!(
    /// How a customer reaches the house.
    Channel { WalkIn = "walk_in", Phone = "phone", Web = "web" }
);
words!(
    /// What somebody does in the house.
    Role {
        Consultant = "consultant", Secretary = "secretary", Operator = "operator",
        Supervisor = "supervisor", Manager = "manager",
    }
);
words!(
    /// Whether somebody can take part at all.
    Status {
        Active = "active", Training = "training", Probation = "probation", Unfit = "unfit",
        Assigned = "assigned", Leaving = "leaving",
    }
);
words!(
    /// Why somebody stepped away.
    Reason { Unannounced = "unannounced", Private = "private", Business = "business" }
);
words!(
    /// What a visitor says they are.
    Says {
        Buyer = "buyer", Sightseer = "sightseer", Survey = "survey", SameTrade = "same_trade",
        Builder = "builder", Decorator = "decorator", Advertiser = "advertiser", Reporter = "reporter",
        Salesperson = "salesperson", LookingForSomebody = "looking_for_somebody", Enquiry = "enquiry",
        Brochure = "brochure", WrongNumber = "wrong_number", NotCarried = "not_carried", HomeOwner = "home_owner",
    }
);
words!(
    /// By what waiting visitors come before others who came earlier.
    Precedence {
        /// Key customers first.
        Key = "key",
        /// The further a customer has come, the earlier.
        Grade = "grade",
        /// Whoever was invited, and so has an appointment.
        Invited = "invited",
        /// Whoever the books know.
        Known = "known",
        /// Whoever is somebody's customer.
        Owned = "owned",
        /// The classes of the house, in the order in which it names them; then whoever is of none.
        Class = "class",
    }
);
words!(
    /// What a gate measures of a month.
    Metric {
        /// Deals for leads.
        Conversion = "conversion",
        /// Deals closed.
        Deals = "deals",
        /// New customers received.
        Leads = "leads",
        /// The mean score of an evaluation.
        Score = "score",
    }
);
words!(
    /// What lets somebody through a gate again.
    GateStep {
        /// An analysis in writing.
        Analysis = "analysis",
        /// A test passed.
        Test = "test",
        /// A lead's word.
        Approval = "approval",
    }
);
words!(
    /// How far a customer has come.
    Grade { Prospect = "prospect", Intent = "intent", Signed = "signed" }
);
words!(
    /// A proven relation between two customers.
    Relation {
        Spouse = "spouse", Parent = "parent", Child = "child", Sibling = "sibling",
        Shareholder = "shareholder", Other = "other",
    }
);
words!(
    /// Where the order of a turn table comes from.
    OrderSource {
        SignIn = "sign_in", Fixed = "fixed", LastMonth = "last_month", Yesterday = "yesterday",
        FirstArrival = "first_arrival", EqualCounts = "equal_counts",
    }
);
words!(
    /// Why somebody on the turn table could not receive.
    Cause {
        Unannounced = "unannounced", Private = "private", Business = "business", NoAnswer = "no_answer",
        BusyNew = "busy_new", BusyOwnOpen = "busy_own_open", BusyOwnClosed = "busy_own_closed",
        Proxying = "proxying", HelpingToClose = "helping_to_close", Waived = "waived", GaveUp = "gave_up",
        Barred = "barred", Suspended = "suspended", NotEligible = "not_eligible", OffShift = "off_shift",
        OffHalf = "off_half", NoMatch = "no_match", SkippedRound = "skipped_round",
    }
);
impl Cause {
    /// Is it a reception or a help with one that keeps somebody from receiving?
    #[must_use]
    pub const fn is_busy(self) -> bool {
        matches!(
            self,
            Self::BusyNew | Self::BusyOwnOpen | Self::BusyOwnClosed | Self::Proxying | Self::HelpingToClose
        )
    }
}

words!(
    /// What becomes of the cells of somebody passed over.
    Outcome {
        Chosen = "chosen", Forfeit = "forfeit", Defer = "defer", DeferPriority = "defer_priority",
        DeferOnClaim = "defer_on_claim", MoveToEnd = "move_to_end", Keep = "keep", Blank = "blank",
    }
);
words!(
    /// In what capacity somebody receives.
    Capacity {
        Turn = "turn", MakeUp = "make_up", Owner = "owner", Named = "named", Inviter = "inviter", Proxy = "proxy",
        LastInOrder = "last_in_order", Dispatched = "dispatched", OnDuty = "on_duty", Match = "match",
        LongestFree = "longest_free",
    }
);
words!(
    /// Who may receive a visit, tried one after the other.
    Receiver {
        Turn = "turn", Owner = "owner", Contact = "contact", Named = "named", Inviter = "inviter",
        Referrer = "referrer", Delegate = "delegate", SubTeam = "sub_team", LastInOrder = "last_in_order",
        ManagerChoice = "manager_choice", HolderChoice = "holder_choice", NextInOrder = "next_in_order",
        BestMatch = "best_match", LongestFree = "longest_free", SlotHolder = "slot_holder", PostHolder = "post_holder",
        AreaHolder = "area_holder", TermHolder = "term_holder", OnDuty = "on_duty", Desk = "desk",
    }
);
words!(
    /// What a reception does to the receiver's cells.
    CellUse {
        /// The cell by which the receiver was found (or, out of turn, their earliest open one) is taken.
        Take = "take",
        /// No cell is used.
        None = "none",
        /// The earliest open cell is taken although its turn has not come.
        Ahead = "ahead",
        /// Taken, and reopened at the visitor's leaving unless a deal was made.
        Provisional = "provisional",
        /// Taken, and open again at once: the turn-holder receives and is made up.
        Reopened = "reopened",
    }
);
words!(
    /// Whether a customer still looks or has bought.
    CustomerState { Open = "open", Closed = "closed" }
);
words!(
    /// What a person may be permitted for one reception.
    Permission { SecondCustomer = "second_customer", OrderChange = "order_change" }
);
words!(
    /// Why a customer is given to another consultant.
    ReassignReason { ServiceQuality = "service_quality", Leaving = "leaving", Other = "other" }
);
words!(
    /// What comes to light about a visitor while they are received.
    Finding {
        NonBuyer = "non_buyer", Survey = "survey", CustomerOf = "customer_of", Brief = "brief",
        Recognised = "recognised", Registered = "registered",
    }
);
words!(
    /// Who knows the customer again.
    RecognisedBy { Staff = "staff", Customer = "customer" }
);
words!(
    /// An occasion on which somebody is asked to do something, or something is written down.
    Occasion {
        DayBegins = "day_begins", SignIn = "sign_in", SignOut = "sign_out", Arrival = "arrival",
        Waiting = "waiting", Reception = "reception", VisitEnds = "visit_ends", Registration = "registration",
        FollowUp = "follow_up", Found = "found", Deal = "deal", Fine = "fine", PostBegins = "post_begins",
        PostEnds = "post_ends", FirstInTurn = "first_in_turn", Lapse = "lapse", Resignation = "resignation",
        Dispute = "dispute",
    }
);
words!(
    /// Who is asked to do something.
    Assignee {
        Receiver = "receiver", Themselves = "self", Owner = "owner", Colleague = "colleague", Next = "next",
        Everybody = "everybody", Supervisor = "supervisor", Manager = "manager", Secretary = "secretary",
        Operator = "operator",
    }
);
