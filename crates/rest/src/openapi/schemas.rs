//! The schemas that the document refers to, collected while it is written.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Schemas by name.
#[derive(Default)]
pub(crate) struct Schemas(BTreeMap<String, Value>);

impl Schemas {
    /// A reference to a type's schema, which stands in the document from now on.
    pub(crate) fn reference<T: ToSchema>(&mut self) -> Value {
        let schema = self.inline::<T>();
        self.put(&T::name(), schema)
    }

    /// A type's schema itself; those that it refers to stand in the document from now on.
    pub(crate) fn inline<T: ToSchema>(&mut self) -> Value {
        let mut others: Vec<(String, RefOr<Schema>)> = Vec::new();
        T::schemas(&mut others);
        for (name, schema) in others {
            let schema = written(&schema);
            self.0.entry(name).or_insert(schema);
        }
        written(&T::schema())
    }

    /// The schema of a verb's body, still to be fitted to its operation: its title is its name.
    pub(crate) fn body<T: ToSchema>(&mut self) -> Value {
        let mut schema = self.inline::<T>();
        if let Some(keys) = schema.as_object_mut() {
            keys.insert("title".to_owned(), json!(T::name()));
        }
        schema
    }

    /// Puts a schema under a name.
    pub(crate) fn put(&mut self, name: &str, schema: Value) -> Value {
        self.0.insert(name.to_owned(), schema);
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// The schema that a reference means.
    pub(crate) fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        name.and_then(|name| self.0.get(name)).unwrap_or(schema)
    }

    pub(crate) fn into_components(self) -> BTreeMap<String, Value> {
        self.0
    }
}

fn written(schema: &impl serde::Serialize) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}
