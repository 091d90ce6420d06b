//! The one vocabulary: every verb of the day file, the setting it starts from, and the results it is answered with.
//!
//! Day files, REST bodies and exports are all read and written through these types; a REST body is a day line
//! without `at` and `do`. Nothing here decides anything.
#![deny(missing_docs)]

mod amount;
mod collection;
pub mod expect;
mod instant;
pub mod line;
pub mod outcome;
pub mod reading;
#[cfg(feature = "openapi")]
mod schema;
mod text;
pub mod verb;
pub mod vocabulary;

pub use amount::{Money, Share};
pub use instant::{Hours, Month, Stamp, When};
pub use reading::{BadLine, body};
pub use text::{Id, Label, Name, Note, OutOfBounds, Phone};
