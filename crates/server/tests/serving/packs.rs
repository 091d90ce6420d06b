//! A house's own packs: from a folder at the start or over HTTP, kept for good, and used by every server and every command.

use std::fs;
use std::io::Read;
use std::path::Path;

use ::replicas::Database;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::program::{Server, agent, ended, lunpai, told_base};

const CENTRE: &str = include_str!("../../../../config/policies/marketing-centre.toml");
const SITE: &str =
    r#"{"id":"s","policy":"mine","staff":[{"id":"A"},{"id":"B"},{"id":"S","role":"supervisor"}]}"#;

/// The shipped pack under a name of the house's own, with another fine.
fn mine(fine: u32) -> String {
    let text = CENTRE.replace("name = \"marketing-centre\"", "name = \"mine\"");
    text.replace("fine_cents = 5000", &format!("fine_cents = {fine}"))
}

fn with_packs(folder: &Path) -> Server {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--packs", "house"];
    Server::of(&mut lunpai(folder, &arguments), told_base)
}

/// Somebody comes, and the decision is told again as it was made.
fn receives(server: &Server, visitor: &str) -> Value {
    let (status, decision) = server.post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"{visitor}"}}"#));
    assert_eq!(status, 201, "{decision}");
    assert_eq!(server.get(&format!("/v1/sites/s/visits/{visitor}")).1["decision"], decision);
    decision
}

fn exported(server: &Server) -> String {
    let mut answer = agent().get(format!("{}/v1/sites/s/export", server.base)).call().unwrap();
    let mut body = String::new();
    answer.body_mut().as_reader().read_to_string(&mut body).unwrap();
    body
}

#[test]
fn a_folder_of_packs_is_used_and_kept_when_it_is_gone() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("house")).unwrap();
    fs::write(folder.path().join("house/mine.toml"), mine(7000)).unwrap();
    fs::write(folder.path().join("house/notes.txt"), "no pack").unwrap();
    let server = with_packs(folder.path());
    assert_eq!(server.post("/v1/sites", SITE).0, 201);
    server.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#);
    let decided = receives(&server, "v1");
    let days = exported(&server);
    assert_eq!(server.stop().0, Some(0));

    // Without the folder: what the database keeps is enough to go on, to explain and to export.
    let server = Server::start(folder.path());
    assert_eq!(server.get("/v1/sites/s/visits/v1").1["decision"], decided);
    assert_eq!(server.post("/v1/sites/s/visits/v1/leavings", "{}").0, 200);
    let (status, kept) = server.get("/v1/policies/mine/1");
    assert_eq!((status, &kept["text"]), (200, &json!(mine(7000))));
    assert_eq!(server.stop().0, Some(0));
    let (code, file, _) = ended(folder.path(), &["export", "s"]);
    assert!(code == Some(0) && file.starts_with(&days), "{file}");

    // The simulation needs the pack at hand, and then decides the same.
    fs::write(folder.path().join("days.ndjson"), &days).unwrap();
    let (code, _, told) = ended(folder.path(), &["simulate", "days.ndjson"]);
    assert!(code == Some(2) && told.contains("there is no pack `mine`"), "{told}");
    let (code, answers, told) = ended(folder.path(), &["simulate", "--packs", "house", "days.ndjson"]);
    assert_eq!(code, Some(0), "{told}");
    let answers = answers.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let arrivals: Vec<Value> =
        answers.filter(|line| line["do"] == json!("arrive")).map(|line| line["result"].clone()).collect();
    assert_eq!(arrivals, [decided]);
    let (code, told, _) =
        ended(folder.path(), &["whatif", "--packs", "house", "--policy", "two-tables", "days.ndjson"]);
    assert!(code == Some(0) && told.contains("two-tables"), "{told}");
}

#[test]
fn a_bad_pack_refuses_the_start_with_file_line_and_rule() {
    let folder = tempdir().unwrap();
    let house = folder.path().join("house");
    fs::create_dir(&house).unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--packs", "house"];
    let refused = |text: &str| {
        fs::write(house.join("mine.toml"), text).unwrap();
        let (code, _, told) = ended(folder.path(), &serve);
        assert_eq!(code, Some(1), "{told}");
        told
    };
    let misspelt = mine(7000).replace("\nversion = 1", "\nversoin = 1");
    let line = misspelt.lines().position(|line| line.starts_with("versoin")).unwrap() + 1;
    let told = refused(&misspelt);
    assert!(told.contains(&format!("mine.toml:{line}: versoin: ")), "{told}");
    let told = refused(&mine(7000).replace("if.known = true\n", ""));
    assert!(told.contains("mine.toml:") && told.contains("can never decide"), "{told}");
    assert!(!folder.path().join("lunpai.db").exists(), "nothing was begun");
    let (code, _, told) = ended(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--packs", "nowhere"]);
    assert!(code == Some(1) && told.contains("nowhere:1: cannot be read"), "{told}");
    // Decisions pin a version: another text under it is refused, and the server starts again under a new one.
    fs::write(house.join("mine.toml"), mine(7000)).unwrap();
    with_packs(folder.path()).stop();
    let told = refused(&mine(8000));
    assert!(told.contains("version 1 of `mine` is kept") && told.contains("raise its `version`"), "{told}");
    fs::write(house.join("mine.toml"), mine(8000).replace("version = 1", "version = 2")).unwrap();
    assert_eq!(with_packs(folder.path()).stop().0, Some(0));
}

#[test]
fn a_pack_put_on_one_replica_is_used_on_the_other_and_survives_both() {
    let (database, folder) = (Database::create(), tempdir().unwrap());
    let url = database.url();
    let (one, other) = (Server::on(folder.path(), &url), Server::on(folder.path(), &url));
    assert_eq!(one.put("/v1/policies/mine/1", "application/toml", &mine(7000)).0, 201);
    // The other was not told, and opens a site with it by its name.
    assert_eq!(other.post("/v1/sites", SITE).0, 201);
    one.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#);
    let decided = receives(&one, "v1");
    assert_eq!(other.get("/v1/sites/s/visits/v1").1["decision"], decided);
    assert_eq!(other.put("/v1/policies/mine/1", "application/toml", &mine(8000)).0, 409);
    assert_eq!(exported(&one), exported(&other));
    assert_eq!((one.stop().0, other.stop().0), (Some(0), Some(0)));
    let again = Server::on(folder.path(), &url);
    assert_eq!(again.get("/v1/sites/s/visits/v1").1["decision"], decided);
    assert_eq!(again.post("/v1/sites/s/visits/v1/leavings", "{}").0, 200);
    again.kill();
}
