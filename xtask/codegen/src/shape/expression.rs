//! The type of one place: a reference, a type of the run time, a plain type, or a collection.

use serde_json::{Value, json};
use xtask_openapi::pointer;

use super::Shaper;
use super::facts::Direction;
use super::prose::{self, Prose};
use super::unwrap::Bare;

/// The shaped type of one place.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    /// The schema without `nullable`.
    pub(super) schema: Value,
    /// Whether `null` may stand there.
    pub(super) nullable: bool,
    /// Documentation text.
    pub(super) prose: Prose,
    /// Whether the value must not be printed.
    pub(super) sensitive: bool,
    /// The types of the run time in it.
    pub(super) natives: Vec<&'static str>,
    /// What it is.
    pub(super) form: Form,
    /// The default, when it is sent without being set.
    pub(super) always_sent: Option<Value>,
    /// A made-up value.
    pub(super) example: Option<Value>,
    /// Where its innermost part stands.
    pub(super) place: String,
}

/// What a type is, as far as its users ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// A generated struct of this name.
    Struct(String),
    /// A generated enum of this name.
    Enum(String),
    /// A generated text with checked length.
    Text,
    /// A string, number or boolean, or a type of the run time that stands for one.
    Scalar,
    /// A list of such.
    List(Box<Form>),
    /// An object with any keys.
    Map,
    /// One of two forms.
    TwoForms,
    /// Anything.
    Any,
}

impl Expression {
    /// The schema with `null` allowed where it may stand.
    pub(super) fn with_null(&self) -> Value {
        if self.nullable {
            nullable(&self.schema)
        } else {
            self.schema.clone()
        }
    }
}

/// A schema that also takes `null`.
pub(super) fn nullable(schema: &Value) -> Value {
    // Beside `$ref` and `x-rust-type` the generator overlooks `nullable`.
    if schema.get("$ref").is_some() || schema.get("x-rust-type").is_some() {
        return json!({"nullable": true, "allOf": [schema]});
    }
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
    schema
}

impl Shaper<'_> {
    /// Shapes the schema at `place`; `hint` names it, should it be inline and in need of a name.
    pub(super) fn expression(
        &mut self,
        schema: &Value,
        place: &str,
        direction: Direction,
        hint: &str,
    ) -> Option<Expression> {
        let bare = self.bare(schema, place)?;
        if bare.has("not") {
            self.refuse(
                &bare.place,
                "`not`",
                "there is no type of everything else",
                "say what it is instead",
            );
            return None;
        }
        self.note_dropped_bounds(&bare, direction);
        let (schema, natives, form) = self.typed(&bare, direction, hint)?;
        let always_sent = bare
            .schema
            .get("default")
            .filter(|_| bare.is_set("x-lean-always-sent"));
        Some(Expression {
            schema,
            nullable: bare.is_set("nullable"),
            prose: prose::of_members(&bare.schema),
            sensitive: bare.is_set("x-lean-sensitive") || self.holds_sensitive(&bare),
            natives,
            form,
            always_sent: always_sent.cloned(),
            example: bare.schema.get("example").cloned(),
            place: bare.place,
        })
    }

    /// Whether the items or values of a collection must not be printed.
    fn holds_sensitive(&mut self, bare: &Bare) -> bool {
        ["items", "additionalProperties"].iter().any(|key| {
            let inner = bare.schema.get(*key).filter(|inner| inner.is_object());
            inner.is_some_and(|inner| {
                let place = pointer::child(&bare.place, key);
                self.bare(inner, &place)
                    .is_some_and(|inner| inner.is_set("x-lean-sensitive"))
            })
        })
    }

    fn typed(
        &mut self,
        bare: &Bare,
        direction: Direction,
        hint: &str,
    ) -> Option<(Value, Vec<&'static str>, Form)> {
        if bare.has("oneOf") {
            return self.two_forms(bare, direction, hint);
        }
        if bare.has("enum") {
            return self.enumeration(bare, direction, hint);
        }
        let has_members = bare
            .schema
            .get("properties")
            .and_then(Value::as_object)
            .is_some_and(|members| !members.is_empty());
        match bare.text("type") {
            Some("object") | None if has_members => self.structure(bare, direction, hint),
            Some("object") => self.map(bare, direction, hint),
            Some("array") => self.list(bare, direction, hint),
            None if bare.has("items") => self.list(bare, direction, hint),
            None if bare.has("additionalProperties") => self.map(bare, direction, hint),
            Some("string") => self.text(bare, direction, hint),
            Some("integer") => self.integer(bare, direction),
            Some("number") => Some(self.number(bare)),
            Some("boolean") => Some((json!({"type": "boolean"}), Vec::new(), Form::Scalar)),
            None if is_open(bare) => Some((
                super::rust_type::native("RawJson"),
                vec!["RawJson"],
                Form::Any,
            )),
            other => {
                let what = other.map_or_else(
                    || "a schema without `type`".to_owned(),
                    |kind| format!("type `{kind}`"),
                );
                self.refuse(
                    &bare.place,
                    what,
                    "no type can be made from it",
                    "write one of object, array, string, integer, number, boolean, or leave the \
                     whole schema empty for an unknown shape",
                );
                None
            }
        }
    }

    fn list(
        &mut self,
        bare: &Bare,
        direction: Direction,
        hint: &str,
    ) -> Option<(Value, Vec<&'static str>, Form)> {
        let unknown = json!({});
        let items = bare.schema.get("items").unwrap_or(&unknown);
        let items_place = pointer::child(&bare.place, "items");
        let item = self.expression(items, &items_place, direction, &format!("{hint}Item"))?;
        let with_null = item.with_null();
        let form = Form::List(Box::new(item.form));
        if direction == Direction::Received && bare.has("x-lean-lenient") {
            if bare.text("x-lean-lenient") != Some("list") {
                self.refuse_mark(bare, "x-lean-lenient", "list");
                return None;
            }
            let schema = super::rust_type::with_parameters("OneOrMany", &[item.schema]);
            let natives = [vec!["OneOrMany"], item.natives].concat();
            return Some((schema, natives, form));
        }
        let schema = json!({"type": "array", "items": with_null});
        Some((schema, item.natives, form))
    }

    fn map(
        &mut self,
        bare: &Bare,
        direction: Direction,
        hint: &str,
    ) -> Option<(Value, Vec<&'static str>, Form)> {
        let unknown = json!({});
        let values = match bare.schema.get("additionalProperties") {
            Some(schema @ Value::Object(_)) => schema,
            _ => &unknown,
        };
        let values_place = pointer::child(&bare.place, "additionalProperties");
        let value = self.expression(values, &values_place, direction, &format!("{hint}Value"))?;
        let schema = json!({"type": "object", "additionalProperties": value.with_null()});
        Some((schema, value.natives, Form::Map))
    }
}

/// Whether nothing is said about the type.
fn is_open(bare: &Bare) -> bool {
    bare.schema.keys().all(|key| super::unwrap::is_mark(key))
}
