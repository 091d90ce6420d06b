//! The house's own classes of visitors.

use crate::ids::{Cite, Label};

/// A class of visitors under the house's own word; where they come first by class, an earlier one comes before a later.
#[derive(Clone, PartialEq, Debug)]
pub struct ClassRule {
    /// The word.
    pub word: Label,
    /// On what this rests.
    pub cite: Cite,
}
