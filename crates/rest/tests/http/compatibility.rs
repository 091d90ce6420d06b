//! Within v1 nothing is taken away: the document is held against the one that was promised, `openapi.baseline.json`.
//!
//! A change that only adds is free; write the baseline anew with `WRITE_BASELINE=1` when a version is released. A change
//! that breaks clients fails here and says what broke.

mod breaks;

use std::path::Path;

use serde_json::{Value, json};

use breaks::breaks;

fn baseline() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/openapi.baseline.json");
    if std::env::vars_os().any(|(name, _)| name == "WRITE_BASELINE") {
        std::fs::write(&file, rest::openapi()).unwrap();
    }
    serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap()
}

#[test]
fn nothing_that_was_promised_is_broken() {
    let now: Value = serde_json::from_str(&rest::openapi()).unwrap();
    let broken = breaks(&baseline(), &now);
    assert!(broken.is_empty(), "clients of v1 would break:\n{}", broken.join("\n"));
}

/// A small API: one operation with a body, a parameter and an answer.
fn api() -> Value {
    json!({
        "paths": {"/v1/turns": {"post": {
            "operationId": "turn",
            "parameters": [
                {"name": "channel", "in": "query", "schema": {"enum": ["walk_in", "phone"], "type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 200}},
            ],
            "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ask"}}}},
            "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Told"}}}},
                "404": {"description": "none"},
            },
        }}},
        "components": {"schemas": {
            "Ask": {"type": "object", "required": ["staff"], "properties": {
                "staff": {"type": "string", "maxLength": 64},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "needs": {"type": "array", "maxItems": 10, "items": {"type": "string"}},
            }},
            "Told": {"type": "object", "required": ["next"], "properties": {
                "next": {"type": ["string", "null"]},
                "rows": {"type": "array", "items": {"type": "object", "required": ["cell"], "properties": {
                    "cell": {"type": "string", "enum": ["open", "taken"]},
                }}},
            }},
        }},
    })
}

/// What is told of a change.
fn told(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut changed = api();
    change(&mut changed);
    breaks(&api(), &changed)
}

/// Exactly one break is told, and it names the place.
#[track_caller]
fn caught(named: &str, change: impl FnOnce(&mut Value)) {
    let told = told(change);
    assert!(told.len() == 1 && told[0].contains(named), "{named}: {told:?}");
}

const ASK: &str = "/components/schemas/Ask";
const TOLD: &str = "/components/schemas/Told";
const TURN: &str = "/paths/~1v1~1turns/post";

fn at<'a>(api: &'a mut Value, place: &str) -> &'a mut Value {
    api.pointer_mut(place).unwrap()
}

fn keys<'a>(api: &'a mut Value, place: &str) -> &'a mut serde_json::Map<String, Value> {
    at(api, place).as_object_mut().unwrap()
}

#[test]
fn what_is_taken_away_is_caught() {
    caught("/v1/turns", |api| drop(keys(api, "/paths").remove("/v1/turns")));
    caught("post /v1/turns", |api| drop(keys(api, "/paths/~1v1~1turns").remove("post")));
    caught("operationId", |api| *at(api, &format!("{TURN}/operationId")) = json!("other"));
    caught("parameter `channel`", |api| {
        drop(at(api, &format!("{TURN}/parameters")).as_array_mut().unwrap().remove(0));
    });
    caught("answer 200", |api| drop(keys(api, &format!("{TURN}/responses")).remove("200")));
    caught("application/json", |api| *at(api, &format!("{TURN}/responses/200/content")) = json!({}));
    caught("`kind`", |api| drop(keys(api, &format!("{ASK}/properties")).remove("kind")));
    caught("`rows`", |api| drop(keys(api, &format!("{TOLD}/properties")).remove("rows")));
}

#[test]
fn what_is_asked_for_anew_is_caught() {
    caught("parameter `why`", |api| {
        let why = json!({"name": "why", "in": "query", "required": true, "schema": {"type": "string"}});
        at(api, &format!("{TURN}/parameters")).as_array_mut().unwrap().push(why);
    });
    caught("parameter `channel`", |api| {
        *at(api, &format!("{TURN}/parameters/0")) = json!({
            "name": "channel", "in": "query", "required": true,
            "schema": {"enum": ["walk_in", "phone"], "type": "string"},
        });
    });
    caught("body", |api| *at(api, &format!("{TURN}/requestBody/required")) = json!(true));
    caught("`kind`", |api| *at(api, &format!("{ASK}/required")) = json!(["staff", "kind"]));
    caught("`why`", |api| {
        drop(keys(api, &format!("{ASK}/properties")).insert("why".to_owned(), json!({"type": "string"})));
        *at(api, &format!("{ASK}/required")) = json!(["staff", "why"]);
    });
}

#[test]
fn what_says_less_or_something_else_is_caught() {
    caught("`next`", |api| *at(api, &format!("{TOLD}/required")) = json!([]));
    caught("`phone`", |api| *at(api, &format!("{TURN}/parameters/0/schema/enum")) = json!(["walk_in"]));
    caught("`b`", |api| *at(api, &format!("{ASK}/properties/kind/enum")) = json!(["a"]));
    caught("type", |api| *at(api, &format!("{ASK}/properties/staff/type")) = json!("integer"));
    caught("type", |api| *at(api, &format!("{TOLD}/properties/next/type")) = json!(["integer", "null"]));
    caught("type", |api| {
        *at(api, &format!("{TOLD}/properties/rows/items/properties/cell")) = json!({"type": "integer"});
    });
    caught("maxLength", |api| *at(api, &format!("{ASK}/properties/staff/maxLength")) = json!(32));
    caught("maxItems", |api| *at(api, &format!("{ASK}/properties/needs/maxItems")) = json!(5));
    caught("maximum", |api| *at(api, &format!("{TURN}/parameters/1/schema/maximum")) = json!(100));
}

#[test]
fn what_only_adds_is_free() {
    let added = told(|api| {
        keys(api, "/paths").insert("/v1/new".to_owned(), json!({"get": {"operationId": "new"}}));
        keys(api, &format!("{ASK}/properties")).insert("why".to_owned(), json!({"type": "string"}));
        keys(api, &format!("{TOLD}/properties")).insert("why".to_owned(), json!({"type": "string"}));
        *at(api, &format!("{ASK}/required")) = json!([]);
        *at(api, &format!("{TOLD}/required")) = json!(["next", "rows"]);
        *at(api, &format!("{ASK}/properties/kind/enum")) = json!(["a", "b", "c"]);
        // Words in answers are open: clients are told to expect more of them.
        *at(api, &format!("{TOLD}/properties/rows/items/properties/cell/enum")) =
            json!(["open", "taken", "blank"]);
        *at(api, &format!("{ASK}/properties/staff/maxLength")) = json!(128);
        keys(api, &format!("{TURN}/responses")).insert("409".to_owned(), json!({"description": "refused"}));
        let optional = json!({"name": "why", "in": "query", "schema": {"type": "string"}});
        at(api, &format!("{TURN}/parameters")).as_array_mut().unwrap().push(optional);
    });
    assert_eq!(added, Vec::<String>::new());
}

/// A schema that stands in the answer by itself is the same as one that is referred to.
#[test]
fn where_a_schema_stands_does_not_matter() {
    let moved = told(|api| {
        let schema = at(api, TOLD).clone();
        *at(api, &format!("{TURN}/responses/200/content/application~1json/schema")) = schema;
    });
    assert_eq!(moved, Vec::<String>::new());
}
