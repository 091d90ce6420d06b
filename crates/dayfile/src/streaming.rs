//! A whole file, line by line from one end to the other, in memory that does not grow with its length.

use std::io::{BufRead, Write};

use crate::lines::Lines;
use crate::played::{Language, write_autos};
use crate::runner::{Options, Runner, Stores};
use crate::stopped::Stopped;

/// Plays a file and writes what comes of each line: one JSON line for every line but the first, which is the setting
/// and not something that happened, and one for everything that time itself brought.
///
/// # Errors
/// Why the run stopped. What had been written by then stands; the line that stopped it changed nothing.
pub fn simulate(
    input: impl BufRead,
    output: &mut dyn Write,
    language: Language,
    stores: Stores<'_>,
    options: &Options,
) -> Result<(), Stopped> {
    let mut lines = Lines::new(input);
    let Some(first) = lines.next()? else {
        return Err(Stopped::bad_file(1, "the file is empty: its first line is the setting"));
    };
    let mut runner = Runner::open(first, stores, options)?;
    let mut buffer = Vec::new();
    while let Some(line) = lines.next()? {
        let played = runner.line(line)?;
        buffer.clear();
        played.write(language, &mut buffer).map_err(|error| Stopped::Output(error.into()))?;
        output.write_all(&buffer).map_err(Stopped::Output)?;
    }
    buffer.clear();
    let due = runner.finish()?;
    write_autos(&due, runner.next_line(), language, &mut buffer)
        .map_err(|error| Stopped::Output(error.into()))?;
    output.write_all(&buffer).and_then(|()| output.flush()).map_err(Stopped::Output)
}
