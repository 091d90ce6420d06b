//! A recorded day beside the same day under another pack: where the two part, why, and what it comes to.

mod summary;
mod telling;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};

use application::ports::PartyView;
use application::{TextMode, Told};
use domain::ids::{PartyId, VisitorId};
use serde::Serialize;
use wire::outcome::{Answer, DealResult, Decision};
use wire::verb::Verb;
use wire::{Label, Stamp};

use crate::lines::Lines;
use crate::runner::{Options, Runner, Stores};
use crate::stopped::Stopped;
pub use summary::{Days, Each, Summary};
pub use telling::Telling;

/// Something on which the recorded day and the other one differ, or what it all comes to.
#[derive(Debug, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Compared {
    /// Another would have received, in another capacity, or with another use of the turn.
    Receiver(Box<Apart<Option<Decision>>>),
    /// A customer would be another's.
    Owner(Box<Apart<Option<Owned>>>),
    /// A deal would be split otherwise.
    Deal(Box<Apart<Option<DealResult>>>),
    /// A line that would have made no sense.
    Skipped {
        /// Its number.
        line: u64,
        /// Its verb.
        verb: &'static str,
    },
    /// The whole file, consultant by consultant; the last one told.
    Summary(Box<Summary>),
}

/// One thing on both days.
#[derive(Debug, Serialize)]
pub struct Apart<T> {
    /// The line that it is about.
    pub line: u64,
    /// When that was.
    pub at: Stamp,
    /// The visit.
    pub visit: Label,
    /// As it was.
    pub recorded: T,
    /// As it would have been.
    pub other: T,
}

/// Whose a customer is, and on what that rests.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Owned {
    /// Whose.
    pub staff: String,
    /// Since which visit or entry, in the journal's own words.
    pub evidence: domain::party::Evidence,
}

/// Plays a file under its own pack and under another one; hands on every difference, and a summary at the end.
///
/// # Errors
/// Why the run stopped; [`Stopped::Pack`] if the options name no other pack.
pub fn compare(
    input: impl BufRead,
    stores: Stores<'_>,
    options: &Options,
    each: &mut dyn FnMut(&Compared) -> io::Result<()>,
) -> Result<(), Stopped> {
    if options.policy.is_none() {
        return Err(Stopped::Pack("names no pack to compare with".to_owned()));
    }
    let mut lines = Lines::new(input);
    let Some(first) = lines.next()? else {
        return Err(Stopped::bad_file(1, "the file is empty: its first line is the setting"));
    };
    let mut runner = Runner::open(first, stores, options)?;
    let mut comparison = Comparison::default();
    while let Some(line) = lines.next()? {
        let played = runner.line(line)?;
        let mut found = Vec::new();
        if played.diverged() {
            found.push(Compared::Skipped { line: played.line(), verb: played.verb() });
        }
        comparison.note(&runner, played.line(), played.at(), &mut found);
        for compared in &found {
            each(compared).map_err(Stopped::Output)?;
        }
    }
    runner.finish()?;
    let mut found = Vec::new();
    comparison.end(&runner, &mut found)?;
    found.iter().try_for_each(each).map_err(Stopped::Output)
}

/// One visit on both days.
struct Pair {
    line: u64,
    at: Stamp,
    recorded: Option<Told>,
    other: Option<Told>,
}

/// See [`compare`].
#[derive(Default)]
struct Comparison {
    open: BTreeMap<Label, Pair>,
    /// Visits that are over, with the line that told them.
    over: Vec<(Label, u64, Stamp)>,
    recorded: Days,
    other: Days,
}

impl Comparison {
    fn note(&mut self, runner: &Runner, line: u64, at: Stamp, found: &mut Vec<Compared>) {
        let Some(seen) = runner.seen() else { return };
        for told in &seen.recorded {
            if let Some(Answer::Decision(decision)) = told.answer(TextMode::None) {
                self.pair(decision.reception, line, at).recorded = Some(told.clone());
            }
        }
        for told in &seen.other {
            if let Some(Answer::Decision(decision)) = told.answer(TextMode::None) {
                self.pair(decision.reception, line, at).other = Some(told.clone());
            }
        }
        self.deals(&seen.recorded, &seen.other, line, at, found);
        if seen.day_ended {
            let over: Vec<Label> = self.open.keys().cloned().collect();
            over.iter().for_each(|visit| self.close(visit, found));
        }
        if let Some(visit) = &seen.left {
            self.close(visit, found);
        }
    }

    fn pair(&mut self, visit: Label, line: u64, at: Stamp) -> &mut Pair {
        self.open.entry(visit).or_insert(Pair { line, at, recorded: None, other: None })
    }

    fn deals(&self, recorded: &[Told], other: &[Told], line: u64, at: Stamp, found: &mut Vec<Compared>) {
        let (recorded, other) = (deal(recorded), deal(other));
        let Some(either) = recorded.as_ref().or(other.as_ref()) else { return };
        if recorded != other {
            let visit = either.customer.clone();
            found.push(Compared::Deal(Box::new(Apart { line, at, visit, recorded, other })));
        }
    }

    /// A visit is over: how it was decided last stands.
    fn close(&mut self, visit: &Label, found: &mut Vec<Compared>) {
        let Some(Pair { line, at, recorded, other }) = self.open.remove(visit) else { return };
        self.recorded.count(recorded.as_ref().and_then(decision).as_ref());
        self.other.count(other.as_ref().and_then(decision).as_ref());
        self.over.push((visit.clone(), line, at));
        let received = |told: &Option<Told>| {
            let decision = told.as_ref().and_then(decision)?;
            Some((decision.assigned, decision.capacity, decision.uses_turn))
        };
        if received(&recorded) != received(&other) {
            let spoken = |told: Option<Told>| match told?.answer(TextMode::Both) {
                Some(Answer::Decision(decision)) => Some(decision),
                _ => None,
            };
            let (recorded, other) = (spoken(recorded), spoken(other));
            let apart = Apart { line, at, visit: visit.clone(), recorded, other };
            found.push(Compared::Receiver(Box::new(apart)));
        }
    }

    /// The end of the file: whose the customers are, and the sums.
    fn end(mut self, runner: &Runner, found: &mut Vec<Compared>) -> Result<(), Stopped> {
        let open: Vec<Label> = self.open.keys().cloned().collect();
        open.iter().for_each(|visit| self.close(visit, found));
        let Some((recorded, other)) = runner.engines() else { return Ok(()) };
        let fault = |failure| Stopped::Fault { line: runner.next_line(), failure };
        let mut seen: [BTreeSet<PartyId>; 2] = Default::default();
        for (visit, line, at) in std::mem::take(&mut self.over) {
            let id = VisitorId::new(&visit);
            let then = recorded.party_of(&id).map_err(fault)?;
            let now = other.party_of(&id).map_err(fault)?;
            let first = |views: &mut BTreeSet<PartyId>, view: &Option<PartyView>| {
                view.as_ref().is_some_and(|view| views.insert(view.party.id.clone()))
            };
            let [seen_then, seen_now] = &mut seen;
            let (new_then, new_now) = (first(seen_then, &then), first(seen_now, &now));
            let (then, now) = (owned(then), owned(now));
            self.recorded.own(then.as_ref().filter(|_| new_then));
            self.other.own(now.as_ref().filter(|_| new_now));
            let staff = |owned: &Option<Owned>| owned.as_ref().map(|owned| owned.staff.clone());
            if (new_then || new_now) && staff(&then) != staff(&now) {
                let apart = Apart { line, at, visit, recorded: then, other: now };
                found.push(Compared::Owner(Box::new(apart)));
            }
        }
        self.recorded.fine(recorded.house().map_err(fault)?);
        self.other.fine(other.house().map_err(fault)?);
        found.push(Compared::Summary(Box::new(Summary::of(self.recorded, self.other))));
        Ok(())
    }
}

fn decision(told: &Told) -> Option<Decision> {
    match told.answer(TextMode::None) {
        Some(Answer::Decision(decision)) => Some(decision),
        _ => None,
    }
}

fn deal(told: &[Told]) -> Option<DealResult> {
    told.iter().find_map(|told| match told.answer(TextMode::None) {
        Some(Answer::Deal(deal)) => Some(deal),
        _ => None,
    })
}

fn owned(view: Option<PartyView>) -> Option<Owned> {
    let claim = view?.party.claim?;
    Some(Owned { staff: claim.staff.as_str().to_owned(), evidence: claim.evidence })
}

/// What came of one line on both days.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) recorded: Vec<Told>,
    pub(crate) other: Vec<Told>,
    /// The visit that the line ended.
    pub(crate) left: Option<Label>,
    pub(crate) day_ended: bool,
}

impl Seen {
    /// Begins anew with a line.
    pub(crate) fn begin(&mut self, verb: &Verb) {
        self.recorded.clear();
        self.other.clear();
        self.day_ended = false;
        self.left = match verb {
            Verb::Leave(body) => Some(body.visitor.clone().into()),
            _ => None,
        };
    }
}
