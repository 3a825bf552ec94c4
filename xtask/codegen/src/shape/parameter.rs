//! Parameters of a call.

use serde_json::{Map, Value, json};
use xtask_openapi::{pointer, reference};

use super::Shaper;
use super::expression::{Expression, Form};
use super::facts::{Direction, ParameterFacts};
use super::{name, prose, rust_type};

/// Names that a builder has for other things.
pub(crate) const TAKEN: [&str; 10] = [
    "body",
    "send",
    "send_with_head",
    "send_envelope",
    "download",
    "download_with_head",
    "pages",
    "stream",
    "clone",
    "lenient",
];

/// The header that lets a request be sent again without doing its work again.
const KEY: &str = "idempotency-key";

impl Shaper<'_> {
    /// The parameters of an operation, those of its path included; its own win.
    pub(super) fn parameters(
        &mut self,
        item: (&Map<String, Value>, &str),
        operation: (&Map<String, Value>, &str),
        type_prefix: &str,
    ) -> Vec<(Value, ParameterFacts)> {
        let mut found: Vec<(Value, String)> = Vec::new();
        for (holder, place) in [item, operation] {
            let listed = holder
                .get("parameters")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default();
            let list_place = pointer::child(place, "parameters");
            for (index, parameter) in listed.iter().enumerate() {
                let place = pointer::item(&list_place, index);
                let Some(target) = reference::follow(self.root, &place, parameter) else {
                    self.refuse(
                        &place,
                        "a reference to something that is not a parameter",
                        "the call cannot be described",
                        "refer to one under /components/parameters",
                    );
                    continue;
                };
                let target = (target.value.clone(), target.pointer);
                let key = |parameter: &Value| {
                    (parameter.get("name").cloned(), parameter.get("in").cloned())
                };
                found.retain(|(known, _)| key(known) != key(&target.0));
                found.push(target);
            }
        }
        let mut shaped: Vec<(Value, ParameterFacts)> = Vec::new();
        for (parameter, place) in found {
            let Some((value, facts)) = self.parameter(&parameter, &place, type_prefix) else {
                continue;
            };
            let clash = shaped
                .iter()
                .any(|(_, known)| known.rust_name == facts.rust_name);
            if clash || TAKEN.contains(&facts.rust_name.as_str()) {
                self.refuse(
                    &place,
                    format!("a parameter that becomes the setter `{}`", facts.rust_name),
                    "the builder of the call has another method of that name",
                    "leave one of the two out",
                );
                continue;
            }
            shaped.push((value, facts));
        }
        shaped
    }

    /// Makes the type of an idempotency key that of the run time; whether it is one.
    fn key(&mut self, kind: &str, wire: &str, expression: &mut Expression, place: &str) -> bool {
        let is_key = kind == "header" && wire.eq_ignore_ascii_case(KEY);
        if is_key {
            expression.schema = rust_type::native("IdempotencyKey");
            expression.natives = vec!["IdempotencyKey"];
            self.note(
                place,
                "a key of the run time, made with the call and sent with each attempt",
            );
        }
        is_key
    }

    fn parameter(
        &mut self,
        parameter: &Value,
        place: &str,
        type_prefix: &str,
    ) -> Option<(Value, ParameterFacts)> {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let (wire, kind) = (
            text("name").unwrap_or_default(),
            text("in").unwrap_or_default(),
        );
        if !matches!(kind, "path" | "query" | "header") {
            self.refuse(
                place,
                format!("a parameter in `{kind}`"),
                "the generated client cannot send it",
                "leave it out, or send it as a header",
            );
            return None;
        }
        let usual_style = if kind == "query" { "form" } else { "simple" };
        if let Some(style) = text("style").filter(|style| *style != usual_style) {
            self.refuse(
                place,
                format!("style `{style}`"),
                format!("the generated client writes a {kind} parameter as `{usual_style}`"),
                "leave style out, with one parameter per key",
            );
            return None;
        }
        let Some(schema) = parameter.get("schema") else {
            self.refuse(
                place,
                "a parameter without a schema",
                "its type is unknown",
                "give it a schema; `content` is not understood",
            );
            return None;
        };
        let schema_place = pointer::child(place, "schema");
        let hint = format!("{type_prefix}{}", name::pascal(wire));
        let mut expression = self.expression(schema, &schema_place, Direction::Sent, &hint)?;
        let is_key = self.key(kind, wire, &mut expression, place);
        if expression.nullable {
            self.note(place, "null dropped: what is not set is not sent");
        }
        let can_be_sent = match &expression.form {
            Form::Scalar | Form::Enum(_) | Form::Text => {
                // An exact number writes itself as JSON text, which only a path or header takes.
                kind != "query" || !expression.natives.contains(&"ExactDecimal")
            }
            Form::List(item) => {
                kind == "query"
                    && matches!(**item, Form::Scalar | Form::Enum(_) | Form::Text)
                    && parameter.get("explode") != Some(&Value::Bool(false))
            }
            _ => false,
        };
        if !can_be_sent {
            self.refuse(
                place,
                format!("a {kind} parameter that is not written as plain text"),
                "the generated client writes one value, or in a query one key for each item",
                "use a plain string and say in its description how to write it",
            );
            return None;
        }
        if parameter.get("x-lean-always-sent") == Some(&Value::Bool(true)) {
            let default = schema
                .get("default")
                .or_else(|| parameter.get("default"))
                .cloned();
            expression.always_sent = expression.always_sent.or(default);
            if expression.always_sent.is_none() {
                self.refuse(
                    place,
                    "x-lean-always-sent without a default",
                    "there is nothing to send",
                    "give the schema a default",
                );
            }
        }
        let required = kind == "path" || parameter.get("required") == Some(&Value::Bool(true));
        let facts = ParameterFacts {
            wire: wire.to_owned(),
            rust_name: name::snake(wire),
            place: kind.to_owned(),
            required,
            description: prose::of(parameter)
                .or(expression.prose.clone())
                .named(&format!("The parameter `{wire}`")),
            initial: self.initial(&expression, Direction::Sent, place),
            is_key,
            example: parameter.get("example").cloned().or(expression.example),
            natives: expression.natives,
            pointer: place.to_owned(),
        };
        let value =
            json!({"name": wire, "in": kind, "required": required, "schema": expression.schema});
        Some((value, facts))
    }
}
