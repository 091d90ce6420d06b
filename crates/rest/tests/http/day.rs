//! A day's work through the API, as a front desk would do it.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::house;

#[actix_web::test]
async fn a_site_is_opened_and_found() {
    let house = house::empty().await;
    let opened = house.post("/v1/sites", house::OPENING).await;
    assert_eq!((opened.status, opened.header("location")), (201, Some("/v1/sites/s")));
    assert_eq!(opened.json(), house.get("/v1/sites/s").await.done());
    let site = opened.json();
    assert_eq!((&site["policy"], &site["timezone"]), (&json!("marketing-centre"), &json!("Asia/Shanghai")));
    assert_eq!(
        site["staff"][3],
        json!({"id": "S", "role": "supervisor", "status": "active", "presence": "off"})
    );
    assert!(!opened.text.contains("138"), "a phone is particular to its customer");
}

#[actix_web::test]
async fn an_arrival_is_decided_and_explained_in_both_languages() {
    let house = house::open().await;
    house.post("/v1/sites/s/absences", r#"{"staff":"A","reason":"private"}"#).await.done();
    let came = house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).await;
    assert_eq!((came.status, came.header("location")), (201, Some("/v1/sites/s/visits/v1")));
    let decision = came.json();
    assert_eq!((&decision["assigned"], &decision["as"]), (&json!("B"), &json!("turn")));
    assert_eq!(decision["because"][0]["clause"], "P03-6a");
    assert_eq!(decision["incidents"][0]["fine"], 50);

    let visit = house.get("/v1/sites/s/visits/v1?why_not=A").await.done();
    assert_eq!(visit["decision"]["text"], decision["text"]);
    assert!(visit["decision"]["text"]["zh"].as_str().unwrap().contains("P03-6a"));
    assert!(visit["why_not"]["en"].as_str().unwrap().contains("P03-6a"));
    assert!(visit["decided_at"].as_str().unwrap().ends_with("+08:00"));

    let eligible = house.get("/v1/sites/s/staff/A/eligibility").await.done();
    assert_eq!((&eligible["eligible"], &eligible["clause"]), (&json!(false), &json!("P03-6a")));
    assert_eq!(house.get("/v1/sites/s/staff/A/fines").await.done()["fines"], 50);
}

#[actix_web::test]
async fn a_visitor_gets_an_id_where_none_is_given_and_waits_where_nobody_can_receive() {
    let house = house::open().await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        let came = house.post("/v1/sites/s/arrivals", "{}").await.done();
        ids.push((came["reception"].as_str().unwrap().to_owned(), came["waiting"] == true));
    }
    assert!(ids.iter().all(|(id, _)| id.starts_with("vis_")));
    let waits: Vec<bool> = ids.iter().map(|(_, waits)| *waits).collect();
    assert_eq!(waits, [false, false, false, true]);
    let waiting = &ids[3].0;
    let visit = house.get(&format!("/v1/sites/s/visits/{waiting}")).await.done();
    assert_eq!(visit["decision"]["waiting"], true);
    house.minutes_later(5);
    house.post(&format!("/v1/sites/s/visits/{}/leavings", ids[0].0), "").await.done();
    let visit = house.get(&format!("/v1/sites/s/visits/{waiting}")).await.done();
    assert_eq!(visit["decision"]["assigned"], "A");
    assert_eq!(house.get("/v1/sites/s").await.done()["receptions"].as_array().unwrap().len(), 3);
}

#[actix_web::test]
async fn a_customer_is_registered_looked_up_sold_to_and_disputed() {
    let house = house::open().await;
    house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).await.done();
    let registered = house
        .post(
            "/v1/sites/s/visits/v1/registrations",
            r#"{"name":"Gao Min","phone":"139 0000 0002","signed_by":"A"}"#,
        )
        .await
        .done();
    assert_eq!((&registered["valid"], &registered["owner"]), (&json!(true), &json!("A")));
    let by_phone =
        house.post("/v1/sites/s/customer-lookups", r#"{"phone":"+86 139-0000-0002"}"#).await.done();
    assert_eq!((&by_phone["customer"], &by_phone["owner"]), (&json!("v1"), &json!("A")));
    let by_visit = house.post("/v1/sites/s/customer-lookups", r#"{"visitor":"v1"}"#).await.done();
    assert_eq!(by_visit["owner"], "A");
    let nobody = house.post("/v1/sites/s/customer-lookups", r#"{"phone":"139 0000 0009"}"#).await.done();
    assert_eq!(nobody, json!({"customer": null, "owner": null}));
    house.post("/v1/sites/s/follow-ups", r#"{"customer":"v1","by":"A","how":"call"}"#).await.done();
    let deal = house.post("/v1/sites/s/deals", r#"{"visitor":"v1","by":"A","amount":1280000}"#).await.done();
    assert_eq!(deal["split"], json!({"A": "1"}));
    let owner = house.get("/v1/sites/s/customers/v1/ownership").await.done();
    assert_eq!((&owner["owner"], &owner["state"]), (&json!("A"), &json!("closed")));
    let found = house.post("/v1/sites/s/disputes", r#"{"customer":"v1","between":["A","B"]}"#).await.done();
    assert_eq!(found["owner"], "A");
    assert!(!found["evidence"].as_array().unwrap().is_empty());
}

#[actix_web::test]
async fn the_sheet_is_read_as_json_and_as_paper() {
    let house = house::open().await;
    for visitor in ["v1", "v2"] {
        house.post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"{visitor}"}}"#)).await.done();
    }
    let sheet = house.get("/v1/sites/s/sheet?channel=walk_in").await.done();
    assert_eq!(sheet["rows"][0], json!({"staff": "A", "cells": ["taken"]}));
    let paper = TestRequest::get().uri("/v1/sites/s/sheet").insert_header(("accept", "text/plain"));
    let paper = house.send(paper).await;
    assert_eq!(paper.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(paper.text.lines().take(3).collect::<Vec<_>>(), ["    1", "A   ✓", "B   ✓"]);
    assert_eq!(house.get("/v1/sites/s/next").await.done(), json!({"next": "C"}));
    assert_eq!(
        house.get("/v1/sites/s/order").await.done(),
        json!({"order": ["A", "B", "C"], "clause": "P03-1"})
    );
    assert_eq!(house.get("/v1/sites/s/fairness").await.done()["walk_in"]["spread"], 1);
    assert!(house.get("/v1/sites/s/posts").await.done()["at_post"].is_string());
}

#[actix_web::test]
async fn what_is_entered_late_counts_from_when_it_happened() {
    let house = house::open().await;
    house.minutes_later(30);
    let body = r#"{"visitor":"v1","happened_at":"2026-03-02T09:10:00+08:00"}"#;
    house.post("/v1/sites/s/arrivals", body).await.done();
    let entries = house.get("/v1/sites/s/journal?page_size=200").await.done();
    let last = entries["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["at"], &last["happened_at"]),
        (&json!("2026-03-02T01:30:00Z"), &json!("2026-03-02T01:10:00Z"))
    );
}

#[actix_web::test]
async fn who_acts_is_said_by_the_header_and_their_role_is_checked() {
    let house = house::open().await;
    house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).await.done();
    let dispatch = |actor: &'static str| {
        house::post("/v1/sites/s/visits/v1/dispatches", r#"{"staff":"C"}"#)
            .insert_header(("x-acting-staff", actor))
    };
    let refused = house.send(dispatch("B")).await;
    assert_eq!((refused.status, &refused.json()["code"]), (409, &json!("not_authorised")));
    assert_eq!(house.send(dispatch("S")).await.done()["as"], "dispatched");
}

#[actix_web::test]
async fn lists_are_walked_page_by_page() {
    let house = house::open().await;
    for number in 0..5 {
        let body = format!(r#"{{"id":"t{number}","policy":"two-tables","staff":[{{"id":"A"}}]}}"#);
        house.post("/v1/sites", &body).await.done();
    }
    for list in ["/v1/sites", "/v1/sites/s/journal"] {
        let (mut seen, mut query) = (Vec::new(), "?page_size=2".to_owned());
        loop {
            let page = house.get(&format!("{list}{query}")).await.done();
            seen.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next_cursor"].as_str() else { break };
            query = format!("?page_size=2&cursor={next}");
        }
        let at_once = house.get(&format!("{list}?page_size=100000")).await.done();
        assert!(seen.len() > 4, "{list}");
        assert_eq!(json!(seen), at_once["items"]);
    }
    let cursor = house.get("/v1/sites?page_size=1").await.done()["next_cursor"].clone();
    let elsewhere = house.get(&format!("/v1/sites/s/journal?cursor={}", cursor.as_str().unwrap())).await;
    assert_eq!((elsewhere.status, &elsewhere.json()["code"]), (400, &json!("invalid_parameter")));
}

#[actix_web::test]
async fn ids_may_be_written_in_any_script() {
    let house = house::empty().await;
    let body = r#"{"id":"北/一","policy":"marketing-centre","staff":[{"id":"陈静"}]}"#;
    let opened = house.post("/v1/sites", body).await;
    let site = opened.header("location").unwrap().to_owned();
    assert_eq!(house.get(&site).await.done()["id"], "北/一");
    house.post(&format!("{site}/sign-ins"), r#"{"staff":"陈静"}"#).await.done();
    assert_eq!(house.get(&format!("{site}/next")).await.done()["next"], "陈静");
    let fines = house.get(&format!("{site}/staff/%E9%99%88%E9%9D%99/fines")).await.done();
    assert_eq!(fines["fines"], 0);
}

#[actix_web::test]
async fn another_policy_binds_from_a_midnight_still_to_come() {
    let house = house::open().await;
    let bind = |from: &str| format!(r#"{{"policy":"two-tables","from":"{from}"}}"#);
    house.post("/v1/sites/s/policy-bindings", &bind("2026-03-03")).await.done();
    let late = house.post("/v1/sites/s/policy-bindings", &bind("2026-03-01")).await;
    assert_eq!((late.status, &late.json()["code"]), (409, &json!("bind_too_late")));
    house.minutes_later(24 * 60);
    house.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).await.done();
    assert_eq!(house.get("/v1/sites/s").await.done()["policy"], "two-tables");
}
