//! The calls of a document.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;
use serde_json::{Map, Value, json};
use xtask_openapi::pointer;

use super::Shaper;
use super::body::{Answer, FORM};
use super::facts::{OperationFacts, Paging, ParameterFacts};
use super::{name, prose};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Methods that a client has for other things.
const TAKEN: [&str; 11] = [
    "new",
    "session",
    "clone",
    "api_version",
    "baseurl",
    "client",
    "inner",
    "pre",
    "post",
    "exec",
    "fmt",
];

impl Shaper<'_> {
    /// The paths with what is generated of them; the facts of each call are kept aside.
    pub(super) fn paths(&mut self) -> Value {
        let paths = self
            .root
            .pointer("/paths")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let mut shaped = Map::new();
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        for (path, item) in &paths {
            let place = pointer::join(["paths", path]);
            let Some(item) = item.as_object().filter(|item| !item.contains_key("$ref")) else {
                self.refuse(
                    &place,
                    "a path that is a reference",
                    "the generator does not follow it",
                    "write its calls here",
                );
                continue;
            };
            if self.refuse_path(path, &place).is_none() {
                continue;
            }
            let mut calls = Map::new();
            for method in METHODS {
                let Some(operation) = item.get(method).and_then(Value::as_object) else {
                    continue;
                };
                let operation_place = pointer::child(&place, method);
                let call = self.operation(
                    path,
                    method,
                    (item, &place),
                    (operation, &operation_place),
                    &mut ids,
                );
                if let Some((value, facts)) = call {
                    calls.insert(method.to_owned(), value);
                    self.facts.operations.push(facts);
                }
            }
            shaped.insert(path.clone(), Value::Object(calls));
        }
        if let Some(first) = self.facts.operations.first() {
            self.facts.area = first.area.clone();
        } else if self.problems.is_empty() {
            self.refuse(
                "/paths",
                "no calls",
                "a crate without calls is useless",
                "describe at least one operation",
            );
        }
        Value::Object(shaped)
    }

    fn refuse_path(&mut self, path: &str, place: &str) -> Option<()> {
        let is_template =
            path.starts_with('/') && !path.contains("//") && template_names(path).is_some();
        if is_template {
            return Some(());
        }
        self.refuse(
            place,
            format!("the path `{path}`"),
            "the generator would panic on it or send another one",
            "begin with one slash, never two in a row, and name parameters as `{name}`",
        );
        None
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        item: (&Map<String, Value>, &str),
        (operation, place): (&Map<String, Value>, &str),
        ids: &mut BTreeMap<String, String>,
    ) -> Option<(Value, OperationFacts)> {
        let id = self.operation_id(operation, place, ids)?;
        let rust_name = name::snake(&id);
        let builder = name::pascal(&rust_name);
        let mut parameters = self.parameters(item, (operation, place), &builder);
        self.refuse_strayed(path, place, &parameters);
        let body = self.body(operation, place, &builder);
        let answer = self.answer(operation, place, &builder);
        let paging = self.paging(operation, place, &mut parameters);

        let (values, parameters): (Vec<Value>, Vec<ParameterFacts>) =
            parameters.into_iter().unzip();
        let Answer {
            value: answer,
            name: answer_name,
            file,
            is_file,
        } = answer?;
        let mut value = json!({"operationId": id, "parameters": values, "responses": answer});
        let (body_value, body_description, body_type) = match body {
            Some((value, description, name)) => (Some(value), Some(description), name),
            None => (None, None, None),
        };
        let is_form = body_value
            .as_ref()
            .and_then(|body| body.get("content"))
            .is_some_and(|content| content.get(FORM).is_some());
        if let (Some(body), Some(object)) = (body_value, value.as_object_mut()) {
            object.insert("requestBody".to_owned(), body);
        }
        let whole = Value::Object(operation.clone());
        let area = whole
            .pointer("/tags/0")
            .and_then(Value::as_str)
            .unwrap_or("lean")
            .to_owned();
        let summary = whole
            .get("summary")
            .and_then(Value::as_str)
            .map(prose::comment)
            .filter(|summary| !summary.is_empty());
        let facts = OperationFacts {
            constant: rust_name.to_shouty_snake_case(),
            builder,
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            area,
            summary: summary
                .unwrap_or_else(|| format!("The operation `{id}`, without a summary yet.")),
            description: prose::of(&whole).text(),
            deprecated: whole.get("deprecated") == Some(&Value::Bool(true)),
            parameters,
            body: body_description,
            body_type,
            is_form,
            regions: regions(item.0, operation),
            answer: answer_name,
            paging,
            file,
            is_file,
            ksa_scopes: ksa_scopes(operation),
            only_reads: operation.get("x-lean-reads") == Some(&Value::Bool(true)),
            pointer: place.to_owned(),
            id,
            rust_name,
        };
        Some((value, facts))
    }

    fn operation_id(
        &mut self,
        operation: &Map<String, Value>,
        place: &str,
        ids: &mut BTreeMap<String, String>,
    ) -> Option<String> {
        let id = operation
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if id.is_empty() {
            self.refuse(
                place,
                "no operationId",
                "the client's method is named after it",
                "add Lean's own",
            );
            return None;
        }
        let id_place = pointer::child(place, "operationId");
        let rust_name = name::snake(id);
        if let Some(other) = ids.insert(rust_name.clone(), id.to_owned()) {
            self.refuse(
                &id_place,
                format!("`{id}` and `{other}` both become `{rust_name}`"),
                "a client has one method per name",
                "give one of them another operationId",
            );
            return None;
        }
        if TAKEN.contains(&rust_name.as_str()) {
            self.refuse(
                &id_place,
                format!("an operation that becomes the method `{rust_name}`"),
                "the client has another method of that name",
                "give it another operationId",
            );
            return None;
        }
        Some(id.to_owned())
    }

    /// Path parameters and the names in the template must be the same.
    fn refuse_strayed(&mut self, path: &str, place: &str, parameters: &[(Value, ParameterFacts)]) {
        let in_template: BTreeSet<String> = template_names(path)
            .unwrap_or_default()
            .into_iter()
            .collect();
        let declared: BTreeSet<String> = parameters
            .iter()
            .filter(|(_, facts)| facts.place == "path")
            .map(|(_, facts)| facts.wire.clone())
            .collect();
        for strayed in in_template.symmetric_difference(&declared) {
            self.refuse(
                place,
                format!(
                    "the path parameter `{strayed}` is missing from the path or from the parameters"
                ),
                "the path and its parameters must have the same names",
                "add it to both or to neither",
            );
        }
    }

    fn paging(
        &mut self,
        operation: &Map<String, Value>,
        place: &str,
        parameters: &mut [(Value, ParameterFacts)],
    ) -> Option<Paging> {
        let place = pointer::child(place, "x-lean-paging");
        let marked = operation.get("x-lean-paging")?;
        let text = |key: &str| marked.get(key).and_then(Value::as_str).map(str::to_owned);
        let (Some(number), Some(items)) = (text("number"), text("items")) else {
            self.refuse(
                &place,
                "paging without `number` and `items`",
                "the pages cannot be fetched or read",
                "name the query parameter of the page and the place of the items",
            );
            return None;
        };
        let paging = Paging {
            number,
            size: text("size"),
            items,
            page: text("page").unwrap_or_default(),
            place: place.clone(),
        };
        let size = paging.size.iter();
        for wire in std::iter::once(&paging.number).chain(size) {
            let parameter = parameters
                .iter_mut()
                .find(|(_, facts)| facts.wire == *wire && facts.place == "query")
                .and_then(|(value, facts)| Some((value.get_mut("schema")?, facts)));
            let Some((schema, facts)) =
                parameter.filter(|(schema, _)| schema.get("type") == Some(&json!("integer")))
            else {
                self.refuse(
                    &place,
                    format!("`{wire}` as a parameter of paging"),
                    "pages are counted, and no query parameter of that name is an integer",
                    "declare it as an integer in the query, or correct the name",
                );
                continue;
            };
            let counted = json!({"type": "integer", "format": "uint32"});
            if *schema != counted {
                *schema = counted;
                let place = facts.pointer.clone();
                self.note(&place, "a uint32: neither a page nor its size is negative");
            }
        }
        Some(paging)
    }
}

/// The regions that an operation or its path names.
fn regions(item: &Map<String, Value>, operation: &Map<String, Value>) -> Vec<String> {
    let named = [operation, item]
        .into_iter()
        .find_map(|holder| holder.get("x-regions")?.as_array());
    let named = named.into_iter().flatten().filter_map(Value::as_str);
    named.map(str::to_owned).collect()
}

/// The lists of `x-ksa-scopes`; one code alone is a list of one.
fn ksa_scopes(operation: &Map<String, Value>) -> Vec<Vec<String>> {
    let text = |code: &Value| code.as_str().map(str::to_owned);
    let groups = operation.get("x-ksa-scopes").and_then(Value::as_array);
    let groups = groups.into_iter().flatten().map(|group| match group {
        Value::Array(codes) => codes.iter().filter_map(text).collect(),
        code => text(code).into_iter().collect(),
    });
    groups.collect()
}

/// The names in a path template; `None` when its braces do not match.
fn template_names(path: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((constant, tail)) = rest.split_once('{') {
        let (name, tail) = tail.split_once('}')?;
        let is_new = !names.iter().any(|known| known == name);
        if constant.contains('}') || name.is_empty() || name.contains(['{', '/']) || !is_new {
            return None;
        }
        names.push(name.to_owned());
        rest = tail;
    }
    (!rest.contains('}')).then_some(names)
}
