//! A small floor for the tests: four consultants on one sheet.

use crate::decision::Rank;
use crate::explanation::decision_tests::at;
use crate::floor::{Arrival, Excluded, Floor, Member, Presence, Standing, Waiting};
use crate::ids::PolicyRef;
use crate::time::Zone;
use crate::turn_table::{OpenCell, Row, TurnTable};
use crate::vocabulary::{Channel, OrderSource, Role, Says, Status};

/// 10:00 at the site.
pub(super) const NOW: &str = "2026-03-02T02:00:00Z";

pub(super) fn member(id: &str) -> Member {
    Member {
        id: id.into(),
        role: Role::Consultant,
        status: Status::Active,
        team: None,
        department: None,
        skills: Vec::new(),
        shift: None,
        half: None,
        experience_months: None,
        presence: Presence::On,
        bar: None,
        suspension: None,
        alternation: None,
        delegate: None,
        fines_cents: 0,
        warnings: 0,
        gone: false,
        busy: Vec::new(),
        may_take_second: false,
    }
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
    Floor {
        zone: Zone::parse("Asia/Shanghai").expect("a zone"),
        policy: PolicyRef { name: "any".into(), version: 1 },
        next_policy: None,
        order_source: OrderSource::SignIn,
        runs_on: false,
        day: None,
        hours: None,
        duty: Vec::new(),
        members: ["A", "B", "C", "D"].map(member).to_vec(),
        tables: vec![table],
        receptions: Vec::new(),
        waiting: Vec::new(),
        posts: Vec::new(),
        sign_ins: Vec::new(),
        sales_today: Vec::new(),
        sales_month: Vec::new(),
        month: None,
        order_suspended: Vec::new(),
        entries: 0,
        clock: None,
        next_lapse: None,
    }
}

pub(super) fn waiting(visitor: &str, owner: Option<&str>, excluded: &[&str]) -> Waiting {
    let standing = Standing { owner: owner.map(Into::into), ..Standing::default() };
    Waiting {
        arrival: Box::new(Arrival {
            visitor: visitor.into(),
            party: visitor.into(),
            channel: Channel::WalkIn,
            standing,
            asks_for: None,
            invited_by: None,
            referred_by: None,
            acquaintance_of: None,
            says: Says::Buyer,
            party_size: 1,
            grade: None,
            needs: Vec::new(),
            department: None,
            key: false,
            asked: None,
        }),
        decision: None,
        since: at(NOW),
        excluded: excluded.iter().map(|staff| Excluded { staff: (*staff).into(), by_turn: true }).collect(),
        floor_then: Vec::new(),
    }
}
