//! Edits of whole operations: new ones, removed ones, moved ones.

use serde_json::{Map, Value, json};
use xtask_openapi::edit::{Edit, Position};
use xtask_openapi::effective::{Part, Tree};
use xtask_openapi::pointer;

use super::{Work, split};
use crate::operation::{Key, names_in, operations};
use crate::point::Point;

impl Work<'_> {
    pub(super) fn add_operation(&mut self, lean: &str) {
        let Some(found) = operations(self.lean)
            .into_iter()
            .find(|operation| operation.pointer == lean)
        else {
            return;
        };
        let id = found.id().unwrap_or_default().to_owned();
        let name = crate::translate::pascal(&id);
        let mut fields = Map::new();
        fields.insert("operationId".to_owned(), id.into());
        fields.insert("summary".to_owned(), "".into());
        fields.insert("x-source".to_owned(), self.source().into());
        if let Some(region) = self.only_in {
            fields.insert("x-regions".to_owned(), json!([region]));
        }
        let tag = self.value("/tags/0/name");
        if let Some(tag) = tag {
            fields.insert("tags".to_owned(), json!([tag]));
        }
        let mut parameters: Vec<Value> = Vec::new();
        let list = pointer::child(lean, "parameters");
        let count = self
            .lean_at(&list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..count {
            let place = pointer::item(&list, index);
            let is_app_token = self
                .lean_at(&place)
                .and_then(|parameter| parameter.get("name")?.as_str())
                .is_some_and(|name| name.eq_ignore_ascii_case("lean-app-token"));
            // It is never sent next to a bearer token.
            if !is_app_token {
                parameters.push(self.parameter(&place));
            }
        }
        let paging = paging(&parameters, self.lean, lean);
        if let Some(paging) = paging {
            fields.insert("x-lean-paging".to_owned(), paging);
            self.translator
                .recognised
                .push(format!("`{}` is read as a list in pages", found.key));
        }
        if !parameters.is_empty() {
            fields.insert("parameters".to_owned(), parameters.into());
        }
        let body = pointer::child(lean, "requestBody");
        if self.lean_at(&body).is_some() {
            let body = self.named_body(&body, &name);
            fields.insert("requestBody".to_owned(), body);
        }
        let mut responses = Map::new();
        for (status, _) in found
            .value
            .get("responses")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let place = pointer::child(&pointer::child(lean, "responses"), status);
            let answer = self.answer(&place, &format!("{name}Answer"));
            responses.insert(status.clone(), answer);
        }
        fields.insert("responses".to_owned(), Value::Object(responses));
        let known = operations(&self.ours.value)
            .into_iter()
            .find(|operation| operation.key.path == found.key.path)
            .map(|operation| operation.path.to_owned());
        let path = known.unwrap_or_else(|| found.path.to_owned());
        let mapping = pointer::child("/paths", &path);
        let operation = Value::Object(fields);
        self.insert(&mapping, &found.key.method, operation, Position::Last);
    }

    fn named_body(&mut self, lean: &str, name: &str) -> Value {
        let mut body = self.body(lean);
        let content = self.content(lean, &format!("{name}Request"));
        if let Some(fields) = body.as_object_mut() {
            fields.insert("content".to_owned(), content);
        }
        body
    }

    pub(super) fn remove_operation(&mut self, ours: &str) {
        let Some((item, _)) = split(ours) else {
            return;
        };
        let others = self
            .value(&item)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .filter(|key| xtask_openapi::place::METHODS.contains(&key.as_str()))
            .count();
        let place = if others > 1 { ours.to_owned() } else { item };
        self.edits.push(Edit::Remove { place });
    }

    /// The operation stands at another path from now on.
    pub(super) fn move_path(&mut self, operation: &str, point: &Point) {
        let Some((item, _)) = split(operation) else {
            return;
        };
        let Some((_, ours)) = split(&item) else {
            return;
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (old, new) = (text(&point.old), text(&point.new));
        let path = with_our_names(&ours, &old, &new);
        if Key::new("get", &path) == Key::new("get", &ours) {
            return;
        }
        let methods: Vec<String> = self
            .value(&item)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .cloned()
            .collect();
        if methods.len() == 1 {
            return self.edits.push(Edit::Rename {
                place: item,
                key: path,
            });
        }
        let Some(value) = self.value(operation).cloned() else {
            return;
        };
        let method = operation.rsplit('/').next().unwrap_or_default().to_owned();
        self.insert(
            &pointer::child("/paths", &path),
            &method,
            value,
            Position::Last,
        );
        self.edits.push(Edit::Remove {
            place: operation.to_owned(),
        });
    }
}

/// A path of Lean's with the names that our document gives its parameters, by position.
fn with_our_names(ours: &str, old: &str, new: &str) -> String {
    let (mine, was) = (names_in(ours), names_in(old));
    let mut path = new.to_owned();
    for name in names_in(new) {
        let position = was.iter().position(|known| *known == name);
        if let Some(other) = position.and_then(|index| mine.get(index)) {
            path = path.replace(&format!("{{{name}}}"), &format!("{{{other}}}"));
        }
    }
    path
}

/// How a list comes in pages, when its parameters and its answer say so.
fn paging(parameters: &[Value], lean: &Value, operation: &str) -> Option<Value> {
    const PAIRS: [(&str, &str); 4] = [
        ("page_number", "page_size"),
        ("pageNumber", "pageSize"),
        ("page", "size"),
        ("Page", "Size"),
    ];
    let sends = |name: &str| {
        parameters
            .iter()
            .any(|parameter| parameter.get("name").and_then(Value::as_str) == Some(name))
    };
    let (number, size) = PAIRS
        .into_iter()
        .find(|(number, size)| sends(number) && sends(size))?;
    let content = pointer::child(
        &pointer::child(&pointer::child(operation, "responses"), "200"),
        "content",
    );
    let media = lean.pointer(&content)?.as_object()?.keys().next()?;
    let place = pointer::child(&pointer::child(&content, media), "schema");
    let tree = Tree::new(lean);
    let schema = tree.schema(&[Part {
        value: lean.pointer(&place)?,
        pointer: place,
    }]);
    let has_page = schema.members.contains_key("page");
    let items = ["data", "content"].into_iter().find(|name| {
        let parts = schema.members.get(name);
        parts.is_some_and(|parts| !tree.schema(parts).items.is_empty())
    })?;
    has_page.then(|| json!({"number": number, "size": size, "items": items, "page": "page"}))
}
