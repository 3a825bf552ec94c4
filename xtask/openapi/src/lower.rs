//! Rewriting an `OpenAPI` 3.1 document as 3.0.3, without losing anything in silence.
//!
//! Each construct of 3.1 is either rewritten, which leaves a note, or refused, with the JSON
//! pointer of its place. Only places where the grammar has a schema (or another object) are
//! rewritten: examples, defaults, enum words and extensions are data and stay as they are.

use serde_json::{Map, Value};

use crate::load::Document;
use crate::note::Note;
use crate::place::{Field, Kind};
use crate::pointer;
use crate::problem::{Problem, Problems};
use crate::reference;

mod allowed_values;
mod keyword;
mod object;
mod schema;
mod union;

/// The version every lowered document says it has.
pub const LOWERED_VERSION: &str = "3.0.3";

/// A document in the words of `OpenAPI` 3.0.3.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// The rewritten document, its keys in the order of the original.
    pub value: Value,
    /// One note a rewrite, in the order of the document.
    pub notes: Vec<Note>,
}

/// Rewrites a document as `OpenAPI` 3.0.3. Of a 3.0 document only the version is set.
///
/// # Errors
///
/// Fails with every construct that 3.0 cannot say, and when the document is neither 3.0
/// nor 3.1.
pub fn lower(document: &Document) -> Result<Lowered, Problems> {
    let version = document.value.get("openapi").and_then(Value::as_str);
    match version.map(series) {
        Some(Series::Older) => Ok(set_version(document)),
        Some(Series::Newer) => {
            let mut lowering = Lowering::new(document);
            let value = lowering.place(Kind::Document, "", &document.value);
            let notes = lowering.notes;
            lowering.problems.or(Lowered { value, notes })
        }
        Some(Series::Unknown) | None => {
            let found = version.map_or("no `openapi` version".to_owned(), |version| {
                format!("OpenAPI version {version}")
            });
            Err(document
                .problem(
                    "/openapi",
                    found,
                    "only 3.0 and 3.1 are understood",
                    "write `openapi: 3.1.0` in quotation marks if need be, and describe the API in its words",
                )
                .into())
        }
    }
}

/// Which rules a document follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// `OpenAPI` 3.0.
    Older,
    /// `OpenAPI` 3.1.
    Newer,
    /// Anything else.
    Unknown,
}

/// The series a version such as `3.1.0` belongs to.
pub fn series(version: &str) -> Series {
    let patch = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    match version.rsplit_once('.') {
        Some(("3.0", rest)) if patch(rest) => Series::Older,
        Some(("3.1", rest)) if patch(rest) => Series::Newer,
        _ => Series::Unknown,
    }
}

fn set_version(document: &Document) -> Lowered {
    let mut lowered = Lowered {
        value: document.value.clone(),
        notes: Vec::new(),
    };
    if let Some(version) = lowered.value.get_mut("openapi")
        && version != LOWERED_VERSION
    {
        let text = format!("version {version} became {LOWERED_VERSION}");
        lowered.notes.push(Note::new(STEP, "/openapi", text));
        *version = LOWERED_VERSION.into();
    }
    lowered
}

const STEP: &str = "lower";

/// The work on one document.
#[derive(Debug)]
struct Lowering<'d> {
    document: &'d Document,
    notes: Vec<Note>,
    problems: Problems,
}

impl<'d> Lowering<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            notes: Vec::new(),
            problems: Problems::new(),
        }
    }

    fn note(&mut self, pointer: &str, text: impl Into<String>) {
        self.notes.push(Note::new(STEP, pointer, text));
    }

    fn refuse(
        &mut self,
        pointer: &str,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let problem: Problem = self.document.problem(pointer, what, why, mend);
        self.problems.push(problem);
    }

    /// Lowers whatever stands at the place `pointer`, where the grammar has a `kind`.
    fn place(&mut self, kind: Kind, pointer: &str, value: &Value) -> Value {
        if kind == Kind::Schema {
            return self.schema(pointer, value);
        }
        let Some(object) = value.as_object() else {
            self.refuse(
                pointer,
                format!("{} that is not a mapping", kind.words()),
                "its fields are named",
                "write it as a mapping",
            );
            return value.clone();
        };
        if kind.section().is_some() && reference::of(value).is_some() {
            return self.reference(kind, pointer, object);
        }
        let mut lowered = Map::new();
        for (name, value) in object {
            let at = pointer::child(pointer, name);
            if self.rewrite_field(kind, &at, name, object, &mut lowered) {
                continue;
            }
            let value = match kind.field(name) {
                Some(field) => self.field(field, &at, value),
                None => value.clone(),
            };
            lowered.insert(name.clone(), value);
        }
        self.complete(kind, pointer, &mut lowered);
        Value::Object(lowered)
    }

    /// Lowers the value of one field.
    fn field(&mut self, field: Field, pointer: &str, value: &Value) -> Value {
        match (field, value) {
            (Field::Data, _) => value.clone(),
            (Field::One(kind), _) => self.place(kind, pointer, value),
            (Field::Map(kind), Value::Object(members)) => members
                .iter()
                .map(|(name, value)| {
                    let at = pointer::child(pointer, name);
                    (name.clone(), self.place(kind, &at, value))
                })
                .collect(),
            (Field::Table(kind), Value::Object(members)) => members
                .iter()
                .map(|(name, value)| {
                    if name.starts_with("x-") {
                        return (name.clone(), value.clone());
                    }
                    let at = pointer::child(pointer, name);
                    (name.clone(), self.place(kind, &at, value))
                })
                .collect(),
            (Field::List(kind), Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(index, value)| self.place(kind, &pointer::item(pointer, index), value))
                .collect(),
            (Field::Map(_) | Field::Table(_) | Field::List(_), _) => {
                let shape = if matches!(field, Field::List(_)) {
                    "list"
                } else {
                    "mapping"
                };
                self.refuse(
                    pointer,
                    format!("not a {shape}"),
                    format!("the grammar of OpenAPI has a {shape} here"),
                    format!("write a {shape}, or leave the field out"),
                );
                value.clone()
            }
        }
    }
}

#[cfg(test)]
mod tests;
