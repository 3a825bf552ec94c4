//! What the later steps must know about a document and cannot read off the generated code.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::TAKEN_SETTERS;

/// Everything the shaping found out, by the names that the generated code will have.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The area, as in the operations' tag: `banks`.
    pub area: String,
    /// The document's title.
    pub title: String,
    /// The document's description, as documentation text.
    pub description: String,
    /// The document's version.
    pub version: String,
    /// The operations in the order of the document.
    pub operations: Vec<OperationFacts>,
    /// The generated types by their Rust name.
    pub types: BTreeMap<String, TypeFacts>,
}

impl Facts {
    /// The facts of a struct, if `name` is one.
    pub fn structure(&self, name: &str) -> Option<&StructFacts> {
        match &self.types.get(name)?.kind {
            TypeKind::Struct(structure) => Some(structure),
            _ => None,
        }
    }

    /// The fields of a call's body with the names of their setters, in the order of the document;
    /// none where the body is not a struct.
    ///
    /// Where a parameter, a method that every call has, or an earlier field has the name, `body_`
    /// goes before it.
    pub fn body_setters(&self, operation: &OperationFacts) -> Vec<(String, &MemberFacts)> {
        let name = operation.body_type.as_deref();
        let fields = name.and_then(|name| self.structure(name));
        let parameters = operation.parameters.iter();
        // What the path needs is an argument of the client's method, and no setter.
        let mut taken: HashSet<String> = parameters
            .filter(|parameter| parameter.place != "path")
            .map(|parameter| parameter.rust_name.clone())
            .chain(TAKEN_SETTERS.map(str::to_owned))
            .collect();
        let fields = fields.map_or(&[][..], |fields| &fields.members);
        if fields.iter().any(MemberFacts::is_end) {
            taken.insert(LASTING.to_owned());
        }
        let mut setters = Vec::new();
        for field in fields {
            let mut name = field.rust_name.clone();
            while !taken.insert(name.clone()) {
                name.insert_str(0, "body_");
            }
            setters.push((name, field));
        }
        setters
    }
}

/// One operation.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not exclude each other"
)]
pub struct OperationFacts {
    /// The operationId as the document has it: `listBanks`.
    pub id: String,
    /// The client's method: `list_banks`.
    pub rust_name: String,
    /// The builder struct: `ListBanks`.
    pub builder: String,
    /// The constant: `LIST_BANKS`.
    pub constant: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The area, from the operation's first tag.
    pub area: String,
    /// One line for people.
    pub summary: String,
    /// Documentation text with its source.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// The parameters in the order of the document.
    pub parameters: Vec<ParameterFacts>,
    /// What the body is for, if there is one.
    pub body: Option<String>,
    /// The body's type when it is a generated struct.
    pub body_type: Option<String>,
    /// Whether the body is a form instead of JSON.
    pub is_form: bool,
    /// The regions that the document names for it; empty for the document's own.
    pub regions: Vec<String>,
    /// The answer's type when it is a generated struct.
    pub answer: Option<String>,
    /// How its pages are read, when it is a list.
    pub paging: Option<Paging>,
    /// The media type of the file that it brings, if it brings one.
    pub file: Option<String>,
    /// Whether it brings nothing but that file.
    pub is_file: bool,
    /// The codes of the Saudi standard that it needs: all of the lists, of each list any one.
    pub ksa_scopes: Vec<Vec<String>>,
    /// Whether it changes nothing, although its method may.
    pub only_reads: bool,
    /// Where it stands in the document.
    pub pointer: String,
}

/// One parameter of an operation.
#[derive(Debug, Clone)]
pub struct ParameterFacts {
    /// The name on the wire.
    pub wire: String,
    /// The builder's setter.
    pub rust_name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// Whether a call fails without it.
    pub required: bool,
    /// Documentation text.
    pub description: String,
    /// The value it begins with, when it is always sent.
    pub initial: Option<Initial>,
    /// Whether it is an idempotency key, which a builder begins with.
    pub is_key: bool,
    /// A made-up value, if the document gives one.
    pub example: Option<Value>,
    /// The types of the run time that its type must name.
    pub natives: Vec<&'static str>,
    /// Where it stands in the document.
    pub pointer: String,
}

/// A value that a builder begins with.
#[derive(Debug, Clone)]
pub struct Initial {
    /// The value as the document gives it.
    pub value: Value,
    /// The generated enum that it is a word of.
    pub enumeration: Option<String>,
}

/// How the pages of a list are read.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The query parameter that holds the page's number.
    pub number: String,
    /// The query parameter that holds the page's size.
    pub size: Option<String>,
    /// The items' place in the answer, as a dotted path.
    pub items: String,
    /// The page object's place in the answer, as a dotted path; empty for the answer itself.
    pub page: String,
    /// Where the mark stands in the document.
    pub place: String,
}

/// The way a struct travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Only we send it.
    Sent,
    /// Only Lean sends it.
    Received,
}

/// One generated type.
#[derive(Debug, Clone)]
pub struct TypeFacts {
    /// Documentation text with its source.
    pub description: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// What it is.
    pub kind: TypeKind,
}

/// What a generated type is.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// An object with named fields.
    Struct(StructFacts),
    /// A set of words.
    Enum(EnumFacts),
    /// A text with a length that is checked before it is sent: the fewest and the most characters.
    Text((Option<u64>, Option<u64>)),
}

/// A struct.
#[derive(Debug, Clone)]
pub struct StructFacts {
    /// Who sends it.
    pub direction: Direction,
    /// Its fields in the order of the document.
    pub members: Vec<MemberFacts>,
    /// The field that holds the data, when it is a result envelope.
    pub envelope: Option<String>,
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub struct MemberFacts {
    /// The name on the wire.
    pub wire: String,
    /// The field.
    pub rust_name: String,
    /// What the generator is given in the name's place, because it could not tell two apart.
    pub stand_in: Option<String>,
    /// Documentation text.
    pub description: String,
    /// Whether its value must not be printed.
    pub sensitive: bool,
    /// Whether it may be absent.
    pub optional: bool,
    /// The value it begins with, when it is always sent.
    pub initial: Option<Initial>,
    /// A made-up value, if the document gives one.
    pub example: Option<Value>,
    /// The types of the run time that its type must name.
    pub natives: Vec<&'static str>,
    /// Where it stands in the document.
    pub pointer: String,
}

impl MemberFacts {
    /// Whether it says when something ends: in a call such a moment must be in the future, and
    /// [`LASTING`] sets it as well.
    pub fn is_end(&self) -> bool {
        self.wire == "expiration_date_time" && self.natives == ["Timestamp"]
    }
}

/// The setter that says how long something lasts instead of when it ends.
pub const LASTING: &str = "expires_in";

/// An enum.
#[derive(Debug, Clone)]
pub struct EnumFacts {
    /// Its words in the order of the document.
    pub words: Vec<WordFacts>,
    /// Whether Lean may send other values.
    pub is_open: bool,
}

/// A word of an enum.
#[derive(Debug, Clone)]
pub struct WordFacts {
    /// The word on the wire.
    pub word: String,
    /// The variant.
    pub variant: String,
    /// What the generator is given in the word's place, because it could not tell the words apart.
    pub stand_in: Option<String>,
}
