//! Holds what clients saw against what was stored: nothing acknowledged is missing, nothing counts twice, and all of it is as
//! if one engine had served one request after the other, in an order that nobody who watched could contradict.

use std::collections::BTreeMap;
use std::sync::Arc;

use application::ports::{Clock, JournalEntry, Reading, SiteView};
use application::{Application, Ports, Request, TextMode, replayed};
use domain::event::{Event, FloorEvent};
use domain::ids::SiteId;
use domain::time::Timestamp;
use memory::{KeepJournal, MemoryStore};
use packs::Shelf;
use wire::line::Line;

use crate::{Op, Outcome, Scene};

/// A site as it was stored in the end.
#[derive(Debug)]
pub struct Stored {
    /// The floor.
    pub site: SiteView,
    /// All of it.
    pub journal: Vec<JournalEntry>,
}

/// An arrival in the journal.
struct Arrived {
    sequence: u64,
    at: Timestamp,
    visitor: String,
    receiver: Option<String>,
}

impl Stored {
    /// Reads it.
    pub async fn read(store: &dyn Reading) -> Self {
        let id = SiteId::from(Scene::SITE);
        let site = store.site(&id).await.unwrap().unwrap();
        let journal = store.journal(&id, 0, usize::MAX >> 1).await.unwrap();
        Self { site, journal }
    }

    fn arrivals(&self) -> Vec<Arrived> {
        let mut arrivals = Vec::new();
        for entry in &self.journal {
            for event in &entry.events {
                let Event::Floor(FloorEvent::Decided(decision)) = event else { continue };
                arrivals.push(Arrived {
                    sequence: entry.sequence,
                    at: entry.at,
                    visitor: decision.visitor.to_string(),
                    receiver: decision.chosen.as_ref().map(|chosen| chosen.staff.to_string()),
                });
            }
        }
        arrivals
    }
}

/// Everything that is not as it has to be.
#[must_use]
pub fn violations(scene: Scene, ops: &[Op], stored: &Stored) -> Vec<String> {
    let arrivals = stored.arrivals();
    let mut found = numbering(stored);
    found.extend(effects(ops, &arrivals));
    found.extend(repetitions(ops));
    found.extend(order(ops, &arrivals));
    found.extend(shares(scene, &arrivals));
    found.extend(one_after_the_other(scene, stored, &arrivals));
    found
}

/// Entries are numbered without a gap, and played again they give the floor that is stored.
fn numbering(stored: &Stored) -> Vec<String> {
    let mut found = Vec::new();
    for (entry, due) in stored.journal.iter().zip(1..) {
        if entry.sequence != due {
            found.push(format!("entry {} stands where {due} should", entry.sequence));
        }
    }
    if stored.journal.len() as u64 != stored.site.sequence {
        found.push(format!("{} entries, and the site counts {}", stored.journal.len(), stored.site.sequence));
    }
    let again = replayed(None, &stored.journal).map(|(floor, _)| floor);
    let fact = |mut floor: domain::floor::Floor| {
        floor.next_lapse = None;
        serde_json::to_string(&floor).unwrap()
    };
    if again.map(fact) != Some(fact(stored.site.floor.clone())) {
        found.push("the journal played again gives another floor than the stored one".to_owned());
    }
    found
}

/// Every acknowledged arrival is there, as it was told; no visitor is there twice; what failed is not there.
fn effects(ops: &[Op], arrivals: &[Arrived]) -> Vec<String> {
    let mut found = Vec::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for arrival in arrivals {
        *times.entry(&arrival.visitor).or_default() += 1;
    }
    found.extend(
        times.iter().filter(|(_, times)| **times > 1).map(|(who, times)| format!("{who} came {times} times")),
    );
    for op in ops {
        let stored = arrivals.iter().find(|arrival| arrival.visitor == op.visitor);
        match (&op.outcome, stored) {
            (Outcome::Done(told), Some(stored)) if *told != stored.receiver => {
                found.push(format!("{}: told {told:?}, stored {:?}", op.visitor, stored.receiver));
            }
            (Outcome::Done(_), None) => found.push(format!("{} was acknowledged and is lost", op.visitor)),
            (Outcome::Failed, Some(_)) => found.push(format!("{} was refused and is there", op.visitor)),
            _ => {}
        }
    }
    let asked = |visitor: &str| ops.iter().any(|op| op.visitor == visitor);
    found.extend(
        arrivals.iter().filter(|a| !asked(&a.visitor)).map(|a| format!("{}: nobody asked", a.visitor)),
    );
    found
}

fn done(op: &Op) -> bool {
    matches!(op.outcome, Outcome::Done(_))
}

/// Each visit is reported under one request key: whoever asks again is told the same.
fn repetitions(ops: &[Op]) -> Vec<String> {
    let mut told: BTreeMap<&str, &Outcome> = BTreeMap::new();
    let mut found = Vec::new();
    for op in ops.iter().filter(|op| op.outcome != Outcome::Unknown) {
        let first = told.entry(&op.visitor).or_insert(&op.outcome);
        if **first != op.outcome {
            found.push(format!("{}: told {first:?}, and asked again {:?}", op.visitor, op.outcome));
        }
    }
    found
}

/// What ended before something else began stands before it. Only first acknowledgements count: a repeated one tells of what
/// was done long ago.
fn order(ops: &[Op], arrivals: &[Arrived]) -> Vec<String> {
    let number: BTreeMap<_, _> =
        arrivals.iter().map(|arrival| (arrival.visitor.as_str(), arrival.sequence)).collect();
    let began = |visitor: &str| ops.iter().filter(|op| op.visitor == visitor).map(|op| op.began).min();
    let mut timed: Vec<_> = ops
        .iter()
        .filter(|op| done(op))
        .filter_map(|op| {
            Some((began(&op.visitor)?, op.ended, *number.get(op.visitor.as_str())?, &op.visitor))
        })
        .collect();
    timed.sort_unstable();
    let mut found = Vec::new();
    for (began, _, number, who) in &timed {
        let late = timed.iter().find(|(_, ended, other, _)| ended < began && other > number);
        found.extend(
            late.map(|(.., earlier)| format!("{who} began after {earlier} had ended and stands before")),
        );
    }
    found
}

/// Everybody gets the floor or the ceiling of the number of arrivals by the number of people.
fn shares(scene: Scene, arrivals: &[Arrived]) -> Vec<String> {
    let mut found = Vec::new();
    let (least, most) = (arrivals.len() / scene.people, arrivals.len().div_ceil(scene.people));
    for staff in scene.staff() {
        let got = arrivals.iter().filter(|arrival| arrival.receiver.as_deref() == Some(&staff)).count();
        if !(least..=most).contains(&got) {
            found.push(format!("{staff} received {got}, not between {least} and {most}"));
        }
    }
    found
}

struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// One engine, in memory, served the same requests one after the other in the order of the journal, would have said the same.
fn one_after_the_other(scene: Scene, stored: &Stored, arrivals: &[Arrived]) -> Vec<String> {
    let Some(first) = stored.journal.first() else { return vec!["an empty journal".to_owned()] };
    let application = Application::direct(Ports {
        store: Arc::new(MemoryStore::new(KeepJournal::All)),
        clock: Arc::new(Still(first.at)),
        shelf: Arc::new(Shelf::shipped().unwrap()),
    });
    let site = SiteId::from(Scene::SITE);
    let mut found = Vec::new();
    let opened = now(application.open(&site, scene.read(), Some(first.at)));
    found.extend(opened.outcome.err().map(|failure| format!("opening: {failure}")));
    let sign_ins = stored.journal.iter().flat_map(|entry| {
        entry.events.iter().filter_map(move |event| match event {
            Event::Floor(FloorEvent::SignedIn(staff)) => {
                Some((entry.at, format!(r#""do":"sign_in","staff":"{staff}""#)))
            }
            _ => None,
        })
    });
    for (at, line) in sign_ins {
        found.extend(asked(&application, &site, at, &line).err());
    }
    for arrival in arrivals {
        let line = format!(r#""do":"arrive","visitor":"{}","channel":"web""#, arrival.visitor);
        match asked(&application, &site, arrival.at, &line) {
            Ok(told) if told["assigned"].as_str() == arrival.receiver.as_deref() => {}
            Ok(told) => found.push(format!(
                "{}: {:?}, and one after the other {}",
                arrival.visitor, arrival.receiver, told["assigned"]
            )),
            Err(failure) => found.push(failure),
        }
    }
    found
}

fn asked(
    application: &Application,
    site: &SiteId,
    at: Timestamp,
    line: &str,
) -> Result<serde_json::Value, String> {
    let verb = Line::parse(&format!(r#"{{"at":"2026-01-01T00:00:00Z",{line}}}"#)).unwrap().verb;
    let reply = now(application.submit(site, Request::new(verb).at(at)));
    let told = reply.outcome.map_err(|failure| format!("{line}: {failure}"))?;
    Ok(told.json(TextMode::None).unwrap())
}

/// What a future gives that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => unreachable!("a store in memory never waits"),
    }
}
