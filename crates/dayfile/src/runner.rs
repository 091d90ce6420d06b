//! Plays one day file line by line.

use std::path::PathBuf;
use std::sync::Arc;

use application::ports::Store;
use application::{Auto, Request};
use domain::time::Timestamp;
use wire::Stamp;
use wire::line::{Line, Setting};
use wire::verb::Verb;

use crate::compare::Seen;
use crate::engine::Engine;
use crate::played::{Came, Played};
use crate::stopped::{Stopped, refusal};
use crate::what_if::WhatIf;

/// Makes a fresh, empty store; a what-if needs two.
pub type Stores<'a> = &'a dyn Fn() -> Arc<dyn Store>;

/// How a file is to be run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The pack to decide by instead of the file's own: a shipped pack's name, or a path.
    pub policy: Option<String>,
    /// The packs at hand; without them, the shipped ones.
    pub packs: Option<Arc<packs::Shelf>>,
    /// The folder of the file, in which packs that it names by a path are looked for first.
    pub folder: Option<PathBuf>,
}

/// A file being played. A line that stops it has changed nothing, and what stood before it has happened; what time
/// brought just before that line is not told.
pub struct Runner {
    engine: Engine,
    /// The recorded day beside the simulated one, where another pack than the file's own decides.
    what_if: Option<WhatIf>,
    /// Until the first event tells what time it is.
    unopened: Option<Setting>,
    folder: Option<PathBuf>,
    line: u64,
    last: Option<Stamp>,
}

impl Runner {
    /// Reads the first line, the setting.
    ///
    /// # Errors
    /// A line that cannot be read, or a pack that is not there or not sound.
    pub fn open(first: &str, stores: Stores<'_>, options: &Options) -> Result<Self, Stopped> {
        let mut setting = Setting::parse(first).map_err(|bad| Stopped::bad_line(1, &bad))?;
        let folder = options.folder.clone();
        let engine = || {
            Engine::new(stores(), options.packs.clone())
                .map_err(|failure| Stopped::Fault { line: 1, failure })
        };
        let own = |engine: &Engine, setting: &Setting| {
            let name = engine.pack(setting.policy.as_str(), folder.as_deref());
            name.map_err(|why| Stopped::bad_file(1, format_args!("`policy`: {why}")))
        };
        let simulated = engine()?;
        let what_if = match &options.policy {
            None => {
                setting.policy = own(&simulated, &setting)?;
                None
            }
            Some(other) => {
                let recorded = engine()?;
                setting.policy = own(&recorded, &setting)?;
                let other = simulated.pack(other, None).map_err(Stopped::Pack)?;
                Some(WhatIf::new(recorded, other))
            }
        };
        Ok(Self { engine: simulated, what_if, unopened: Some(setting), folder, line: 1, last: None })
    }

    /// Plays the next line.
    ///
    /// # Errors
    /// A line that cannot be read, time that goes back, an id that nothing has; or a fault of ours.
    pub fn line(&mut self, text: &str) -> Result<Played, Stopped> {
        self.line += 1;
        let line = Line::parse(text).map_err(|bad| Stopped::bad_line(self.line, &bad))?;
        let at = line.at;
        if let Some(last) = self.last.filter(|last| *last > at) {
            return Err(Stopped::bad_file(
                self.line,
                format_args!("`at`: {at} is before {last}, the line before it"),
            ));
        }
        let mut before = self.opened(at.utc())?;
        self.last = Some(at);
        let word = line.verb.word();
        let expect = line.expect;
        let request = Request {
            verb: line.verb,
            actor: line.actor,
            at: Some(at.utc()),
            happened_at: line.happened_at.map(Stamp::utc),
            idempotency: None,
            expected: None,
        };
        let (reply_before, came, after) = self.play(request, at.utc())?;
        before.extend(reply_before);
        Ok(Played { line: self.line, at, verb: word, expect, came, before, after })
    }

    /// The end of the file: what is still due at the instant of its last line.
    ///
    /// # Errors
    /// What is wrong with the setting of a file that has no other line; or a fault of ours.
    pub fn finish(&mut self) -> Result<Vec<Auto>, Stopped> {
        let known = self.unopened.as_ref().and_then(latest);
        let at = self.last.or(known).map_or(Timestamp::UNIX_EPOCH, Stamp::utc);
        let mut due = self.opened(at)?;
        let reply = self.engine.wake(at);
        due.extend(reply.before);
        if let Err(failure) = reply.outcome {
            refusal(self.line, failure)?;
        }
        due.extend(reply.after);
        Ok(due)
    }

    /// What came of the last line on both days, where another pack is compared.
    pub(crate) fn seen(&self) -> Option<&Seen> {
        self.what_if.as_ref().map(|what_if| &what_if.seen)
    }

    /// The recorded day and the simulated one.
    pub(crate) fn engines(&self) -> Option<(&Engine, &Engine)> {
        self.what_if.as_ref().map(|what_if| (what_if.recorded(), &self.engine))
    }

    /// The number of the line that comes next, before which anything still due is told.
    #[must_use]
    pub fn next_line(&self) -> u64 {
        self.line + 1
    }

    /// Opens the site at the instant of the first event, so that no time passes before the day begins.
    fn opened(&mut self, at: Timestamp) -> Result<Vec<Auto>, Stopped> {
        let Some(setting) = self.unopened.take() else { return Ok(Vec::new()) };
        let reply = match &mut self.what_if {
            None => self.engine.open(setting, at),
            Some(what_if) => what_if.open(&self.engine, setting, at)?,
        };
        match reply.outcome {
            Ok(_) => Ok(reply.before.into_iter().chain(reply.after).collect()),
            // A setting that the rules refuse has no output line of its own: the file is at fault.
            Err(failure) => Err(Stopped::bad_file(1, refusal(1, failure)?.detail().en)),
        }
    }

    fn play(&mut self, mut request: Request, at: Timestamp) -> Result<(Vec<Auto>, Came, Vec<Auto>), Stopped> {
        if let Some(what_if) = &mut self.what_if {
            return what_if.play(&self.engine, request, at, self.folder.as_deref(), self.line);
        }
        if let Verb::Bind(bind) = &mut request.verb {
            let name = self.engine.pack(bind.policy.as_str(), self.folder.as_deref());
            bind.policy =
                name.map_err(|why| Stopped::bad_file(self.line, format_args!("`policy`: {why}")))?;
        }
        let reply = self.engine.submit(request, at);
        let came = match reply.outcome {
            Ok(told) => Came::Told(told),
            Err(failure) => Came::Refused(refusal(self.line, failure)?),
        };
        Ok((reply.before, came, reply.after))
    }
}

/// The latest instant that a setting speaks of: when the site of a file without events opens.
fn latest(setting: &Setting) -> Option<Stamp> {
    setting
        .customers
        .iter()
        .flat_map(|customer| [customer.registered_at, customer.last_follow_up])
        .flatten()
        .max()
}
