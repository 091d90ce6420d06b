//! What breaks while clients are at work: the program, its database, the way between them. Nothing acknowledged is missing,
//! nothing has an effect twice, and no answer is other than done, refused or 503.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use ::replicas::{Cluster, Database, Proxy, Scene, Stored, violations};
use tempfile::tempdir;

use crate::program::{Server, lunpai, told_base};
use crate::rush::{Rush, now, opened, rounds, stored_in};

const SCENE: Scene = Scene { people: 5 };

fn stored(database: &Database) -> Stored {
    now(async { Stored::read(&database.store().await).await })
}

/// A server with an open site, and the network between it and its database.
fn behind_a_proxy() -> (Database, Proxy, Server) {
    let (database, folder) = (Database::create(), tempdir().unwrap());
    let proxy = Proxy::before(&database.url());
    let server = Server::on(folder.path(), &database.url_by(proxy.port()));
    opened(&server, SCENE);
    (database, proxy, server)
}

#[test]
fn a_server_on_a_file_that_is_killed_under_load_loses_nothing() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("lunpai.db").display().to_string();
    let mut server = Server::on(folder.path(), &file);
    opened(&server, SCENE);
    let rounds = rounds(4);
    let rush = Rush::of(10, 2 * (rounds + 1));
    rush.serve([&server]);
    for round in 1..=rounds {
        rush.wait_for(round * 15);
        rush.serve([]);
        server.kill();
        server = Server::on(folder.path(), &file);
        rush.serve([&server]);
    }
    let ops = rush.end();
    assert_eq!(server.stop().0, Some(0));
    assert_eq!(violations(SCENE, &ops, &stored_in(&file)), [""; 0]);
}

#[test]
fn a_database_that_crashes_under_load_is_503_until_it_is_back_and_loses_nothing() {
    let cluster = Cluster::begin();
    let database = Database::on(cluster.url());
    let folder = tempdir().unwrap();
    let servers = [Server::on(folder.path(), &database.url()), Server::on(folder.path(), &database.url())];
    opened(&servers[0], SCENE);
    let rounds = rounds(2);
    let rush = Rush::of(8, 3 * (rounds + 1));
    rush.serve(&servers);
    for round in 1..=rounds {
        rush.wait_for(round * 20);
        cluster.crash();
        assert_eq!(servers[0].get("/livez").0, 200);
        assert_eq!(servers[0].get("/readyz").0, 503);
        cluster.again();
    }
    let ops = rush.end();
    assert_eq!(violations(SCENE, &ops, &stored(&database)), [""; 0]);
    // The servers were not restarted.
    assert_eq!(servers.map(|server| server.stop().0), [Some(0), Some(0)]);
}

#[test]
fn connections_cut_under_load_and_answers_to_commits_that_are_lost_have_no_second_effect() {
    let (database, proxy, server) = behind_a_proxy();
    let rounds = rounds(3);
    let rush = Rush::of(8, 3 * (rounds + 1));
    rush.serve([&server]);
    for round in 1..=rounds {
        rush.wait_for(round * 16);
        proxy.lose_answers(2);
        rush.wait_for(round * 16 + 4);
        proxy.cut();
    }
    let ops = rush.end();
    assert!(proxy.cuts() > 0);
    assert_eq!(violations(SCENE, &ops, &stored(&database)), [""; 0]);
}

#[test]
fn a_commit_whose_answer_is_lost_is_done_by_its_key_and_503_without_one() {
    let (database, proxy, server) = behind_a_proxy();
    let arrivals = format!("/v1/sites/{}/arrivals", Scene::SITE);
    proxy.lose_answers(1);
    let (status, told) = server.post(&arrivals, r#"{"visitor":"v1","channel":"web"}"#);
    assert_eq!((status, told["code"].as_str()), (503, Some("unavailable")), "{told}");
    proxy.lose_answers(1);
    let request = crate::program::agent().post(format!("{}{arrivals}", server.base));
    let request = request.header("content-type", "application/json").header("idempotency-key", "\"k\"");
    let answer = request.send(r#"{"visitor":"v2","channel":"web"}"#).unwrap();
    assert_eq!(answer.status().as_u16(), 201);
    assert_eq!(
        answer.headers().get("idempotency-replayed").map(|value| value.to_str().unwrap()),
        Some("true")
    );
    // Both commits were done, each once.
    assert_eq!(database.told("SELECT string_agg(id, ',' ORDER BY id) FROM visitors"), "v1,v2");
}

#[test]
fn a_network_that_falls_silent_is_503_in_time_and_forgotten_when_it_is_back() {
    let (database, proxy, server) = behind_a_proxy();
    let arrivals = format!("/v1/sites/{}/arrivals", Scene::SITE);
    proxy.fall_silent(true);
    // A client who waits for longer than ten seconds gives up, and the test with it.
    let patient = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .new_agent();
    let asked = patient.post(format!("{}{arrivals}", server.base)).header("content-type", "application/json");
    assert_eq!(asked.send(r#"{"visitor":"v1","channel":"web"}"#).unwrap().status().as_u16(), 503);
    assert_eq!(patient.get(format!("{}/readyz", server.base)).call().unwrap().status().as_u16(), 503);
    proxy.fall_silent(false);
    let (status, told) = server.post(&arrivals, r#"{"visitor":"v2","channel":"web"}"#);
    assert_eq!(status, 201, "{told}");
    assert_eq!(database.told("SELECT string_agg(id, ',') FROM visitors"), "v2");
}

/// Somebody who holds the site's row, until they are dropped.
struct Holding(std::process::Child);

impl Holding {
    fn of(database: &Database) -> Self {
        let mut psql = Command::new("psql")
            .args([&database.url(), "-qAt"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        psql.stdin.as_mut().unwrap().write_all(b"BEGIN;\nSELECT id FROM sites FOR UPDATE;\n").unwrap();
        let mut line = String::new();
        BufReader::new(psql.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), Scene::SITE);
        Self(psql)
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A gauge of a server.
fn gauge(metrics: &str, name: &str) -> u64 {
    let told = Server::text(metrics);
    let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap();
    line.parse().unwrap()
}

/// An arrival that is asked for and not yet answered.
fn asked(address: &str, visitor: usize) -> TcpStream {
    let body = format!(r#"{{"visitor":"v{visitor}","channel":"web"}}"#);
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST /v1/sites/{}/arrivals HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        Scene::SITE,
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn more_requests_than_may_wait_are_503_at_once_and_those_admitted_are_done() {
    /// What waits for one of the two writers, and how many of those it takes for a commit.
    const PART: usize = 512;
    const TAKEN: usize = 256;
    let database = Database::create();
    let folder = tempdir().unwrap();
    let (server, metrics) = Server::measured_on(folder.path(), &database.url());
    opened(&server, SCENE);
    let address = server.base.trim_start_matches("http://");
    let memory = gauge(&metrics, "process_resident_memory_bytes");
    let holding = Holding::of(&database);
    // While the row is held nobody is done: the server itself says when there is no room left, and for some more.
    let mut waiting = Vec::new();
    while gauge(&metrics, "lunpai_turned_away_total") < 100 {
        assert!(waiting.len() < 10_000, "there is always room");
        let begun = waiting.len();
        waiting.extend((begun..begun + 50).map(|number| asked(address, number)));
        let queued = gauge(&metrics, "lunpai_queued_requests");
        assert!(usize::try_from(queued).unwrap() <= PART, "{queued} wait");
    }
    drop(holding);
    let answers: Vec<String> = waiting
        .into_iter()
        .map(|mut stream| {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        })
        .collect();
    let (done, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.starts_with("HTTP/1.1 201"));
    // A writer that was held up for too long has told so to those it had taken, and took others; the rest of the queue,
    // which was full, is done.
    assert!(done.len() >= PART - TAKEN, "{} done, {} refused", done.len(), refused.len());
    let overloaded = refused.iter().filter(|answer| answer.contains(r#""code":"overloaded""#)).count();
    assert!(overloaded >= 100, "{overloaded} of {} were turned away", refused.len());
    for answer in refused {
        let patient =
            answer.starts_with("HTTP/1.1 503") && answer.to_lowercase().contains("\r\nretry-after: ");
        assert!(patient, "{answer}");
    }
    assert_eq!(database.told("SELECT count(*) FROM visitors"), done.len().to_string());
    assert_eq!(
        violations(SCENE, &[], &stored(&database)).iter().find(|found| !found.contains("nobody asked")),
        None
    );
    let grown = gauge(&metrics, "process_resident_memory_bytes").saturating_sub(memory);
    assert!(grown < 128 << 20, "{grown} bytes more than before");
    // And it is over: the next one is done at once.
    assert_eq!(gauge(&metrics, "lunpai_queued_requests"), 0);
    let arrivals = format!("/v1/sites/{}/arrivals", Scene::SITE);
    assert_eq!(server.post(&arrivals, r#"{"visitor":"last","channel":"web"}"#).0, 201);
}

/// A server whose files may not grow beyond so many blocks of 512 bytes: as on a disk that is full, a write fails.
#[cfg(target_os = "linux")]
fn on_a_small_disk(folder: &std::path::Path, blocks: u32) -> Server {
    let served = lunpai(folder, &["serve", "--listen", "127.0.0.1:0", "--log", "off"]);
    let mut command = Command::new("sh");
    // Only what the shell may raise again later is set, and a write beyond it fails instead of ending the program.
    let limited = format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\"");
    command.args(["-c", &limited]).arg(served.get_program()).args(served.get_args()).current_dir(folder);
    for (variable, value) in served.get_envs() {
        match value {
            Some(value) => command.env(variable, value),
            None => command.env_remove(variable),
        };
    }
    Server::of(command.stdin(Stdio::null()), told_base)
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_503_while_reading_goes_on_and_writing_resumes_when_there_is_room() {
    let folder = tempdir().unwrap();
    let server = on_a_small_disk(folder.path(), 1_500);
    opened(&server, SCENE);
    let arrivals = format!("/v1/sites/{}/arrivals", Scene::SITE);
    let arrive =
        |number: usize| server.post(&arrivals, &format!(r#"{{"visitor":"v{number}","channel":"web"}}"#));
    let (full, told) =
        (0..5_000).map(|number| (number, arrive(number))).find(|(_, (status, _))| *status != 201).unwrap();
    assert_eq!((told.0, told.1["code"].as_str()), (503, Some("unavailable")), "{}", told.1);
    assert_eq!(arrive(full).0, 503, "again and again");
    // What was acknowledged is there and can be read; the one that was not is not.
    let visit = |number: usize| server.get(&format!("/v1/sites/{}/visits/v{number}", Scene::SITE)).0;
    assert_eq!((visit(0), visit(full - 1), visit(full)), (200, 200, 404));
    let unlimited = ["--pid", &server.pid().to_string(), "--fsize=unlimited:"];
    assert!(Command::new("prlimit").args(unlimited).status().unwrap().success());
    assert_eq!(arrive(full).0, 201, "without being started anew");
    assert_eq!(server.stop().0, Some(0));
    let again = Server::start(folder.path());
    for number in 0..=full {
        assert_eq!(again.get(&format!("/v1/sites/{}/visits/v{number}", Scene::SITE)).0, 200, "v{number}");
    }
}
