//! Several servers on one PostgreSQL: interchangeable, and as one engine that serves one request after the other.

use std::thread::spawn;

use ::replicas::{Database, Scene, Stored, violations};
use tempfile::tempdir;

use crate::program::Server;
use crate::rush::{Rush, now, opened, rounds};

const SCENE: Scene = Scene { people: 5 };

fn stored(database: &Database) -> Stored {
    now(async { Stored::read(&database.store().await).await })
}

fn started(count: usize, database: &Database) -> Vec<Server> {
    let folder = tempdir().unwrap();
    (0..count).map(|_| Server::on(folder.path(), &database.url())).collect()
}

#[test]
fn arrivals_over_one_two_and_three_servers_are_shared_evenly() {
    for count in 1..=3 {
        let database = Database::create();
        let servers = started(count, &database);
        opened(&servers[0], SCENE);
        let rush = Rush::of(12, 6);
        rush.serve(&servers);
        let ops = rush.end();
        assert_eq!(violations(SCENE, &ops, &stored(&database)), [""; 0], "{count} servers");
        for server in servers {
            assert_eq!(server.stop().0, Some(0));
        }
    }
}

#[test]
fn servers_that_are_killed_under_load_lose_nothing_and_do_nothing_twice() {
    let database = Database::create();
    let mut servers = started(3, &database);
    opened(&servers[0], SCENE);
    let rounds = rounds(3);
    let rush = Rush::of(10, 3 * (rounds + 1));
    rush.serve(&servers);
    for round in 1..=rounds {
        rush.wait_for(round * 25);
        servers.remove(0).kill();
        rush.serve(&servers);
        servers.extend(started(1, &database));
        rush.serve(&servers);
    }
    let ops = rush.end();
    assert_eq!(ops.iter().filter(|op| op.outcome != ::replicas::Outcome::Unknown).count(), 30 * (rounds + 1));
    assert_eq!(violations(SCENE, &ops, &stored(&database)), [""; 0]);
}

#[test]
fn one_key_at_several_servers_at_once_has_one_effect_and_one_answer() {
    let database = Database::create();
    let servers = started(2, &database);
    opened(&servers[0], SCENE);
    for round in 0..rounds(4) {
        let asking: Vec<_> = (0..12)
            .map(|number| {
                let url = format!("{}/v1/sites/{}/arrivals", servers[number % 2].base, Scene::SITE);
                spawn(move || {
                    // Without a visit's id, nothing but the key tells that it is the same.
                    let request =
                        crate::program::agent().post(url).header("content-type", "application/json");
                    let key = format!("\"round {round}\"");
                    let mut answer =
                        request.header("idempotency-key", key).send(r#"{"channel":"web"}"#).unwrap();
                    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
                })
            })
            .collect();
        let answers: Vec<_> = asking.into_iter().map(|asking| asking.join().unwrap()).collect();
        assert_eq!(answers[0].0, 201, "{}", answers[0].1);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    }
    let visits = "SELECT count(*) FROM visitors";
    assert_eq!(database.told(visits), rounds(4).to_string());
}
