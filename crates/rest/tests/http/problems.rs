//! Everything that goes wrong is told in one form, in the client's language, and gives nothing away.

use std::sync::Arc;

use actix_web::test::TestRequest;
use application::ports::StoreError;
use serde_json::{Value, json};

use crate::broken_store::BrokenStore;
use crate::house::{self, Came, post};

/// A problem of this status and code, in the form of RFC 9457.
fn problem(came: &Came, status: u16, code: &str) -> Value {
    let body: Value = came.json();
    assert_eq!((came.status, body["code"].as_str()), (status, Some(code)), "{}", came.text);
    assert_eq!(came.header("content-type"), Some("application/problem+json"));
    assert_eq!((&body["status"], &body["type"]), (&json!(status), &json!(format!("/problems/{code}"))));
    for key in ["title", "detail", "instance"] {
        assert!(!body[key].as_str().unwrap().is_empty(), "{key}");
    }
    assert_eq!(body["request_id"].as_str(), came.header("x-request-id"));
    body
}

#[actix_web::test]
async fn the_frameworks_errors_are_problems_too() {
    let house = house::open().await;
    problem(&house.get("/v1/nothing").await, 404, "no_such_route");
    problem(&house.get("/v1/sites/").await, 404, "no_such_route");
    let wrong = house.send(TestRequest::delete().uri("/v1/sites")).await;
    problem(&wrong, 405, "method_not_allowed");
    assert_eq!(wrong.header("allow"), Some("GET, HEAD, POST"));
    problem(&house.send(TestRequest::post().uri("/docs")).await, 405, "method_not_allowed");
    let huge = "x".repeat((256 << 10) + 1);
    problem(&house.post("/v1/sites/s/arrivals", &huge).await, 413, "body_too_large");
    let text = TestRequest::post().uri("/v1/sites/s/arrivals").set_payload("{}");
    problem(&house.send(text).await, 415, "unsupported_media_type");
    problem(&house.get("/v1/sites/s/next?channel=%ff%").await, 400, "invalid_parameter");
}

#[actix_web::test]
async fn a_body_that_cannot_be_read_is_told_to_the_key() {
    let house = house::open().await;
    for malformed in ["{", "[]", "7", "{} {}", r#"{"visitor":"v1","visitor":"v2"}"#] {
        problem(&house.post("/v1/sites/s/arrivals", malformed).await, 400, "malformed_body");
    }
    let bad = house.post("/v1/sites/s/staff", r#"{"staff":[{"id":"A"},{"id":"B","shift":"9-18"}]}"#).await;
    assert_eq!(problem(&bad, 422, "invalid_body")["errors"][0]["pointer"], "/staff/1/shift");
    let unknown = house.post("/v1/sites/s/arrivals", r#"{"visitr":"v1"}"#).await;
    let unknown = problem(&unknown, 422, "invalid_body");
    let slip =
        json!({"pointer": "/visitr", "code": "unknown_key", "detail": "unknown key; was `visitor` meant?"});
    assert_eq!(unknown["errors"], json!([slip]));
    let several = house.post("/v1/sites/s/arrivals", r#"{"visitor":7,"channel":"fax","key":true}"#).await;
    let several = problem(&several, 422, "invalid_body");
    let pointers: Vec<_> =
        several["errors"].as_array().unwrap().iter().map(|slip| &slip["pointer"]).collect();
    assert_eq!(pointers, ["/channel", "/visitor"]);
    let twice = house.post("/v1/sites/s/visits/v1/leavings", r#"{"visitor":"v2"}"#).await;
    assert_eq!(problem(&twice, 422, "invalid_body")["errors"][0]["pointer"], "/visitor");
    let both = house.post("/v1/sites/s/customer-lookups", r#"{"customer":"c1","visitor":"v1"}"#).await;
    assert!(matches!(both.status, 400 | 422), "{}", both.text);
}

#[actix_web::test]
async fn a_body_that_is_too_deep_or_holds_too_much_is_told_as_that() {
    let house = house::open().await;
    let deep = format!(r#"{{"clause":"x","data":{}1{}}}"#, "[".repeat(40), "]".repeat(40));
    problem(&house.post("/v1/sites/s/fulfilments", &deep).await, 400, "body_too_deep");
    let many = format!(r#"{{"customer":"c1","between":[{}]}}"#, vec!["\"A\""; 10_001].join(","));
    let long = problem(&house.post("/v1/sites/s/disputes", &many).await, 422, "list_too_long");
    assert_eq!(
        (&long["errors"][0]["pointer"], &long["errors"][0]["code"]),
        (&json!("/between"), &json!("too_many_items"))
    );
}

#[actix_web::test]
async fn the_places_that_are_wrong_are_told_in_the_clients_language_too() {
    let house = house::open().await;
    let in_chinese =
        |path: &str, body: &str| post(path, body).insert_header(("accept-language", "zh-CN,zh;q=0.9"));
    let came = house.send(in_chinese("/v1/sites/s/arrivals", r#"{"visitr":"v1","channel":"fax"}"#)).await;
    assert_eq!(came.header("content-language"), Some("zh-CN"));
    let told = problem(&came, 422, "invalid_body");
    assert_eq!(told["errors"][1]["detail"], "没有这个字段；是否想写 `visitor`？");
    assert_eq!(told["errors"][1]["code"], "unknown_key");
    assert!(told["detail"].as_str().unwrap().contains("必须是以下之一"), "{told}");
    let came = house.send(in_chinese("/v1/sites/s/customer-lookups", r#"{"phone":"none"}"#)).await;
    assert_eq!(problem(&came, 422, "invalid_field")["errors"][0]["detail"], "其中没有数字");
    let query = TestRequest::get().uri("/v1/sites?page_size=-1").insert_header(("accept-language", "zh-CN"));
    let told = problem(&house.send(query).await, 400, "invalid_parameter");
    assert_eq!(told["errors"][0]["detail"], "必须是不小于 1 的整数");
}

#[actix_web::test]
async fn a_defect_is_told_as_a_problem() {
    let house = house::over(Arc::new(BrokenStore(|| std::panic::resume_unwind(Box::new("planted"))))).await;
    let told = problem(&house.get("/v1/sites").await, 500, "internal");
    assert!(!told.to_string().contains("planted"));
    problem(&house.get("/v1/sites/s/next").await, 500, "internal");
}

#[actix_web::test]
async fn what_nobody_has_is_not_found_and_what_the_rules_refuse_is_a_conflict() {
    let house = house::open().await;
    problem(&house.get("/v1/sites/none").await, 404, "unknown_site");
    problem(&house.get("/v1/sites/none/journal").await, 404, "unknown_site");
    problem(&house.post("/v1/sites/none/sign-ins", r#"{"staff":"A"}"#).await, 404, "unknown_site");
    problem(&house.post("/v1/sites/s/sign-ins", r#"{"staff":"Z"}"#).await, 404, "unknown_staff");
    problem(&house.get("/v1/sites/s/visits/none").await, 404, "unknown_visitor");
    problem(&house.get("/v1/sites/s/customers/none/ownership").await, 404, "unknown_customer");
    problem(&house.post("/v1/sites", r#"{"policy":"no-such-pack"}"#).await, 404, "unknown_policy");
    problem(&house.post("/v1/sites", house::OPENING).await, 409, "duplicate_site");
    problem(&house.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).await, 409, "signed_in_already");
    problem(&house.post("/v1/sites/s/visits/none/leavings", "{}").await, 404, "unknown_visitor");
    let dispatch = house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).await;
    assert_eq!(dispatch.status, 201);
    problem(&house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).await, 409, "duplicate_visitor");
    problem(&house.post("/v1/sites/s/customer-lookups", r#"{"phone":"none"}"#).await, 422, "invalid_field");
}

#[actix_web::test]
async fn a_store_that_fails_is_told_without_its_reasons() {
    let unavailable = house::over(Arc::new(BrokenStore(|| {
        StoreError::Unavailable("connection to /var/lib/secret.db lost".to_owned())
    })))
    .await;
    let corrupt =
        house::over(Arc::new(BrokenStore(|| StoreError::Corrupt("SELECT secret FROM floor".to_owned()))))
            .await;
    for path in ["/v1/sites", "/v1/sites/s", "/v1/sites/s/next", "/readyz"] {
        let came = unavailable.get(path).await;
        problem(&came, 503, "unavailable");
        assert_eq!(came.header("retry-after"), Some("5"));
        let internal = corrupt.get(path).await;
        problem(&internal, 500, "internal");
        assert!(!came.text.contains("secret") && !internal.text.contains("secret"));
    }
    let came = unavailable.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).await;
    problem(&came, 503, "unavailable");
    assert_eq!(unavailable.get("/livez").await.status, 200);
    assert_eq!(house::empty().await.get("/readyz").await.done(), json!({"status": "ok"}));
}

#[actix_web::test]
async fn a_problem_is_told_in_the_language_asked_for() {
    let house = house::open().await;
    let mut told = Vec::new();
    for (accept, language) in [("zh-CN,zh;q=0.9", "zh-CN"), ("en-GB", "en"), ("fr", "en")] {
        let request =
            post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).insert_header(("accept-language", accept));
        let came = house.send(request).await;
        assert_eq!(came.header("content-language"), Some(language));
        let body = problem(&came, 409, "signed_in_already");
        told.push((body["title"].clone(), body["detail"].clone()));
    }
    assert!(told[0].0 != told[1].0 && told[0].1 != told[1].1);
    assert_eq!(told[1], told[2]);
}

#[actix_web::test]
async fn no_phone_comes_back_in_a_problem_wherever_it_was_put() {
    let house = house::open().await;
    const PHONE: &str = "13912345678";
    let requests = [
        post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"v","phone":{PHONE}}}"#)),
        post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"v","{PHONE}":1}}"#)),
        post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"v","asks_for":"{PHONE}"}}"#)),
        post("/v1/sites/s/arrivals", &format!(r#"{{"visitor":"v","channel":"{PHONE}"}}"#)),
        post("/v1/sites/s/sign-ins", &format!(r#"{{"staff":"{PHONE}"}}"#)),
        post(&format!("/v1/sites/s/visits/{PHONE}/leavings"), "{}"),
        TestRequest::get().uri("/v1/sites/s/customers/13912345678/ownership"),
        TestRequest::get().uri("/v1/sites/s/next?channel=13912345678"),
        TestRequest::get().uri("/v1/sites/s/next?13912345678=1"),
        TestRequest::get().uri("/v1/sites/13912345678"),
        TestRequest::get().uri("/13912345678"),
        TestRequest::get().uri("/v1/none").insert_header(("x-request-id", PHONE)),
    ];
    for request in requests {
        let came = house.send(request).await;
        assert!(came.status >= 400, "{}", came.text);
        assert!(!came.text.contains(PHONE), "{}", came.text);
        assert_ne!(came.header("x-request-id"), Some(PHONE));
    }
}

#[actix_web::test]
async fn a_request_has_an_id_of_its_own_or_of_its_client() {
    let house = house::open().await;
    let given = TestRequest::get().uri("/v1/sites").insert_header(("x-request-id", "trace-0001"));
    assert_eq!(house.send(given).await.header("x-request-id"), Some("trace-0001"));
    for bad in ["short", "with space!", "00000000000"] {
        let came = house.send(TestRequest::get().uri("/v1/sites").insert_header(("x-request-id", bad))).await;
        assert!(came.header("x-request-id").unwrap().starts_with("req_"), "{bad}");
    }
}
