//! The schemas of a document in the terms of the round trips: independent of the generator's own
//! reading, so that a mistake there shows.

use serde_json::{Map, Value};

/// A schema, with everything below it.
#[derive(Debug, Clone)]
pub struct Schema {
    /// What it is.
    pub kind: Type,
    /// Whether null may stand there.
    pub is_nullable: bool,
    /// The name of the component that it is, if it has one.
    pub component: Option<String>,
}

/// The type of a value.
#[derive(Debug, Clone)]
pub enum Type {
    /// Anything.
    Any,
    /// `true` or `false`
    Bool,
    /// A whole number.
    Integer,
    /// A lifetime that is read leniently.
    Seconds,
    /// An exact decimal number.
    Decimal,
    /// Any text.
    Text,
    /// An instant with an offset.
    Instant,
    /// A date.
    Date,
    /// A date or an instant.
    DateOrInstant,
    /// One of these words.
    Word(Vec<String>),
    /// One of these words in a request, or a word of the caller.
    OpenWord(Vec<String>),
    /// One of two forms.
    Either(Box<Schema>, Box<Schema>),
    /// A list of these.
    List(Box<Schema>),
    /// Any names, with such values.
    Map(Box<Schema>),
    /// These members.
    Struct(Vec<Member>),
}

/// A member of a struct.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Whether it is never absent.
    pub is_required: bool,
    /// What it is.
    pub schema: Schema,
}

impl Schema {
    /// The schema `value`, which stands somewhere in the document `root`.
    ///
    /// # Panics
    ///
    /// Panics at what no document has had so far, such as a union of several shapes: the round
    /// trips would have to make each of them.
    pub fn read(root: &Value, value: &Value) -> Self {
        let mut bare = Bare::default();
        let mut value = value;
        while let Some(inner) = bare.take_in(root, value) {
            value = inner;
        }
        Self {
            kind: bare.kind(root),
            is_nullable: bare.is_nullable,
            component: bare.component,
        }
    }
}

/// A schema without what is wrapped around it.
#[derive(Default)]
struct Bare {
    /// The innermost schema, with the annotations of its wrappers.
    schema: Map<String, Value>,
    is_nullable: bool,
    component: Option<String>,
}

impl Bare {
    /// Takes in one wrapper; what is inside of it, if it is one.
    fn take_in<'v>(&mut self, root: &'v Value, value: &'v Value) -> Option<&'v Value> {
        let object = value.as_object().expect("a schema is a mapping");
        for (key, value) in object {
            self.schema
                .entry(key.clone())
                .or_insert_with(|| value.clone());
        }
        if let Some(kinds) = object.get("type").and_then(Value::as_array) {
            self.is_nullable |= kinds.iter().any(|kind| kind == "null");
        }
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            self.component = reference.rsplit('/').next().map(str::to_owned);
            return Some(target(root, reference));
        }
        let union = ["anyOf", "oneOf", "allOf"];
        let branches = union.iter().find_map(|key| object.get(*key)?.as_array())?;
        let is_null = |branch: &&Value| branch.get("type") == Some(&"null".into());
        let (nulls, others): (Vec<_>, Vec<_>) = branches.iter().partition(is_null);
        self.is_nullable |= !nulls.is_empty();
        match others.as_slice() {
            [only] => Some(*only),
            [_, _] if object.contains_key("oneOf") => None,
            _ => panic!("a union of {} shapes", others.len()),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.schema.contains_key(key)
    }

    fn kind(&self, root: &Value) -> Type {
        let mark = self.schema.get("x-lean-enum");
        assert!(
            mark.is_none_or(|mark| mark == "open"),
            "an enum that is not open in an answer"
        );
        if let Some(forms) = self.schema.get("oneOf").and_then(Value::as_array) {
            let is_null = |form: &&Value| form.get("type") == Some(&"null".into());
            let forms = forms.iter().filter(|form| !is_null(form));
            let mut forms = forms.map(|form| Box::new(Schema::read(root, form)));
            let (first, second) = (forms.next(), forms.next());
            return Type::Either(
                first.expect("there are two forms"),
                second.expect("there are two forms"),
            );
        }
        if let Some(words) = self.schema.get("enum").and_then(Value::as_array) {
            let words = words.iter().filter(|word| !word.is_null());
            let words = words.map(|word| word.as_str().expect("words are texts").to_owned());
            let words = words.collect();
            return match mark {
                Some(_) => Type::OpenWord(words),
                None => Type::Word(words),
            };
        }
        match self.type_word() {
            None => {
                let shapes = ["properties", "items", "additionalProperties", "const"];
                assert!(
                    !shapes.iter().any(|key| self.has(key)),
                    "a shape without `type`"
                );
                Type::Any
            }
            Some("boolean") => Type::Bool,
            Some("integer") if self.has("x-lean-lenient") => Type::Seconds,
            Some("integer") => Type::Integer,
            Some("number") => Type::Decimal,
            Some("string") if self.has("x-lean-time") => Type::DateOrInstant,
            // An amount in quotes is an amount all the same.
            Some("string") if self.schema.get("x-lean-money") == Some(&Value::Bool(true)) => {
                Type::Decimal
            }
            Some("string") => match self.schema.get("format").and_then(Value::as_str) {
                Some("date-time") => Type::Instant,
                Some("date") => Type::Date,
                None | Some("uuid" | "uri") => Type::Text,
                Some(other) => panic!("a text of the format {other}"),
            },
            Some("array") => {
                let items = self.schema.get("items").expect("a list has `items`");
                Type::List(Box::new(Schema::read(root, items)))
            }
            Some("object") => self.object(root),
            Some(other) => panic!("a schema of the type {other}"),
        }
    }

    /// The word of `type`, other than null.
    fn type_word(&self) -> Option<&str> {
        let kinds = match self.schema.get("type")? {
            Value::Array(kinds) => kinds.as_slice(),
            kind => std::slice::from_ref(kind),
        };
        let mut kinds = kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null");
        let only = kinds.next();
        assert!(kinds.next().is_none(), "a schema of several types");
        only
    }

    fn object(&self, root: &Value) -> Type {
        let required = self.schema.get("required").and_then(Value::as_array);
        let is_required =
            |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
        let Some(members) = self.schema.get("properties").and_then(Value::as_object) else {
            let anything = Value::Object(Map::new());
            let values = self.schema.get("additionalProperties");
            let values = values
                .filter(|values| values.is_object())
                .unwrap_or(&anything);
            return Type::Map(Box::new(Schema::read(root, values)));
        };
        let member = |(name, value): (&String, &Value)| Member {
            name: name.clone(),
            is_required: is_required(name),
            schema: Schema::read(root, value),
        };
        Type::Struct(members.iter().map(member).collect())
    }
}

/// What a reference leads to, or the value itself.
pub(super) fn followed<'v>(root: &'v Value, value: &'v Value) -> &'v Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => target(root, reference),
        None => value,
    }
}

fn target<'v>(root: &'v Value, reference: &str) -> &'v Value {
    reference
        .strip_prefix('#')
        .and_then(|pointer| root.pointer(pointer))
        .expect("a reference leads somewhere in the document")
}
