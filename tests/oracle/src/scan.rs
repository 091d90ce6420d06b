//! The one sentence of the model: the earliest open cell whose consultant can receive now.

use serde_json::{Value, json};

use crate::grid::{Cell, Place, Table};
use crate::paper::{Paper, Sure, Unsure};
use crate::rules::{Cause, House, Outcome, outcome};

/// What one walk over the grid met, in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    /// Open cells whose row cannot receive, and why.
    pub(crate) passed: Vec<(Place, Cause)>,
    /// Open cells of those not signed in.
    pub(crate) absent: Vec<Place>,
    pub(crate) chosen: Option<Place>,
}

impl Scan {
    /// The passed rows in the order of the scan, each once, with their first place and cause.
    pub(crate) fn rows(&self) -> Vec<(Place, Cause)> {
        let mut rows: Vec<(Place, Cause)> = Vec::new();
        for &(place, cause) in &self.passed {
            if rows.iter().all(|(seen, _)| seen.1 != place.1) {
                rows.push((place, cause));
            }
        }
        rows
    }

    /// Whether the row was passed for more than one cause: its line in `because` may then name either.
    fn is_mixed(&self, row: usize, cause: Cause) -> bool {
        self.passed.iter().any(|&(place, other)| place.1 == row && other != cause)
    }
}

impl Paper {
    /// Walks round by round, row by row, until somebody can receive. Two rounds past the written ones suffice:
    /// there every row has an open cell, and at most one of any two is skipped.
    pub(crate) fn scan(&self, channel: &str, called: &[String]) -> Sure<Scan> {
        let table = self.table(channel)?;
        let mut scan = Scan::default();
        for round in 0..table.written_rounds() + 2 {
            for &row in &table.order {
                let place = (round, row);
                if !table.cell(place).is_open() {
                    continue;
                }
                let name = table.name(row);
                if !self.person(name)?.signed_in {
                    scan.absent.push(place);
                } else if let Some(cause) = self.hindrance(table, place, channel, called)? {
                    scan.passed.push((place, cause));
                } else {
                    scan.chosen = Some(place);
                    return Ok(scan);
                }
            }
        }
        Ok(scan)
    }

    /// Why somebody signed in cannot take this cell now; a bar already known comes before everything else.
    fn hindrance(
        &self,
        table: &Table,
        place: Place,
        channel: &str,
        called: &[String],
    ) -> Sure<Option<Cause>> {
        let name = table.name(place.1);
        let person = self.person(name)?;
        let called = called.iter().any(|other| other == name);
        let bar = if person.barred {
            Some(Cause::Barred)
        } else if person.suspended_until.is_some() {
            Some(Cause::Suspended)
        } else if table.skips(place) {
            Some(Cause::SkippedRound)
        } else {
            None
        };
        let hindered = bar.or_else(|| self.away_or_busy(person, name, channel));
        Ok(match (called, hindered) {
            (true, None) => Some(Cause::NoAnswer),
            (true, Some(_)) => Some(Cause::Mixed),
            (false, hindered) => hindered,
        })
    }

    /// The scan's outcomes take effect because somebody receives; returns the `because` list, without the chosen
    /// row, or `None` where its form is open.
    pub(crate) fn pass_over(
        &mut self,
        channel: &str,
        scan: &Scan,
        chosen: Place,
    ) -> Sure<Option<Vec<Value>>> {
        let house = self.house;
        let mut written = Vec::new();
        for &(place, cause) in &scan.passed {
            written.push((place, cause, outcome(house, cause, self.long_away(channel, place)?)?));
        }
        let because = self.because(channel, scan, &written)?;
        let table = self.table_mut(channel)?;
        let mut moved: Vec<usize> = Vec::new();
        for &(place, cause, outcome) in &written {
            match outcome {
                Outcome::Forfeit => table.write(place, Cell::Forfeited),
                Outcome::Blank => table.write(place, Cell::Blank),
                Outcome::Defer if cause.is_private() && house == House::TwoTables => {
                    table.write(place, Cell::DeferredAway);
                }
                Outcome::Defer => table.write(place, Cell::Deferred),
                Outcome::MoveToEnd => {
                    moved.push(place.1);
                    if place.0 < chosen.0 {
                        table.write(place, Cell::Forfeited);
                    }
                }
            }
        }
        move_rows(table, &moved)?;
        for &place in &scan.absent {
            table.write(place, Cell::Blank);
        }
        table.write(chosen, Cell::Taken);
        table.running = table.running.max(Some(chosen.0));
        let repeated = scan.passed.iter().any(|(place, _)| place.1 == chosen.1);
        Ok(if repeated { None } else { Some(because) })
    }

    fn because(&self, channel: &str, scan: &Scan, written: &[(Place, Cause, Outcome)]) -> Sure<Vec<Value>> {
        let table = self.table(channel)?;
        let mut because = Vec::new();
        for (place, cause) in scan.rows() {
            let staff = table.name(place.1);
            let outcome = written.iter().find(|(other, ..)| *other == place).map(|(.., outcome)| *outcome);
            because.push(match (outcome, cause.word()) {
                (Some(outcome), Some(cause_word)) if !scan.is_mixed(place.1, cause) => {
                    json!({"staff": staff, "outcome": outcome.word(), "cause": cause_word})
                }
                _ => json!({"staff": staff}),
            });
        }
        Ok(because)
    }
}

/// Several rows moved by one decision keep the order of the scan among themselves. A row passed in two rounds
/// could come by its first or its last cell; where the two disagree the page is silent.
fn move_rows(table: &mut Table, passed: &[usize]) -> Sure<()> {
    let mut by_first: Vec<usize> = Vec::new();
    let mut by_last: Vec<usize> = Vec::new();
    for &row in passed {
        if !by_first.contains(&row) {
            by_first.push(row);
        }
        by_last.retain(|&other| other != row);
        by_last.push(row);
    }
    if by_first != by_last {
        return Err(Unsure("several rows moved to the end over two rounds".to_owned()));
    }
    for row in by_first {
        table.move_to_end(row);
    }
    Ok(())
}
