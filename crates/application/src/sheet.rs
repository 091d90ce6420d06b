//! The paper sheet of a day, as a projection of the journal: what became of each cell, row by row and round by round.

mod fairness;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::books::Books;
use domain::decision::{Considered, Rank};
use domain::event::{Event, FloorEvent};
use domain::floor::Floor;
use domain::ids::{StaffId, VisitorId};
use domain::site;
use domain::turn_table::{Row, TableId, TurnTable};
use domain::vocabulary::Outcome;
use wire::outcome;
use wire::vocabulary::Cell;

use crate::batch::opened;
use crate::ports::JournalEntry;
use crate::present;
pub(crate) use fairness::fairness;

/// The sheets of a site, as they have been filled in since the journal was begun to be read.
pub(crate) struct Sheet {
    floor: Option<Floor>,
    books: Books,
    tables: BTreeMap<TableId, Marks>,
    /// The cell by which a visit was last assigned.
    taken: HashMap<VisitorId, (TableId, StaffId, u32)>,
}

/// The marks on one table: everything that is not simply open, by row and round.
#[derive(Default)]
struct Marks {
    cells: BTreeMap<(StaffId, u32), Cell>,
    /// Cells that were closed before the day began, on a table that runs on over the night.
    earlier: BTreeSet<(StaffId, u32)>,
    /// The last round that was over for everybody before the day began.
    over: u32,
}

impl Sheet {
    /// The sheets as a floor shows them; `None`: of a site whose first entry is yet to be noted.
    pub(crate) fn new(floor: Option<Floor>) -> Self {
        let mut sheet =
            Self { floor, books: Books::default(), tables: BTreeMap::new(), taken: HashMap::new() };
        for table in sheet.floor.iter().flat_map(|floor| &floor.tables) {
            // A table that runs on over the night: what was closed on earlier days was closed by receptions, as far
            // as today's journal can tell.
            let marks = sheet.tables.entry(table.id()).or_default();
            for row in &table.rows {
                marks.mark_closed(row, Cell::Taken);
                marks.mark_open(row);
            }
            marks.begin_day(table);
        }
        sheet
    }

    /// Fills in what an entry says.
    pub(crate) fn note(&mut self, entry: &JournalEntry) {
        for event in &entry.events {
            self.note_event(event);
        }
    }

    fn note_event(&mut self, event: &Event) {
        if self.floor.is_none() {
            self.floor = opened(std::slice::from_ref(event)).cloned();
        }
        let Some(floor) = &mut self.floor else { return };
        let before = floor.tables.clone();
        site::evolve(floor, &mut self.books, event);
        let Event::Floor(event) = event else { return };
        if ends_sheets(event) && !floor.runs_on {
            self.tables.clear();
            self.taken.clear();
        } else if ends_sheets(event) {
            for table in &floor.tables {
                self.tables.entry(table.id()).or_default().begin_day(table);
            }
        }
        let story = Story::of(event);
        for table in &floor.tables {
            let earlier = before.iter().find(|earlier| earlier.id() == table.id());
            let marks = self.tables.entry(table.id()).or_default();
            marks.note(earlier, table, &story);
        }
        self.note_call(event);
    }

    /// A cell that was used for a visit, and one that is lost because nobody came when called.
    fn note_call(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::Decided(decision) => {
                let cell = decision.chosen.as_ref().and_then(|chosen| Some((chosen, chosen.cell?)));
                if let Some((chosen, cell)) = cell {
                    let place = (decision.table, chosen.staff.clone(), cell.round);
                    self.taken.insert(decision.visitor.clone(), place);
                }
            }
            FloorEvent::CalledInVain { visitor, closed: Some(closed), .. } => {
                let lost = self.taken.remove(visitor);
                if let (Some((table, staff, round)), Some(mark)) = (lost, lost_as(closed)) {
                    let marks = self.tables.entry(table).or_default();
                    if marks.cells.get(&(staff.clone(), round)) == Some(&Cell::Taken) {
                        marks.cells.insert((staff, round), mark);
                    }
                }
            }
            _ => {}
        }
    }

    fn marks(&self, table: TableId) -> Option<&Marks> {
        self.tables.get(&table)
    }
}

/// Local midnight, or the first thing on a day whose predecessor ended without a word.
fn ends_sheets(event: &FloorEvent) -> bool {
    matches!(event, FloorEvent::DayEnded(_) | FloorEvent::DayBegan(_))
}

/// How a cell is marked that its owner lost.
fn lost_as(considered: &Considered) -> Option<Cell> {
    match considered.outcome {
        Outcome::Forfeit | Outcome::MoveToEnd => Some(Cell::Forfeited),
        Outcome::Blank => Some(Cell::Blank),
        Outcome::Chosen | Outcome::Keep | Outcome::Defer | Outcome::DeferPriority | Outcome::DeferOnClaim => {
            None
        }
    }
}

/// What an event says about cells that it closes.
struct Story<'a> {
    taken: Option<(TableId, &'a StaffId, u32)>,
    considered: &'a [Considered],
    forfeits: bool,
}

impl<'a> Story<'a> {
    fn of(event: &'a FloorEvent) -> Self {
        let silent = Story { taken: None, considered: &[], forfeits: false };
        match event {
            FloorEvent::Decided(decision) => {
                let chosen = decision.chosen.as_ref();
                let taken =
                    chosen.and_then(|chosen| Some((decision.table, &chosen.staff, chosen.cell?.round)));
                Story { taken, considered: &decision.because, ..silent }
            }
            FloorEvent::CellClosed { closed, .. } => {
                Story { considered: std::slice::from_ref(closed), ..silent }
            }
            FloorEvent::CellWithdrawn { table, staff, round } => {
                Story { taken: Some((*table, staff, *round)), ..silent }
            }
            // What nobody had asked for by midnight is lost, not blank (P06-5).
            FloorEvent::GraceOver { .. } | FloorEvent::DayEnded(_) | FloorEvent::DayBegan(_) => {
                Story { forfeits: true, ..silent }
            }
            _ => silent,
        }
    }

    /// How a cell is marked that this event closed.
    fn mark(&self, table: TableId, staff: &StaffId, round: u32) -> Cell {
        if self.taken == Some((table, staff, round)) {
            return Cell::Taken;
        }
        match self.considered.iter().find(|considered| considered.staff == *staff) {
            Some(considered) => lost_as(considered).unwrap_or(Cell::Forfeited),
            None if self.forfeits => Cell::Forfeited,
            None => Cell::Blank,
        }
    }
}

impl Marks {
    /// What stands now stood before the day began; rounds that are over for everybody are shown no more.
    fn begin_day(&mut self, table: &TurnTable) {
        let first_open = |row: &Row| row.open.iter().map(|cell| cell.round).chain([row.frontier]).min();
        let first_open = table.rows.iter().filter_map(first_open).min().unwrap_or(1);
        self.over = first_open.saturating_sub(1);
        self.cells.retain(|(_, round), _| *round >= first_open);
        let closed = self.cells.iter().filter(|(_, cell)| **cell != Cell::Deferred);
        self.earlier = closed.map(|(key, _)| key.clone()).collect();
    }

    fn note(&mut self, before: Option<&TurnTable>, after: &TurnTable, story: &Story<'_>) {
        for row in &after.rows {
            let earlier =
                before.and_then(|table| table.rows.iter().find(|earlier| earlier.staff == row.staff));
            let Some(earlier) = earlier else {
                // Rounds before somebody joined are no rounds of theirs.
                self.mark_closed(row, Cell::Blank);
                self.mark_open(row);
                continue;
            };
            if earlier == row {
                continue;
            }
            for round in open_rounds(earlier, row.frontier).filter(|round| !is_open(row, *round)) {
                let mark = match story.mark(after.id(), &row.staff, round) {
                    // A round that "one turn in every two rounds" skips is blank, whatever else befell the row.
                    Cell::Forfeited if earlier.skips(round) => Cell::Blank,
                    mark => mark,
                };
                self.cells.insert((row.staff.clone(), round), mark);
            }
            // A reception taken back has left its round untouched.
            self.cells.retain(|(staff, round), _| {
                *staff != row.staff || !(row.frontier..earlier.frontier).contains(round)
            });
            self.mark_open(row);
        }
    }

    /// Cells that were passed over or reopened, and are open.
    fn mark_open(&mut self, row: &Row) {
        for cell in &row.open {
            let key = (row.staff.clone(), cell.round);
            match cell.rank {
                Rank::Fresh => self.cells.remove(&key),
                Rank::Priority | Rank::Ordinary | Rank::Unclaimed => self.cells.insert(key, Cell::Deferred),
            };
        }
    }

    fn mark_closed(&mut self, row: &Row, mark: Cell) {
        for round in (1..row.frontier).filter(|round| !is_open(row, *round)) {
            self.cells.insert((row.staff.clone(), round), mark);
        }
    }

    fn cell(&self, row: &Row, round: u32) -> Cell {
        let skipped =
            row.alternate_from.is_some_and(|from| round >= from && (round - from).is_multiple_of(2));
        let marked = self.cells.get(&(row.staff.clone(), round)).copied();
        marked.unwrap_or(if skipped { Cell::Blank } else { Cell::Open })
    }
}

fn is_open(row: &Row, round: u32) -> bool {
    round >= row.frontier || row.open.iter().any(|cell| cell.round == round)
}

/// The open rounds of a row before the round `before`.
fn open_rounds(row: &Row, before: u32) -> impl Iterator<Item = u32> + '_ {
    let passed = row.open.iter().map(|cell| cell.round);
    passed.chain(row.frontier..before.max(row.frontier))
}

/// Today's sheet of a channel: rows from top to bottom, one cell for each round so far; where rounds run on over the
/// night, from the first one that was open for somebody in the morning.
pub(crate) fn table(sheet: &Sheet, view: site::View<'_>, table: TableId) -> outcome::Table {
    let none = Marks::default();
    let marks = sheet.marks(table).unwrap_or(&none);
    let rows = view.floor.table(table).map_or(&[][..], |table| &table.rows);
    let rounds = marks.cells.keys().map(|(_, round)| *round).max().unwrap_or(0);
    let rows = rows.iter().map(|row| outcome::Row {
        staff: present::staff(&row.staff),
        cells: (marks.over + 1..=rounds).map(|round| marks.cell(row, round)).collect(),
    });
    outcome::Table { rows: rows.collect() }
}
