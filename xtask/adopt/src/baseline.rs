//! The baseline of an area: the facts of what Lean publishes about its operations.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value, json};
use xtask_openapi::effective::{Part, Tree};
use xtask_openapi::place::{Field, Kind, METHODS};
use xtask_openapi::{Document, Problems, pointer, yaml};

use crate::alike::alike;
use crate::facts::{by_name, facts, holds, ordered};
use crate::operation::Operation;

/// The name of the file next to the versions of an area.
pub const FILE: &str = "baseline.yaml";

/// The head of the file.
const HEAD: [&str; 4] = [
    "What Lean publishes about the operations of this area: facts without Lean's texts.",
    "Written by `cargo xtask adopt` and never by hand; it changes only when a fact does.",
    "`x-files` names the files it came from, `x-file` the one of an operation, and `x-kept` what",
    "we decided to leave as it is in our document when Lean changed it.",
];

/// Where a file of Lean came from, as the head of a baseline says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) sha256: String,
    /// The day it was taken in, as `2026-11-29`.
    pub(crate) day: String,
}

/// An operation as some document of Lean has it, or as the baseline before has it.
#[derive(Debug, Clone)]
pub(crate) struct Taken<'d> {
    pub(crate) operation: Operation<'d>,
    /// The whole document.
    pub(crate) root: &'d Value,
    pub(crate) source: Source,
}

/// A decision to leave our document as it is, kept on record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kept {
    /// JSON pointer into our document.
    pub place: String,
    /// What Lean says there.
    pub lean: String,
    /// The day of the decision.
    pub day: String,
}

/// Puts a baseline together.
pub(crate) fn compose(area: &str, region: &str, taken: &[Taken<'_>], kept: &[Kept]) -> Value {
    let mut composer = Composer::default();
    let mut paths: BTreeMap<&str, BTreeMap<usize, Value>> = BTreeMap::new();
    let mut servers = Vec::new();
    for taken in taken {
        let mut operation = composer.operation(taken);
        if let Some(fields) = operation.as_object_mut() {
            servers.push(fields.shift_remove("servers").unwrap_or(Value::Null));
        }
        let method = METHODS
            .iter()
            .position(|method| *method == taken.operation.key.method)
            .unwrap_or(METHODS.len());
        paths
            .entry(taken.operation.path)
            .or_default()
            .insert(method, operation);
    }
    composer.components();
    let common = servers
        .first()
        .filter(|first| !first.is_null() && servers.iter().all(|servers| servers == *first));
    if common.is_none() {
        for (taken, servers) in taken.iter().zip(&servers) {
            let place = paths.get_mut(taken.operation.path).and_then(|methods| {
                let method = METHODS
                    .iter()
                    .position(|method| *method == taken.operation.key.method)?;
                methods.get_mut(&method)?.as_object_mut()
            });
            if let (Some(fields), false) = (place, servers.is_null()) {
                fields.insert("servers".to_owned(), servers.clone());
            }
        }
    }
    let paths: Map<String, Value> = paths
        .into_iter()
        .map(|(path, methods)| {
            let methods: Map<String, Value> = methods
                .into_iter()
                .filter_map(|(method, value)| Some(((*METHODS.get(method)?).to_owned(), value)))
                .collect();
            (path.to_owned(), Value::Object(methods))
        })
        .collect();
    let mut whole = Map::new();
    whole.insert("openapi".to_owned(), "3.1.0".into());
    whole.insert(
        "info".to_owned(),
        json!({
            "title": format!("Lean {}, {area}: what Lean publishes", region.to_uppercase()),
            "version": "baseline",
        }),
    );
    whole.insert("x-files".to_owned(), files(taken));
    if !kept.is_empty() {
        whole.insert("x-kept".to_owned(), kept_list(kept));
    }
    if let Some(servers) = common {
        whole.insert("servers".to_owned(), servers.clone());
    }
    whole.insert("paths".to_owned(), Value::Object(paths));
    let mut components = Map::new();
    for (section, found) in [
        ("securitySchemes", composer.schemes),
        ("schemas", composer.schemas),
    ] {
        if !found.is_empty() {
            components.insert(section.to_owned(), Value::Object(by_name(found)));
        }
    }
    if !components.is_empty() {
        whole.insert("components".to_owned(), Value::Object(components));
    }
    Value::Object(whole)
}

/// The text of a baseline.
///
/// # Errors
///
/// Fails when it cannot be written as YAML.
pub(crate) fn write(value: &Value, name: &str) -> Result<Document, Problems> {
    yaml::write(
        &ordered(Kind::Document, value),
        &HEAD.map(str::to_owned),
        name,
    )
}

/// The file that an operation of a baseline came from.
pub(crate) fn source_of(baseline: &Value, operation: &Value) -> Source {
    let name = operation
        .get("x-file")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let files = baseline.get("x-files").and_then(Value::as_array);
    let row = files
        .into_iter()
        .flatten()
        .find(|row| row.get("name").and_then(Value::as_str) == Some(name));
    let text = |key: &str| {
        let value = row.and_then(|row| row.get(key)?.as_str());
        value.unwrap_or_default().to_owned()
    };
    Source {
        name: name.to_owned(),
        sha256: text("sha256"),
        day: text("taken"),
    }
}

/// What was decided before.
pub(crate) fn kept_in(baseline: &Value) -> Vec<Kept> {
    let rows = baseline.get("x-kept").and_then(Value::as_array);
    let text = |row: &Value, key: &str| {
        let value = row.get(key).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    rows.into_iter()
        .flatten()
        .map(|row| Kept {
            place: text(row, "place"),
            lean: text(row, "lean"),
            day: text(row, "day"),
        })
        .collect()
}

fn kept_list(kept: &[Kept]) -> Value {
    let mut kept = kept.to_vec();
    kept.sort();
    kept.iter()
        .map(|kept| json!({"place": kept.place, "lean": kept.lean, "day": kept.day}))
        .collect()
}

fn files(taken: &[Taken<'_>]) -> Value {
    let files: BTreeMap<&str, &Source> = taken
        .iter()
        .map(|taken| (taken.source.name.as_str(), &taken.source))
        .collect();
    files
        .values()
        .map(|source| json!({"name": source.name, "sha256": source.sha256, "taken": source.day}))
        .collect()
}

/// A schema of a document, by the document and its place.
type Place = (*const Value, String);

/// Collects what the operations need, each schema under one name.
#[derive(Debug, Default)]
struct Composer<'d> {
    names: HashMap<Place, String>,
    /// What has a name already.
    named: HashMap<String, (&'d Value, String)>,
    waiting: VecDeque<(&'d Value, String, String)>,
    schemas: Map<String, Value>,
    schemes: Map<String, Value>,
}

impl<'d> Composer<'d> {
    fn operation(&mut self, taken: &Taken<'d>) -> Value {
        let (root, operation) = (taken.root, taken.operation.value);
        let mut found = facts(Kind::Operation, operation);
        let parameters = parameters(root, taken.operation.item, operation);
        let servers = [operation, taken.operation.item, root]
            .into_iter()
            .find_map(|holder| holder.get("servers"));
        let security = operation.get("security").or_else(|| root.get("security"));
        let mut fields = Map::new();
        if let Some(all) = found.as_object_mut() {
            all.shift_remove("parameters");
            all.shift_remove("servers");
            all.shift_remove("security");
            for (name, value) in std::mem::take(all) {
                fields.insert(name, value);
            }
        }
        fields.insert("x-file".to_owned(), taken.source.name.clone().into());
        if !parameters.is_empty() {
            fields.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(security) = security {
            fields.insert("security".to_owned(), self.security(root, security));
        }
        if let Some(servers) = servers {
            fields.insert("servers".to_owned(), server_list(servers));
        }
        let mut value = Value::Object(fields);
        self.settle(Kind::Operation, &mut value, root, 0);
        value
    }

    /// References to schemas get the names they have here; every other reference is replaced by
    /// what it stands for.
    fn settle(&mut self, kind: Kind, value: &mut Value, root: &'d Value, depth: usize) {
        // A reference to itself would go on for ever.
        if depth > 200 {
            return;
        }
        if kind != Kind::Schema
            && let Some(reference) = value.get("$ref").and_then(Value::as_str)
            && let Some(target) = pointer::from_fragment(reference)
            && let Some(found) = root.pointer(&target)
        {
            *value = facts(kind, found);
            return self.settle(kind, value, root, depth + 1);
        }
        let Some(fields) = value.as_object_mut() else {
            return;
        };
        if kind == Kind::Schema
            && let Some(Value::String(reference)) = fields.get_mut("$ref")
            && let Some(target) = pointer::from_fragment(reference)
            && let Some(name) = self.name(root, &target)
        {
            *reference = format!("#/components/schemas/{}", fragment(&name));
        }
        for (name, value) in fields.iter_mut() {
            match holds(kind, name) {
                Some(Field::One(kind)) => self.settle(kind, value, root, depth + 1),
                Some(Field::Map(kind) | Field::Table(kind)) => {
                    for value in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                        self.settle(kind, value, root, depth + 1);
                    }
                }
                Some(Field::List(kind)) => {
                    for value in value.as_array_mut().into_iter().flatten() {
                        self.settle(kind, value, root, depth + 1);
                    }
                }
                Some(Field::Data) | None => {}
            }
        }
    }

    /// The name of a schema: its own, unless another schema has that name here.
    fn name(&mut self, root: &'d Value, target: &str) -> Option<String> {
        let place: Place = (std::ptr::from_ref(root), target.to_owned());
        if let Some(known) = self.names.get(&place) {
            return Some(known.clone());
        }
        let value = root.pointer(target)?;
        let wanted = pointer::tokens(target)?.pop()?;
        let part = |value, pointer: &str| Part {
            value,
            pointer: pointer.to_owned(),
        };
        let numbered = (2..10_000).map(|number| format!("{wanted}{number}"));
        let name = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|name| {
                self.named.get(name).is_none_or(|(other, at)| {
                    let Some(known) = other.pointer(at) else {
                        return false;
                    };
                    alike(
                        Tree::new(other),
                        &[part(known, at)],
                        Tree::new(root),
                        &[part(value, target)],
                    )
                })
            })?;
        self.names.insert(place, name.clone());
        if !self.named.contains_key(&name) {
            self.named.insert(name.clone(), (root, target.to_owned()));
            self.waiting
                .push_back((root, target.to_owned(), name.clone()));
        }
        Some(name)
    }

    fn components(&mut self) {
        while let Some((root, target, name)) = self.waiting.pop_front() {
            if let Some(found) = root.pointer(&target) {
                let mut value = facts(Kind::Schema, found);
                self.settle(Kind::Schema, &mut value, root, 0);
                self.schemas.insert(name, value);
            }
        }
    }

    /// What proves who calls, its schemes named by what they are.
    fn security(&mut self, root: &'d Value, security: &Value) -> Value {
        let mut rows: Vec<Value> = Vec::new();
        for requirement in security.as_array().into_iter().flatten() {
            let mut row = Map::new();
            for (name, scopes) in requirement.as_object().into_iter().flatten() {
                let scheme = scheme(root, name);
                let name = scheme_name(&scheme, name);
                row.insert(name.clone(), scopes.clone());
                self.schemes.insert(name, scheme);
            }
            rows.push(Value::Object(by_name(row)));
        }
        rows.sort_by_key(Value::to_string);
        rows.dedup();
        Value::Array(rows)
    }
}

/// The scheme that a requirement names.
pub(crate) fn scheme(root: &Value, name: &str) -> Value {
    let found = root
        .pointer(&pointer::join(["components", "securitySchemes", name]))
        .unwrap_or(&Value::Null);
    facts(Kind::SecurityScheme, found)
}

/// What a scheme is, in one word.
pub(crate) fn scheme_name(scheme: &Value, name: &str) -> String {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("type") {
        "http" => format!("http-{}", text("scheme").to_ascii_lowercase()),
        "apiKey" => format!("{}-{}", text("in"), text("name").to_ascii_lowercase()),
        "" => name.to_owned(),
        other => other.to_owned(),
    }
}

/// The parameters of an operation with those of its path.
pub(crate) fn parameters(root: &Value, item: &Value, operation: &Value) -> Vec<Value> {
    let of = |holder: &Value| -> Vec<Value> {
        let list = holder.get("parameters").and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .map(|parameter| {
                let reference = parameter.get("$ref").and_then(Value::as_str);
                let target = reference.and_then(pointer::from_fragment);
                let found = target.and_then(|target| root.pointer(&target));
                facts(Kind::Parameter, found.unwrap_or(parameter))
            })
            .collect()
    };
    let name = |parameter: &Value| {
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        (text("in").to_owned(), text("name").to_owned())
    };
    let mut all = of(operation);
    for parameter in of(item) {
        if !all.iter().any(|own| name(own) == name(&parameter)) {
            all.push(parameter);
        }
    }
    all.sort_by_key(name);
    all
}

fn server_list(servers: &Value) -> Value {
    let mut rows: Vec<Value> = servers
        .as_array()
        .into_iter()
        .flatten()
        .map(|server| facts(Kind::Server, server))
        .collect();
    rows.sort_by_key(Value::to_string);
    rows.dedup();
    Value::Array(rows)
}

/// A name as a part of a reference.
pub(crate) fn fragment(name: &str) -> String {
    pointer::escape(name)
        .replace('%', "%25")
        .replace(' ', "%20")
}

#[cfg(test)]
mod tests;
