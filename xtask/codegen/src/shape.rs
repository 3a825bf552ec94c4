//! Policy: makes a 3.0 document into one that the generator turns into the types we want.
//!
//! The generator has traps (two success bodies panic, an optional array refuses `null`, an inline
//! object may be merged with another one …). Here each is either shaped away, with a note, or
//! refused with its place. What comes out holds just what is generated: the calls, and the types
//! that a call reaches.

pub(crate) mod body;
mod bounds;
mod expression;
mod facts;
mod forms;
mod leaf;
mod merge;
pub mod name;
mod operation;
mod parameter;
mod prose;
mod rust_type;
mod structure;
mod unwrap;
mod variants;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use xtask_openapi::{Document, Lowered, Note, Problem, Problems, pointer};

pub(crate) use parameter::TAKEN as TAKEN_SETTERS;
pub(crate) use variants::UNKNOWN_TO_LEAN;

pub use facts::{
    Direction, EnumFacts, Facts, Initial, LASTING, MemberFacts, OperationFacts, Paging,
    ParameterFacts, StructFacts, TypeFacts, TypeKind, WordFacts,
};

/// A document as the generator is given it, with what the later steps must know about it.
#[derive(Debug, Clone)]
pub struct Shaped {
    /// The document as it was read, for the places in messages.
    pub document: Document,
    /// The document as the generator reads it.
    pub openapi: OpenAPI,
    /// The same as JSON.
    pub value: Value,
    /// The notes of this step and of the one before.
    pub notes: Vec<Note>,
    /// What cannot be read off the generated code.
    pub facts: Facts,
}

/// Shapes a lowered document.
///
/// # Errors
///
/// Fails with every place that the generator cannot turn into a type that keeps what Lean sends.
pub fn shape(document: &Document, lowered: Lowered) -> Result<Shaped, Problems> {
    let root = lowered.value;
    let mut shaper = Shaper::new(document, &root);
    let paths = shaper.paths();
    shaper.note_the_unreached();
    let Shaper {
        problems,
        notes,
        emitted,
        mut facts,
        ..
    } = shaper;
    let problems = problems.or(()).err().map(|mut problems| {
        problems.sort();
        problems
    });
    if let Some(problems) = problems {
        return Err(problems);
    }

    let mut schemas = Map::new();
    for (name, made) in emitted {
        schemas.insert(name.clone(), made.schema);
        facts.types.insert(name, made.facts);
    }
    let value = json!({
        "openapi": "3.0.3",
        "info": { "title": facts.title, "version": facts.version },
        "paths": paths,
        "components": { "schemas": schemas },
    });
    let openapi = OpenAPI::deserialize(&value).map_err(|error| {
        Problem::new(
            document.name.clone(),
            format!("the shaped document is not OpenAPI 3.0 ({error})"),
            "the generator reads nothing else",
            "report it: the shaping let something through that it should have refused",
        )
    })?;
    let mut all_notes = lowered.notes;
    let mut seen = BTreeSet::new();
    all_notes.extend(
        notes
            .into_iter()
            .filter(|note| seen.insert((note.pointer.clone(), note.text.clone()))),
    );
    Ok(Shaped {
        document: document.clone(),
        openapi,
        value,
        notes: all_notes,
        facts,
    })
}

/// A component of the shaped document.
struct Emitted {
    schema: Value,
    facts: TypeFacts,
}

/// One run over one document.
struct Shaper<'d> {
    document: &'d Document,
    root: &'d Value,
    problems: Problems,
    notes: Vec<Note>,
    facts: Facts,
    /// The components made so far, by Rust name.
    emitted: IndexMap<String, Emitted>,
    /// The Rust name of each component of the document.
    component_names: BTreeMap<String, String>,
    /// The names given to inline schemas, by pointer.
    hoisted: BTreeMap<String, String>,
    /// The components of the document that a call reaches.
    reached: BTreeSet<String>,
    /// The structs whose fields are being shaped, outermost first.
    open_structs: Vec<String>,
}

impl<'d> Shaper<'d> {
    fn new(document: &'d Document, root: &'d Value) -> Self {
        let mut shaper = Self {
            document,
            root,
            problems: Problems::new(),
            notes: Vec::new(),
            facts: Facts::default(),
            emitted: IndexMap::new(),
            component_names: BTreeMap::new(),
            hoisted: BTreeMap::new(),
            reached: BTreeSet::new(),
            open_structs: Vec::new(),
        };
        let info = |key: &str| {
            root.pointer("/info")
                .and_then(|info| info.get(key))
                .and_then(Value::as_str)
        };
        info("title")
            .unwrap_or("an API of Lean")
            .clone_into(&mut shaper.facts.title);
        info("version")
            .unwrap_or("0.0.0")
            .clone_into(&mut shaper.facts.version);
        let info = root.pointer("/info").map(prose::of).unwrap_or_default();
        shaper.facts.description = info.text();
        shaper.name_components();
        shaper
    }

    /// Gives each component the name that the generator would give it, and refuses clashes.
    fn name_components(&mut self) {
        let Some(schemas) = self
            .root
            .pointer("/components/schemas")
            .and_then(Value::as_object)
        else {
            return;
        };
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for component in schemas.keys() {
            let rust_name = name::settled(component);
            let place = pointer::join(["components", "schemas", component]);
            if name::hides_a_prelude_name(&rust_name) {
                self.refuse(
                    &place,
                    format!("a type named `{rust_name}`"),
                    "it would hide a Rust name in the generated code",
                    "give the component another name",
                );
            }
            if let Some(other) = owners.insert(rust_name.clone(), component) {
                self.refuse(
                    &place,
                    format!("a second component that becomes `{rust_name}`, beside `{other}`"),
                    "the generator would make one type from the two",
                    "give one of them another name",
                );
            }
            self.component_names.insert(component.clone(), rust_name);
        }
    }

    fn note_the_unreached(&mut self) {
        let unreached: Vec<String> = self
            .root
            .pointer("/components/schemas")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
            .filter(|component| !self.reached.contains(*component))
            .cloned()
            .collect();
        for component in unreached {
            let place = pointer::join(["components", "schemas", &component]);
            self.note(
                &place,
                "left out: no call sends it and no success brings it",
            );
        }
    }

    fn note(&mut self, place: &str, text: impl Into<String>) {
        self.notes.push(Note::new("shape", place, text));
    }

    fn refuse(
        &mut self,
        place: &str,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let problem = self.document.problem(place, what, why, mend);
        if !self.problems.iter().any(|known| *known == problem) {
            self.problems.push(problem);
        }
    }

    /// A name for an inline schema that no other type has.
    fn free_name(&mut self, place: &str, hint: &str) -> String {
        if let Some(name) = self.hoisted.get(place) {
            return name.clone();
        }
        let wanted = name::settled(hint);
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let is_free = |name: &String| {
            !self.component_names.values().any(|taken| taken == name)
                && !self.hoisted.values().any(|taken| taken == name)
                && !name::hides_a_prelude_name(name)
        };
        let name = std::iter::once(wanted.clone())
            .chain(numbered)
            .find(is_free)
            .unwrap_or(wanted);
        self.hoisted.insert(place.to_owned(), name.clone());
        self.note(
            place,
            format!("named `{name}`, so that it stays a type of its own"),
        );
        name
    }
}
