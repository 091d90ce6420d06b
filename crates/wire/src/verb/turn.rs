//! What moves a turn other than an arrival: passing it on, and the supervisor's hand.

use super::body::body;
use crate::vocabulary::{Channel, Permission};
use crate::{Id, Note};

body!(
    /// Passes the turn on after the policy's wait.
    Waive {
        must {
            /// Whose turn.
            staff: Id,
        }
        may {
            /// The lead who accepted the reason.
            accepted_by: Id,
        }
    }
);
body!(
    /// Gives the turn up by choice.
    GiveUp {
        must {
            /// Whose turn.
            staff: Id,
        }
        may {
            /// The lead who accepted the reason, so that it does not count (P14-6).
            accepted_by: Id,
        }
    }
);
body!(
    /// The supervisor assigns outside the order.
    Dispatch {
        must {
            /// Who came.
            visitor: Id,
            /// Who receives.
            staff: Id,
        }
        may {
            /// The supervisor.
            by: Id,
            /// The reason.
            why: Note,
        }
    }
);
body!(
    /// People are too few: no turns are used until the order is resumed (P12-5d).
    SuspendOrder { may {
        /// One channel only; without it, all.
        channel: Channel,
        /// The supervisor.
        by: Id,
        /// The reason.
        why: Note,
    } }
);
body!(
    /// The order counts again.
    ResumeOrder { may {
        /// One channel only; without it, all.
        channel: Channel,
        /// The supervisor.
        by: Id,
        /// The reason.
        why: Note,
    } }
);
body!(
    /// What the policy leaves to a manager, for one reception.
    Permit {
        must {
            /// Who may.
            staff: Id,
            /// What they may.
            what: Permission,
        }
        may {
            /// The manager.
            by: Id,
        }
    }
);
