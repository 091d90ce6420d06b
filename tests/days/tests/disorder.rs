//! Whatever a house is told, in whatever order: never a panic, never half a change, and the journal tells it all.

use std::sync::Arc;

use application::ports::{PartyView, Reading, SiteView, Store};
use dayfile::{Runner, Stopped};
use days::{Dice, ready};
use domain::ids::{PartyId, SiteId, VisitorId};
use memory::{KeepJournal, MemoryStore};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde_json::{Value, json, to_value};
use wire::expect::differences;

/// Everything that a store can tell of a site.
#[derive(PartialEq, Debug)]
struct Everything {
    site: Option<SiteView>,
    parties: Vec<Option<PartyView>>,
    visits: Vec<Option<PartyView>>,
}

struct Stage {
    store: Arc<MemoryStore>,
    runner: Runner,
    seconds: i64,
}

impl Stage {
    fn open(policy: &str) -> Result<Self, Stopped> {
        let store = Arc::new(MemoryStore::new(KeepJournal::All));
        let stores = || Arc::clone(&store) as Arc<dyn Store>;
        let runner = Runner::open(&days::house(policy).to_string(), &stores, &days::options())?;
        Ok(Self { store, runner, seconds: 0 })
    }

    /// Plays a line at the stage's time: was it refused?
    fn play(&mut self, mut line: Value) -> Result<bool, Stopped> {
        // 1 March 2026, half past eight in the morning there, and so many seconds.
        let at = wire::Stamp::parse("2026-03-01T08:30:00+08:00").map(wire::Stamp::local);
        let at = at.and_then(|at| at.checked_add_signed(chrono::TimeDelta::seconds(self.seconds)));
        line["at"] = json!(at.map(|at| at.to_rfc3339()));
        Ok(self.runner.line(&line.to_string())?.refused())
    }

    fn everything(&self) -> Option<Everything> {
        let site = ready(self.store.sites(None, 1))?.ok()?.pop()?;
        let party = |id: String| ready(self.store.party(&site, &PartyId::new(id)))?.ok();
        let visit = |id: String| ready(self.store.visitor(&site, &VisitorId::new(id)))?.ok();
        let ids = |letter: &'static str| (0..8).map(move |n| format!("{letter}{n}"));
        Some(Everything {
            site: ready(self.store.site(&site))?.ok()?,
            parties: ["c", "v", "i"].into_iter().flat_map(ids).map(party).collect::<Option<_>>()?,
            visits: ids("v").map(visit).collect::<Option<_>>()?,
        })
    }

    /// Is what the journal tells what the store has?
    fn journal_tells_all(&self) -> Result<(), TestCaseError> {
        let missing = || TestCaseError::fail("the store does not answer");
        let there = self.everything().ok_or_else(missing)?;
        let site = SiteId::from(there.site.as_ref().map(|site| site.id.as_str()).ok_or_else(missing)?);
        let entries =
            ready(self.store.journal(&site, 0, usize::MAX)).and_then(Result::ok).ok_or_else(missing)?;
        let (mut floor, books) = application::replayed(None, &entries).ok_or_else(missing)?;
        let stored = there.site.ok_or_else(missing)?.floor;
        // Bounds and no facts: when to look for lapses next, and the latest instant heard of, which may be that of a
        // question or a refusal.
        floor.next_lapse = stored.next_lapse;
        prop_assert!(floor.clock <= stored.clock, "the journal is ahead of the store");
        floor.clock = stored.clock;
        let mut told = apart(&stored, &floor)?;
        for view in there.parties.into_iter().flatten() {
            told.extend(apart(&view.party, &books.get(&view.party.id))?);
        }
        prop_assert!(told.is_empty(), "stored (expected) and journal (got) differ:\n{}", told.join("\n"));
        Ok(())
    }
}

/// The places in which what is stored and what the journal tells differ.
fn apart(stored: &impl Serialize, told: &impl Serialize) -> Result<Vec<String>, TestCaseError> {
    let json = |error: serde_json::Error| TestCaseError::fail(error.to_string());
    let (stored, told) = (to_value(stored).map_err(json)?, to_value(told).map_err(json)?);
    let both = differences(Some(&stored), Ok(&told)).into_iter().chain(differences(Some(&told), Ok(&stored)));
    Ok(both.map(|difference| difference.to_string()).collect())
}

/// Plays lines; after each one refused, everything must stand as it stood before it.
fn disorder(policy: &str, dice: &[Dice]) -> Result<(), TestCaseError> {
    let told = |stopped: Stopped| TestCaseError::fail(format!("{policy}: {stopped}"));
    let clauses = days::clauses(policy);
    let mut stage = Stage::open(policy).map_err(told)?;
    let mut said = Vec::new();
    for dice in dice {
        stage.seconds += days::seconds(*dice);
        // What time has brought by now is none of the line's doing.
        stage.play(json!({"do": "ask", "what": "next"})).map_err(told)?;
        let before = stage.everything();
        let line = days::line(*dice, &clauses);
        said.push(format!("{} s later {line}", days::seconds(*dice)));
        let refused = match stage.play(line.clone()) {
            Ok(refused) => refused,
            // Nobody has this id; a file would stop here.
            Err(Stopped::BadFile(_)) => true,
            Err(fault) => return Err(TestCaseError::fail(format!("{policy}: {line}: {fault}"))),
        };
        if refused {
            prop_assert!(before == stage.everything(), "{policy}: {line} was refused and changed something");
        }
    }
    stage
        .journal_tells_all()
        .map_err(|told| TestCaseError::fail(format!("{policy}: {told}\nafter\n{}", said.join("\n"))))
}

fn dice() -> impl Strategy<Value = Vec<Dice>> {
    let one = (any::<u8>(), any::<[u8; 3]>(), any::<u16>(), any::<u16>());
    let dice = one.prop_map(|(verb, who, keys, gap)| Dice { verb, who, keys, gap });
    vec(dice, 1..120)
}

/// Plays random runs under every second pack of the shelf, from that place on: a new pack is tried without a word here.
fn under_every_second_pack(from: usize) -> Result<(), String> {
    let names = days::shelf().names();
    if !names.iter().any(|name| name == "car-dealer") {
        return Err(format!("only {names:?}"));
    }
    for policy in names.iter().skip(from).step_by(2) {
        let config = ProptestConfig {
            cases: 24,
            max_shrink_iters: 5_000,
            source_file: Some(file!()),
            ..ProptestConfig::default()
        };
        let run = |dice: Vec<Dice>| disorder(policy, &dice);
        TestRunner::new(config).run(&dice(), run).map_err(|told| format!("{policy}: {told}"))?;
    }
    Ok(())
}

#[test]
fn under_the_first_pack_of_the_shelf_and_every_second_after_it() -> Result<(), String> {
    under_every_second_pack(0)
}

#[test]
fn under_the_second_pack_of_the_shelf_and_every_second_after_it() -> Result<(), String> {
    under_every_second_pack(1)
}
