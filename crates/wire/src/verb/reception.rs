//! Receptions: from the arrival over what comes to light to the leaving.

use super::body::body;
use crate::vocabulary::{Channel, Decided, Finding, Grade, RecognisedBy, Says, Take};
use crate::{Id, Name, Phone};

body!(
    /// Somebody comes, calls or writes in; the answer is a decision.
    Arrive {
        must {
            /// A new id for this arrival; afterwards it stands for the party wherever a customer is asked for.
            visitor: Id,
        }
        may {
            /// The name given.
            name: Name,
            /// The phone given; it identifies the party.
            phone: Phone,
            /// The customer who this is, where it is known.
            customer: Id,
            /// How many people came together.
            party_size: u32,
            /// The consultant asked for.
            asks_for: Id,
            /// The consultant who invited them.
            invited_by: Id,
            /// The customer who sent them.
            referred_by: Id,
            /// The member of staff whose friend or relation they are.
            acquaintance_of: Id,
            /// How far they have come.
            grade: Grade,
            /// Their class, in the house's own word.
            class: Id,
            /// The department they come to.
            department: Id,
            /// How many questions were put to them before they counted as new.
            asked: u32,
            /// Whether name and phone are on record: for an export, which leaves both away.
            on_record: bool,
            /// On what it rests who they are, for an export: `phone`, where their phone had identified the customer, or
            /// `phone_other_name`, where it had under another name.
            known_by: Id,
        }
        usual {
            /// How they reach the house.
            channel: Channel,
            /// What they say they are.
            says: Says,
            /// A key customer, not to be left waiting.
            key: bool,
        }
        list {
            /// The skills needed to serve them.
            needs: Id,
        }
    }
);
body!(
    /// The consultant called did not appear.
    NoAnswer { must {
        /// Whom they should have received.
        visitor: Id,
    } }
);
body!(
    /// What came to light during the reception.
    FindOut {
        must {
            /// Who was being received.
            visitor: Id,
            /// What it was.
            what: Finding,
        }
        may {
            /// The colleague whose customer it is.
            staff: Id,
            /// The customer it is.
            customer: Id,
            /// Whether that colleague could be reached; see [`FindOut::was_reached`].
            reached: bool,
            /// The proxy whom that colleague named.
            proxy: Id,
            /// What the lead decided about a non-buyer.
            decided: Decided,
            /// Who found out or decided.
            by: Id,
        }
        usual {
            /// Found out only after going out of the door.
            outside: bool,
        }
    }
);

impl FindOut {
    /// Could the colleague be reached? Yes, unless the line says no.
    #[must_use]
    pub fn was_reached(&self) -> bool {
        self.reached.unwrap_or(true)
    }
}

body!(
    /// The first consultant recognises the customer, or is named by them.
    Recognise {
        must {
            /// Who was being received.
            visitor: Id,
            /// The first consultant.
            by: Id,
        }
        may {
            /// Which former party it is; may be left out where it can be only one.
            customer: Id,
        }
        usual {
            /// Whether the consultant knew the customer again or the customer named the consultant.
            who: RecognisedBy,
        }
    }
);
body!(
    /// The owner's choice when an own customer arrives meanwhile.
    Choose {
        must {
            /// The own customer who arrived.
            visitor: Id,
            /// The owner.
            by: Id,
            /// Receive both, or name a proxy.
            take: Take,
        }
        may {
            /// The proxy named.
            to: Id,
        }
    }
);
body!(
    /// The one in turn names who receives.
    HandOn { must {
        /// Who came.
        visitor: Id,
        /// The one in turn.
        by: Id,
        /// Who receives.
        to: Id,
    } }
);
body!(
    /// Helps with a reception or joins it.
    Assist {
        must {
            /// Who is being received.
            visitor: Id,
            /// Who helps.
            staff: Id,
        }
        may {
            /// The lead who sends them.
            by: Id,
        }
    }
);
body!(
    /// Ends the reception or the call.
    Leave { must {
        /// Who leaves.
        visitor: Id,
    } }
);
body!(
    /// Takes the last assignment back.
    Undo {
        must {
            /// Whose assignment.
            visitor: Id,
        }
        may {
            /// Who takes it back.
            by: Id,
        }
    }
);
