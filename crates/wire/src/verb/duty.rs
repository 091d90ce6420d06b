//! Duty plans, training, handover, evaluation and a month's figures.

use super::body::body;
use crate::reading::BadLine;
use crate::{Id, Month, Name, Note, When};

body!(
    /// Who has which post or area, and when.
    Plan {
        may {
            /// The post.
            post: Id,
            /// The area, instead.
            area: Id,
            /// Where.
            place: Name,
            /// What is to be done.
            content: Note,
            /// From when.
            from: When,
            /// To when.
            to: When,
        }
        some {
            /// Who; one or several.
            staff: Id,
        }
    }
);

impl Plan {
    pub(super) fn place_or_post(&self) -> Result<(), BadLine> {
        match (&self.post, &self.area) {
            (None, None) => Err(BadLine::of("post", "is missing, and so is `area`: one of them is needed")),
            _ if self.staff.is_empty() => Err(BadLine::of("staff", "must name at least one")),
            _ => Ok(()),
        }
    }
}

body!(
    /// Somebody is trained for a post.
    Train {
        must {
            /// Who.
            staff: Id,
            /// For which post.
            post: Id,
        }
        may {
            /// Until when the training lasts.
            until: When,
        }
    }
);
body!(
    /// A post is handed over in writing (P07-5).
    Handover {
        must {
            /// Which post.
            post: Id,
            /// By whom.
            from: Id,
            /// To whom.
            to: Id,
        }
        may {
            /// The state of affairs.
            state: Note,
            /// What customers said.
            feedback: Note,
            /// What is still open.
            problems: Note,
        }
    }
);
body!(
    /// Somebody is evaluated.
    Evaluate {
        must {
            /// Who.
            staff: Id,
        }
        may {
            /// By whom.
            by: Id,
        }
        table {
            /// The scores, by what was judged.
            scores: Name => f64,
        }
    }
);
body!(
    /// A month's figures, where they are not in the file.
    MonthResult { must {
        /// Whose.
        staff: Id,
        /// Of which month.
        month: Month,
        /// How many leads they had.
        leads: u32,
        /// How many deals they closed.
        deals: u32,
    } }
);
