//! `oneOf` of two forms that JSON itself tells apart.

use serde_json::Value;
use xtask_openapi::pointer;

use super::Shaper;
use super::expression::{Expression, Form};
use super::facts::Direction;
use super::rust_type;
use super::unwrap::Bare;

/// What JSON calls a value, as far as two forms must differ in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    Truth,
    List,
    Object,
    Anything,
}

impl Shaper<'_> {
    pub(super) fn two_forms(
        &mut self,
        bare: &Bare,
        direction: Direction,
        hint: &str,
    ) -> Option<(Value, Vec<&'static str>, Form)> {
        let place = pointer::child(&bare.place, "oneOf");
        if direction == Direction::Sent {
            self.refuse(
                &place,
                "two forms in a request",
                "the caller could not know which of them Lean expects",
                "describe the one form that is sent",
            );
            return None;
        }
        let branches = bare.schema.get("oneOf").and_then(Value::as_array).cloned();
        let [first, second] = branches.unwrap_or_default().try_into().ok()?;
        let first = self.form(&first, &pointer::item(&place, 0), &format!("{hint}First"))?;
        let second = self.form(&second, &pointer::item(&place, 1), &format!("{hint}Second"))?;
        let kinds = [kind(&first), kind(&second)];
        let are_alike = kinds[0] == kinds[1] || kinds.contains(&Kind::Anything);
        // An exact number is read from a quoted one too.
        let is_quoted =
            kinds.contains(&Kind::Text) && [&first, &second].iter().any(|form| is_decimal(form));
        if are_alike || is_quoted {
            self.refuse(
                &place,
                "two forms of the same JSON kind",
                "a value could be read as either of them",
                "describe one shape with optional members, or leave the schema empty to hand it on \
                 as raw JSON",
            );
            return None;
        }
        let schema = rust_type::with_parameters("EitherForm", &[first.schema, second.schema]);
        let natives = [vec!["EitherForm"], first.natives, second.natives].concat();
        Some((schema, natives, Form::TwoForms))
    }

    fn form(&mut self, schema: &Value, place: &str, hint: &str) -> Option<Expression> {
        let mut form = self.expression(schema, place, Direction::Received, hint)?;
        if form.nullable {
            self.note(
                place,
                "null belongs to the whole value, not to one of its forms",
            );
            form.nullable = false;
        }
        Some(form)
    }
}

fn is_decimal(form: &Expression) -> bool {
    matches!(form.form, Form::Scalar) && form.natives.contains(&"ExactDecimal")
}

fn kind(form: &Expression) -> Kind {
    match &form.form {
        Form::Struct(_) | Form::Map => Kind::Object,
        Form::Enum(_) | Form::Text => Kind::Text,
        Form::List(_) => Kind::List,
        Form::Scalar if form.natives.contains(&"ExactDecimal") => Kind::Number,
        Form::Scalar if !form.natives.is_empty() => Kind::Text,
        Form::Scalar => match form.schema.get("type").and_then(Value::as_str) {
            Some("integer" | "number") => Kind::Number,
            Some("boolean") => Kind::Truth,
            _ => Kind::Text,
        },
        Form::TwoForms | Form::Any => Kind::Anything,
    }
}
