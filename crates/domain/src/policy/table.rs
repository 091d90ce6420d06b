//! Which turn tables a house keeps and where their order comes from.

use crate::ids::Cite;
use crate::vocabulary::{Channel, OrderSource, Precedence};

/// The tables of a house.
#[derive(Clone, PartialEq, Debug)]
pub struct TableRules {
    /// The orders that the house allows; the first is its default.
    pub orders: Vec<OrderRule>,
    /// Channels that share one table; a channel in no group has a table of its own.
    pub shared: Vec<Vec<Channel>>,
    /// Where a reception keeps its consultant from receiving others.
    pub busy: BusyScope,
    /// Each department has tables of its own.
    pub by_department: Option<Cite>,
    /// The staff is in two halves: each day one is on site, the other does outreach.
    pub halves: Option<Cite>,
    /// On what it rests that a reception outside one's shift uses no turn.
    pub off_shift: Option<Cite>,
    /// The clause on which "a table of its own" (or sharing) rests.
    pub cite: Cite,
}

impl TableRules {
    /// The channel that stands for the table of `channel`: the first of its group, else itself.
    #[must_use]
    pub fn table_of(&self, channel: Channel) -> Channel {
        self.shared
            .iter()
            .find(|group| group.contains(&channel))
            .and_then(|group| group.first().copied())
            .unwrap_or(channel)
    }
}

/// One way in which the order of the rows comes about.
#[derive(Clone, PartialEq, Debug)]
pub struct OrderRule {
    /// Where the order comes from.
    pub source: OrderSource,
    /// Do rounds continue over the night (the table runs on), or does every day start anew?
    pub runs_on: bool,
    /// On what this rests.
    pub cite: Cite,
}

/// A ground on which some waiting visitors come before others.
#[derive(Clone, PartialEq, Debug)]
pub struct WaitingRule {
    /// Which.
    pub by: Precedence,
    /// On what this rests.
    pub cite: Cite,
}

/// Where a reception occupies its consultant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BusyScope {
    /// In its own channel's table only.
    Table,
    /// On every table.
    House,
}
