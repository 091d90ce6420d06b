//! The paper sheet of a day, as a projection of the journal.

/// One day's sheets.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Sheet {}
