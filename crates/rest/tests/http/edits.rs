//! What people edit: versions come with what was read, and go back with the edit.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::house::{self, Came, House};

const A: &str = "/v1/sites/s/staff/A";

async fn patched(house: &House, version: Option<&str>, body: &str) -> Came {
    let mut request = TestRequest::patch()
        .uri(A)
        .insert_header(("content-type", "application/json"))
        .set_payload(body.to_owned());
    if let Some(version) = version {
        request = request.insert_header(("if-match", version));
    }
    house.send(request).await
}

#[actix_web::test]
async fn an_edit_brings_back_the_version_it_was_made_on() {
    let house = house::open().await;
    let read = house.get(A).await;
    let version = read.header("etag").unwrap().to_owned();
    assert_eq!(read.done()["status"], "active");
    let missing = patched(&house, None, r#"{"status":"training"}"#).await;
    assert_eq!((missing.status, &missing.json()["code"]), (428, &json!("version_required")));
    let garbled = patched(&house, Some("abc"), r#"{"status":"training"}"#).await;
    assert_eq!((garbled.status, &garbled.json()["code"]), (400, &json!("invalid_header")));
    let edited = patched(&house, Some(&version), r#"{"status":"training","skills":["villa"]}"#).await;
    let next = edited.header("etag").unwrap().to_owned();
    assert_eq!((edited.status, &edited.json()["status"]), (200, &json!("training")));
    assert_ne!(next, version);
    let stale = patched(&house, Some(&version), r#"{"status":"active"}"#).await;
    assert_eq!((stale.status, &stale.json()["code"]), (412, &json!("stale_version")));
    let weak = patched(&house, Some(&format!("W/{next}")), r#"{"status":"active"}"#).await;
    assert_eq!(weak.status, 412);
    let again = house.get(A).await;
    assert_eq!((again.header("etag"), &again.json()["status"]), (Some(next.as_str()), &json!("training")));
    assert_eq!(patched(&house, Some("*"), r#"{"status":"active"}"#).await.status, 200);
}

#[actix_web::test]
async fn an_edit_knows_no_other_keys_and_nobody_who_is_not_there() {
    let house = house::open().await;
    for body in [r#"{"id":"B"}"#, r#"{"presence":"on"}"#, r#"{"fines_cents":0}"#] {
        let refused = patched(&house, Some("*"), body).await;
        assert_eq!((refused.status, &refused.json()["code"]), (422, &json!("invalid_body")), "{body}");
    }
    assert_eq!(house.get("/v1/sites/s/staff/nobody").await.status, 404);
    let nobody = TestRequest::patch()
        .uri("/v1/sites/s/staff/nobody")
        .insert_header(("content-type", "application/json"))
        .insert_header(("if-match", "*"))
        .set_payload("{}");
    let nobody = house.send(nobody).await;
    assert_eq!((nobody.status, &nobody.json()["code"]), (404, &json!("unknown_staff")));
}

#[actix_web::test]
async fn of_those_who_edit_one_version_exactly_one_wins() {
    let house = house::open().await;
    for round in 0..20 {
        let version = house.get(A).await.header("etag").unwrap().to_owned();
        let bodies: Vec<String> =
            (0..4).map(|who| format!(r#"{{"experience_months":{}}}"#, round * 10 + who + 1)).collect();
        let racing = bodies.iter().map(|body| patched(&house, Some(&version), body));
        let mut statuses: Vec<u16> = house::together(racing).await.iter().map(|came| came.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412], "round {round}");
    }
}

#[actix_web::test]
async fn the_policy_is_set_on_what_was_read() {
    let house = house::open().await;
    let put = |version: String, from: &str| {
        let body = format!(r#"{{"policy":"two-tables","from":"{from}"}}"#);
        TestRequest::put()
            .uri("/v1/sites/s/policy")
            .insert_header(("content-type", "application/json"))
            .insert_header(("if-match", version))
            .set_payload(body)
    };
    let read = house.get("/v1/sites/s/policy").await;
    let version = read.header("etag").unwrap().to_owned();
    assert_eq!(read.done(), json!({"policy": "marketing-centre", "policy_version": 1, "next": null}));
    let set = house.send(put(version.clone(), "2026-03-03")).await;
    assert_eq!(
        set.json()["next"],
        json!({"policy": "two-tables", "policy_version": 1, "from": "2026-03-03"})
    );
    assert_eq!(house.send(put(version, "2026-03-04")).await.status, 412);
    assert_eq!(house.get("/v1/sites/s/policy").await.done()["next"]["from"], "2026-03-03");
}

#[actix_web::test]
async fn what_is_known_already_is_not_sent_again() {
    let house = house::open().await;
    let pages =
        ["/v1/sites", "/v1/sites/s", A, "/v1/sites/s/staff", "/v1/sites/s/policy", "/v1/sites/s/journal"];
    for path in pages {
        let tag = house.get(path).await.header("etag").unwrap().to_owned();
        let again =
            house.send(TestRequest::get().uri(path).insert_header(("if-none-match", tag.as_str()))).await;
        assert_eq!(
            (again.status, again.text.as_str(), again.header("etag")),
            (304, "", Some(tag.as_str())),
            "{path}"
        );
        let other =
            house.send(TestRequest::get().uri(path).insert_header(("if-none-match", "\"other\""))).await;
        assert_eq!(other.status, 200, "{path}");
    }
}
