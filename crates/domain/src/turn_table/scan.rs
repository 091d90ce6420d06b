//! Finding the earliest open cell whose owner can receive.

/// Where a cell stands in the scan: priority cells first, then by round, then by position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CellKey {
    /// 0 for priority cells, 1 for all others.
    pub class: u8,
    /// The round.
    pub round: u32,
    /// The row's position from the top.
    pub position: usize,
}

/// placeholder
#[derive(Debug)]
pub struct Scan;
