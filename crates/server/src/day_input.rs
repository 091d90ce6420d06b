//! Where a day file is read from, and what is said when it stops.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use application::ports::Store;
use clap::Args;
use dayfile::{Options, Stopped};
use memory::{KeepJournal, MemoryStore};
use packs::Shelf;

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

/// The packs of a house's own.
#[derive(Debug, Args)]
pub(crate) struct OwnPacks {
    /// A folder of packs of the house's own, each file that ends in .toml; the file may name them as it names shipped ones.
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
}

impl OwnPacks {
    /// The same options with these packs at hand.
    ///
    /// # Errors
    /// One of them cannot be used; it has been said which, and why.
    pub(crate) fn beside(&self, options: Options) -> Result<Options, ExitCode> {
        let Some(folder) = &self.packs else { return Ok(options) };
        let shelf = Shelf::shipped().and_then(|shelf| shelf.add_folder(folder).map(|_| shelf));
        shelf.map(|shelf| Options { packs: Some(Arc::new(shelf)), ..options }).map_err(|problems| {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            complain(UNREADABLE, format_args!("--packs: {}", told.join("\n")))
        })
    }
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
