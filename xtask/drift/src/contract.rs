//! What a document promises, as a table for reviewers: one line a parameter, member and failure.

mod mark;

use std::fmt::Write as _;

use serde_json::{Map, Value};
use xtask_openapi::{Document, pointer, reference};

use self::mark::{is_nullable, marks, only_branch, sign};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// What a request has to keep to.
const BOUNDS: [&str; 6] = [
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
];

/// Fields below this depth are cut off: documents may refer in circles.
const DEEPEST: usize = 12;

/// A document's servers and security, then its operations with what they take and give.
pub fn contract(document: &Document) -> String {
    let mut table = Table {
        root: &document.value,
        text: String::new(),
    };
    table.document(&document.value);
    let paths = document.value.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                table.operation(path, method, item, operation);
            }
        }
    }
    table.text
}

/// A kind as a part of another: what belongs to it stays with it.
fn grouped(kind: String) -> String {
    if kind.contains(" or null") {
        format!("({kind})")
    } else {
        kind
    }
}

struct Table<'d> {
    root: &'d Value,
    text: String,
}

impl<'d> Table<'d> {
    fn line(&mut self, indent: usize, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{}", "", text.trim_end());
    }

    fn followed(&self, value: &'d Value) -> &'d Value {
        reference::follow(self.root, "", value).map_or(value, |found| found.value)
    }

    /// What holds for every operation.
    fn document(&mut self, document: &'d Value) {
        self.line(0, "what holds everywhere");
        let servers = document.get("servers").and_then(Value::as_array);
        for server in servers.into_iter().flatten() {
            let text = |key: &str| server.get(key).and_then(Value::as_str);
            let environment = text("x-environment").unwrap_or("any environment");
            let url = text("url").unwrap_or("?");
            self.line(2, &format!("{environment} at {url}"));
        }
        self.security(document.get("security"));
    }

    /// How a caller shows who it is; nothing where that is not said.
    fn security(&mut self, requirements: Option<&Value>) {
        let Some(requirements) = requirements.and_then(Value::as_array) else {
            return;
        };
        let ways: Vec<String> = requirements
            .iter()
            .filter_map(Value::as_object)
            .map(|schemes| {
                let schemes = schemes.keys().map(|name| self.scheme(name));
                schemes.collect::<Vec<_>>().join(" and ")
            })
            .collect();
        let ways = if ways.is_empty() {
            "no security".to_owned()
        } else {
            format!("secured by {}", ways.join(", or "))
        };
        self.line(2, &ways);
    }

    fn scheme(&self, name: &str) -> String {
        let at = format!("/components/securitySchemes/{}", pointer::escape(name));
        let scheme = self.root.pointer(&at).map(|scheme| self.followed(scheme));
        let words = ["type", "scheme", "in", "name", "openIdConnectUrl"]
            .into_iter()
            .filter_map(|key| scheme?.get(key)?.as_str());
        let mut text = name.to_owned();
        for word in words {
            let _ = write!(text, " {word}");
        }
        text
    }

    fn operation(&mut self, path: &str, method: &str, item: &'d Value, operation: &'d Value) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let id = operation
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or("?");
        let old = if operation.get("deprecated") == Some(&Value::Bool(true)) {
            " [deprecated]"
        } else {
            ""
        };
        self.line(
            0,
            &format!("{} {path} {id}{old}", method.to_ascii_uppercase()),
        );
        for holder in [item, operation] {
            for parameter in holder
                .get("parameters")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                self.parameter(self.followed(parameter));
            }
        }
        self.security(operation.get("security"));
        if let Some(Value::Object(paging)) = operation.get("x-lean-paging") {
            let parts = paging
                .iter()
                .filter_map(|(key, value)| Some((key, value.as_str()?)));
            let parts: Vec<_> = parts.map(|(key, value)| format!("{key} {value}")).collect();
            self.line(2, &format!("paged by {}", parts.join(", ")));
        }
        if let Some(body) = operation.get("requestBody") {
            self.content("body", self.followed(body));
        }
        let answers = operation.get("responses").and_then(Value::as_object);
        for (code, answer) in answers.into_iter().flatten() {
            let answer = self.followed(answer);
            if code.starts_with('2') {
                self.content(code, answer);
            } else {
                self.failure(code, answer);
            }
        }
    }

    fn parameter(&mut self, parameter: &'d Value) {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or("?");
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let required = parameter.get("required") == Some(&Value::Bool(true));
        let mut line = format!(
            "{} {}: {}{}",
            text("in"),
            text("name"),
            self.kind(schema, 0),
            sign(required)
        );
        if let Some(value) = self.unwrapped(schema).get("default") {
            let _ = write!(line, ", default {value}");
        }
        for mark in marks(parameter) {
            line.push_str(&mark);
        }
        self.line(2, &line);
    }

    fn content(&mut self, title: &str, holder: &'d Value) {
        let content = holder.get("content").and_then(Value::as_object);
        if content.is_none_or(Map::is_empty) {
            self.line(2, &format!("{title} empty"));
        }
        for (media_type, medium) in content.into_iter().flatten() {
            let schema = medium.get("schema").unwrap_or(&Value::Null);
            let kind = self.kind(schema, 0);
            self.line(2, &format!("{title} {media_type}: {kind}"));
            self.members(schema, "", 0);
        }
    }

    fn failure(&mut self, code: &str, answer: &'d Value) {
        let content = answer.get("content").and_then(Value::as_object);
        let schemas = content
            .into_iter()
            .flatten()
            .filter_map(|(_, medium)| medium.get("schema"));
        let kinds: Vec<String> = schemas
            .map(|schema| match reference::of(schema) {
                Some(target) => target.rsplit('/').next().unwrap_or(target).to_owned(),
                None => self.kind(schema, 0),
            })
            .collect();
        let kinds = if kinds.is_empty() {
            "no body".to_owned()
        } else {
            kinds.join(" or ")
        };
        self.line(2, &format!("{code} failure: {kinds}"));
    }

    /// The fields of a schema, flattened.
    fn members(&mut self, schema: &'d Value, prefix: &str, depth: usize) {
        if depth > DEEPEST {
            return self.line(4, &format!("{prefix} (deeper)"));
        }
        let schema = self.unwrapped(schema);
        if let Some(items) = schema.get("items") {
            return self.members(items, &format!("{prefix}[]"), depth + 1);
        }
        if let Some(values @ Value::Object(_)) = schema.get("additionalProperties") {
            self.members(values, &format!("{prefix}{{}}"), depth + 1);
        }
        for branch in ["allOf", "oneOf", "anyOf"] {
            for branch in schema
                .get(branch)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                self.members(branch, prefix, depth + 1);
            }
        }
        let required = schema.get("required").and_then(Value::as_array);
        for (name, member) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let is_required = required.is_some_and(|names| names.iter().any(|known| known == name));
            let path = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}.{name}")
            };
            let kind = self.kind(member, 0);
            self.line(4, &format!("{path}: {kind}{}", sign(is_required)));
            self.members(member, &path, depth + 1);
        }
    }

    /// A schema without references and nullable wrappers.
    fn unwrapped(&self, schema: &'d Value) -> &'d Value {
        let mut schema = self.followed(schema);
        for _ in 0..DEEPEST {
            let Some(only) = only_branch(schema) else {
                return schema;
            };
            schema = self.followed(only);
        }
        schema
    }

    /// A type on one line: its word, its words if it is an enum, and what it is marked as.
    fn kind(&self, schema: &'d Value, depth: usize) -> String {
        if depth > DEEPEST {
            return "(deeper)".to_owned();
        }
        let bare = self.unwrapped(schema);
        if let Some(forms) = bare.get("oneOf").and_then(Value::as_array) {
            return self.forms(schema, forms, depth);
        }
        let mut text = match bare.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds)) => {
                let kinds = kinds
                    .iter()
                    .filter_map(Value::as_str)
                    .filter(|kind| *kind != "null");
                kinds.collect::<Vec<_>>().join(" or ")
            }
            _ if bare.get("properties").is_some() || bare.get("allOf").is_some() => {
                "object".to_owned()
            }
            _ if bare.get("enum").is_some() => "string".to_owned(),
            _ => "any".to_owned(),
        };
        if let (Some(items), "array") = (bare.get("items"), text.as_str()) {
            text = format!("array of {}", grouped(self.kind(items, depth + 1)));
        }
        if let (Some(values @ Value::Object(_)), "object") =
            (bare.get("additionalProperties"), text.as_str())
        {
            text = format!("map of {}", grouped(self.kind(values, depth + 1)));
        }
        if let Some(format) = bare.get("format").and_then(Value::as_str) {
            let _ = write!(text, "/{format}");
        }
        let words = bare.get("enum").and_then(Value::as_array).cloned();
        if let Some(words) = words.or_else(|| bare.get("const").map(|word| vec![word.clone()])) {
            let words: Vec<String> = words
                .iter()
                .filter(|word| !word.is_null())
                .map(|word| {
                    word.as_str()
                        .map_or_else(|| word.to_string(), str::to_owned)
                })
                .collect();
            let _ = write!(text, " ({})", words.join(" | "));
        }
        for key in BOUNDS {
            if let Some(bound) = bare.get(key) {
                let _ = write!(text, " {key} {bound}");
            }
        }
        if is_nullable(schema) || is_nullable(bare) {
            text.push_str(" or null");
        }
        for mark in marks(schema).into_iter().chain(marks(bare)) {
            if !text.contains(&mark) {
                text.push_str(&mark);
            }
        }
        text
    }
    /// The forms of a value that has two.
    fn forms(&self, schema: &'d Value, forms: &'d [Value], depth: usize) -> String {
        let is_null = |form: &&Value| form.get("type").is_some_and(|kind| kind == "null");
        let (nulls, others): (Vec<_>, Vec<_>) = forms.iter().partition(is_null);
        let kinds = others.into_iter().map(|form| self.kind(form, depth + 1));
        let mut text = format!("either {}", kinds.collect::<Vec<_>>().join(" or "));
        if !nulls.is_empty() || is_nullable(schema) {
            text.push_str(" or null");
        }
        for mark in marks(schema) {
            text.push_str(&mark);
        }
        text
    }
}
