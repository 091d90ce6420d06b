//! The same request twice: once done, twice answered.

use crate::house::{self, House, post};

async fn keyed(house: &House, path: &str, key: &str, body: &str) -> house::Came {
    house.send(post(path, body).insert_header(("idempotency-key", key))).await
}

const ARRIVALS: &str = "/v1/sites/s/arrivals";

#[actix_web::test]
async fn a_repeated_request_is_answered_as_the_first_time_and_done_once() {
    let house = house::open().await;
    let first = keyed(&house, ARRIVALS, "\"k1\"", "{}").await;
    house.minutes_later(1);
    let again = keyed(&house, ARRIVALS, "k1", "{}").await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.text, again.text);
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(
        (first.header("idempotency-replayed"), again.header("idempotency-replayed")),
        (None, Some("true"))
    );
    assert_eq!(house.get("/v1/sites/s").await.done()["receptions"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_key_used_for_another_request_is_refused() {
    let house = house::open().await;
    keyed(&house, ARRIVALS, "k1", r#"{"visitor":"v1"}"#).await.done();
    let other = keyed(&house, ARRIVALS, "k1", r#"{"visitor":"v2"}"#).await;
    assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("request_key_reused")));
    // The same key for another operation or by another person is another key.
    keyed(&house, "/v1/sites/s/sign-outs", "k1", r#"{"staff":"C"}"#).await.done();
    let by_b = post(ARRIVALS, r#"{"visitor":"v2"}"#)
        .insert_header(("idempotency-key", "k1"))
        .insert_header(("x-acting-staff", "B"));
    house.send(by_b).await.done();
}

#[actix_web::test]
async fn what_could_not_be_read_uses_no_key() {
    let house = house::open().await;
    assert_eq!(keyed(&house, ARRIVALS, "k1", r#"{"visitor":7}"#).await.status, 422);
    assert_eq!(keyed(&house, ARRIVALS, "k1", r#"{"visitor":"v7"}"#).await.status, 201);
    for bad in ["", "\"", "a b"] {
        let came = keyed(&house, ARRIVALS, bad, "{}").await;
        assert_eq!(
            (came.status, came.json()["errors"][0]["header"].as_str()),
            (400, Some("Idempotency-Key"))
        );
    }
}

#[actix_web::test]
async fn a_site_without_an_id_is_opened_once_under_a_key() {
    let house = house::empty().await;
    let body = r#"{"policy":"marketing-centre","staff":[{"id":"A"}]}"#;
    let first = keyed(&house, "/v1/sites", "k1", body).await;
    let again = keyed(&house, "/v1/sites", "k1", body).await;
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.text, again.text);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(house.get("/v1/sites").await.done()["items"].as_array().unwrap().len(), 1);
    // Without a key there is no telling whether it is the same house.
    house.post("/v1/sites", body).await.done();
    house.post("/v1/sites", body).await.done();
    assert_eq!(house.get("/v1/sites").await.done()["items"].as_array().unwrap().len(), 3);
}

/// The opening's key belongs to no site: what it opened is found again whatever the site is called now.
#[actix_web::test]
async fn a_key_opens_one_site_and_no_other() {
    let house = house::empty().await;
    let named = |id: &str| format!(r#"{{"id":"{id}","policy":"marketing-centre","staff":[{{"id":"A"}}]}}"#);
    let first = keyed(&house, "/v1/sites", "k1", &named("s1")).await;
    assert_eq!((first.status, first.header("idempotency-replayed")), (201, None));
    house.post("/v1/sites/s1/sign-ins", r#"{"staff":"A"}"#).await.done();
    let again = keyed(&house, "/v1/sites", "k1", &named("s1")).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, Some("true")));
    assert_eq!(again.text, first.text, "the site as it was opened");
    let other = keyed(&house, "/v1/sites", "k1", &named("s2")).await;
    assert_eq!((other.status, other.json()["code"].as_str()), (422, Some("request_key_reused")));
    assert_eq!(house.get("/v1/sites/s2").await.status, 404);
    // A refused opening uses no key.
    let unknown = r#"{"id":"s3","policy":"no-such-pack"}"#;
    assert_eq!(keyed(&house, "/v1/sites", "k2", unknown).await.status, 404);
    assert_eq!(keyed(&house, "/v1/sites", "k2", &named("s3")).await.status, 201);
}

/// The queue puts them one after the other: whoever comes while the first is under way waits and is answered as it was.
#[actix_web::test]
async fn a_repetition_while_the_first_is_under_way_gets_the_firsts_answer() {
    let house = house::open().await;
    let came = house::together((0..4).map(|_| keyed(&house, ARRIVALS, "k1", "{}"))).await;
    assert!(came.iter().all(|one| one.status == 201 && one.text == came[0].text));
    let fresh = came.iter().filter(|one| one.header("idempotency-replayed").is_none()).count();
    assert_eq!(fresh, 1);
    assert_eq!(house.get("/v1/sites/s").await.done()["receptions"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn a_key_is_forgotten_after_a_day() {
    let house = house::open().await;
    keyed(&house, "/v1/sites/s/sign-outs", "k1", r#"{"staff":"C"}"#).await.done();
    house.minutes_later(24 * 60);
    assert_eq!(house.application.forget_old_replies().await, Ok(0));
    house.minutes_later(1);
    assert_eq!(house.application.forget_old_replies().await, Ok(1));
}
