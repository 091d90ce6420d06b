//! The gauges on their own port: what was done is counted, and nobody is named.

use tempfile::tempdir;

use crate::program::{Server, lunpai};

#[test]
fn what_was_done_is_counted_on_a_port_of_its_own_and_nobody_is_named() {
    let folder = tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &free.to_string()];
    let server = Server::of(&mut lunpai(folder.path(), &arguments), |line| {
        let place = line.split_whitespace().last().filter(|_| line.contains("API"))?;
        Some(place.trim_end_matches("/v1").to_owned())
    });
    server.post("/v1/sites", r#"{"id":"13800000001","policy":"marketing-centre","staff":[{"id":"A"}]}"#);
    server.post("/v1/sites/13800000001/sign-ins", r#"{"staff":"A"}"#);
    let arrival = r#"{"visitor":"v1","name":"Gao Min","phone":"13900000002"}"#;
    assert_eq!(server.post("/v1/sites/13800000001/arrivals", arrival).0, 201);
    assert_eq!(server.post("/v1/sites/13800000001/arrivals", r#"{"visitor":"v2"}"#).0, 201);
    server.post("/v1/sites/13800000001/arrivals", r#"{"visitor":"v2"}"#);
    server.get("/13800000001");
    assert_eq!(server.get("/metrics").0, 404, "not on the port of the API");
    let told = Server::text(&format!("http://{free}/metrics"));
    for line in [
        r#"lunpai_http_requests_total{method="POST",route="/v1/sites/{site}/arrivals",status="201"} 2"#,
        r#"lunpai_decisions_total{outcome="turn"} 1"#,
        r#"lunpai_decisions_total{outcome="waiting"} 1"#,
        r#"lunpai_refusals_total{code="duplicate_visitor"} 1"#,
        "lunpai_waiting_visitors 1",
        "lunpai_queued_requests 0",
        "lunpai_feed_clients 0",
    ] {
        assert!(told.lines().any(|found| found == line), "{line} is missing from {told}");
    }
    assert!(told.contains("lunpai_commit_duration_seconds_count") && told.contains("process_open_fds"));
    for personal in ["1380", "1390", "Gao", "v1\"", "\"A\""] {
        assert!(!told.contains(personal), "{personal} is in {told}");
    }
}
