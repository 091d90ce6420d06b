//! Holds what a file expects against what comes of it.

use core::fmt;
use std::io::BufRead;

use wire::expect::Difference;
use wire::outcome::Text;

use crate::lines::Lines;
use crate::runner::{Options, Runner, Stores};
use crate::stopped::Stopped;

/// What came of holding a file's expectations.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Verdict {
    /// How many lines met what they expected.
    pub passed: usize,
    /// The lines that did not, or that were refused though nothing was expected of them.
    pub misses: Vec<Miss>,
}

/// One line that did not come out as expected.
#[derive(Clone, PartialEq, Debug)]
pub struct Miss {
    /// Its number, from 1.
    pub line: u64,
    /// Its verb.
    pub verb: &'static str,
    /// Every place that differs.
    pub differences: Vec<Difference>,
    /// Why it came out so, in words: the decision's explanation, or why it was refused.
    pub text: Option<Text>,
}

impl fmt::Display for Miss {
    /// The line and verb, then one difference a line, then the explanation.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.verb)?;
        for difference in &self.differences {
            write!(f, "\n    {difference}")?;
        }
        if let Some(Text { zh, en }) = &self.text {
            for text in [en, zh] {
                write!(f, "\n    | {}", text.trim_end().replace('\n', "\n    | "))?;
            }
        }
        Ok(())
    }
}

/// Plays a file and holds every `expect` against the result; a refusal that was not expected is a miss.
///
/// # Errors
/// Why the run stopped before the end of the file.
pub fn hold(input: impl BufRead, stores: Stores<'_>, options: &Options) -> Result<Verdict, Stopped> {
    let mut verdict = Verdict::default();
    hold_into(&mut verdict, input, stores, options)?;
    Ok(verdict)
}

/// As [`hold`]; what was held before a stop stands in `verdict`.
///
/// # Errors
/// Why the run stopped before the end of the file.
pub fn hold_into(
    verdict: &mut Verdict,
    input: impl BufRead,
    stores: Stores<'_>,
    options: &Options,
) -> Result<(), Stopped> {
    let mut lines = Lines::new(input);
    let Some(first) = lines.next()? else {
        return Err(Stopped::bad_file(1, "the file is empty: its first line is the setting"));
    };
    let mut runner = Runner::open(first, stores, options)?;
    while let Some(line) = lines.next()? {
        let played = runner.line(line)?;
        let (line, verb) = (played.line(), played.verb());
        let differences = played.differences().map_err(|failure| Stopped::Fault { line, failure })?;
        if !differences.is_empty() {
            verdict.misses.push(Miss { line, verb, differences, text: played.text() });
        } else if played.expects() {
            verdict.passed += 1;
        }
    }
    runner.finish()?;
    Ok(())
}

/// As [`hold`], but only whether everything is met; it stops at the first miss.
///
/// # Errors
/// Why the run stopped before the end of the file.
pub fn holds(input: impl BufRead, stores: Stores<'_>, options: &Options) -> Result<bool, Stopped> {
    let mut lines = Lines::new(input);
    let Some(first) = lines.next()? else { return Ok(true) };
    let mut runner = Runner::open(first, stores, options)?;
    while let Some(line) = lines.next()? {
        let played = runner.line(line)?;
        let line = played.line();
        if !played.differences().map_err(|failure| Stopped::Fault { line, failure })?.is_empty() {
            return Ok(false);
        }
    }
    runner.finish()?;
    Ok(true)
}
