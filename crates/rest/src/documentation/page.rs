//! The pages to read: plain HTML made from the OpenAPI document, without a script.

use std::fmt::Write as _;

use serde_json::Value;

use crate::problem::ProblemType;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#222}code,pre{font:14px/1.4 ui-monospace,monospace}pre{background:#f4f4f4;padding:.7rem;overflow:auto}\
summary{cursor:pointer;padding:.3rem 0}b{display:inline-block;width:3.2rem;color:#06c}b.post{color:#282}\
td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top}details{border-bottom:1px solid #ddd}";

/// The page at the root: where everything is.
pub(super) fn start() -> String {
    framed(
        "Lunpai 轮排",
        "<h1>Lunpai 轮排</h1><p>Reception rotation and customer ownership. 接待轮排与客户归属。</p><ul>\
         <li><a href=\"/docs/\">The API to read and try · 接口文档（可在线调用）</a></li>\
         <li><a href=\"/docs/text\">The same as one plain page · 纯文本版</a></li>\
         <li><a href=\"/openapi.json\">OpenAPI 3.1 document</a></li>\
         <li><a href=\"/problems\">Problem codes · 错误代码</a></li>\
         <li><a href=\"/v1/sites\">/v1/sites</a></li>\
         <li><a href=\"/readyz\">/readyz</a>, <a href=\"/livez\">/livez</a></li></ul>",
    )
}

/// Every operation, by resource, with its parameters, body, answer and an example to copy.
pub(super) fn operations(document: &Value) -> String {
    let mut body = String::from("<h1>Lunpai API</h1>");
    for paragraph in text(document, "/info/description").split("\n\n") {
        let _ = write!(body, "<p>{}</p>", escaped(paragraph).replace("**", ""));
    }
    for tag in list(document, "/tags") {
        let name = text(tag, "/name");
        let _ = write!(body, "<h2>{}</h2><p>{}</p>", escaped(name), escaped(text(tag, "/description")));
        for (path, methods) in members(document, "/paths") {
            for (method, operation) in members(methods, "") {
                if text(operation, "/tags/0") == name {
                    one(&mut body, document, path, method, operation);
                }
            }
        }
    }
    framed("Lunpai API", &body)
}

fn one(body: &mut String, document: &Value, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        body,
        "<details id=\"{id}\"><summary><b class=\"{method}\">{upper}</b> <code>{path}</code> {summary}</summary><p>{about}</p>",
        id = escaped(text(operation, "/operationId")),
        upper = method.to_uppercase(),
        path = escaped(path),
        summary = escaped(text(operation, "/summary")),
        about = escaped(text(operation, "/description")),
    );
    keys(
        body,
        "Parameters",
        list(operation, "/parameters").map(|parameter| {
            let place = format!("{}, {}", text(parameter, "/in"), typed(&parameter["schema"]));
            (text(parameter, "/name"), place, text(parameter, "/description"))
        }),
    );
    let content = &operation["requestBody"]["content"]["application/json"];
    if !content.is_null() {
        table(body, document, "Body", &content["schema"]);
    }
    if let Some(answer) = answer(operation) {
        table(body, document, "Answer", answer);
    }
    if method == "post" {
        let example = content.get("example").map_or_else(|| "{}".to_owned(), Value::to_string);
        let _ = write!(
            body,
            "<pre>curl -X POST http://127.0.0.1:8080{} \\\n  -H 'content-type: application/json' \\\n  -d '{}'</pre>",
            escaped(path),
            escaped(&example),
        );
    }
    body.push_str("</details>");
}

fn answer(operation: &Value) -> Option<&Value> {
    let responses = operation.get("responses")?;
    let done = responses.get("200").or_else(|| responses.get("201"))?;
    Some(&done["content"]["application/json"]["schema"])
}

/// The keys of a schema.
fn table(body: &mut String, document: &Value, title: &str, schema: &Value) {
    let schema = resolved(document, schema);
    let needed: Vec<&str> = list(schema, "/required").filter_map(Value::as_str).collect();
    keys(
        body,
        title,
        members(schema, "/properties").map(|(name, key)| {
            let must = if needed.contains(&name) && title == "Body" { ", required" } else { "" };
            (name, format!("{}{must}", typed(key)), text(key, "/description"))
        }),
    );
}

fn keys<'a>(body: &mut String, title: &str, keys: impl Iterator<Item = (&'a str, String, &'a str)>) {
    let mut rows = keys.peekable();
    if rows.peek().is_none() {
        return;
    }
    let _ = write!(body, "<h4>{title}</h4><table>");
    for (name, kind, about) in rows {
        let _ = write!(
            body,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
            escaped(name),
            escaped(&kind),
            escaped(about)
        );
    }
    body.push_str("</table>");
}

/// A schema's type in a word or two.
fn typed(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    for several in ["allOf", "oneOf", "anyOf"] {
        if let Some(schemas) = schema[several].as_array() {
            let names: Vec<String> = schemas.iter().map(typed).filter(|name| name != "null").collect();
            return names.join(" or ");
        }
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", typed(&schema["items"])),
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds: Vec<&str> =
                kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect();
            if kinds == ["array"] {
                format!("list of {}", typed(&schema["items"]))
            } else {
                kinds.join(" or ")
            }
        }
        _ => String::new(),
    }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let pointer = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

/// The kinds of problems.
pub(super) fn problems(problems: &[ProblemType]) -> String {
    let mut body = String::from(
        "<h1>Problems · 错误</h1><table><tr><th>code</th><th>status</th><th>title</th><th>标题</th></tr>",
    );
    for ProblemType { code, status, zh, en } in problems {
        let status = status.as_u16();
        let _ = write!(
            body,
            "<tr><td><code>{code}</code></td><td>{status}</td><td>{}</td><td>{}</td></tr>",
            escaped(en),
            escaped(zh)
        );
    }
    body.push_str("</table>");
    framed("Problems", &body)
}

fn framed(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>{body}</body></html>"
    )
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn members<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let object = value.pointer(pointer).and_then(Value::as_object);
    object.into_iter().flatten().map(|(name, member)| (name.as_str(), member))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
