//! The rows that go into a statement, as values and not yet in the form that one database wants.

use application::ports::StoreError;
use sea_orm::Value;
use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::map::unwritable;

/// What a column of a statement's rows holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A text or nothing.
    MaybeText,
    /// An integer.
    Number,
    /// An integer or nothing.
    MaybeNumber,
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Cell {
    /// Nothing.
    Null,
    /// An integer.
    Number(i64),
    /// A text.
    Text(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Cell {
    /// A number beyond what the database counts is after everything.
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Cell {
    /// A document as text: the database need not look into it.
    pub(crate) fn document<T: Serialize>(document: &T) -> Result<Self, StoreError> {
        // Only a map with keys that are no text could fail, and then nothing was written.
        serde_json::to_string(document).map(Self::Text).map_err(|_| unwritable())
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// Rows of `N` columns.
#[derive(Clone, Debug)]
pub(crate) struct Rows<const N: usize> {
    kinds: [Kind; N],
    rows: Vec<[Cell; N]>,
}

impl<const N: usize> Rows<N> {
    pub(crate) fn new(kinds: [Kind; N]) -> Self {
        Self { kinds, rows: Vec::new() }
    }

    /// Rows of texts alone, which is what keys are.
    pub(crate) fn of_texts() -> Self {
        Self::new([Kind::Text; N])
    }

    pub(crate) fn push(&mut self, row: [Cell; N]) {
        self.rows.push(row);
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Of rows that agree in their first `key` columns only the last: within one statement it would be left to the database
    /// which of them counts, and PostgreSQL refuses to choose.
    pub(crate) fn last_words(mut self, key: usize) -> Self {
        let mut seen = std::collections::HashSet::new();
        let mut kept: Vec<_> = std::mem::take(&mut self.rows)
            .into_iter()
            .rev()
            .filter(|row| seen.insert(row.iter().take(key).cloned().collect::<Vec<_>>()))
            .collect();
        kept.reverse();
        Self { rows: kept, ..self }
    }

    /// Cuts the rows, in their order, into runs within which `repeats` never says that a row has been there before. It is
    /// given a fresh memory for each run.
    pub(crate) fn runs<M: Default>(self, mut repeats: impl FnMut(&mut M, &[Cell; N]) -> bool) -> Vec<Self> {
        let (mut runs, mut memory) = (Vec::new(), M::default());
        let mut run = Self::new(self.kinds);
        for row in self.rows {
            if repeats(&mut memory, &row) {
                runs.push(std::mem::replace(&mut run, Self::new(self.kinds)));
                memory = M::default();
                repeats(&mut memory, &row);
            }
            run.push(row);
        }
        runs.extend((!run.is_empty()).then_some(run));
        runs
    }

    /// One array a column. The driver's arrays know no nulls, so what may be nothing is marked, see [`marked`].
    pub(crate) fn into_arrays(self, into: &mut Vec<Value>) {
        let mut columns: Vec<Vec<Cell>> =
            self.kinds.iter().map(|_| Vec::with_capacity(self.rows.len())).collect();
        for row in self.rows {
            for (column, cell) in columns.iter_mut().zip(row) {
                column.push(cell);
            }
        }
        into.extend(self.kinds.iter().zip(columns).map(|(kind, cells)| match kind {
            Kind::Text | Kind::MaybeText => {
                cells.into_iter().map(|cell| marked_text(*kind, cell)).collect::<Vec<String>>().into()
            }
            Kind::Number | Kind::MaybeNumber => cells.iter().map(marked_number).collect::<Vec<i64>>().into(),
        }));
    }
}

/// Nothing is the empty text; a text that could be empty itself has a mark before it.
fn marked_text(kind: Kind, cell: Cell) -> String {
    match (kind, cell) {
        (Kind::MaybeText, Cell::Text(text)) => format!("={text}"),
        (_, Cell::Text(text)) => text,
        (_, Cell::Number(number)) => number.to_string(),
        (_, Cell::Null) => String::new(),
    }
}

/// Nothing is the least number, which no instant and no count is.
fn marked_number(cell: &Cell) -> i64 {
    match cell {
        Cell::Number(number) => *number,
        Cell::Null | Cell::Text(_) => i64::MIN,
    }
}

impl<const N: usize> Serialize for Rows<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.rows.len()))?;
        for row in &self.rows {
            rows.serialize_element(row.as_slice())?;
        }
        rows.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIR: [Kind; 2] = [Kind::Text, Kind::MaybeText];

    fn rows(pairs: &[(&str, Option<&str>)]) -> Rows<2> {
        let mut rows = Rows::new(PAIR);
        for (one, other) in pairs {
            rows.push([(*one).into(), (*other).into()]);
        }
        rows
    }

    #[test]
    fn the_last_word_on_a_key_stays_where_it_was() {
        let kept = rows(&[("a", Some("1")), ("b", None), ("a", Some("2"))]).last_words(1);
        assert_eq!(serde_json::to_string(&kept).unwrap(), r#"[["b",null],["a","2"]]"#);
    }

    #[test]
    fn nothing_an_empty_text_and_a_text_stay_three_things_in_an_array() {
        let mut arrays = Vec::new();
        rows(&[("a", None), ("b", Some("")), ("c", Some("="))]).into_arrays(&mut arrays);
        let texts =
            |texts: &[&str]| Value::from(texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        assert_eq!(arrays, [texts(&["a", "b", "c"]), texts(&["", "=", "=="])]);
    }

    #[test]
    fn rows_are_cut_before_one_that_repeats() {
        let repeats = |seen: &mut Vec<Cell>, row: &[Cell; 2]| {
            let repeats = seen.contains(&row[0]);
            seen.push(row[0].clone());
            repeats
        };
        let runs = rows(&[("a", None), ("b", None), ("a", None), ("b", None), ("b", None)]).runs(repeats);
        assert_eq!(runs.iter().map(Rows::len).collect::<Vec<_>>(), [2, 2, 1]);
    }
}
