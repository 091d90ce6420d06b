//! Coming to the floor, leaving it, and the make-ups asked for.

use super::body::body;
use crate::{Id, vocabulary::Reason};

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
            /// Who allowed it; unapproved business counts as private.
            approved_by: Id,
        }
        usual {
            /// Why; without a word it is unannounced.
            reason: Reason,
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
