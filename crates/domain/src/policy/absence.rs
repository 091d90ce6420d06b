//! The house's own words for being away from the floor.

use crate::ids::{Cite, Label};
use crate::vocabulary::Reason;

/// A word of the house for an absence, and as what it counts.
#[derive(Clone, PartialEq, Debug)]
pub struct AbsenceRule {
    /// The word.
    pub word: Label,
    /// As what it counts.
    pub counts_as: Reason,
    /// It counts as approved without a lead's word.
    pub excused: bool,
    /// On what this rests.
    pub cite: Cite,
}
