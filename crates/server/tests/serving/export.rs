//! The export over HTTP: the file that `lunpai export` writes, and its simulation decides as the site did.

use std::io::Read;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::program::{Server, agent, ended};

const SITE: &str =
    r#"{"id":"s","policy":"two-tables","staff":[{"id":"A"},{"id":"B"},{"id":"S","role":"supervisor"}]}"#;

/// A body as it came, byte for byte.
fn bytes(server: &Server, path: &str) -> String {
    let mut answer = agent().get(format!("{}{path}", server.base)).call().unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let mut body = String::new();
    answer.body_mut().as_reader().read_to_string(&mut body).unwrap();
    body
}

#[test]
fn the_export_over_http_is_the_command_lines_and_decides_as_the_site_did() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(server.post("/v1/sites", SITE).0, 201);
    for staff in ["A", "B"] {
        server.post("/v1/sites/s/sign-ins", &format!(r#"{{"staff":"{staff}"}}"#));
    }
    let mut decided = Vec::new();
    for round in 0..12 {
        let visitor = format!("v{round}");
        let body = format!(r#"{{"visitor":"{visitor}","phone":"1390000{:04}","name":"Zhao"}}"#, round % 5);
        let (status, decision) = server.post("/v1/sites/s/arrivals", &body);
        assert_eq!(status, 201);
        decided.push(decision);
        server.post(&format!("/v1/sites/s/visits/{visitor}/leavings"), "{}");
    }
    let all = bytes(&server, "/v1/sites/s/export");
    let named = bytes(&server, "/v1/sites/s/export?with_particulars=true");
    assert!(!all.contains("1390000") && !all.contains("Zhao") && named.contains("Zhao"));
    assert_eq!(server.stop().0, Some(0));
    assert_eq!(ended(folder.path(), &["export", "s"]), (Some(0), all.clone(), String::new()));
    assert_eq!(ended(folder.path(), &["export", "s", "--with-particulars"]).1, named);
    std::fs::write(folder.path().join("days.ndjson"), &all).unwrap();
    let (code, answers, _) = ended(folder.path(), &["simulate", "days.ndjson"]);
    assert_eq!(code, Some(0));
    let answers = answers.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let again: Vec<Value> =
        answers.filter(|line| line["do"] == json!("arrive")).map(|line| line["result"].clone()).collect();
    assert_eq!(again, decided);
}
