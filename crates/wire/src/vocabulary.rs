//! The closed words of the day file: every value that is one of a few.

use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$word_doc])* #[doc = concat!("Written `", $text, "`.")] $word),+ }

        impl $name {
            /// Every value, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// The words of all values.
            pub const WORDS: &'static [&'static str] = &[$($text),+];

            /// The word as files and bodies write it.
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

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Word { words: Self::WORDS, parse: Self::parse })
            }
        }

        #[cfg(feature = "openapi")]
        crate::schema::named!($name, crate::schema::words(Some(Self::WORDS)));
    };
}

/// Reads one of a few words; written by hand since a derived enum would also take an object for a word.
struct Word<T> {
    words: &'static [&'static str],
    parse: fn(&str) -> Option<T>,
}

impl<T> de::Visitor<'_> for Word<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", self.words.join(", "))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        // The text itself is not repeated: what stands in the wrong place may be a person's.
        (self.parse)(text).ok_or_else(|| E::unknown_variant("", self.words))
    }
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
    /// Whether somebody can take part at all (P12-3).
    Status {
        Active = "active", Training = "training", Probation = "probation", Unfit = "unfit",
        Assigned = "assigned", Leaving = "leaving",
    }
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
    /// How far a customer has come (P17-1).
    Grade { Prospect = "prospect", Intent = "intent", Signed = "signed" }
);
words!(
    /// A proven relation between two customers, or of a buyer to the registered customer.
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
    /// Whether a customer still looks or has bought.
    CustomerState { Open = "open", Closed = "closed" }
);
words!(
    /// What came to light during a reception.
    Finding { NonBuyer = "non_buyer", Survey = "survey", CustomerOf = "customer_of", Brief = "brief" }
);
words!(
    /// Who receives a visitor found to be no buyer: the one last in the order, or the same consultant (P01-13).
    Decided { Last = "last", Same = "same" }
);
words!(
    /// Who knew the other again.
    RecognisedBy { Staff = "staff", Customer = "customer" }
);
words!(
    /// What the owner does about an own customer who arrives meanwhile (P01-8).
    Take { Both = "both", Proxy = "proxy" }
);
words!(
    /// What a manager permits for one reception.
    Permission { SecondCustomer = "second_customer", OrderChange = "order_change" }
);
words!(
    /// Why a customer is given to another consultant.
    ReassignReason { ServiceQuality = "service_quality", Leaving = "leaving", Other = "other" }
);
words!(
    /// What is asked.
    Question {
        Next = "next", Order = "order", Table = "table", Post = "post", Reception = "reception", Owner = "owner",
        Eligible = "eligible", Fines = "fines", Duty = "duty", Tasks = "tasks", Fairness = "fairness", Records = "records",
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
words!(
    /// What became of the cells of somebody whom a decision considered.
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
    /// The state of one cell of a turn table.
    Cell { Open = "open", Taken = "taken", Deferred = "deferred", Forfeited = "forfeited", Blank = "blank" }
);
words!(
    /// Where the source is silent and the pack marks a setting as its own reading.
    Basis { Ours = "ours" }
);

macro_rules! usual {
    ($($name:ident::$word:ident),+) => { $(
        impl Default for $name {
            fn default() -> Self {
                Self::$word
            }
        }
    )+ };
}
// What a line means when it does not say; a step away without a word is the unannounced one.
usual!(Channel::WalkIn, Says::Buyer, RecognisedBy::Staff);
