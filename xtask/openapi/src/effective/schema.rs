//! One schema as it takes effect: merged, null and limits said one way.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{Part, Types};

/// A schema as it takes effect.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword of its own"
)]
pub struct Schema<'d> {
    /// Where it has its own place.
    pub pointer: String,
    /// The component it is.
    pub name: Option<String>,
    /// The types its values may have, null included.
    pub allowed: Types,
    /// Whether anything limits the types.
    pub says_type: bool,
    /// Whether nothing names the types, and they were read from `properties` or `items`.
    pub guessed_type: bool,
    /// Whether a union allows null.
    pub null_by_union: bool,
    null_by_keyword: bool,
    /// Whether a list of values leaves null out.
    null_refused: bool,
    /// Whether null is one of the values that are listed.
    pub lists_null: bool,
    /// Whether 3.0's `nullable` stands next to a list of values that leaves null out.
    pub nullable_beside_values: bool,
    /// The values of its enum or constant, without null.
    pub words: Option<Vec<&'d Value>>,
    /// Its format.
    pub format: Option<&'d str>,
    /// Its fields, each with the schemas that all hold for it.
    pub members: IndexMap<&'d str, Vec<Part<'d>>>,
    /// The names of the fields that must be there.
    pub required: BTreeSet<&'d str>,
    /// The schemas of its items.
    pub items: Vec<Part<'d>>,
    /// The schemas of fields without a name.
    pub extra: Vec<Part<'d>>,
    /// Its unions.
    pub unions: Vec<Union<'d>>,
    /// The field that tells the branches of a union apart.
    pub discriminator: Option<&'d Value>,
    /// The value that absence stands for.
    pub default: Option<&'d Value>,
    /// Whether it is only sent by the server.
    pub read_only: bool,
    /// Whether it is only sent to the server.
    pub write_only: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// How many parts of `allOf` it is made of.
    pub branches_of_all: usize,
    /// Numeric limits, the strictest of all parts.
    pub limits: IndexMap<&'static str, Limit>,
    /// Our own extensions on it.
    pub marks: IndexMap<&'d str, &'d Value>,
    /// The objects whose keywords it is made of.
    pub nodes: Vec<Part<'d>>,
    /// Every other keyword; of several parts that say one, the last.
    pub other: IndexMap<&'d str, &'d Value>,
    /// What each part says by a keyword, where all of it holds: `format`, `default`,
    /// `discriminator` and every other keyword.
    pub said: IndexMap<&'d str, Vec<Part<'d>>>,
}

/// `oneOf` or `anyOf`, without its null.
#[derive(Debug, Clone)]
pub struct Union<'d> {
    /// Whether exactly one branch must hold, not any.
    pub exactly_one: bool,
    /// The branches without null.
    pub branches: Vec<Part<'d>>,
}

/// A numeric limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The limit.
    pub value: f64,
    /// Whether the value itself is outside.
    pub excluded: bool,
}

impl<'d> Schema<'d> {
    /// A schema that allows everything.
    pub fn new(pointer: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            name: None,
            allowed: Types::ANY,
            says_type: false,
            guessed_type: false,
            null_by_union: false,
            null_by_keyword: false,
            null_refused: false,
            lists_null: false,
            nullable_beside_values: false,
            words: None,
            format: None,
            members: IndexMap::new(),
            required: BTreeSet::new(),
            items: Vec::new(),
            extra: Vec::new(),
            unions: Vec::new(),
            discriminator: None,
            default: None,
            read_only: false,
            write_only: false,
            deprecated: false,
            branches_of_all: 0,
            limits: IndexMap::new(),
            marks: IndexMap::new(),
            nodes: Vec::new(),
            other: IndexMap::new(),
            said: IndexMap::new(),
        }
    }

    /// Whether null is one of its values.
    pub fn nullable(&self) -> bool {
        self.allowed.has(Types::NULL) && self.says_type
            || (!self.says_type && (self.null_by_union || self.null_by_keyword))
    }

    /// The types without null.
    pub fn kinds(&self) -> Types {
        self.allowed.without(Types::NULL)
    }

    /// Takes the types that `object` names.
    pub fn types(&mut self, object: &'d Map<String, Value>) {
        if object.get("nullable") == Some(&Value::Bool(true)) {
            self.null_by_keyword = true;
        }
        let types = match object.get("type") {
            Some(Value::String(name)) => Types::named(name),
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .fold(Types::NONE, |all, name| all.and(Types::named(name))),
            _ => return,
        };
        self.narrow_types(types);
    }

    /// Allows only what is allowed already and among `types`.
    pub fn narrow_types(&mut self, types: Types) {
        self.allowed = if self.says_type {
            self.allowed.both(types)
        } else {
            types
        };
        self.says_type = true;
    }

    /// Allows only what is allowed already and among `words`.
    pub fn narrow_words(&mut self, words: Vec<&'d Value>) {
        self.words = Some(match self.words.take() {
            None => words,
            Some(known) => known
                .into_iter()
                .filter(|word| words.contains(word))
                .collect(),
        });
    }

    /// Takes what one part says by a keyword, unless another part says the same.
    pub(super) fn say(&mut self, keyword: &'d str, part: Part<'d>) {
        let said = self.said.entry(keyword).or_default();
        if !said.iter().any(|known| known.value == part.value) {
            said.push(part);
        }
    }

    /// Leaves null out where an object lists its values without it, and 3.0's `nullable` does not
    /// let it in again.
    pub(super) fn refuse_null(&mut self, object: &Map<String, Value>, words: &[&Value]) {
        let lets_in = object.get("nullable") == Some(&Value::Bool(true));
        let lists_null = words.iter().any(|word| word.is_null());
        self.lists_null |= lists_null;
        self.null_refused |= !lets_in && !lists_null;
        self.nullable_beside_values |= lets_in && !lists_null;
    }

    /// Takes a numeric limit, when it is stricter than the one there is.
    pub fn limit(&mut self, keyword: &str, value: f64, excluded: bool) {
        let (name, is_least, excluded) = match keyword {
            "minimum" => ("minimum", true, excluded),
            "exclusiveMinimum" => ("minimum", true, true),
            "maximum" => ("maximum", false, excluded),
            "exclusiveMaximum" => ("maximum", false, true),
            "minLength" => ("minLength", true, false),
            "maxLength" => ("maxLength", false, false),
            "minItems" => ("minItems", true, false),
            "maxItems" => ("maxItems", false, false),
            "minProperties" => ("minProperties", true, false),
            "maxProperties" => ("maxProperties", false, false),
            "minContains" => ("minContains", true, false),
            "maxContains" => ("maxContains", false, false),
            _ => return,
        };
        let limit = Limit { value, excluded };
        let stricter = self.limits.get(name).is_none_or(|known| {
            let further = if is_least {
                value > known.value
            } else {
                value < known.value
            };
            further || (value.total_cmp(&known.value).is_eq() && excluded)
        });
        if stricter {
            self.limits.insert(name, limit);
        }
    }

    /// Says null one way, and leaves out what says nothing.
    pub fn settle(&mut self) {
        if let Some(words) = &mut self.words {
            let before = words.len();
            words.retain(|word| !word.is_null());
            let had_null = words.len() < before;
            if had_null && !self.says_type {
                self.null_by_keyword = true;
            }
            if !self.says_type {
                let types = words
                    .iter()
                    .fold(Types::NONE, |all, word| all.and(Types::of(word)));
                if types != Types::NONE {
                    self.allowed = types;
                    self.says_type = true;
                }
            }
        }
        if !self.says_type && (!self.members.is_empty() || !self.extra.is_empty()) {
            self.allowed = Types::OBJECT;
            self.says_type = true;
            self.guessed_type = true;
        }
        if !self.says_type && !self.items.is_empty() {
            self.allowed = Types::ARRAY;
            self.says_type = true;
            self.guessed_type = true;
        }
        if self.null_refused && !self.null_by_keyword {
            self.allowed = self.allowed.without(Types::NULL);
        }
        if self.says_type && (self.null_by_union || self.null_by_keyword) {
            self.allowed = self.allowed.and(Types::NULL);
        }
        for known in [
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minContains",
            "maxContains",
        ] {
            self.other.shift_remove(known);
            self.said.shift_remove(known);
        }
        for name in ["minLength", "minItems", "minProperties"] {
            if self
                .limits
                .get(name)
                .is_some_and(|limit| limit.value <= 0.0)
            {
                self.limits.shift_remove(name);
            }
        }
        if self.other.get("uniqueItems") == Some(&&Value::Bool(false)) {
            self.other.shift_remove("uniqueItems");
        }
        if let Some(said) = self.said.get_mut("uniqueItems") {
            said.retain(|part| part.value != &Value::Bool(false));
        }
        self.said.retain(|_, said| !said.is_empty());
    }
}
