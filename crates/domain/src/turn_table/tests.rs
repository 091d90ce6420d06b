//! The turn table on its own: earliest open cell, ranks, passing, moving to the end, latecomers, skipped rounds.

use crate::decision::{Cell, Rank};
use crate::ids::StaffId;
use crate::turn_table::{CellKey, Hindrance, Passing, TurnTable, Verdict};
use crate::vocabulary::{Channel, Outcome};

fn sheet(names: &[&str]) -> TurnTable {
    let mut table = TurnTable::new(Channel::WalkIn);
    for (seat, name) in names.iter().enumerate() {
        table.join(&StaffId::new(name), seat, None);
    }
    table
}

/// Lets a new customer come: `away` cannot receive and their cells have this outcome; `off` are not signed in.
fn arrive(table: &mut TurnTable, away: &[(&str, Outcome)], off: &[&str]) -> Option<(String, Cell)> {
    let is = |position: usize, name: &str| table.rows[position].staff.as_str() == name;
    let scan = table.scan(|position| {
        if off.iter().any(|name| is(position, name)) {
            Verdict::Absent
        } else if let Some((_, outcome)) = away.iter().find(|(name, _)| is(position, name)) {
            Verdict::Unable(*outcome)
        } else {
            Verdict::Able
        }
    });
    let passings: Vec<(StaffId, Passing)> = scan
        .passed
        .iter()
        .map(|(position, hindrance)| {
            let outcome = match hindrance {
                Hindrance::Unable(outcome) => *outcome,
                Hindrance::SkippedRound => Outcome::Blank,
            };
            (table.rows[*position].staff.clone(), Passing { outcome, cap: None, in_grace: false })
        })
        .collect();
    let (position, cell) = scan.chosen?;
    let staff = table.rows[position].staff.clone();
    let seats: Vec<bool> = (0..8)
        .map(|seat| table.rows.iter().any(|row| row.seat == seat && off.contains(&row.staff.as_str())))
        .collect();
    table.pass_before(CellKey::of(cell.rank, cell.round, position), &passings, |seat| seats[seat]);
    table.take(&staff, cell.round, true);
    Some((staff.to_string(), cell))
}

fn who(answer: Option<(String, Cell)>) -> String {
    answer.map_or_else(|| "nobody".to_owned(), |(name, cell)| format!("{name}{}", cell.round))
}

#[test]
fn customers_go_round_by_the_order() {
    let mut table = sheet(&["A", "B", "C"]);
    let served: Vec<String> = (0..5).map(|_| who(arrive(&mut table, &[], &[]))).collect();
    assert_eq!(served, ["A1", "B1", "C1", "A2", "B2"]);
    assert_eq!(table.running, 2);
}

#[test]
fn a_deferred_cell_is_made_up_before_the_round_goes_on() {
    let mut table = sheet(&["A", "B", "C"]);
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::Defer)], &[])), "B1");
    assert_eq!(arrive(&mut table, &[], &[]), Some(("A".to_owned(), Cell { round: 1, rank: Rank::Ordinary })));
    assert_eq!(who(arrive(&mut table, &[], &[])), "C1");
}

#[test]
fn priority_comes_before_earlier_ordinary_cells() {
    let mut table = sheet(&["A", "B", "C"]);
    let both = [("A", Outcome::Defer), ("B", Outcome::DeferPriority)];
    assert_eq!(who(arrive(&mut table, &both, &[])), "C1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "B1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A1");
}

#[test]
fn a_forfeited_cell_is_gone_and_the_next_round_is_open() {
    let mut table = sheet(&["A", "B"]);
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::Forfeit)], &[])), "B1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A2");
}

#[test]
fn every_open_cell_that_the_scan_passes_is_treated() {
    let mut table = sheet(&["A", "B"]);
    for expected in ["B1", "B2", "B3"] {
        assert_eq!(who(arrive(&mut table, &[("A", Outcome::Defer)], &[])), expected);
    }
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::Forfeit)], &[])), "B4");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A5", "all deferred cells were passed again and forfeited");
}

#[test]
fn moved_to_the_end_keeps_its_cell_within_the_round() {
    let mut table = sheet(&["A", "B", "C"]);
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::MoveToEnd)], &[])), "B1");
    let order: Vec<&str> = table.rows.iter().map(|row| row.staff.as_str()).collect();
    assert_eq!(order, ["B", "C", "A"]);
    assert_eq!(who(arrive(&mut table, &[], &[])), "C1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A1");
}

#[test]
fn moved_to_the_end_forfeits_when_a_later_round_is_taken() {
    let mut table = sheet(&["A", "B"]);
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::MoveToEnd)], &[])), "B1");
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::MoveToEnd)], &[])), "B2");
    assert_eq!(who(arrive(&mut table, &[("B", Outcome::Keep)], &[])), "A2", "the cell of round 1 is gone");
}

#[test]
fn somebody_not_signed_in_is_blank_once_a_later_cell_is_taken() {
    let mut table = sheet(&["A", "B", "C"]);
    assert_eq!(who(arrive(&mut table, &[], &["A"])), "B1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "C1", "the first round has passed A");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A2");
}

#[test]
fn a_latecomer_joins_the_running_round_at_the_bottom() {
    let mut table = sheet(&["A", "B"]);
    for _ in 0..3 {
        arrive(&mut table, &[], &[]);
    }
    table.join(&StaffId::new("C"), 2, None);
    assert_eq!(who(arrive(&mut table, &[], &[])), "B2");
    assert_eq!(who(arrive(&mut table, &[], &[])), "C2");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A3");
}

#[test]
fn nobody_able_moves_nothing() {
    let mut table = sheet(&["A", "B"]);
    let before = table.clone();
    let all = [("A", Outcome::Forfeit), ("B", Outcome::Forfeit)];
    assert_eq!(arrive(&mut table, &all, &[]), None);
    assert_eq!(table, before);
}

#[test]
fn one_turn_in_two_rounds_blanks_every_second_cell_beginning_with_the_next() {
    let mut table = sheet(&["A", "B"]);
    assert_eq!(who(arrive(&mut table, &[], &[])), "A1");
    table.rows[0].alternate_from = Some(table.rows[0].earliest().round);
    let served: Vec<String> = (0..5).map(|_| who(arrive(&mut table, &[], &[]))).collect();
    assert_eq!(served, ["B1", "B2", "A3", "B3", "B4"]);
}

#[test]
fn a_reopened_cell_is_open_in_its_place() {
    let mut table = sheet(&["A", "B"]);
    arrive(&mut table, &[], &[]);
    arrive(&mut table, &[], &[]);
    table.reopen(&StaffId::new("B"), 1, Rank::Ordinary);
    assert_eq!(who(arrive(&mut table, &[], &[])), "B1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "A2");
}

#[test]
fn cells_taken_out_of_turn_do_not_move_the_running_round() {
    let mut table = sheet(&["A", "B"]);
    table.take(&StaffId::new("B"), 1, false);
    table.take(&StaffId::new("B"), 2, false);
    assert_eq!(table.running, 0);
    table.join(&StaffId::new("C"), 2, None);
    assert_eq!(who(arrive(&mut table, &[], &[])), "A1");
    assert_eq!(who(arrive(&mut table, &[], &[])), "C1");
}

#[test]
fn a_claimed_cell_is_skipped_until_asked_for_and_forfeited_at_midnight() {
    let mut table = sheet(&["A", "B"]);
    assert_eq!(who(arrive(&mut table, &[("A", Outcome::DeferOnClaim)], &[])), "B1");
    let unclaimed = table.clone();
    assert_eq!(who(arrive(&mut table, &[], &[])), "A2");
    table = unclaimed.clone();
    table.claim(&StaffId::new("A"));
    assert_eq!(who(arrive(&mut table, &[], &[])), "A1");
    table = unclaimed;
    table.end_day(true, false);
    table.claim(&StaffId::new("A"));
    assert_eq!(who(arrive(&mut table, &[], &[])), "A2");
}
