//! One table of the sheet: a literal grid of cells, rounds by rows, and the order of its rows from top to bottom.

use crate::paper::{Sure, Unsure};

/// One cell of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Open,
    Taken,
    /// Passed over, still open.
    Deferred,
    /// Deferred by a private absence that goes on: forfeited as soon as it exceeds 5:00 (P16-7).
    DeferredAway,
    Forfeited,
    Blank,
}

impl Cell {
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Deferred | Self::DeferredAway)
    }
}

/// A cell's place: its round and its row, both from 0.
pub(crate) type Place = (usize, usize);

/// One turn table. Rounds beyond the written ones are open for everybody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Who each row belongs to, in the order in which the rows were begun.
    pub(crate) rows: Vec<String>,
    /// The rows from the top of the sheet to the bottom.
    pub(crate) order: Vec<usize>,
    cells: Vec<Vec<Cell>>,
    /// The first round each row takes part in.
    pub(crate) joined: Vec<usize>,
    /// The round from which every second cell of the row is skipped (P16-11).
    pub(crate) skip_from: Vec<Option<usize>>,
    /// Whether the row was ever moved to the end.
    pub(crate) moved: Vec<bool>,
    /// The highest round with a cell closed by the scan.
    pub(crate) running: Option<usize>,
    /// The highest round with a cell forfeited at an arrival that nobody could receive.
    pub(crate) at_arrival: Option<usize>,
}

impl Table {
    pub(crate) fn written_rounds(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn cell(&self, (round, row): Place) -> Cell {
        self.cells.get(round).and_then(|cells| cells.get(row)).copied().unwrap_or(Cell::Open)
    }

    pub(crate) fn write(&mut self, (round, row): Place, cell: Cell) {
        while self.cells.len() <= round {
            self.cells.push(vec![Cell::Open; self.rows.len()]);
        }
        if let Some(place) = self.cells.get_mut(round).and_then(|cells| cells.get_mut(row)) {
            *place = cell;
        }
    }

    pub(crate) fn row_of(&self, staff: &str) -> Option<usize> {
        self.rows.iter().position(|name| name == staff)
    }

    pub(crate) fn name(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", String::as_str)
    }

    /// A new bottom row: it takes part in the running round, and has no part in the rounds before it.
    pub(crate) fn join(&mut self, staff: &str) -> Sure<()> {
        let from = self.running.unwrap_or(0);
        if self.at_arrival.is_some_and(|round| round > from) {
            return Err(Unsure("joins after a cell of a later round fell at an arrival".to_owned()));
        }
        let row = self.rows.len();
        self.rows.push(staff.to_owned());
        self.order.push(row);
        self.joined.push(from);
        self.skip_from.push(None);
        self.moved.push(false);
        for (round, cells) in self.cells.iter_mut().enumerate() {
            cells.push(if round < from { Cell::Blank } else { Cell::Open });
        }
        Ok(())
    }

    pub(crate) fn earliest_open(&self, row: usize) -> usize {
        (0..self.cells.len()).find(|&round| self.cell((round, row)).is_open()).unwrap_or(self.cells.len())
    }

    /// Whether a penalty skips this cell: every second one, beginning with the next at the time (P16-11).
    pub(crate) fn skips(&self, (round, row): Place) -> bool {
        let from = self.skip_from.get(row).copied().flatten();
        from.is_some_and(|from| round >= from && (round - from).is_multiple_of(2))
    }

    pub(crate) fn has_deferred(&self, row: usize) -> bool {
        (0..self.cells.len()).any(|round| {
            let cell = self.cell((round, row));
            cell.is_open() && cell != Cell::Open
        })
    }

    /// Rewrites the cells that an absence deferred, when it ends or exceeds its grace.
    pub(crate) fn settle_absence(&mut self, staff: &str, into: Cell) {
        let Some(row) = self.row_of(staff) else { return };
        for round in 0..self.cells.len() {
            if self.cell((round, row)) == Cell::DeferredAway {
                self.write((round, row), into);
            }
        }
    }

    /// The row goes to the bottom of the sheet.
    pub(crate) fn move_to_end(&mut self, row: usize) {
        self.order.retain(|&other| other != row);
        self.order.push(row);
        if let Some(moved) = self.moved.get_mut(row) {
            *moved = true;
        }
    }

    /// The fairness theorem: for any two rows since both joined, the closed and deferred cells up to the running
    /// round differ by at most one.
    pub(crate) fn fairness(&self) -> Result<(), String> {
        let Some(running) = self.running else { return Ok(()) };
        let filled = |row: usize, from: usize| {
            (from..=running).filter(|&round| self.cell((round, row)) != Cell::Open).count()
        };
        for a in 0..self.rows.len() {
            for b in 0..a {
                let since = self.joined.get(a).max(self.joined.get(b)).copied().unwrap_or(0);
                let (of_a, of_b) = (filled(a, since), filled(b, since));
                if of_a.abs_diff(of_b) > 1 {
                    let (a, b) = (self.name(a), self.name(b));
                    return Err(format!(
                        "{a} has {of_a} and {b} has {of_b} cells up to round {}",
                        running + 1
                    ));
                }
            }
        }
        Ok(())
    }
}
