//! Where a day file is read from, and what is said when it stops.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use application::ports::Store;
use dayfile::{Options, Stopped};
use memory::{KeepJournal, MemoryStore};

use crate::ending::{FAULT, UNREADABLE, complain, unwritable};

/// Bytes are read in pieces of this size.
const PIECE: usize = 1 << 16;

/// Opens a day file; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>, Stopped> {
    if is_standard_input(path) {
        return Ok(Box::new(BufReader::with_capacity(PIECE, io::stdin())));
    }
    let file = File::open(path).map_err(Stopped::Input)?;
    Ok(Box::new(BufReader::with_capacity(PIECE, file)))
}

/// How the file is to be run: packs that it names by a path are looked for beside it first.
pub(crate) fn options(path: &Path, policy: Option<String>) -> Options {
    let folder = path.parent().filter(|_| !is_standard_input(path)).map(Path::to_path_buf);
    Options { policy, folder, ..Options::default() }
}

/// A fresh store in memory, which forgets what the running day no longer needs.
pub(crate) fn store() -> Arc<dyn Store> {
    Arc::new(MemoryStore::new(KeepJournal::SinceCheckpoint))
}

/// Says why the run stopped, with the file's name.
pub(crate) fn stopped(path: &Path, why: &Stopped) -> ExitCode {
    let name = if is_standard_input(path) { "standard input".into() } else { path.to_string_lossy() };
    match why {
        Stopped::Output(error) => unwritable(error),
        Stopped::BadFile(_) | Stopped::Input(_) => complain(UNREADABLE, format_args!("{name}: {why}")),
        Stopped::Pack(_) => complain(UNREADABLE, format_args!("--policy: {why}")),
        Stopped::Fault { .. } => complain(FAULT, format_args!("{name}: {why}")),
    }
}

fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}
