//! A small floor for the tests: four consultants on one sheet.

use crate::decision::Rank;
use crate::explanation::decision_tests::at;
use crate::floor::{Arrival, Excluded, Floor, Member, Presence, Standing, Waiting};
use crate::ids::PolicyRef;
use crate::time::Zone;
use crate::turn_table::{OpenCell, Row, TurnTable};
use crate::vocabulary::{Channel, OrderSource};

/// 10:00 at the site.
pub(super) const NOW: &str = "2026-03-02T02:00:00Z";

pub(super) fn member(id: &str) -> Member {
    Member { presence: Presence::On, ..Member::joining(id.into()) }
}

pub(super) fn open(round: u32, rank: Rank) -> OpenCell {
    OpenCell { round, rank, in_grace: false }
}

/// A, B, C and D on the sheet in this order, all on the floor, each with this first untouched round.
pub(super) fn floor(frontiers: [u32; 4]) -> Floor {
    let mut table = TurnTable::new(Channel::WalkIn);
    table.rows = ["A", "B", "C", "D"]
        .iter()
        .zip(frontiers)
        .enumerate()
        .map(|(seat, (staff, first))| Row::new((*staff).into(), seat, first))
        .collect();
    let zone = Zone::parse("Asia/Shanghai").expect("a zone");
    Floor {
        members: ["A", "B", "C", "D"].map(member).to_vec(),
        tables: vec![table],
        ..Floor::empty(zone, PolicyRef { name: "any".into(), version: 1 }, OrderSource::SignIn, false)
    }
}

pub(super) fn waiting(visitor: &str, owner: Option<&str>, excluded: &[&str]) -> Waiting {
    let standing = Standing { owner: owner.map(Into::into), ..Standing::default() };
    Waiting {
        arrival: Box::new(Arrival { standing, ..Arrival::plain(visitor.into(), Channel::WalkIn) }),
        decision: None,
        since: at(NOW),
        number: 0,
        excluded: excluded
            .iter()
            .map(|staff| Excluded { staff: (*staff).into(), by_turn: true, undone: false })
            .collect(),
        floor_then: Vec::new(),
    }
}
