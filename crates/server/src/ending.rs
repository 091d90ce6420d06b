//! How the program ends and what it prints on the way: standard output in one locked, buffered piece.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

/// What the exit codes mean, for `--help`.
pub(crate) const CODES: &str = "\
Exit codes: 0 all is well; 1 an expectation was missed, or a pack has a problem; 2 the command line, a file or a line \
of it could not be read (standard error says which and why); 3 a fault of the program's own.";

/// A file or the command line cannot be read.
pub(crate) const UNREADABLE: u8 = 2;

/// A fault of ours.
pub(crate) const FAULT: u8 = 3;

/// Something is not as it should be, and nothing is broken.
pub(crate) const MISSED: u8 = 1;

/// Bytes are handed on in pieces of this size.
const PIECE: usize = 1 << 16;

/// Lets `write` write to standard output. A reader who has seen enough and closed the pipe is no error.
pub(crate) fn printing(write: impl FnOnce(&mut dyn Write) -> io::Result<ExitCode>) -> ExitCode {
    let mut out = BufWriter::with_capacity(PIECE, io::stdout().lock());
    let done = write(&mut out).and_then(|code| out.flush().map(|()| code));
    done.unwrap_or_else(|error| unwritable(&error))
}

/// How the program ends when standard output cannot be written.
pub(crate) fn unwritable(error: &io::Error) -> ExitCode {
    if error.kind() == ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    complain(FAULT, format_args!("standard output cannot be written: {error}"))
}

/// Says on standard error what is wrong, and ends with `code`.
pub(crate) fn complain(code: u8, what: impl Display) -> ExitCode {
    // Where not even this can be written, the exit code has to say it.
    let _ = writeln!(io::stderr().lock(), "lunpai: {what}");
    ExitCode::from(code)
}
