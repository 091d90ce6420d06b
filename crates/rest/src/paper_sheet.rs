//! The turn table as the sheet of paper by the door looks: a row for each consultant, a column for each round.

use std::fmt::Write as _;

use wire::outcome::Table;
use wire::vocabulary::Cell;

/// What the marks mean, in both languages.
const LEGEND: &str = "✓ 已接待 taken   补 待补 deferred   × 作废 forfeited   – 空格 blank   · 未到 open\n\
                      移到末位的行在最下。A row that was moved to the end stands at the bottom.";

/// The sheet drawn with characters, and what its marks mean.
pub(crate) fn drawn(table: &Table) -> String {
    let rounds = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let widest = table.rows.iter().map(|row| width(row.staff.as_str())).max().unwrap_or_default();
    let mut sheet = " ".repeat(widest);
    for round in 1..=rounds {
        let _ = write!(sheet, " {round:>3}");
    }
    sheet.push('\n');
    for row in &table.rows {
        let name = row.staff.as_str();
        sheet.push_str(name);
        sheet.push_str(&" ".repeat(widest - width(name)));
        for cell in &row.cells {
            let mark = mark(*cell);
            sheet.push_str(&" ".repeat(4 - width(mark)));
            sheet.push_str(mark);
        }
        sheet.push('\n');
    }
    sheet.push_str(LEGEND);
    sheet.push('\n');
    sheet
}

const fn mark(cell: Cell) -> &'static str {
    match cell {
        Cell::Taken => "✓",
        Cell::Deferred => "补",
        Cell::Forfeited => "×",
        Cell::Blank => "–",
        Cell::Open => "·",
    }
}

/// How many columns a text takes: Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if ('\u{2E80}'..='\u{FFEF}').contains(&c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::outcome::Row;

    #[test]
    fn rows_are_people_and_columns_are_rounds() {
        let row = |staff: &str, cells: &[Cell]| Row { staff: staff.into(), cells: cells.to_vec() };
        let table =
            Table { rows: vec![row("陈静", &[Cell::Taken, Cell::Deferred]), row("A", &[Cell::Forfeited])] };
        let sheet = drawn(&table);
        let lines: Vec<&str> = sheet.lines().collect();
        assert_eq!(lines[..3], ["       1   2", "陈静   ✓  补", "A      ×"]);
        assert_eq!(lines[3..].join("\n"), LEGEND);
    }
}
