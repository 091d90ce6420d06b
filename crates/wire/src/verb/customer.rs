//! Customers: who they are, who keeps them up, who owns them and how a deal is shared.

use super::body::body;
use crate::collection::Particulars;
use crate::reading::BadLine;
use crate::vocabulary::{Grade, ReassignReason, Relation};
use crate::{Id, Money, Name, Note, Phone, Share, When};

body!(
    /// The registration; what it lacks makes it invalid, not unreadable (P01-11-1).
    Register {
        must {
            /// Who is registered.
            visitor: Id,
        }
        may {
            /// The name given.
            name: Name,
            /// The phone given.
            phone: Phone,
            /// The consultant who signed.
            signed_by: Id,
            /// The earlier customer of that name who is proven to be the same person, with another phone (P01-11-2).
            same_as: Id,
            /// The further particulars that the policy asks for.
            fields: Particulars,
            /// Found out before, as in an export, which leaves names and phones away.
            #[serde(deserialize_with = "crate::collection::optional_object")]
            identified: Identified,
        }
    }
);
body!(
    /// What was found out about the name and the phone of a registration before: they are not compared again.
    Identified {
        may {
            /// The earlier customer whose phone it is; missing: nobody's.
            customer: Id,
            /// Another registered customer of the same name, with another phone; missing: nobody.
            namesake: Id,
            /// How far the customer has come, where that was filled in.
            grade: Grade,
        }
        usual {
            /// A name was given.
            name: bool,
            /// A phone was given.
            phone: bool,
            /// The name is not the one on record for that customer.
            other_name: bool,
        }
    }
);
body!(
    /// A proven relation between two customers.
    Kin {
        must {
            /// One of the two.
            customer: Id,
            /// The other.
            of: Id,
            /// What the first is to the second.
            relation: Relation,
        }
        may {
            /// Who decided it for the case (P12-15a).
            approved_by: Id,
        }
    }
);
body!(
    /// A follow-up on record.
    FollowUp {
        must {
            /// Who followed up.
            by: Id,
        }
        may {
            /// With which customer.
            customer: Id,
            /// With the party of which visitor, instead.
            visitor: Id,
            /// The way: a call, a visit, a greeting, a gift.
            how: Name,
            /// Whether the customer was reached; see [`FollowUp::was_reached`].
            reached: bool,
        }
    }
);

impl FollowUp {
    /// The customer, or the visitor who stands for one.
    #[must_use]
    pub fn party(&self) -> Option<&Id> {
        self.customer.as_ref().or(self.visitor.as_ref())
    }

    /// Was the customer reached? Yes, unless the line says no.
    #[must_use]
    pub fn was_reached(&self) -> bool {
        self.reached.unwrap_or(true)
    }

    pub(super) fn whom(&self) -> Result<(), BadLine> {
        either(self.customer.as_ref(), self.visitor.as_ref())
    }
}

body!(
    /// A deal is closed: owner and split come back.
    Deal {
        must {
            /// Who closed it.
            by: Id,
        }
        may {
            /// With which customer.
            customer: Id,
            /// With the party of which visitor, instead.
            visitor: Id,
            /// The buyer, where it is not the registered customer.
            buyer_name: Name,
            /// What the buyer is to the registered customer.
            buyer_relation: Relation,
            /// The price.
            amount: Money,
            /// How many units were bought.
            units: u32,
        }
        table {
            /// The shares that the consultants agreed on, by staff (P16-6).
            agreed_split: Id => Share,
        }
    }
);

impl Deal {
    /// The customer, or the visitor who stands for one.
    #[must_use]
    pub fn party(&self) -> Option<&Id> {
        self.customer.as_ref().or(self.visitor.as_ref())
    }

    pub(super) fn whom(&self) -> Result<(), BadLine> {
        either(self.customer.as_ref(), self.visitor.as_ref())
    }
}

/// A line names its party in one of two ways, and not in two that could disagree.
pub(super) fn either(customer: Option<&Id>, visitor: Option<&Id>) -> Result<(), BadLine> {
    match (customer, visitor) {
        (None, None) => {
            Err(BadLine::of("customer", "is missing, and so is `visitor`: one of them is needed"))
        }
        (Some(one), Some(other)) if one != other => {
            Err(BadLine::of("visitor", "stands beside a `customer`: only one of them can be meant"))
        }
        _ => Ok(()),
    }
}

body!(
    /// Who owns, and on what evidence?
    Dispute {
        must {
            /// The customer in dispute.
            customer: Id,
        }
        list {
            /// The consultants who claim the customer.
            between: Id,
        }
    }
);
body!(
    /// A manager confirms the finding of a dispute, or overrules it with a reason.
    Settle {
        must {
            /// Which dispute, by the number that it was given.
            dispute: u64,
        }
        may {
            /// To whom the customer goes; without it, the finding is confirmed.
            to: Id,
            /// The manager.
            by: Id,
            /// Why; needed where the finding is overruled.
            why: Note,
        }
    }
);
body!(
    /// The manager gives a customer to another consultant.
    Reassign {
        must {
            /// The customer.
            customer: Id,
            /// The new owner.
            to: Id,
            /// Why.
            why: ReassignReason,
        }
        may {
            /// The manager.
            by: Id,
        }
    }
);
body!(
    /// A consultant leaves the house.
    Resign {
        must {
            /// Who.
            staff: Id,
        }
        may {
            /// The lead who enters it.
            by: Id,
        }
    }
);
body!(
    /// A stand-in for one's customers.
    Delegate {
        must {
            /// Whose customers.
            staff: Id,
            /// The stand-in.
            to: Id,
        }
        may {
            /// Until when; without it, until further notice.
            until: When,
        }
    }
);
