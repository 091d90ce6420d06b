//! The answers held against the scan itself: what is said to change the outcome does, and nothing else is said.

use proptest::prelude::*;

use super::scene::{NOW, floor, open};
use super::{Change, WhyNot, WhyNotReason, why_not};
use crate::decision::{Decision, Rank};
use crate::explanation::decision_tests::{at, chosen, decision, passed};
use crate::floor::{Floor, Presence};
use crate::ids::Cite;
use crate::turn_table::{Hindrance, OpenCell, Verdict};
use crate::vocabulary::{Capacity, Cause, Outcome};

/// Who of the four could receive if they were signed in.
type Able = [bool; 4];

/// What the order alone decides on this floor.
fn decided(floor: &Floor, able: Able) -> Decision {
    let table = &floor.tables[0];
    let scan = table.scan(|position| {
        let seat = table.rows[position].seat;
        match (floor.members[seat].signed_in(), able[seat]) {
            (false, _) => Verdict::Absent,
            (true, true) => Verdict::Able,
            (true, false) => Verdict::Unable(Cause::BusyNew),
        }
    });
    let because = scan.passed.iter().map(|(position, why)| {
        let cause = if *why == Hindrance::SkippedRound { Cause::SkippedRound } else { Cause::BusyNew };
        passed(table.rows[*position].staff.as_str(), cause, Outcome::Defer, Cite::Ours)
    });
    let received = scan.chosen.map(|(position, cell)| {
        let capacity = if cell.rank == Rank::Fresh { Capacity::Turn } else { Capacity::MakeUp };
        chosen(table.rows[position].staff.as_str(), capacity, Some(cell.round), cell.rank, "P03-1")
    });
    decision("v1", received, because.collect())
}

/// Would the one in this seat receive?
fn receives(floor: &Floor, able: Able, seat: usize) -> bool {
    decided(floor, able).chosen.is_some_and(|chosen| chosen.staff == floor.members[seat].id)
}

/// Holds one answer against the scan.
fn holds(floor: &Floor, able: Able, seat: usize, why: &WhyNot) -> bool {
    let mut freed = able;
    freed[seat] = true;
    let mut asked = floor.clone();
    asked.tables[0].claim(&floor.members[seat].id);
    match (&why.reason, &why.would_change) {
        (WhyNotReason::Chosen, _) => receives(floor, able, seat),
        (WhyNotReason::PassedOver { .. }, Change::BeFree) => receives(floor, freed, seat),
        (WhyNotReason::NotSignedIn, Change::SignIn { then_round }) => {
            let mut floor = floor.clone();
            floor.members[seat].presence = Presence::On;
            receives(&floor, freed, seat) == then_round.is_none()
        }
        (WhyNotReason::LaterCell { .. }, Change::WaitForRound(round)) => {
            // Neither being free nor asking for a make-up would have helped.
            let row = floor.tables[0].row(&floor.members[seat].id).expect("a row");
            !receives(&asked, freed, seat) && row.candidate().round == *round
        }
        (WhyNotReason::NotClaimed { .. }, Change::Claim) => {
            receives(&asked, freed, seat) && !receives(floor, freed, seat)
        }
        _ => false,
    }
}

fn cells() -> impl Strategy<Value = (u32, Vec<OpenCell>)> {
    let rank =
        prop_oneof![Just(Rank::Fresh), Just(Rank::Priority), Just(Rank::Ordinary), Just(Rank::Unclaimed),];
    (1u32..5).prop_flat_map(move |frontier| {
        let earlier =
            proptest::collection::vec(proptest::option::weighted(0.4, rank.clone()), frontier as usize - 1);
        earlier.prop_map(move |ranks| {
            let cells = (1..).zip(ranks).filter_map(|(round, rank)| rank.map(|rank| open(round, rank)));
            (frontier, cells.collect())
        })
    })
}

proptest! {
    #[test]
    fn what_is_said_to_change_the_outcome_does(
        rows in proptest::array::uniform4(cells()),
        signed_in in proptest::array::uniform4(proptest::bool::weighted(0.8)),
        able in proptest::array::uniform4(any::<bool>()),
    ) {
        let mut floor = floor([1; 4]);
        for (seat, (frontier, open)) in rows.into_iter().enumerate() {
            floor.tables[0].rows[seat].frontier = frontier;
            floor.tables[0].rows[seat].open = open;
            floor.members[seat].presence = if signed_in[seat] { Presence::On } else { Presence::Off };
        }
        let decision = decided(&floor, able);
        for seat in 0..4 {
            let why = why_not(&decision, &floor, &floor.members[seat].id, at(NOW));
            prop_assert!(holds(&floor, able, seat, &why), "{seat}: {why:?}");
        }
    }
}
