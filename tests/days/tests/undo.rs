//! Taking an assignment back is its exact inverse: whatever the floor and the books were before it, they are again.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::books::Books;
use domain::command::{Actor, Command, Context, Opening, StaffSetting};
use domain::event::{Event, FloorEvent, PartyEvent};
use domain::floor::{Arrival, Floor, Standing};
use domain::ids::{Cite, PartyId, StaffId, VisitorId};
use domain::party::Party;
use domain::policy::{Policy, PolicyShelf};
use domain::site::{self, View};
use domain::time::{Span, Timestamp, Zone};
use domain::vocabulary::{Channel, Reason, Role};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const STAFF: [&str; 5] = ["A", "B", "C", "D", "S"];

/// One site on which everything can be taken back.
struct Stage {
    floor: Floor,
    books: Books,
    policy: Policy,
    at: Timestamp,
}

impl Stage {
    fn open(policy: &str) -> Option<Self> {
        let mut policy: Policy = Arc::unwrap_or_clone(PolicyShelf::newest(&*days::shelf(), policy)?);
        policy.undo = Some((Span::minutes(2), Cite::Ours));
        let at = wire::Stamp::parse("2026-03-02T08:30:00+08:00")?.utc();
        let staff = STAFF.iter().map(|id| StaffSetting {
            id: StaffId::new(id),
            role: (*id == "S").then_some(Role::Supervisor),
            status: None,
            team: None,
            department: None,
            skills: (*id == "B").then(|| vec!["villa".into()]),
            shift: None,
            half: None,
            experience_months: None,
        });
        let opening = Opening {
            zone: Zone::parse("Asia/Shanghai")?,
            policy: policy.id.clone(),
            order_by: None,
            staff: staff.collect(),
            order: Vec::new(),
            sales_last_month: Vec::new(),
            sales_yesterday: Vec::new(),
            hours: None,
            duty: Vec::new(),
            customers: Vec::new(),
        };
        let opened = site::open(&opening, &policy, at).ok()?;
        let floor = Floor::empty(opening.zone, opening.policy, policy.tables.orders.first()?.source, false);
        let mut stage = Self { floor, books: Books::default(), policy, at };
        stage.take(&opened.events);
        Some(stage)
    }

    fn take(&mut self, events: &[Event]) {
        for event in events {
            site::evolve(&mut self.floor, &mut self.books, event);
        }
    }

    fn ask(&mut self, command: &Command) -> Option<Vec<Event>> {
        let context = Context { at: self.at, happened_at: self.at, actor: Actor::Desk };
        let view = View { floor: &self.floor, books: &self.books, policy: &self.policy };
        let events = site::decide(view, command, &context).ok()?.events;
        self.take(&events);
        Some(events)
    }

    /// A customer by chance: new, or one who came before.
    fn arrival(&self, number: usize, dice: [u8; 3]) -> Arrival {
        let visitor = VisitorId::new(format!("v{number}"));
        let channel = if dice[0].is_multiple_of(5) { Channel::Phone } else { Channel::WalkIn };
        let mut arrival = Arrival::plain(visitor, channel);
        if dice[1].is_multiple_of(3) && number > 0 {
            arrival.party = PartyId::new(format!("v{}", usize::from(dice[2]) % number));
        }
        let (rules, date) = (&self.policy.ownership, self.floor.zone.date(self.at));
        arrival.standing =
            domain::party::standing_of(&self.books, rules, &arrival.party, None, date, self.at);
        arrival.asks_for = dice[1].is_multiple_of(7).then(|| StaffId::new(STAFF[usize::from(dice[2]) % 4]));
        arrival.needs = if dice[2].is_multiple_of(6) { vec!["villa".into()] } else { Vec::new() };
        arrival
    }

    fn command(&self, number: usize, [verb, a, b]: [u8; 3]) -> Command {
        let staff = StaffId::new(STAFF[usize::from(a) % STAFF.len()]);
        match verb % 12 {
            0..3 => Command::SignIn(staff),
            3 => Command::SignOut(staff),
            4 if b % 2 == 0 => Command::StepAway(staff, Reason::Private, None),
            4 => Command::StepAway(staff, Reason::Business, Some(StaffId::new("S"))),
            5 => Command::ComeBack(staff, true),
            6 => Command::GiveUp(staff, None),
            7 => Command::Leave(VisitorId::new(format!("v{}", usize::from(b) % (number + 1)))),
            8 => Command::NoAnswer(VisitorId::new(format!("v{}", usize::from(b) % (number + 1)))),
            _ => Command::Arrive(Box::new(self.arrival(number, [verb, a, b]))),
        }
    }

    fn copy(&self) -> Self {
        let (floor, books) = (self.floor.clone(), self.books.clone());
        Self { floor, books, policy: self.policy.clone(), at: self.at }
    }

    /// Plays one visit and takes it back: everything must be as if the visitor had only come. Was there anything to
    /// take back?
    fn held(&self, number: usize, dice: [u8; 3]) -> Result<bool, TestCaseError> {
        let (mut without, mut with) = (self.copy(), self.copy());
        let arrival = Box::new(self.arrival(number, dice));
        let visitor = arrival.visitor.clone();
        let Some(came) = with.ask(&Command::Arrive(arrival)) else { return Ok(false) };
        let Some(reception) = with.floor.reception(&visitor) else { return Ok(false) };
        let undo = Command::Undo(visitor.clone(), Some(reception.staff.clone()));
        let context = Context { at: self.at, happened_at: self.at, actor: Actor::Desk };
        let view = View { floor: &with.floor, books: &with.books, policy: &with.policy };
        let undone = match site::decide(view, &undo, &context) {
            Ok(accepted) => accepted.events,
            Err(why) => return Err(TestCaseError::fail(format!("cannot be taken back: {why:?}"))),
        };
        // Without what is decided anew: that is a decision of its own.
        let back = undone.into_iter().filter(|event| {
            matches!(
                event,
                Event::Floor(FloorEvent::Undone { .. }) | Event::Party(_, PartyEvent::Restored(_))
            )
        });
        with.take(&back.collect::<Vec<_>>());
        let arrived = came
            .into_iter()
            .filter(|event| matches!(event, Event::Floor(FloorEvent::Arrived(..) | FloorEvent::DayBegan(_))));
        without.take(&arrived.collect::<Vec<_>>());
        for stage in [&mut with, &mut without] {
            // What is known of the last assignment, and that it was taken back, is not what it did.
            stage.floor.undoable = None;
            // Tasks follow from what is told, and are not told here.
            stage.floor.tasks.clear();
            stage.floor.task_number = 0;
            stage.floor.fronts.clear();
            for waiting in &mut stage.floor.waiting {
                waiting.excluded.retain(|known| !known.undone);
                // What the books say of others who wait is told after each command anew.
                waiting.arrival.standing = Standing::default();
            }
        }
        prop_assert_eq!(&with.floor, &without.floor);
        let met =
            |books: &Books| -> Vec<Party> { books.iter().filter(|party| !party.unmet).cloned().collect() };
        prop_assert_eq!(met(&with.books), met(&without.books));
        Ok(true)
    }
}

/// How many of the assignments tried could be taken back.
fn try_out(policy: &str, dice: &[[u8; 3]]) -> Result<usize, TestCaseError> {
    let Some(mut stage) = Stage::open(policy) else {
        return Err(TestCaseError::fail(format!("{policy} cannot be opened")));
    };
    let mut held = 0;
    for (number, dice) in dice.iter().enumerate() {
        stage.at += TimeDelta::seconds(i64::from(dice[2]));
        held += usize::from(stage.held(number, *dice)?);
        let command = stage.command(number, *dice);
        let _ = stage.ask(&command);
    }
    Ok(held)
}

#[test]
fn taking_an_assignment_back_is_its_exact_inverse_under_every_pack() {
    for policy in days::shelf().names() {
        let config = ProptestConfig { cases: 24, source_file: Some(file!()), ..ProptestConfig::default() };
        let held = core::cell::Cell::new(0);
        let run = |dice: Vec<[u8; 3]>| {
            held.set(held.get() + try_out(&policy, &dice)?);
            Ok(())
        };
        let dice = vec(any::<[u8; 3]>(), 1..60);
        TestRunner::new(config).run(&dice, run).unwrap_or_else(|told| panic!("{policy}: {told}"));
        assert!(held.get() > 20, "{policy}: only {} could be taken back", held.get());
    }
}
