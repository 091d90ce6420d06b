//! The live feed over a real port: nothing is missed, nothing comes twice, and nobody keeps the server from stopping.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::program::Server;

const SITE: &str = r#"{"id":"s","policy":"marketing-centre","staff":[{"id":"A"},{"id":"B"}],
    "customers":[{"id":"c1","name":"Lin Yue","phone":"13800000001","owner":"A"}]}"#;

/// A stream as it comes over the wire.
struct Stream {
    reader: BufReader<TcpStream>,
    head: Vec<String>,
}

/// An event: its name, its id, its data.
type Event = (Option<String>, Option<u64>, Option<Value>);

impl Stream {
    fn open(server: &Server, path: &str, last: Option<&str>) -> Self {
        let address = server.base.trim_start_matches("http://");
        let mut socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let resume = last.map_or_else(String::new, |last| format!("Last-Event-ID: {last}\r\n"));
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\n{resume}\r\n");
        socket.write_all(request.as_bytes()).unwrap();
        let mut reader = BufReader::new(socket);
        let mut head = Vec::new();
        loop {
            let line = line(&mut reader).unwrap();
            if line.is_empty() {
                break;
            }
            head.push(line.to_ascii_lowercase());
        }
        Self { reader, head }
    }

    fn status(&self) -> &str {
        self.head[0].split(' ').nth(1).unwrap()
    }

    /// The next event; nothing at the end of the stream. Sizes of chunks and comments are passed over.
    fn next(&mut self) -> Option<Event> {
        let mut event: Event = (None, None, None);
        loop {
            let line = line(&mut self.reader)?;
            if let Some(id) = line.strip_prefix("id: ") {
                event.1 = Some(id.parse().unwrap());
            } else if let Some(data) = line.strip_prefix("data: ") {
                event.2 = Some(serde_json::from_str(data).unwrap());
            } else if let Some(name) = line.strip_prefix("event: ") {
                event.0 = Some(name.to_owned());
            } else if line == "0" {
                return None;
            } else if line.is_empty() && (event.1.is_some() || event.2.is_some()) {
                return Some(event);
            }
        }
    }

    /// The numbers of the next so many entries.
    fn numbers(&mut self, count: usize) -> Vec<u64> {
        let mut numbers = Vec::new();
        while numbers.len() < count {
            let (_, id, data) = self.next().expect("the stream goes on");
            numbers.extend(data.and(id));
        }
        numbers
    }
}

/// A line without its end; nothing where the other side has closed.
fn line(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = reader.read_line(&mut line).unwrap_or_default();
    (read > 0).then(|| line.trim_end().to_owned())
}

fn started(folder: &Path) -> Server {
    let server = Server::start(folder);
    assert_eq!(server.post("/v1/sites", SITE).0, 201);
    server
}

#[test]
fn what_happens_is_told_at_once_and_without_anything_personal() {
    let folder = tempdir().unwrap();
    let server = started(folder.path());
    let mut stream = Stream::open(&server, "/v1/sites/s/events", None);
    assert_eq!(stream.status(), "200");
    for header in
        ["content-type: text/event-stream; charset=utf-8", "cache-control: no-store", "x-accel-buffering: no"]
    {
        assert!(stream.head.iter().any(|line| line == header), "{header}: {:?}", stream.head);
    }
    assert_eq!(stream.next(), Some((None, Some(1), None)), "a place to resume from, before anything happens");
    server.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#);
    let arrival = r#"{"visitor":"v1","name":"Gao Min","phone":"13900000002"}"#;
    assert_eq!(server.post("/v1/sites/s/arrivals", arrival).0, 201);
    let mut told = Vec::new();
    while !told.iter().any(|data: &Value| data.to_string().contains("decided")) {
        told.extend(stream.next().unwrap().2);
    }
    let last = told.last().unwrap();
    let happened = last["happened"].as_array().unwrap();
    let decided = happened.iter().find(|one| one["what"] == "decided").unwrap();
    assert_eq!(
        decided,
        &json!({"what": "decided", "visitor": "v1", "staff": "A", "as": "turn", "explanation": "/v1/sites/s/visits/v1"})
    );
    let all = json!(told).to_string();
    assert!(!all.contains("139") && !all.contains("Gao") && !all.contains("138"), "{all}");
}

#[test]
fn a_stream_that_breaks_is_resumed_without_a_gap_and_without_a_repetition() {
    let folder = tempdir().unwrap();
    let server = started(folder.path());
    let mut seen = Vec::new();
    let mut last = 0;
    for round in 0..8 {
        let mut stream = Stream::open(&server, "/v1/sites/s/events", Some(&last.to_string()));
        // Some of it happens before the stream is read, some while it is.
        for staff in ["A", "B"] {
            let way = if round % 2 == 0 { "sign-ins" } else { "sign-outs" };
            server.post(&format!("/v1/sites/s/{way}"), &format!(r#"{{"staff":"{staff}"}}"#));
        }
        seen.extend(stream.numbers(if round == 0 { 3 } else { 2 }));
        last = *seen.last().unwrap();
    }
    let journal = server.get("/v1/sites/s/journal?page_size=200").1;
    let written: Vec<u64> = journal["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["sequence"].as_u64().unwrap())
        .collect();
    assert!(seen.len() > 10);
    assert_eq!(seen, written[..seen.len()]);
}

#[test]
fn many_watch_one_site_and_each_sees_all_of_it() {
    let folder = tempdir().unwrap();
    let server = started(folder.path());
    let mut streams: Vec<Stream> =
        (0..20).map(|_| Stream::open(&server, "/v1/sites/s/events?after=0", None)).collect();
    for _ in 0..5 {
        server.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#);
        server.post("/v1/sites/s/sign-outs", r#"{"staff":"A"}"#);
    }
    let head = server.get("/v1/sites/s").1["sequence"].as_u64().unwrap();
    let all: Vec<u64> = (1..=head).collect();
    for stream in &mut streams {
        assert_eq!(stream.numbers(all.len()), all);
    }
}

#[test]
fn a_place_that_cannot_be_resumed_from_is_told_as_that() {
    let folder = tempdir().unwrap();
    let server = started(folder.path());
    let mut beyond = Stream::open(&server, "/v1/sites/s/events", Some("999"));
    beyond.next();
    let (name, id, data) = beyond.next().unwrap();
    assert_eq!((name.as_deref(), id), (Some("reset"), Some(1)));
    assert_eq!(data.unwrap()["id"], "s");
    assert_eq!(Stream::open(&server, "/v1/sites/s/events", Some("x")).status(), "400");
    assert_eq!(Stream::open(&server, "/v1/sites/none/events", None).status(), "404");
    let mut bounded = Stream::open(&server, "/v1/sites/s/events?after=0&until=1", None);
    assert_eq!(bounded.numbers(1), [1]);
    assert_eq!(bounded.next(), None, "it ends by itself");
    assert_eq!(Stream::open(&server, "/v1/sites/s/events?until=1", Some("1")).status(), "204");
}

#[expect(
    clippy::disallowed_methods,
    reason = "an endless stream would hold the stop up for as long as it is let"
)]
#[test]
fn open_streams_do_not_keep_the_server_from_stopping() {
    let folder = tempdir().unwrap();
    let server = started(folder.path());
    let mut streams: Vec<Stream> =
        (0..50).map(|_| Stream::open(&server, "/v1/sites/s/events?after=0", None)).collect();
    assert!(streams.iter_mut().all(|stream| stream.numbers(1) == [1]));
    let begun = Instant::now();
    let (code, _) = server.stop();
    assert_eq!(code, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert!(streams.iter_mut().all(|stream| stream.next().is_none()));
}

#[test]
fn a_stream_is_resumed_on_another_replica_when_its_own_is_gone() {
    let (database, folder) = (::replicas::Database::create(), tempdir().unwrap());
    let mut servers: Vec<Server> = (0..3).map(|_| Server::on(folder.path(), &database.url())).collect();
    assert_eq!(servers[0].post("/v1/sites", SITE).0, 201);
    let (mut seen, mut last) = (Vec::new(), 0_u64);
    while servers.len() > 1 {
        // What is told here happens on another.
        let mut stream = Stream::open(&servers[0], "/v1/sites/s/events", Some(&last.to_string()));
        for way in ["sign-ins", "sign-outs", "sign-ins", "sign-outs"] {
            assert_eq!(servers[1].post(&format!("/v1/sites/s/{way}"), r#"{"staff":"A"}"#).0, 200);
        }
        seen.extend(stream.numbers(3));
        last = *seen.last().unwrap();
        servers.remove(0).kill();
        // What else was on its way does not count as seen.
        while stream.next().is_some() {}
    }
    let head = servers[0].get("/v1/sites/s").1["sequence"].as_u64().unwrap();
    let mut stream = Stream::open(&servers[0], "/v1/sites/s/events", Some(&last.to_string()));
    seen.extend(stream.numbers(usize::try_from(head - last).unwrap()));
    assert!(head > 8);
    assert_eq!(seen, (1..=head).collect::<Vec<_>>());
}
