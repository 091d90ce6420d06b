//! Packs that a house brings: proved, kept for good, and used like those that come with the build.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::house::{self, Came, House};

const CENTRE: &str = include_str!("../../../../config/policies/marketing-centre.toml");
const MINE: &str = "/v1/policies/mine/1";

/// The shipped pack under a name of the house's own, with another fine.
fn mine(version: u32) -> String {
    let text = CENTRE.replace("name = \"marketing-centre\"", "name = \"mine\"");
    let text = text.replace("version = 1", &format!("version = {version}"));
    text.replace("fine_cents = 5000", "fine_cents = 7000")
}

async fn put(house: &House, path: &str, kind: &str, text: &str) -> Came {
    let request = TestRequest::put().uri(path).insert_header(("content-type", kind.to_owned()));
    house.send(request.set_payload(text.to_owned())).await
}

async fn toml(house: &House, path: &str, text: &str) -> Came {
    put(house, path, "application/toml", text).await
}

#[actix_web::test]
async fn a_site_can_be_opened_with_a_pack_that_was_brought_and_switched_to_a_later_version_of_it() {
    let house = house::empty().await;
    let opening = house::OPENING.replace("marketing-centre", "mine");
    assert_eq!(house.post("/v1/sites", &opening).await.json()["code"], "unknown_policy");
    let brought = toml(&house, MINE, &mine(1)).await;
    assert_eq!((brought.status, brought.header("location")), (201, Some(MINE)));
    let site = house.post("/v1/sites", &opening).await.done();
    assert_eq!((&site["policy"], &site["policy_version"]), (&json!("mine"), &json!(1)));
    house.post("/v1/sites/s/sign-ins", r#"{"staff":"B"}"#).await.done();
    let arrived = house.post("/v1/sites/s/arrivals", r#"{"visitor":"v1"}"#).await.done();
    assert_eq!(arrived["assigned"], "B");
    assert_eq!(house.get("/v1/sites/s/visits/v1").await.done()["decision"], arrived);
    toml(&house, "/v1/policies/mine/2", &mine(2)).await.done();
    house.post("/v1/sites/s/policy-bindings", r#"{"policy":"mine"}"#).await.done();
    let next = house.get("/v1/sites/s/policy").await.done();
    assert_eq!((&next["policy_version"], &next["next"]["policy_version"]), (&json!(1), &json!(2)));
    house.minutes_later(24 * 60);
    house.tick().await;
    assert_eq!(house.get("/v1/sites/s/policy").await.done()["policy_version"], 2);
}

#[actix_web::test]
async fn the_same_text_again_changes_nothing_and_another_is_refused() {
    let house = house::empty().await;
    assert_eq!(toml(&house, MINE, &mine(1)).await.status, 201);
    // In JSON, for clients that know nothing else.
    let again = put(&house, MINE, "application/json", &json!({"text": mine(1)}).to_string()).await;
    assert_eq!((again.status, &again.json()["text"]), (200, &json!(mine(1))));
    let other = toml(&house, MINE, &mine(1).replace("7000", "8000")).await;
    assert_eq!((other.status, &other.json()["code"]), (409, &json!("policy_taken")));
    let read = house.get(MINE).await.done();
    assert_eq!((&read["text"], &read["shipped"]), (&json!(mine(1)), &json!(false)));
    // One that comes with the build is there already.
    let shipped = "/v1/policies/marketing-centre/1";
    assert_eq!(toml(&house, shipped, CENTRE).await.status, 200);
    assert_eq!(toml(&house, shipped, &CENTRE.replace("5000", "8000")).await.status, 409);
    assert_eq!(house.get(shipped).await.done()["shipped"], true);
}

#[actix_web::test]
async fn what_is_wrong_with_a_pack_is_told_with_its_place_and_nothing_is_kept() {
    let house = house::empty().await;
    let misspelt = mine(1).replace("\nversion = 1", "\nversoin = 1");
    let line = misspelt.lines().position(|line| line.starts_with("versoin")).unwrap() + 1;
    let refused = toml(&house, MINE, &misspelt).await;
    assert_eq!((refused.status, &refused.json()["code"]), (422, &json!("invalid_pack")));
    let place = &refused.json()["errors"][0];
    assert_eq!((&place["line"], &place["key"]), (&json!(line), &json!("versoin")), "{}", refused.text);
    // A rule that can never decide, and a word that nothing does.
    let shadowed = toml(&house, MINE, &mine(1).replace("if.known = true\n", "")).await;
    assert_eq!(shadowed.status, 422);
    assert!(shadowed.json()["errors"][0]["detail"].as_str().unwrap().contains("can never decide"));
    // The text says another name or version than the address.
    let other = toml(&house, "/v1/policies/yours/3", &mine(1)).await;
    let keys: Vec<_> =
        other.json()["errors"].as_array().unwrap().iter().map(|slip| slip["key"].clone()).collect();
    assert_eq!((other.status, keys), (422, vec![json!("name"), json!("version")]));
    for (path, kind, text, status, code) in [
        (MINE, "text/plain", mine(1), 415, "unsupported_media_type"),
        (MINE, "application/json", mine(1), 400, "malformed_body"),
        (MINE, "application/json", r#"{"text":1}"#.to_owned(), 422, "invalid_body"),
        (MINE, "application/json", r#"{"text":"x = 1"}"#.to_owned(), 422, "invalid_pack"),
        (MINE, "application/toml", "= no toml".to_owned(), 422, "invalid_pack"),
        (MINE, "application/toml", String::new(), 422, "invalid_pack"),
        ("/v1/policies/mine/first", "application/toml", mine(1), 404, "no_such_route"),
        (MINE, "application/toml", "#".repeat(300 << 10), 413, "body_too_large"),
    ] {
        let refused = put(&house, path, kind, &text).await;
        assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)), "{path} {kind}");
    }
    assert_eq!(house.get(MINE).await.json()["code"], "unknown_policy");
}

#[actix_web::test]
async fn packs_are_listed_page_by_page_and_read_as_they_were_written() {
    let house = house::empty().await;
    toml(&house, MINE, &mine(1)).await.done();
    toml(&house, "/v1/policies/mine/10", &mine(10)).await.done();
    let (mut names, mut query) = (Vec::new(), "?page_size=4".to_owned());
    loop {
        let page = house.get(&format!("/v1/policies{query}")).await.done();
        let items = page["items"].as_array().unwrap();
        assert!(items.iter().all(|item| item["title"]["zh"].is_string()) && items.len() <= 4);
        names.extend(items.iter().map(|item| format!("{}/{}", item["policy"], item["policy_version"])));
        let Some(next) = page["next_cursor"].as_str() else { break };
        query = format!("?page_size=4&cursor={next}");
    }
    assert!(names.is_sorted() && names.len() > 10);
    let own: Vec<_> = names.iter().filter(|name| name.contains("mine")).collect();
    assert_eq!(own, ["\"mine\"/1", "\"mine\"/10"]);
    let text = TestRequest::get().uri(MINE).insert_header(("accept", "text/plain"));
    assert_eq!(house.send(text).await.text, mine(1));
}

/// What another server has kept is found here too, although nobody has told.
#[actix_web::test]
async fn a_pack_that_another_server_brought_is_fetched_by_whoever_lacks_it() {
    let store = std::sync::Arc::new(memory::MemoryStore::default());
    let (one, other) = (house::over(store.clone()).await, house::over(store).await);
    toml(&one, MINE, &mine(1)).await.done();
    // By name: opened here, and decided there.
    let opening = house::OPENING.replace("marketing-centre", "mine");
    other.post("/v1/sites", &opening).await.done();
    let third = toml(&one, "/v1/policies/mine/2", &mine(2)).await;
    assert_eq!(third.status, 201);
    one.post("/v1/sites", &opening.replace("\"s\"", "\"t\"")).await.done();
    // `other` has never heard of version 2: requests that share a commit, questions and the ticker have to look for it.
    let bodies = ["A", "B", "C"].map(|staff| format!(r#"{{"staff":"{staff}"}}"#));
    let signed = house::together(bodies.iter().flat_map(|body| ["s", "t"].map(|site| (site, body))).map(
        |(site, body)| {
            let path = format!("/v1/sites/{site}/sign-ins");
            let other = &other;
            async move { other.post(&path, body).await }
        },
    ));
    assert!(signed.await.iter().all(|came| came.status == 200));
    let arrived = other.post("/v1/sites/t/arrivals", r#"{"visitor":"v1"}"#).await.done();
    assert_eq!(arrived["assigned"], "A");
    assert_eq!(one.get("/v1/sites/t/visits/v1").await.done()["decision"], arrived);
    // One that is bound and comes into force where it was never heard of.
    toml(&one, "/v1/policies/mine/3", &mine(3)).await.done();
    one.post("/v1/sites/t/policy-bindings", r#"{"policy":"mine"}"#).await.done();
    other.minutes_later(24 * 60);
    assert_eq!(other.application.wake_due_sites().await.unwrap(), 2);
    let sheet = other.get("/v1/sites/t/sheet").await;
    assert_eq!(
        (sheet.status, other.get("/v1/sites/t/policy").await.done()["policy_version"].as_u64()),
        (200, Some(3))
    );
}

/// Questions alone: a server that only reads must not fail for want of a pack.
#[actix_web::test]
async fn a_question_fetches_the_pack_that_it_needs() {
    let store = std::sync::Arc::new(memory::MemoryStore::default());
    let (one, other) = (house::over(store.clone()).await, house::over(store).await);
    toml(&one, MINE, &mine(1)).await.done();
    one.post("/v1/sites", &house::OPENING.replace("marketing-centre", "mine")).await.done();
    one.post("/v1/sites/s/sign-ins", r#"{"staff":"A"}"#).await.done();
    assert_eq!(other.get("/v1/sites/s/next").await.done()["next"], "A");
    let third = house::over(std::sync::Arc::new(memory::MemoryStore::default())).await;
    assert_eq!(third.get(MINE).await.status, 404);
}
