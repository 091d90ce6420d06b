//! Questions, which change nothing.

use super::body::body;
use super::customer::either;
use crate::Id;
use crate::reading::BadLine;
use crate::vocabulary::{Channel, Question};

body!(
    /// A question; which further keys it needs depends on what is asked.
    Ask {
        must {
            /// What is asked.
            what: Question,
        }
        may {
            /// In which channel.
            channel: Channel,
            /// Of which department, where each has sheets of its own.
            department: Id,
            /// Of whom.
            staff: Id,
            /// Of which customer.
            customer: Id,
            /// Of which visitor, or of the party of that visitor.
            visitor: Id,
            /// By which clause.
            clause: Id,
        }
    }
);

impl Ask {
    /// The customer, or the visitor who stands for one.
    #[must_use]
    pub fn party(&self) -> Option<&Id> {
        self.customer.as_ref().or(self.visitor.as_ref())
    }

    pub(super) fn of_whom(&self) -> Result<(), BadLine> {
        match self.what {
            Question::Owner => either(self.customer.as_ref(), self.visitor.as_ref()),
            Question::Reception if self.visitor.is_none() => Err(missing("visitor")),
            Question::Eligible if self.staff.is_none() => Err(missing("staff")),
            _ => Ok(()),
        }
    }
}

fn missing(key: &str) -> BadLine {
    BadLine::of(key, "is missing, which this question needs")
}
