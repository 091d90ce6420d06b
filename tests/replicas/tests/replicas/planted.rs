//! Bugs planted around the program, in its packs, its database and its network: the checks have to catch each of them, or they prove
//! nothing. What the checks say of the program as it is stands first.
//!
//! That the lock is skipped is planted where the statements are, in `persistence`.

use packs::{Problem, Shelf};
use replicas::{Database, Proxy, Scene, Stored, violations};

use crate::house::{SetClock, opened, replica_by, rush};

const SCENE: Scene = Scene { people: 4 };

/// Three replicas under a rush that reports every visitor so many times, after something was planted; what the checks find.
async fn found(times: usize, plant: impl FnOnce(&Database, &Proxy)) -> Vec<String> {
    found_by(Shelf::shipped, times, plant).await
}

/// The same of replicas that decide by these packs.
async fn found_by(
    packs: fn() -> Result<Shelf, Vec<Problem>>,
    times: usize,
    plant: impl FnOnce(&Database, &Proxy),
) -> Vec<String> {
    let database = Database::create();
    let proxy = Proxy::before(&database.url());
    let clock = SetClock::at("2026-03-02T09:00:00+08:00");
    let mut replicas = Vec::new();
    for _ in 0..3 {
        replicas.push(replica_by(&database.url_by(proxy.port()), &clock, packs().unwrap()).await);
    }
    opened(&replicas[0], SCENE).await;
    plant(&database, &proxy);
    let ops = rush(&replicas, 8, 6, times).await;
    violations(SCENE, &ops, &Stored::read(&database.store().await).await)
}

fn names(found: &[String], what: &str) -> bool {
    found.iter().any(|violation| violation.contains(what))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_replicas_are_as_one_engine_that_serves_one_after_the_other() {
    assert_eq!(found(2, |_, _| ()).await, [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledging_before_the_commit_is_caught() {
    let found = found(1, |_, proxy| proxy.undo(2)).await;
    assert!(names(&found, "was acknowledged and is lost"), "{found:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_the_row_of_a_request_key_is_caught() {
    let drops = "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER planted BEFORE INSERT ON requests FOR EACH ROW EXECUTE FUNCTION planted()";
    let found = found(2, |database, _| drop(database.told(drops))).await;
    assert!(names(&found, "and asked again"), "{found:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ignoring_the_rank_is_caught() {
    // The very pack, but whoever stands last always receives.
    let found = found_by(
        || {
            let shipped = Shelf::shipped()?.newest_pack("two-tables").unwrap();
            let (rest, _) = shipped.text.split_once("[[visit]]").unwrap();
            let (_, after) = shipped.text.split_once("[[found]]").unwrap();
            let last = "[[visit]]\nto = [\"last_in_order\"]\ncell = \"none\"\nbasis = \"ours\"\n\n[[found]]";
            let shelf = Shelf::empty();
            shelf.add(&format!("{rest}{last}{after}"), "two-tables.toml")?;
            Ok(shelf)
        },
        2,
        |_, _| (),
    )
    .await;
    assert!(names(&found, "not between 12 and 12"), "{found:#?}");
    assert!(names(&found, "and one after the other"), "{found:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_to_commits_that_are_lost_are_found_again_by_the_key() {
    assert_eq!(found(2, |_, proxy| proxy.lose_answers(5)).await, [""; 0]);
}
