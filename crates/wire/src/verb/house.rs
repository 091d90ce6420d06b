//! The house itself: its people, its policy and the customers it already knows.

use super::body::body;
use crate::vocabulary::{CustomerState, Role, Status};
use crate::{Hours, Id, Name, Phone, Stamp, When};

body!(
    /// Somebody of the house. In a change, what is not said stays as it was.
    StaffMember {
        must {
            /// Their id.
            id: Id,
        }
        may {
            /// Their name.
            name: Name,
            /// Their department.
            department: Id,
            /// Their team.
            team: Id,
            /// What they do; a consultant, where a newcomer's line does not say.
            role: Role,
            /// Whether they take part; active, where a newcomer's line does not say.
            status: Status,
            /// What they can do; an empty list takes all skills away.
            #[serde(deserialize_with = "crate::verb::house::skills")]
            skills: Vec<Id>,
            /// Their working hours on the site's clock.
            shift: Hours,
            /// Their half, 1 or 2; half 1 is on site on the file's first day.
            #[serde(deserialize_with = "crate::verb::house::half")]
            #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2))]
            half: u8,
            /// Their experience, in months.
            experience_months: u32,
        }
    }
);
body!(
    /// A customer known from elsewhere or from before the file.
    Customer {
        must {
            /// Their id.
            id: Id,
        }
        may {
            /// Their name.
            name: Name,
            /// Their phone.
            phone: Phone,
            /// The consultant who owns them.
            owner: Id,
            /// Whether they still look or have bought.
            state: CustomerState,
            /// When they were registered.
            registered_at: Stamp,
            /// When they were last followed up.
            last_follow_up: Stamp,
        }
    }
);
body!(
    /// Somebody joins or changes.
    StaffChange { some {
        /// Whom it is about; one or several, as in the file's first line.
        staff: StaffMember,
    } }
);
body!(
    /// Another policy pack from a local midnight on.
    Bind {
        must {
            /// The pack's name or path.
            policy: Name,
        }
        may {
            /// From when; without it, from the next midnight.
            from: When,
        }
    }
);
body!(
    /// Customers known from elsewhere.
    Import { some {
        /// The customers, as in the file's first line.
        customers: Customer,
    } }
);

pub(crate) fn skills<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Id>>, D::Error> {
    crate::collection::list(deserializer).map(Some)
}

pub(crate) fn half<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let half: u8 = serde::Deserialize::deserialize(deserializer)?;
    if matches!(half, 1 | 2) { Ok(Some(half)) } else { Err(serde::de::Error::custom("must be 1 or 2")) }
}
