//! What time brings happens once, whichever replica wakes, and however many do at the same moment.

use domain::event::{Event, FloorEvent};
use replicas::{Database, Scene, Stored};

use crate::house::{SetClock, asked, opened, replica};

/// How often something is in the journal.
fn count(stored: &Stored, what: impl Fn(&FloorEvent) -> bool) -> usize {
    let events = stored.journal.iter().flat_map(|entry| &entry.events);
    events.filter(|event| matches!(event, Event::Floor(event) if what(event))).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grace_and_a_day_end_once_whichever_replica_wakes() {
    let database = Database::create();
    let clock = SetClock::at("2026-03-02T09:00:00+08:00");
    let mut replicas = Vec::new();
    for _ in 0..3 {
        replicas.push(replica(&database.url(), &clock).await);
    }
    opened(&replicas[0], Scene { people: 3 }).await;
    asked(&replicas[1], r#""do":"step_away","staff":"A0","reason":"private""#, None).await.unwrap();
    asked(&replicas[2], r#""do":"arrive","visitor":"v1","channel":"web""#, None).await.unwrap();
    for (instant, graces, days) in [
        ("2026-03-02T09:06:00+08:00", 1, 0),
        ("2026-03-03T00:00:01+08:00", 1, 1),
        ("2026-03-03T00:00:05+08:00", 1, 1),
    ] {
        clock.set(instant);
        let (one, two, three) = tokio::join!(
            replicas[0].wake_due_sites(),
            replicas[1].wake_due_sites(),
            replicas[2].wake_due_sites()
        );
        assert!(one.is_ok() && two.is_ok() && three.is_ok(), "{one:?} {two:?} {three:?}");
        let stored = Stored::read(&database.store().await).await;
        assert_eq!(
            count(&stored, |event| matches!(event, FloorEvent::GraceOver { .. })),
            graces,
            "{instant}"
        );
        assert_eq!(count(&stored, |event| matches!(event, FloorEvent::DayEnded(_))), days, "{instant}");
    }
    let stored = Stored::read(&database.store().await).await;
    let numbers: Vec<u64> = stored.journal.iter().map(|entry| entry.sequence).collect();
    assert_eq!(numbers, (1..=stored.site.sequence).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_that_died_had_left_is_brought_by_another() {
    let database = Database::create();
    let clock = SetClock::at("2026-03-02T09:00:00+08:00");
    let other = replica(&database.url(), &clock).await;
    // It has looked, and there was nothing yet.
    assert_eq!(other.wake_due_sites().await, Ok(0));
    let dying = replica(&database.url(), &clock).await;
    opened(&dying, Scene { people: 3 }).await;
    asked(&dying, r#""do":"step_away","staff":"A0","reason":"private""#, None).await.unwrap();
    asked(&dying, r#""do":"arrive","visitor":"v1","channel":"web""#, None).await.unwrap();
    drop(dying);
    clock.set("2026-03-02T09:06:00+08:00");
    assert_eq!(other.wake_due_sites().await, Ok(0));
    other.learn_wakes_anew();
    assert_eq!(other.wake_due_sites().await, Ok(1));
    let stored = Stored::read(&database.store().await).await;
    assert_eq!(count(&stored, |event| matches!(event, FloorEvent::GraceOver { .. })), 1);
}
