//! The OpenAPI 3.1 document, made from the very operations that the routes are made from.

mod schemas;

use serde_json::{Map, Value, json};

use crate::operation::{AnswersAs, Does, Method, Operation};
use crate::problem::{self, MEDIA_TYPE, Told};
use crate::v1::events;
use crate::{asked, idempotency, v1};
pub(crate) use schemas::Schemas;

const ABOUT: &str = "\
Reception rotation and customer ownership. A body is a line of a day file without `at` and `do`; answers are the \
results of the day file. Any body may carry `happened_at`, for what is entered late.\n\n\
**No authentication yet.** The server listens on loopback only. Who acts is whom a body names (`by`, `staff`) or the \
header `X-Acting-Staff`, which is provisional.\n\n\
**Repeating a request is safe** with an `Idempotency-Key`: the same key and request is answered as the first time, with \
`Idempotency-Replayed: true`; the same key with another request is refused (422). A key is kept for at least 24 hours.\n\n\
**Failures** are `application/problem+json` (RFC 9457), in Chinese or English by `Accept-Language`. Words in answers may \
become more: treat enumerations as open. Instants are RFC 3339 with the site's offset.";

/// The document, pretty-printed and ending with a line feed.
#[must_use]
pub fn document() -> String {
    let mut text = serde_json::to_string_pretty(&value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The document as a value.
pub(crate) fn value() -> Value {
    let mut schemas = Schemas::default();
    let problem = schemas.reference::<Told<'static>>();
    let mut paths: Map<String, Value> = Map::new();
    for (tag, _, operations) in v1::RESOURCES {
        for operation in *operations {
            let described = described(operation, tag, &mut schemas);
            let path = paths.entry(operation.path).or_insert_with(|| json!({}));
            if let Some(path) = path.as_object_mut() {
                path.insert(method(operation), described);
            }
        }
    }
    let tags: Vec<Value> =
        v1::RESOURCES.iter().map(|(name, about, _)| json!({"name": name, "description": about})).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lunpai",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas.into_components(),
            "responses": {"Problem": {
                "description": "What went wrong. See `code`.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}},
                "content": {MEDIA_TYPE: {"schema": problem}},
            }},
            "headers": {
                "RequestId": {"description": "The id of the request.", "schema": {"type": "string"}},
                "Replayed": {
                    "description": "`true` where this is the answer of an earlier request with the same key.",
                    "schema": {"type": "string"},
                },
                "ETag": {
                    "description": "The version of what was answered, in quotes.",
                    "schema": {"type": "string"},
                },
                "Location": {
                    "description": "Where what was made can be found.",
                    "schema": {"type": "string", "format": "uri-reference"},
                },
            },
        },
    })
}

fn method(operation: &Operation) -> String {
    operation.method.word().to_ascii_lowercase()
}

fn described(operation: &Operation, tag: &str, schemas: &mut Schemas) -> Value {
    let mut described = json!({
        "operationId": operation.id,
        "tags": [tag],
        "summary": summary(operation.about),
        "description": operation.about,
        "parameters": parameters(operation, schemas),
        "responses": responses(operation, schemas),
    });
    if let Some(body) = body(operation, schemas)
        && let Some(keys) = described.as_object_mut()
    {
        keys.insert("requestBody".to_owned(), body);
    }
    described
}

/// The first sentence, without its full stop.
fn summary(about: &str) -> &str {
    about.split(". ").next().unwrap_or(about).trim_end_matches('.')
}

fn parameters(operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let id = schemas.reference::<wire::Id>();
    let mut parameters: Vec<Value> = operation
        .placeholders()
        .map(|name| {
            let schema =
                if name == "version" { json!({"type": "integer", "minimum": 1}) } else { id.clone() };
            json!({"name": name, "in": "path", "required": true, "schema": schema})
        })
        .collect();
    for parameter in operation.parameters {
        let schema = (parameter.schema)(schemas);
        parameters.push(
            json!({"name": parameter.name, "in": "query", "description": parameter.about, "schema": schema}),
        );
    }
    if operation.edits() {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The `ETag` that came with what is edited; `*` for whatever is there.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 1024},
        }));
    } else if operation.changes() && operation.method == Method::Post {
        parameters.push(json!({
            "name": idempotency::HEADER, "in": "header",
            "description": "Makes it safe to repeat the request. Quoted or bare; kept for at least 24 hours.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 257},
        }));
    }
    if operation.changes() && (operation.is_of_a_site() || operation.method == Method::Post) {
        parameters.push(json!({
            "name": asked::ACTOR, "in": "header",
            "description": "Who acts. Provisional: it goes when there is authentication.",
            "schema": id,
        }));
    }
    if operation.answers_as == AnswersAs::Events {
        parameters.push(json!({
            "name": events::LAST_EVENT_ID, "in": "header",
            "description": "The `id` of the last event that was received; a browser sends it by itself.",
            "schema": {"type": "string", "maxLength": 20},
        }));
    } else if operation.is_known_by_tag() {
        parameters.push(json!({
            "name": "If-None-Match", "in": "header",
            "description": "The `ETag` of what is known already: if that is still it, the answer is 304 without a body.",
            "schema": {"type": "string"},
        }));
    }
    parameters
}

fn body(operation: &Operation, schemas: &mut Schemas) -> Option<Value> {
    let mut schema = (operation.body?)(schemas);
    if let Some(name) = schema.get("title").and_then(Value::as_str).map(ToOwned::to_owned) {
        // A verb's body: less what the path says, and with REST's own keys.
        leave_out(&mut schema, operation);
        if let Some(keys) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            let stamp = schemas.reference::<wire::Stamp>();
            let about = "When it happened, where it is entered late.";
            keys.insert("happened_at".to_owned(), json!({"description": about, "allOf": [stamp]}));
        }
        schema = schemas.put(&name, schema);
    }
    let needed = schemas.resolved(&schema).get("required").is_some();
    let mut content = json!({"schema": schema});
    if let (Some(example), Some(keys)) = (operation.example, content.as_object_mut()) {
        let example = serde_json::from_str(example).unwrap_or_default();
        keys.insert("example".to_owned(), example);
    }
    let mut kinds = json!({asked::JSON: content});
    if let (true, Some(kinds)) = (operation.takes.contains(&asked::TOML), kinds.as_object_mut()) {
        kinds.insert(asked::TOML.to_owned(), json!({"schema": {"type": "string"}}));
    }
    Some(json!({"required": needed, "content": kinds}))
}

/// Takes out the keys that the path carries, and asks for none that can be made up.
fn leave_out(schema: &mut Value, operation: &Operation) {
    let in_path: Vec<&str> = operation.path_keys().collect();
    if let Some(keys) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        keys.retain(|key, _| !in_path.contains(&key.as_str()));
    }
    let Some(keys) = schema.as_object_mut() else { return };
    keys.remove("title");
    if let Some(needed) = keys.get_mut("required").and_then(Value::as_array_mut) {
        needed.retain(|key| {
            key.as_str().is_none_or(|key| !in_path.contains(&key) && operation.made_up != Some(key))
        });
        if needed.is_empty() {
            keys.remove("required");
        }
    }
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let answer = (operation.answer)(schemas);
    let text = json!({"schema": {"type": "string"}});
    let content = match operation.answers_as {
        AnswersAs::Json => json!({"application/json": {"schema": answer}}),
        AnswersAs::JsonOrText => json!({"application/json": {"schema": answer}, "text/plain": text}),
        AnswersAs::Events => json!({"text/event-stream": {"schema": answer}}),
        AnswersAs::DayFile => json!({"application/x-ndjson": {"schema": answer}}),
    };
    let mut headers = json!({"X-Request-Id": {"$ref": "#/components/headers/RequestId"}});
    if let Some(headers) = headers.as_object_mut() {
        if operation.is_known_by_tag() || operation.versioned {
            headers.insert("ETag".to_owned(), json!({"$ref": "#/components/headers/ETag"}));
        }
        if operation.changes() && operation.method == Method::Post {
            headers
                .insert(idempotency::REPLAYED.to_owned(), json!({"$ref": "#/components/headers/Replayed"}));
        }
        if operation.success == 201 {
            headers.insert("Location".to_owned(), json!({"$ref": "#/components/headers/Location"}));
        }
    }
    let done = if operation.success == 201 { "Done, and to be found under `Location`." } else { "Done." };
    let mut responses = Map::new();
    responses.insert(
        operation.success.to_string(),
        json!({"description": done, "headers": headers, "content": content}),
    );
    if operation.method == Method::Put && operation.success == 201 {
        let same =
            json!({"description": "It is there already, just so.", "headers": headers, "content": content});
        responses.insert("200".to_owned(), same);
    }
    if operation.answers_as == AnswersAs::Events {
        responses.insert(
            "204".to_owned(),
            json!({"description": "There is nothing more to come: `until` is past."}),
        );
    } else if operation.is_known_by_tag() {
        responses.insert("304".to_owned(), json!({"description": "Still what `If-None-Match` names."}));
    }
    for status in problem_statuses(operation) {
        responses.insert(status.to_string(), json!({"$ref": "#/components/responses/Problem"}));
    }
    Value::Object(responses)
}

/// With which statuses an operation can fail.
fn problem_statuses(operation: &Operation) -> impl Iterator<Item = u16> {
    let all = problem::all().into_iter().map(|problem| problem.status.as_u16());
    let statuses: std::collections::BTreeSet<u16> = all.collect();
    let (reads, edits) = (operation.method == Method::Get, operation.edits());
    // What falls due before a question is answered may be refused.
    let asks = matches!(operation.does, Does::Asks(_));
    let of_bodies = [408, 409, 413, 415];
    let of_edits = [412, 428];
    statuses.into_iter().filter(move |status| {
        *status != 405
            && !(reads && of_bodies.contains(status) && !(asks && *status == 409))
            && (edits || !of_edits.contains(status))
    })
}
