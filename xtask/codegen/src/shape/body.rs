//! Bodies of requests, and the one answer that means success.

use serde_json::{Map, Value, json};
use xtask_openapi::{pointer, reference};

use super::Shaper;
use super::expression::{Expression, Form};
use super::facts::{Direction, TypeKind};
use super::prose;

const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";

/// The media types that are files: their bytes are passed on, not read.
pub(crate) const FILES: [&str; 2] = ["application/pdf", BYTES];

/// What a call brings when it succeeds.
pub(super) struct Answer {
    /// The `2XX` answer.
    pub(super) value: Value,
    /// The struct in it.
    pub(super) name: Option<String>,
    /// The media type of the file that can be had.
    pub(super) file: Option<String>,
    /// Whether there is nothing but that file.
    pub(super) is_file: bool,
}

/// Takes the file out of what an answer may hold.
fn take_file(answer: &mut Value) -> Option<String> {
    let content = answer.get_mut("content")?.as_object_mut()?;
    let file = FILES.into_iter().find(|file| content.contains_key(*file))?;
    content.shift_remove(file);
    Some(file.to_owned())
}

impl Shaper<'_> {
    /// The request body with what it is for, and the struct that it is.
    pub(super) fn body(
        &mut self,
        operation: &Map<String, Value>,
        place: &str,
        type_prefix: &str,
    ) -> Option<(Value, String, Option<String>)> {
        let place = pointer::child(place, "requestBody");
        let (body, place) = self.followed(operation.get("requestBody")?, &place)?;
        let (media_type, schema, schema_place) = self.only_medium(&body, &place)?;
        let media_type = match media_type.as_str() {
            FORM => FORM,
            other => self.as_json(other, &place)?,
        };
        let expression = self.expression(
            &schema,
            &schema_place,
            Direction::Sent,
            &format!("{type_prefix}Body"),
        )?;
        if media_type == FORM {
            self.refuse_deep_form(&expression);
        }
        if body.get("required") != Some(&Value::Bool(true)) {
            self.note(&place, "required: the generated client always sends a body");
        }
        let value = json!({
            "required": true,
            "content": { media_type: { "schema": expression.schema } },
        });
        let name = match expression.form {
            Form::Struct(name) => Some(name),
            _ => None,
        };
        Some((value, prose::of(&body).or(expression.prose).text(), name))
    }

    /// A form is a flat list of keys and texts.
    fn refuse_deep_form(&mut self, expression: &Expression) {
        let Form::Struct(name) = &expression.form else {
            self.refuse(
                &expression.place,
                "a form that is not an object",
                "a form is keys and values",
                "describe an object with named members",
            );
            return;
        };
        let Some(schema) = self.emitted.get(name).map(|made| made.schema.clone()) else {
            return;
        };
        let deep: Vec<String> = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter(|(_, member)| !self.is_flat(member))
            .map(|(wire, _)| wire.clone())
            .collect();
        for wire in deep {
            self.refuse(
                &pointer::child(&pointer::child(&expression.place, "properties"), &wire),
                format!("`{wire}` in a form"),
                "a form holds plain texts, not objects, lists or exact numbers",
                "make it a string and say in its description how to write it",
            );
        }
    }

    fn is_flat(&self, member: &Value) -> bool {
        if let Some(target) = reference::of(member) {
            let name = target.rsplit('/').next().unwrap_or_default();
            return self
                .emitted
                .get(name)
                .is_some_and(|made| !matches!(made.facts.kind, TypeKind::Struct(_)));
        }
        let path = member.pointer("/x-rust-type/path").and_then(Value::as_str);
        let is_number =
            path.is_some_and(|path| path.ends_with("ExactDecimal") || path.ends_with("RawJson"));
        let kind = member.get("type").and_then(Value::as_str);
        !is_number && matches!(kind, Some("string" | "integer" | "boolean"))
    }

    /// The one success of an operation, as a `2XX` answer, and what it brings.
    pub(super) fn answer(
        &mut self,
        operation: &Map<String, Value>,
        place: &str,
        type_prefix: &str,
    ) -> Option<Answer> {
        let place = pointer::child(place, "responses");
        let listed = operation
            .get("responses")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let mut successes: Vec<(String, Option<Expression>)> = Vec::new();
        let mut file: Option<(String, bool)> = None;
        for (code, answer) in listed.iter().filter(|(code, _)| code.starts_with('2')) {
            let code_place = pointer::child(&place, code);
            let (mut answer, code_place) = self.followed(answer, &code_place)?;
            if let Some(media_type) = take_file(&mut answer) {
                self.note(&code_place, format!("{media_type} handed on as a stream"));
                let is_only = answer
                    .get("content")
                    .and_then(Value::as_object)
                    .is_none_or(Map::is_empty);
                file = Some((media_type, is_only));
            }
            let is_empty = answer
                .get("content")
                .and_then(Value::as_object)
                .is_none_or(Map::is_empty);
            let expression = if is_empty {
                None
            } else {
                let (media_type, schema, schema_place) = self.only_medium(&answer, &code_place)?;
                self.as_json(&media_type, &code_place)?;
                let hint = format!("{type_prefix}Answer");
                Some(self.expression(&schema, &schema_place, Direction::Received, &hint)?)
            };
            successes.push((code.clone(), expression));
        }
        let failures: Vec<&str> = listed
            .keys()
            .map(String::as_str)
            .filter(|code| !code.starts_with('2'))
            .collect();
        if !failures.is_empty() {
            self.note(
                &place,
                format!("{} left to the run time", failures.join(", ")),
            );
        }
        let Some((first_code, first)) = successes.first() else {
            self.refuse(
                &place,
                "no success among the answers",
                "a call must return something",
                "describe the 2xx answer",
            );
            return None;
        };
        let shape =
            |expression: &Option<Expression>| expression.as_ref().map(Expression::with_null);
        if successes
            .iter()
            .any(|(_, other)| shape(other) != shape(first))
        {
            let codes: Vec<&str> = successes.iter().map(|(code, _)| code.as_str()).collect();
            self.refuse(
                &place,
                format!("different success answers ({})", codes.join(", ")),
                "a generated call returns one type",
                "describe one schema that holds for all of them",
            );
            return None;
        }
        if first_code != "2XX" {
            self.note(&place, format!("{first_code} read as any 2xx"));
        }
        let name = match first.as_ref().map(|expression| &expression.form) {
            Some(Form::Struct(name)) => Some(name.clone()),
            _ => None,
        };
        let (file, is_file) = file.unzip();
        let is_file = is_file == Some(true);
        let answer = match shape(first) {
            Some(schema) => json!({"description": "", "content": {JSON: {"schema": schema}}}),
            None if is_file => {
                let bytes = json!({"type": "string", "format": "binary"});
                json!({"description": "", "content": {BYTES: {"schema": bytes}}})
            }
            None => json!({"description": ""}),
        };
        Some(Answer {
            value: json!({"2XX": answer}),
            name,
            file,
            is_file,
        })
    }

    fn followed(&mut self, value: &Value, place: &str) -> Option<(Value, String)> {
        let found = reference::follow(self.root, place, value);
        if found.is_none() {
            self.refuse(
                place,
                "a reference to something that does not exist",
                "the call cannot be described",
                "refer to something under /components",
            );
        }
        found.map(|found| (found.value.clone(), found.pointer))
    }

    /// The only media type of a body or an answer, with its schema.
    fn only_medium(&mut self, holder: &Value, place: &str) -> Option<(String, Value, String)> {
        let place = pointer::child(place, "content");
        let content = holder
            .get("content")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let mut media = content.iter();
        let (Some((media_type, medium)), None) = (media.next(), media.next()) else {
            self.refuse(
                &place,
                format!("{} media types", content.len()),
                "the generated client reads and writes one",
                "keep application/json alone",
            );
            return None;
        };
        let place = pointer::child(&place, media_type);
        let Some(schema) = medium.get("schema") else {
            self.refuse(
                &place,
                format!("`{media_type}` without a schema"),
                "no type can be made from it",
                "add a schema, `{}` for an unknown shape",
            );
            return None;
        };
        if medium
            .get("encoding")
            .and_then(Value::as_object)
            .is_some_and(|encoding| !encoding.is_empty())
        {
            self.refuse(
                &place,
                "its own encoding",
                "the generated client does not write it",
                "leave `encoding` out",
            );
            return None;
        }
        Some((
            media_type.clone(),
            schema.clone(),
            pointer::child(&place, "schema"),
        ))
    }

    fn as_json(&mut self, media_type: &str, place: &str) -> Option<&'static str> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        match essence {
            JSON if essence == media_type => {}
            JSON | "*/*" => self.note(place, format!("{media_type} read as {JSON}")),
            _ => {
                self.refuse(
                    place,
                    format!("media type `{media_type}`"),
                    "the generated client speaks JSON, and sends flat forms",
                    "describe the JSON form, or leave the call to a hand-written client",
                );
                return None;
            }
        }
        Some(JSON)
    }
}
