//! The export: a site's days as a day file, by the same words as on the command line, without names unless they are asked for.

use application::Exporting;
use domain::ids::SiteId;
use serde_json::{Value, json};

use crate::house::{self, House};

const EXPORT: &str = "/v1/sites/s/export";

async fn lines(house: &House, query: &str) -> Vec<Value> {
    let came = house.get(&format!("{EXPORT}{query}")).await;
    assert_eq!((came.status, came.header("content-type")), (200, Some("application/x-ndjson")), "{query}");
    assert!(came.text.ends_with('\n') && came.header("etag").is_none());
    came.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn words(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["do"].as_str().unwrap_or("-")).collect()
}

/// Two days: on each somebody signs in and a visitor comes.
async fn two_days() -> House {
    let house = house::open().await;
    house
        .post("/v1/sites/s/arrivals", r#"{"visitor":"v1","phone":"13900000009","name":"Zhao"}"#)
        .await
        .done();
    house.minutes_later(24 * 60);
    house.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).await.done();
    house.post("/v1/sites/s/arrivals", r#"{"visitor":"v2"}"#).await.done();
    house
}

#[actix_web::test]
async fn a_sites_days_are_written_as_the_use_case_writes_them() {
    let house = two_days().await;
    let mut export = house.application.export(&SiteId::new("s"), Exporting::default()).await.unwrap();
    let mut file = String::new();
    while let Some(lines) = export.next().await.unwrap() {
        file.push_str(&lines);
    }
    assert_eq!(house.get(EXPORT).await.text, file);
    let all = lines(&house, "").await;
    assert_eq!(words(&all), ["-", "sign_in", "sign_in", "sign_in", "arrive", "sign_in", "arrive"]);
    assert!(!file.contains("1390000") && !file.contains("Zhao") && !file.contains("Lin"), "{file}");
}

#[actix_web::test]
async fn days_and_months_are_asked_for_as_on_the_command_line() {
    let house = two_days().await;
    assert_eq!(
        words(&lines(&house, "?to=2026-03-02").await),
        ["-", "sign_in", "sign_in", "sign_in", "arrive"]
    );
    let second = lines(&house, "?from=2026-03-03&to=2026-03-03").await;
    assert_eq!(words(&second), ["-", "sign_in", "arrive"]);
    assert!(second[0]["checkpoint"].is_object(), "it begins with the state of then");
    assert_eq!(lines(&house, "?month=2026-03").await, lines(&house, "?from=2026-03-01&to=2026-03-31").await);
    assert_eq!(words(&lines(&house, "?month=2026-04").await), ["-"]);
    let named = lines(&house, "?with_particulars=true").await;
    assert_eq!(named[0]["customers"][0]["phone"], "+8613800000001");
    assert_eq!(lines(&house, "?with_particulars=false").await, lines(&house, "").await);
}

#[actix_web::test]
async fn what_cannot_be_exported_is_told_as_a_problem() {
    let house = house::open().await;
    for (query, parameter) in [
        ("?from=yesterday", json!("from")),
        ("?to=2026-02-30", json!("to")),
        ("?month=2026-3", json!("month")),
        ("?month=2026-03&from=2026-03-02", json!("month")),
        ("?with_particulars=yes", json!("with_particulars")),
        ("?since=2026-03-02", Value::Null),
        ("?month=2026-02", json!("to")),
        ("?from=2026-03-03&to=2026-03-02", json!("to")),
    ] {
        let refused = house.get(&format!("{EXPORT}{query}")).await;
        assert_eq!((refused.status, &refused.json()["code"]), (400, &json!("invalid_parameter")), "{query}");
        assert_eq!(refused.json()["errors"][0]["parameter"], parameter, "{query}");
    }
    let unknown = house.get("/v1/sites/none/export").await;
    assert_eq!((unknown.status, &unknown.json()["code"]), (404, &json!("unknown_site")));
}

/// What waits to be read is a page of the journal, however long the export is.
#[actix_web::test]
async fn a_long_export_is_never_in_memory_whole() {
    let house = house::open().await;
    for round in 0..700 {
        let visitor = format!("w{round}");
        house.post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"{visitor}"}}"#)).await.done();
        house.post(&format!("/v1/sites/s/visits/{visitor}/leavings"), "{}").await;
    }
    let mut export = house.application.export(&SiteId::new("s"), Exporting::default()).await.unwrap();
    let (mut pages, mut most, mut all) = (0, 0, String::new());
    while let Some(lines) = export.next().await.unwrap() {
        (pages, most) = (pages + 1, most.max(lines.lines().count()));
        all.push_str(&lines);
    }
    assert!(pages > 2 && most <= 513, "{pages} pages, {most} lines in one");
    assert_eq!(house.get(EXPORT).await.text, all);
}
