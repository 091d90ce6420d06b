//! The API's description is the truth: the committed pages equal the generated ones, and its examples are accepted.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::house;

fn held(name: &str, generated: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name);
    if std::env::vars_os().any(|(name, _)| name == "WRITE_REFERENCE") {
        std::fs::write(&file, generated).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == generated, "docs/reference/{name} is stale: run the tests with WRITE_REFERENCE=1");
}

fn document() -> Value {
    serde_json::from_str(&rest::openapi()).unwrap()
}

/// Every operation as path, method and description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap();
            methods.iter().map(move |(method, operation)| (path.clone(), method.clone(), operation.clone()))
        })
        .collect()
}

#[test]
fn the_committed_pages_are_the_generated_ones() {
    held("openapi.json", &rest::openapi());
    held("problems.md", &rest::problems());
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| walk(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut references = BTreeSet::new();
    walk(&document, &mut references);
    assert!(references.len() > 40);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

#[test]
fn every_operation_says_what_it_is_and_how_it_fails() {
    let operations = operations(&document());
    assert!(operations.len() > 40);
    for (path, method, operation) in &operations {
        for key in ["operationId", "summary", "description"] {
            assert!(operation[key].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}: {key}");
        }
        let responses = operation["responses"].as_object().unwrap();
        for status in ["400", "404", "422", "500", "503"] {
            assert!(responses.contains_key(status), "{method} {path}: {status}");
        }
        if method == "post" {
            assert!(responses.contains_key("409") && operation["requestBody"].is_object(), "{path}");
            assert!(operation["requestBody"]["content"]["application/json"]["example"].is_object(), "{path}");
        }
    }
}

#[test]
fn a_body_lacks_what_its_path_says() {
    let document = document();
    let leave = &document["components"]["schemas"]["Dispatch"];
    assert!(leave["properties"].get("visitor").is_none());
    assert!(leave["properties"].get("happened_at").is_some());
    assert_eq!(leave["required"], serde_json::json!(["staff"]));
    assert!(document["components"]["schemas"]["Arrive"].get("required").is_none());
}

#[actix_web::test]
async fn every_example_is_a_body_that_can_be_read() {
    let house = house::open().await;
    let mut tried = 0;
    for (path, method, operation) in operations(&document()) {
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        if method != "post" || example.is_null() {
            continue;
        }
        let path = path.replace("{site}", "s").replace("{visitor}", "v1");
        let came = house.post(&path, &example.to_string()).await;
        assert!(!matches!(came.status, 400 | 415 | 422 | 500), "{path}: {}", came.text);
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
}

#[actix_web::test]
async fn the_description_is_served() {
    let house = house::empty().await;
    assert_eq!(house.get("/openapi.json").await.text, rest::openapi());
    let explorer = house.get("/docs").await;
    assert_eq!((explorer.status, explorer.header("location")), (308, Some("/docs/")));
    let explorer = house.get("/docs/").await;
    assert!(explorer.status == 200 && explorer.text.contains("swagger-ui-bundle.js"));
    assert!(house.get("/docs/swagger-initializer.js").await.text.contains("/openapi.json"));
    let script = house.get("/docs/swagger-ui-bundle.js").await;
    assert!(script.text.len() > 100_000 && script.header("content-type").unwrap().contains("javascript"));
    assert_eq!(house.get("/docs/none.js").await.status, 404);
    let page = house.get("/docs/text").await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    for (path, _, operation) in operations(&document()) {
        assert!(page.text.contains(&path), "{path}");
        assert!(page.text.contains(operation["operationId"].as_str().unwrap()));
    }
    assert!(house.get("/").await.text.contains("href=\"/docs/\""));
    let problem = house.get("/problems/not_first_in_turn").await;
    assert!(problem.status == 200 && problem.text.contains("not_first_in_turn"));
    assert_eq!(house.get("/problems/none").await.status, 404);
}
