//! What of one OpenAPI document would break the clients of an earlier one.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Everything that would break, each with its place.
pub(super) fn breaks(before: &Value, now: &Value) -> Vec<String> {
    let mut held = Held { before, now, broken: Vec::new(), seen: BTreeSet::new() };
    held.paths();
    held.broken
}

/// Which way a schema goes: what clients send may become less demanding, what they are told may become more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Asked,
    Told,
}

struct Held<'a> {
    before: &'a Value,
    now: &'a Value,
    broken: Vec<String>,
    /// References that were compared: a schema may hold itself, and one that breaks is told once.
    seen: BTreeSet<(Way, &'a str, &'a str)>,
}

impl<'a> Held<'a> {
    fn broke(&mut self, place: &str, what: &str) {
        self.broken.push(format!("{place}: {what}"));
    }

    fn paths(&mut self) {
        for (path, methods) in members(&self.before["paths"]) {
            let Some(methods_now) = self.now["paths"].get(path) else {
                self.broke(path, "the address is gone");
                continue;
            };
            for (method, operation) in members(methods) {
                let place = format!("{method} {path}");
                match methods_now.get(method) {
                    None => self.broke(&place, "the operation is gone"),
                    Some(now) => self.operation(&place, operation, now),
                }
            }
        }
    }

    fn operation(&mut self, place: &str, before: &'a Value, now: &'a Value) {
        if before["operationId"] != now["operationId"] {
            self.broke(place, "its operationId is another one, and so are names in generated clients");
        }
        self.parameters(place, before, now);
        self.body(place, &before["requestBody"], &now["requestBody"]);
        for (status, answer) in members(&before["responses"]) {
            // How it can fail may change; what it answers when all is well may not.
            if !status.starts_with('2') {
                continue;
            }
            match now["responses"].get(status) {
                None => self.broke(place, &format!("answer {status} is gone")),
                Some(now) => self.content(&format!("{place} answer {status}"), Way::Told, answer, now),
            }
        }
    }

    fn parameters(&mut self, place: &str, before: &'a Value, now: &'a Value) {
        let key = |parameter: &Value| (parameter["in"].clone(), parameter["name"].clone());
        for parameter in items(&before["parameters"]) {
            let name = format!("parameter `{}`", text(&parameter["name"]));
            match items(&now["parameters"]).find(|now| key(now) == key(parameter)) {
                None => self.broke(place, &format!("{name} is gone")),
                Some(now) => {
                    if is_true(&now["required"]) && !is_true(&parameter["required"]) {
                        self.broke(place, &format!("{name} must be given now"));
                    }
                    let place = format!("{place} {name}");
                    self.schema(&place, Way::Asked, &parameter["schema"], &now["schema"]);
                }
            }
        }
        for parameter in items(&now["parameters"]) {
            let known = items(&before["parameters"]).any(|before| key(before) == key(parameter));
            if !known && is_true(&parameter["required"]) {
                self.broke(place, &format!("parameter `{}` must be given now", text(&parameter["name"])));
            }
        }
    }

    fn body(&mut self, place: &str, before: &'a Value, now: &'a Value) {
        if is_true(&now["required"]) && !is_true(&before["required"]) {
            self.broke(place, "the body must be given now");
        }
        if !before.is_null() {
            self.content(&format!("{place} body"), Way::Asked, before, now);
        }
    }

    fn content(&mut self, place: &str, way: Way, before: &'a Value, now: &'a Value) {
        for (kind, content) in members(&before["content"]) {
            match now["content"].get(kind) {
                None => self.broke(place, &format!("{kind} is gone")),
                Some(now) => self.schema(place, way, &content["schema"], &now["schema"]),
            }
        }
    }

    fn schema(&mut self, place: &str, way: Way, before: &'a Value, now: &'a Value) {
        if let (Some(one), Some(other)) = (before["$ref"].as_str(), now["$ref"].as_str())
            && !self.seen.insert((way, one, other))
        {
            return;
        }
        let (before, now) = (resolved(self.before, before), resolved(self.now, now));
        self.kinds(place, way, before, now);
        self.words(place, way, before, now);
        self.bounds(place, way, before, now);
        self.keys(place, way, before, now);
        if !before["items"].is_null() {
            self.schema(&format!("{place}[]"), way, &before["items"], &now["items"]);
        }
        for several in ["allOf", "anyOf", "oneOf"] {
            for (number, one) in items(&before[several]).enumerate() {
                match items(&now[several]).nth(number) {
                    Some(now) => self.schema(place, way, one, now),
                    None => self.broke(place, &format!("one of its {several} is gone")),
                }
            }
        }
    }

    /// What is asked may accept more kinds, what is told may be of fewer.
    fn kinds(&mut self, place: &str, way: Way, before: &Value, now: &Value) {
        let (kinds, kinds_now) = (kinds(before), kinds(now));
        let (smaller, larger) = match way {
            Way::Asked => (&kinds, &kinds_now),
            Way::Told => (&kinds_now, &kinds),
        };
        if !larger.is_empty() && (smaller.is_empty() || !smaller.is_subset(larger)) {
            self.broke(place, &format!("its type is {kinds_now:?} and was {kinds:?}"));
        }
    }

    fn words(&mut self, place: &str, way: Way, before: &Value, now: &Value) {
        if way == Way::Told || now["enum"].is_null() {
            return;
        }
        for word in items(&before["enum"]) {
            if !items(&now["enum"]).any(|now| now == word) {
                self.broke(place, &format!("the word `{}` is gone", text(word)));
            }
        }
    }

    fn bounds(&mut self, place: &str, way: Way, before: &Value, now: &Value) {
        if way == Way::Told {
            return;
        }
        for (bound, narrower) in [
            ("maxLength", -1.0),
            ("maxItems", -1.0),
            ("maximum", -1.0),
            ("minLength", 1.0),
            ("minItems", 1.0),
            ("minimum", 1.0),
        ] {
            let Some(limit) = now[bound].as_f64() else { continue };
            if before[bound].as_f64().is_none_or(|before| (limit - before) * narrower > 0.0) {
                self.broke(place, &format!("its {bound} is narrower"));
            }
        }
    }

    fn keys(&mut self, place: &str, way: Way, before: &'a Value, now: &'a Value) {
        let must = |schema: &Value, key: &str| items(&schema["required"]).any(|name| name == key);
        for (key, schema) in members(&before["properties"]) {
            let Some(schema_now) = now["properties"].get(key) else {
                self.broke(place, &format!("the key `{key}` is gone"));
                continue;
            };
            match way {
                Way::Asked if must(now, key) && !must(before, key) => {
                    self.broke(place, &format!("the key `{key}` must be given now"));
                }
                Way::Told if must(before, key) && !must(now, key) => {
                    self.broke(place, &format!("the key `{key}` is not always told any more"));
                }
                _ => {}
            }
            self.schema(&format!("{place}.{key}"), way, schema, schema_now);
        }
        for (key, _) in members(&now["properties"]) {
            if way == Way::Asked && before["properties"].get(key).is_none() && must(now, key) {
                self.broke(place, &format!("the key `{key}` must be given now"));
            }
        }
    }
}

/// The kinds of a schema; none where it says nothing on it.
fn kinds(schema: &Value) -> BTreeSet<&str> {
    match &schema["type"] {
        Value::String(kind) => BTreeSet::from([kind.as_str()]),
        kinds => items(kinds).filter_map(Value::as_str).collect(),
    }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let pointer = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn is_true(value: &Value) -> bool {
    value == &Value::Bool(true)
}
