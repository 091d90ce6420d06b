//! A customer's particulars: read and corrected on their version, and never told to whoever did not ask for them.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::house::{self, Came, House};

const C1: &str = "/v1/sites/s/customers/c1";

async fn patched(house: &House, of: &str, version: &str, body: &str) -> Came {
    let request = TestRequest::patch()
        .uri(of)
        .insert_header(("content-type", "application/json"))
        .insert_header(("if-match", version.to_owned()))
        .set_payload(body.to_owned());
    house.send(request).await
}

async fn version(house: &House) -> String {
    house.get(C1).await.header("etag").unwrap().to_owned()
}

#[actix_web::test]
async fn a_corrected_name_and_phone_are_those_that_count() {
    let house = house::open().await;
    let read = house.get(C1).await;
    let first = read.header("etag").unwrap().to_owned();
    assert_eq!(read.done(), json!({"customer": "c1", "name": "Lin Yue", "phone": "+8613800000001"}));
    let edited = patched(&house, C1, &first, r#"{"name":"Lin Yu","phone":"138 0000 0002"}"#).await;
    let second = edited.header("etag").unwrap().to_owned();
    let now = json!({"customer": "c1", "name": "Lin Yu", "phone": "+8613800000002"});
    assert_eq!((edited.done(), second == first), (now.clone(), false));
    assert_eq!(house.get(C1).await.done(), now);
    let whose = |phone: &str| format!(r#"{{"phone":"{phone}"}}"#);
    let found = house.post("/v1/sites/s/customer-lookups", &whose("13800000002")).await.done();
    assert_eq!((&found["customer"], &found["owner"]), (&json!("c1"), &json!("A")));
    let gone = house.post("/v1/sites/s/customer-lookups", &whose("13800000001")).await.done();
    assert_eq!(gone["customer"], json!(null));
    // What comes to pass afterwards goes by it: the owner receives.
    let arrived = house.post("/v1/sites/s/arrivals", r#"{"phone":"13800000002"}"#).await.done();
    assert_eq!(arrived["assigned"], "A");
    let visit = format!("/v1/sites/s/customers/{}", arrived["reception"].as_str().unwrap());
    assert_eq!(house.get(&visit).await.done()["customer"], "c1");
    // What is not said stays.
    let renamed = patched(&house, &visit, &second, r#"{"name":"Lin Yue"}"#).await.done();
    assert_eq!(renamed["phone"], "+8613800000002");
}

#[actix_web::test]
async fn a_correction_says_which_version_it_was_made_on() {
    let house = house::open().await;
    let body = r#"{"name":"Lin Yu"}"#;
    let without = TestRequest::patch().uri(C1).insert_header(("content-type", "application/json"));
    let without = house.send(without.set_payload(body)).await;
    assert_eq!((without.status, &without.json()["code"]), (428, &json!("version_required")));
    let read = version(&house).await;
    patched(&house, C1, &read, body).await.done();
    let stale = patched(&house, C1, &read, r#"{"name":"Lin Yuan"}"#).await;
    assert_eq!((stale.status, &stale.json()["code"]), (412, &json!("stale_version")));
    assert_eq!(house.get(C1).await.done()["name"], "Lin Yu");
    assert_eq!(patched(&house, C1, "*", r#"{"name":"Lin Yue"}"#).await.status, 200);
    assert_eq!(version(&house).await, read, "the same particulars are the same version");
}

/// Somebody who still has the old version cannot undo what another has corrected meanwhile, however they meet.
#[actix_web::test]
async fn of_those_who_correct_one_version_exactly_one_wins() {
    let house = house::open().await;
    for round in 0..20 {
        let read = version(&house).await;
        let bodies: Vec<String> = (0..4)
            .map(|who| format!(r#"{{"name":"N{round}-{who}","phone":"1390000{:04}"}}"#, round * 10 + who))
            .collect();
        let racing = bodies.iter().map(|body| patched(&house, C1, &read, body));
        let came = house::together(racing).await;
        let mut statuses: Vec<u16> = came.iter().map(|came| came.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412], "round {round}");
        let won = came.iter().position(|came| came.status == 200).unwrap();
        let now = house.get(C1).await.done();
        assert_eq!(now["name"], format!("N{round}-{won}"));
        assert_eq!(now["phone"], format!("+861390000{:04}", round * 10 + i32::try_from(won).unwrap()));
    }
}

#[actix_web::test]
async fn a_phone_that_is_somebody_elses_is_refused_and_none_is_repeated() {
    let house = house::open().await;
    house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1","phone":"13900000009"}"#).await.done();
    for (body, status, code) in [
        (r#"{"phone":"139 0000 0009"}"#, 409, "phone_taken"),
        (r#"{"phone":"9009"}"#, 422, "invalid_field"),
        (r#"{"phone":13900000009}"#, 422, "invalid_body"),
        (r#"{"phone":"13900000009","owner":"B"}"#, 422, "invalid_body"),
        (r#"{"name":"  ","phone":"13900000008"}"#, 422, "invalid_field"),
    ] {
        for language in ["en", "zh"] {
            let request = TestRequest::patch()
                .uri(C1)
                .insert_header(("content-type", "application/json"))
                .insert_header(("accept-language", language))
                .insert_header(("if-match", "*"));
            let refused = house.send(request.set_payload(body)).await;
            assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)), "{body}");
            let told = ["9009", "1390", "139 0"].iter().any(|digits| refused.text.contains(digits));
            assert!(!told, "{}", refused.text);
        }
    }
    assert_eq!(house.get(C1).await.done()["phone"], "+8613800000001");
    let journal = house.get("/v1/sites/s/journal").await.text;
    assert!(!journal.contains("1380000") && !journal.contains("Lin"), "{journal}");
}

#[actix_web::test]
async fn whom_nobody_knows_cannot_be_corrected_nor_by_a_stranger() {
    let house = house::open().await;
    assert_eq!(house.get("/v1/sites/s/customers/nobody").await.json()["code"], "unknown_customer");
    assert_eq!(house.get("/v1/sites/none/customers/c1").await.json()["code"], "unknown_site");
    let nobody = patched(&house, "/v1/sites/s/customers/nobody", "*", "{}").await;
    assert_eq!((nobody.status, &nobody.json()["code"]), (404, &json!("unknown_customer")));
    let by = TestRequest::patch()
        .uri(C1)
        .insert_header(("content-type", "application/json"))
        .insert_header(("if-match", "*"))
        .insert_header(("x-acting-staff", "Z"));
    let by = house.send(by.set_payload(r#"{"name":"Lin"}"#)).await;
    assert_eq!((by.status, &by.json()["code"]), (404, &json!("unknown_staff")));
}

/// c1 is A's: a colleague neither corrects whom they do not hold, nor gives anybody a role.
#[actix_web::test]
async fn a_consultant_edited_what_was_not_theirs() {
    let house = house::open().await;
    let edit = |of: &'static str, by: &'static str, body: &'static str| {
        let request = TestRequest::patch()
            .uri(of)
            .insert_header(("content-type", "application/json"))
            .insert_header(("if-match", "*"))
            .insert_header(("x-acting-staff", by))
            .set_payload(body);
        house.send(request)
    };
    let refused =
        |came: Came| assert_eq!((came.status, &came.json()["code"]), (409, &json!("not_authorised")));
    refused(edit(C1, "B", r#"{"phone":"13800000009"}"#).await);
    refused(edit("/v1/sites/s/staff/B", "B", r#"{"role":"manager"}"#).await);
    refused(edit("/v1/sites/s/staff/A", "B", r#"{"status":"training"}"#).await);
    assert_eq!(edit(C1, "A", r#"{"name":"Lin Yu"}"#).await.status, 200);
}

/// A correction adds nothing to the journal; what falls due at the site happens all the same.
#[actix_web::test]
async fn a_correction_does_not_make_the_site_forget_what_it_waits_for() {
    let house = house::open().await;
    assert_eq!(
        house.application.wake_due_sites().await.ok(),
        Some(0),
        "nothing is due, and from now on it is known"
    );
    patched(&house, C1, "*", r#"{"name":"Lin Yu"}"#).await.done();
    house.minutes_later(24 * 60);
    assert_eq!(house.application.wake_due_sites().await.ok(), Some(1));
}

/// Whoever comes with the old number, even in the very commit of the correction, is somebody else.
#[actix_web::test]
async fn an_old_phone_identifies_nobody_from_the_correction_on() {
    let house = house::open().await;
    let corrected = async { patched(&house, C1, "*", r#"{"phone":"13900000002"}"#).await };
    let arrived =
        async { house.post("/v1/sites/s/arrivals", r#"{"visitor":"v9","phone":"13800000001"}"#).await };
    let both: Vec<std::pin::Pin<Box<dyn Future<Output = Came>>>> =
        vec![Box::pin(corrected), Box::pin(arrived)];
    let came = house::together(both.into_iter()).await;
    assert_eq!(came.iter().map(|came| came.status).collect::<Vec<_>>(), [200, 201]);
    assert_eq!(house.get("/v1/sites/s/customers/v9").await.done()["customer"], "v9");
}
