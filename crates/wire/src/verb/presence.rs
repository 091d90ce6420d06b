//! Coming to the floor, leaving it, and the make-ups asked for.

use super::body::body;
use crate::Id;

body!(
    /// On the floor.
    SignIn { must {
        /// Who.
        staff: Id,
    } }
);
body!(
    /// Off the floor.
    SignOut { must {
        /// Who.
        staff: Id,
    } }
);
body!(
    /// Away from the floor or the desk.
    StepAway {
        must {
            /// Who.
            staff: Id,
        }
        may {
            /// Why: `unannounced` (also without a word), `private`, `business`, or a word of the pack's own.
            reason: Id,
            /// Who allowed it; unapproved business counts as private.
            approved_by: Id,
        }
    }
);
body!(
    /// Back from being away.
    ComeBack {
        must {
            /// Who.
            staff: Id,
        }
        usual {
            /// Asks at once for a make-up that has to be asked for.
            claim: bool,
        }
    }
);
body!(
    /// Asks for a make-up that has to be asked for (P06-5).
    Claim { must {
        /// Who.
        staff: Id,
    } }
);
