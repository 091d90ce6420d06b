//! `lunpai serve`: nothing to configure, nothing lost, nobody else let in.

use serde_json::json;
use tempfile::tempdir;

use crate::program::{Server, ended, lunpai};

const SITE: &str = r#"{"id":"s","policy":"marketing-centre","staff":[{"id":"A"}],
    "customers":[{"id":"c1","name":"Lin Yue","phone":"13800000001","owner":"A"}]}"#;

#[test]
fn it_starts_without_configuration_and_keeps_what_it_was_told() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(server.get("/readyz"), (200, json!({"status": "ok"})));
    assert_eq!(server.post("/v1/sites", SITE).0, 201);
    assert_eq!(server.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).0, 200);
    let (status, decision) = server.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#);
    assert_eq!((status, &decision["assigned"]), (201, &json!("A")));
    let journal = server.get("/v1/sites/s/journal");
    let (code, said) = server.stop();
    assert_eq!(code, Some(0));
    assert!(said.iter().any(|line| line.contains("Loopback only")), "{said:?}");
    assert!(folder.path().join("lunpai.db").is_file());
    assert!(!folder.path().join("lunpai.db-wal").exists(), "the log is folded into the file");

    let again = Server::start(folder.path());
    assert_eq!(again.get("/v1/sites/s/journal"), journal);
    assert_eq!(again.get("/v1/sites/s/visits/v1").1["decision"], decision);
}

#[test]
fn what_was_answered_survives_a_sudden_end() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path());
    server.post("/v1/sites", SITE);
    server.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#);
    let decision = server.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).1;
    server.kill();
    let again = Server::start(folder.path());
    assert_eq!(again.get("/v1/sites/s/visits/v1").1["decision"], decision);
    assert_eq!(again.post("/v1/sites/s/visits/v1/leavings", "{}").0, 200);
}

#[test]
fn an_address_or_a_file_that_is_taken_is_told_with_what_to_do() {
    let folder = tempdir().unwrap();
    let server = Server::start(folder.path());
    let address = server.base.trim_start_matches("http://").to_owned();
    let elsewhere = tempdir().unwrap();
    let (code, _, told) = ended(elsewhere.path(), &["serve", "--listen", &address]);
    assert_eq!(code, Some(1));
    assert!(told.contains("is taken by another program") && told.contains("--listen"), "{told}");
    assert!(!elsewhere.path().join("lunpai.db").exists(), "nothing was begun");
    let (code, _, told) = ended(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("open in another server"), "{told}");
}

#[test]
fn nobody_else_is_let_in_and_a_bad_setting_is_refused() {
    let folder = tempdir().unwrap();
    let (code, _, told) = ended(folder.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("no authentication yet"), "{told}");
    let misspelt = lunpai(folder.path(), &["serve"]).env("LUNPAI_LISTN", "127.0.0.1:0").output().unwrap();
    assert_eq!(misspelt.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&misspelt.stderr).contains("LUNPAI_LISTN"));
}

#[test]
fn a_log_line_is_an_object_and_holds_no_phone() {
    let folder = tempdir().unwrap();
    let mut command = lunpai(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--log-format", "json"]);
    let server = Server::of(&mut command, |line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["address"].as_str().map(|address| format!("http://{address}"))
    });
    server.post("/v1/sites", SITE);
    server.post("/v1/sites/s/customer-lookups", r#"{"phone":"13800000001"}"#);
    server.get("/v1/sites/s/customers/13800000001/ownership?13800000001=13800000001");
    let (code, said) = server.stop();
    assert_eq!(code, Some(0));
    let requests: Vec<serde_json::Value> =
        said.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let routes: Vec<_> = requests.iter().filter_map(|line| line["route"].as_str()).collect();
    assert_eq!(
        routes,
        ["/v1/sites", "/v1/sites/{site}/customer-lookups", "/v1/sites/{site}/customers/{customer}/ownership"]
    );
    assert!(
        requests.iter().filter(|line| line["route"].is_string()).all(|line| line["request_id"].is_string())
    );
    assert!(!said.concat().contains("138000"), "{said:?}");
}
