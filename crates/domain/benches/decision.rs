//! How long the decision on one arrival takes, alone: no store, no journal, no text.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use domain::books::Books;
use domain::command::{Actor, Command, Context, Opening, StaffSetting};
use domain::event::Event;
use domain::floor::{Arrival, Floor};
use domain::ids::{StaffId, VisitorId};
use domain::policy::{Policy, PolicyShelf};
use domain::site::{self, View};
use domain::time::{Span, Timestamp, Zone};
use domain::vocabulary::Channel;

fn arrival(number: usize) -> Arrival {
    Arrival::plain(VisitorId::new(format!("v{number}")), Channel::WalkIn)
}

fn context(at: Timestamp) -> Context {
    Context { at, happened_at: at, actor: Actor::Desk }
}

/// A floor in full swing: everybody signed in, every third consultant receiving.
fn floor(policy: &Policy, people: usize, at: Timestamp) -> (Floor, Books) {
    let staff = (0..people).map(|number| StaffSetting {
        id: StaffId::new(format!("s{number:04}")),
        role: None,
        status: None,
        team: None,
        department: None,
        skills: None,
        shift: None,
        half: None,
        experience_months: None,
    });
    let opening = Opening {
        zone: Zone::parse("Asia/Shanghai").unwrap_or(Zone::UTC),
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
    let mut books = Books::default();
    let Some(mut floor) = site::open(&opening, policy, at).ok().and_then(|opened| {
        opened.events.into_iter().find_map(|event| match event {
            Event::Floor(domain::event::FloorEvent::Opened(floor)) => Some(*floor),
            _ => None,
        })
    }) else {
        unreachable_setting()
    };
    let names: Vec<StaffId> = floor.members.iter().map(|member| member.id.clone()).collect();
    let arrivals = (0..people / 3).map(|number| Command::Arrive(Box::new(arrival(number))));
    let commands = names.into_iter().map(Command::SignIn).chain(arrivals);
    for command in commands.collect::<Vec<_>>() {
        let view = View { floor: &floor, books: &books, policy };
        let Ok(accepted) = site::decide(view, &command, &context(at)) else { unreachable_setting() };
        for event in &accepted.events {
            site::evolve(&mut floor, &mut books, event);
        }
    }
    (floor, books)
}

#[expect(clippy::panic, reason = "a bench that cannot set its floor up has nothing to measure")]
fn unreachable_setting() -> ! {
    panic!("the bench's own day was refused")
}

fn decision(criterion: &mut Criterion) {
    let Ok(shelf) = packs::Shelf::shipped() else { unreachable_setting() };
    let at = Timestamp::UNIX_EPOCH + chrono::TimeDelta::days(20_000);
    let mut group = criterion.benchmark_group("decide an arrival");
    for pack in ["marketing-centre", "two-tables"] {
        let Some(policy) = shelf.newest(pack) else { unreachable_setting() };
        for people in [20, 1_000] {
            let (floor, books) = floor(&policy, people, at);
            let command = Command::Arrive(Box::new(arrival(1_000_000)));
            let context = context(Span::minutes(1).after(at));
            group.bench_function(BenchmarkId::new(pack, people), |bencher| {
                bencher.iter(|| {
                    let view = View { floor: &floor, books: &books, policy: &policy };
                    black_box(site::decide(view, black_box(&command), &context))
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, decision);
criterion_main!(benches);
