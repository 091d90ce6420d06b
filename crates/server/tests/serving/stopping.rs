//! The end of a server that is at work: what was asked is answered, nothing is lost, and a balancer is told in time.

use std::io::Write;
use std::net::TcpStream;

use ::replicas::{Scene, violations};
use tempfile::tempdir;

use crate::program::{Server, lunpai, told_base};
use crate::rush::{Rush, opened, stored_in};

const SCENE: Scene = Scene { people: 5 };

#[test]
fn a_server_that_is_stopped_under_load_with_open_streams_loses_nothing() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("lunpai.db").display().to_string();
    let mut server = Server::on(folder.path(), &file);
    opened(&server, SCENE);
    let rush = Rush::of(10, 9);
    rush.serve([&server]);
    for round in 1..=2 {
        rush.wait_for(round * 20);
        let address = server.base.trim_start_matches("http://").to_owned();
        let streams: Vec<TcpStream> = (0..30)
            .map(|_| {
                let mut stream = TcpStream::connect(&address).unwrap();
                let path = format!("/v1/sites/{}/events?after=0", Scene::SITE);
                let ask = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
                stream.write_all(ask.as_bytes()).unwrap();
                stream
            })
            .collect();
        assert_eq!(server.stop().0, Some(0), "it was given time to end what it had begun");
        drop(streams);
        server = Server::on(folder.path(), &file);
        rush.serve([&server]);
    }
    let ops = rush.end();
    assert_eq!(server.stop().0, Some(0));
    assert_eq!(violations(SCENE, &ops, &stored_in(&file)), [""; 0]);
}

#[test]
fn a_server_that_drains_says_so_and_serves_on_until_it_stops() {
    let folder = tempdir().unwrap();
    let start = |seconds: &str| {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--log", "error", "--drain", seconds];
        Server::of(&mut lunpai(folder.path(), &arguments), told_base)
    };
    // Longer than any test: a second signal ends it.
    let server = start("3600");
    opened(&server, SCENE);
    assert_eq!(server.get("/readyz").0, 200);
    server.signal();
    let told = std::iter::repeat_with(|| server.get("/readyz")).find(|(status, _)| *status != 200).unwrap();
    assert_eq!((told.0, told.1["code"].as_str()), (503, Some("shutting_down")));
    assert_eq!(server.get("/livez").0, 200);
    let (status, told) = server.get(&format!("/v1/sites/{}/events", Scene::SITE));
    assert_eq!((status, told["code"].as_str()), (503, Some("shutting_down")), "no stream begins any more");
    let arrivals = format!("/v1/sites/{}/arrivals", Scene::SITE);
    assert_eq!(server.post(&arrivals, r#"{"visitor":"v1","channel":"web"}"#).0, 201);
    assert_eq!(server.stop().0, Some(130));
    let server = start("1");
    assert_eq!(server.get(&format!("/v1/sites/{}/visits/v1", Scene::SITE)).0, 200);
    assert_eq!(server.stop().0, Some(0));
}
