//! The JSON Schema by which editors complete and check a pack while it is written.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

use crate::schema::Document;

/// The JSON Schema (draft 7, which TOML editors read) of a pack, generated from the types that read it.
#[must_use]
pub fn json_schema() -> String {
    let settings = SchemaSettings::draft07()
        .with_transform(RecursiveTransform(without_null))
        .with_transform(RecursiveTransform(one_ground));
    let mut schema = settings.into_generator().into_root_schema_for::<Document>();
    schema.insert("title".to_owned(), Value::from("Lunpai policy pack"));
    format!("{:#}\n", schema.to_value())
}

/// TOML has no null: a key that may be missing is missing.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else { return };
    choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
    if let [only] = choices.as_slice() {
        // Beside a description, draft 7 reads a reference only within `allOf`.
        let only = only.clone();
        schema.remove("anyOf");
        schema.insert("allOf".to_owned(), Value::Array(vec![only]));
    }
}

/// A setting rests on a clause or on our own reading, and on one of them only.
fn one_ground(schema: &mut Schema) {
    let keys = schema.get("properties").and_then(Value::as_object);
    if keys.is_some_and(|keys| keys.contains_key("clause") && keys.contains_key("basis")) {
        schema.insert("oneOf".to_owned(), json!([{ "required": ["clause"] }, { "required": ["basis"] }]));
    }
}
