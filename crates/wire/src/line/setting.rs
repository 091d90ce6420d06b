//! The first line of a day file: the house as it stands before anything happens.

use crate::reading::{self, BadLine};
use crate::verb::body::body;
use crate::verb::{Customer, StaffMember};
use crate::vocabulary::OrderSource;
use crate::{Hours, Id, Name, Stamp};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// The longest first line, in bytes: a site's export carries its whole state there.
pub const MOST_SETTING_BYTES: usize = 64 << 20;

body!(
    /// Sales by staff, where the policy's order goes by them.
    Sales { table {
        /// Deals of the month before the file's first day.
        last_month: Id => u32,
        /// Deals of the day before the file's first day.
        yesterday: Id => u32,
    } }
);
body!(
    /// The setting: all of it is optional but `day_file` and `policy`.
    Setting {
        must {
            /// The edition of the format; 1.
            #[serde(deserialize_with = "edition")]
            day_file: u8,
            /// A shipped pack's name, or a path.
            policy: Name,
        }
        may {
            /// The site's IANA time zone.
            timezone: Name,
            /// When the site was opened; without it, at the first line's instant.
            opened_at: Stamp,
            /// Where the order comes from, where the pack allows several and its default is not wanted.
            order_by: OrderSource,
            /// Sales that the order goes by.
            #[serde(deserialize_with = "crate::collection::optional_object")]
            sales: Sales,
            /// The normal hours, after which those on duty receive.
            hours: Hours,
            /// The state that a site's export goes on from, versioned by its writer.
            #[serde(deserialize_with = "crate::collection::optional_value")]
            checkpoint: Value,
        }
        list {
            /// The people of the house.
            staff: StaffMember,
            /// The order of the rows, by staff.
            order: Id,
            /// The staff on duty after hours.
            duty: Id,
            /// The customers known before.
            customers: Customer,
        }
    }
);

impl Setting {
    /// Reads the first line of a file. The error names the key, never the value.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        reading::object(text, MOST_SETTING_BYTES).map_err(|bad| {
            // A file that begins with an event would otherwise be told of the event's first key.
            let begun =
                reading::tree(text).is_ok_and(|tree| tree.is_object() && tree.get("day_file").is_none());
            if begun { BadLine::of("day_file", "is missing: the first line is the setting") } else { bad }
        })
    }
}

fn edition<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    match u8::deserialize(deserializer)? {
        1 => Ok(1),
        _ => Err(de::Error::custom("must be 1, the only edition of the format so far")),
    }
}
