//! The evening after the day's hours: who stays on duty.

use crate::ids::Cite;

/// Who stays when the day's hours end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EveningRule {
    /// So many of each department's order, from the next in turn on.
    pub next: u32,
    /// Do the secretaries take the evenings in turn?
    pub secretaries: bool,
    /// On what the rule rests.
    pub cite: Cite,
}
