//! Edits of operations: parameters, bodies, answers, and whole operations.

use serde_json::{Map, Value, json};
use xtask_openapi::Problem;
use xtask_openapi::edit::{Edit, Position};
use xtask_openapi::pointer;

use super::{Work, split};
use crate::baseline::{scheme, scheme_name};
use crate::point::{Fact, Point};

impl<'d> Work<'d> {
    pub(super) fn of_operation(&mut self, fact: &'d Fact, point: &'d Point) {
        let appears = point.new == Value::Bool(true);
        match fact {
            Fact::Parameter {
                operation,
                ours,
                lean,
                ..
            } => match (lean, ours) {
                (Some(lean), _) if appears => self.add_parameter(operation, lean),
                (_, Some(ours)) => self.remove_parameter(operation, ours),
                _ => {}
            },
            Fact::MustBeSent { node } => self.set(node, "required", appears.into()),
            Fact::Body {
                operation, lean, ..
            } => {
                let body = lean
                    .as_ref()
                    .filter(|_| appears)
                    .map(|lean| self.body(lean));
                self.set(operation, "requestBody", body.unwrap_or_default());
            }
            Fact::Media {
                content,
                media,
                lean,
                ours,
            } => match (lean, ours) {
                (Some(lean), _) if appears => {
                    let value = self.media(lean, "Body");
                    self.insert(content, media, value, Position::Last);
                }
                (_, Some(ours)) => self.edits.push(Edit::Remove {
                    place: ours.clone(),
                }),
                _ => {}
            },
            Fact::Answer {
                operation,
                status,
                lean,
                ours,
            } => match (lean, ours) {
                (Some(lean), _) if appears => self.add_answer(operation, status, lean),
                (_, Some(ours)) => self.edits.push(Edit::Remove {
                    place: ours.clone(),
                }),
                _ => {}
            },
            Fact::Header {
                answer,
                header,
                lean,
                ours,
            } => match (lean, ours) {
                (Some(lean), _) if appears => {
                    let schema = self.schema_at(lean, header);
                    let value =
                        json!({"description": "", "x-source": self.source(), "schema": schema});
                    let mapping = pointer::child(answer, "headers");
                    self.insert(&mapping, header, value, Position::Last);
                }
                (_, Some(ours)) => self.edits.push(Edit::Remove {
                    place: ours.clone(),
                }),
                _ => {}
            },
            Fact::OfOperation { operation, field } if field == "path" => {
                self.move_path(operation, point);
            }
            Fact::OfOperation { operation, field } => {
                self.set(operation, field, point.new.clone());
            }
            Fact::Security { operation, lean } => self.security(operation, lean),
            Fact::Server { url, ours } => self.server(url, *ours, appears),
            Fact::Operation { ours, lean } => match (lean, ours) {
                (Some(lean), _) if appears => self.add_operation(lean),
                (_, Some(ours)) => self.remove_operation(ours),
                _ => {}
            },
            _ => {}
        }
    }

    pub(super) fn source(&self) -> &'static str {
        self.translator.source()
    }

    pub(super) fn lean_at(&self, place: &str) -> Option<&'d Value> {
        self.lean.pointer(place)
    }

    /// The schema that stands below `schema` at a place of Lean's document.
    fn schema_at(&mut self, place: &str, name: &str) -> Value {
        let own = pointer::child(place, "schema");
        if self.lean_at(&own).is_some() {
            return self.translator.schema(&[own], name);
        }
        let content = pointer::child(place, "content");
        let media = self.lean_at(&content).and_then(Value::as_object);
        match media.and_then(|media| media.keys().next()) {
            Some(media) => {
                let place = pointer::child(&pointer::child(&content, media), "schema");
                self.translator.schema(&[place], name)
            }
            None => json!({}),
        }
    }

    pub(super) fn parameter(&mut self, lean: &str) -> Value {
        let Some(parameter) = self.lean_at(lean) else {
            return json!({});
        };
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let (name, place) = (text("name").to_owned(), text("in").to_owned());
        let required = place == "path" || parameter.get("required") == Some(&Value::Bool(true));
        let mut fields = Map::new();
        fields.insert("name".to_owned(), name.as_str().into());
        fields.insert("in".to_owned(), place.into());
        fields.insert("required".to_owned(), required.into());
        fields.insert("description".to_owned(), "".into());
        fields.insert("x-source".to_owned(), self.source().into());
        for key in ["style", "explode", "allowReserved", "deprecated"] {
            if let Some(value) = parameter.get(key) {
                fields.insert(key.to_owned(), value.clone());
            }
        }
        let schema = self.schema_at(lean, &name);
        fields.insert("schema".to_owned(), schema);
        Value::Object(fields)
    }

    fn add_parameter(&mut self, operation: &str, lean: &str) {
        let value = self.parameter(lean);
        let list = pointer::child(operation, "parameters");
        if self.value(&list).is_some() {
            self.appends.push(Edit::Append {
                list,
                value,
                position: Position::Last,
            });
        } else {
            self.insert(operation, "parameters", json!([value]), Position::Last);
        }
    }

    /// A parameter may stand in the operation, in its path, or among the components.
    fn remove_parameter(&mut self, operation: &str, ours: &str) {
        let parent = split(operation).map(|(parent, _)| parent);
        let lists = [Some(operation.to_owned()), parent];
        for holder in lists.into_iter().flatten() {
            let list = pointer::child(&holder, "parameters");
            let items: Vec<Value> = self
                .value(&list)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            for (index, item) in items.iter().enumerate() {
                let place = pointer::item(&list, index);
                let target = item.get("$ref").and_then(Value::as_str);
                let is_meant = place == ours
                    || target.and_then(pointer::from_fragment).as_deref() == Some(ours);
                if is_meant && items.len() == 1 {
                    return self.edits.push(Edit::Remove { place: list });
                }
                if is_meant {
                    return self.edits.push(Edit::Remove { place });
                }
            }
        }
    }

    pub(super) fn body(&mut self, lean: &str) -> Value {
        let required = self
            .lean_at(lean)
            .is_some_and(|body| body.get("required") == Some(&Value::Bool(true)));
        let content = self.content(lean, "Request");
        json!({"required": required, "description": "", "content": content})
    }

    /// The content of a body or an answer, one entry a media type.
    pub(super) fn content(&mut self, lean: &str, name: &str) -> Value {
        let place = pointer::child(lean, "content");
        let names: Vec<String> = self
            .lean_at(&place)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .cloned()
            .collect();
        let mut content = Map::new();
        for media in names {
            let value = self.media(&pointer::child(&place, &media), name);
            let media = if media == "*/*" {
                "application/json".to_owned()
            } else {
                media
            };
            content.insert(media, value);
        }
        Value::Object(content)
    }

    fn media(&mut self, lean: &str, name: &str) -> Value {
        let schema = self.schema_at(lean, name);
        json!({"schema": schema})
    }

    pub(super) fn answer(&mut self, lean: &str, name: &str) -> Value {
        let mut fields = Map::new();
        fields.insert("description".to_owned(), "".into());
        fields.insert("x-source".to_owned(), self.source().into());
        let content = self.content(lean, name);
        fields.insert("content".to_owned(), content);
        Value::Object(fields)
    }

    fn add_answer(&mut self, operation: &str, status: &str, lean: &str) {
        let responses = pointer::child(operation, "responses");
        let value = self.answer(lean, "Answer");
        let before = self
            .value(&responses)
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .filter(|known| known.as_str() < status)
            .max()
            .cloned();
        let position = before.map_or(Position::First, Position::After);
        self.insert(&responses, status, value, position);
    }

    fn security(&mut self, operation: &str, lean: &Value) {
        let mut rows = Vec::new();
        for requirement in lean.as_array().into_iter().flatten() {
            let mut row = Map::new();
            for (name, scopes) in requirement.as_object().into_iter().flatten() {
                let wanted = scheme(self.lean, name);
                let ours = self.scheme_of_ours(&scheme_name(&wanted, name));
                let ours = ours.unwrap_or_else(|| {
                    self.insert("/components/securitySchemes", name, wanted, Position::Last);
                    name.clone()
                });
                row.insert(ours, scopes.clone());
            }
            rows.push(Value::Object(row));
        }
        self.set(operation, "security", rows.into());
    }

    fn scheme_of_ours(&self, wanted: &str) -> Option<String> {
        let schemes = self.value("/components/securitySchemes")?.as_object()?;
        schemes
            .keys()
            .find(|name| scheme_name(&scheme(&self.ours.value, name), name) == wanted)
            .cloned()
    }

    fn server(&mut self, url: &str, ours: Option<usize>, appears: bool) {
        if appears {
            let environment = if url.contains("sandbox") {
                "sandbox"
            } else {
                "production"
            };
            return self.appends.push(Edit::Append {
                list: "/servers".to_owned(),
                value: json!({
                    "url": url,
                    "description": "",
                    "x-environment": environment,
                    "x-source": self.source(),
                }),
                position: Position::Last,
            });
        }
        if let Some(index) = ours {
            self.edits.push(Edit::Remove {
                place: pointer::item("/servers", index),
            });
        }
    }

    /// Something of an operation that our document leaves out, and that is wanted now.
    pub(super) fn left_out(&mut self, point: &Point, lean: &[String]) {
        let place = lean.first().map_or("", String::as_str);
        if point.place == "/paths" {
            return self.add_operation(place);
        }
        let tokens = pointer::tokens(&point.place).unwrap_or_default();
        let operation = pointer::join(tokens.iter().take(3));
        match tokens.get(3).map(String::as_str) {
            Some("parameters") => self.add_parameter(&operation, place),
            Some("requestBody") if tokens.len() == 4 => {
                let body = self.body(place);
                self.set(&operation, "requestBody", body);
            }
            Some("responses") if tokens.len() == 5 => {
                let status = tokens.last().cloned().unwrap_or_default();
                self.add_answer(&operation, &status, place);
            }
            _ => {
                let problem = Problem::new(
                    &self.ours.name,
                    format!("{} has no counterpart here", point.context.words()),
                    "what Lean changed there cannot be put anywhere",
                    "keep ours with --keep, or write the change by hand as a separate version",
                );
                self.problems.push(problem.at(&point.place));
            }
        }
    }
}
