//! One schema as the comparison reads it: merged, null and limits said one way.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::tree::Part;
use super::types::Types;

/// A schema as the comparison reads it.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword of its own"
)]
pub(super) struct Schema<'d> {
    pub(super) pointer: String,
    /// The component it is.
    pub(super) name: Option<String>,
    pub(super) allowed: Types,
    pub(super) says_type: bool,
    pub(super) null_by_union: bool,
    null_by_keyword: bool,
    pub(super) words: Option<Vec<&'d Value>>,
    pub(super) format: Option<&'d str>,
    pub(super) members: IndexMap<&'d str, Vec<Part<'d>>>,
    pub(super) required: BTreeSet<&'d str>,
    pub(super) items: Vec<Part<'d>>,
    pub(super) extra: Vec<Part<'d>>,
    pub(super) unions: Vec<Union<'d>>,
    pub(super) discriminator: Option<&'d Value>,
    pub(super) default: Option<&'d Value>,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) branches_of_all: usize,
    /// Numeric limits, the strictest of all parts.
    pub(super) limits: IndexMap<&'static str, Limit>,
    pub(super) marks: IndexMap<&'d str, &'d Value>,
    /// Every other keyword.
    pub(super) other: IndexMap<&'d str, &'d Value>,
}

/// `oneOf` or `anyOf`, without its null.
#[derive(Debug, Clone)]
pub(super) struct Union<'d> {
    pub(super) exactly_one: bool,
    pub(super) branches: Vec<Part<'d>>,
}

/// A numeric limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    pub(super) value: f64,
    /// Whether the value itself is outside.
    pub(super) excluded: bool,
}

impl<'d> Schema<'d> {
    pub(super) fn new(pointer: &str) -> Self {
        Self {
            pointer: pointer.to_owned(),
            name: None,
            allowed: Types::ANY,
            says_type: false,
            null_by_union: false,
            null_by_keyword: false,
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
            other: IndexMap::new(),
        }
    }

    /// Whether null is one of its values.
    pub(super) fn nullable(&self) -> bool {
        self.allowed.has(Types::NULL) && self.says_type
            || (!self.says_type && (self.null_by_union || self.null_by_keyword))
    }

    /// The types without null.
    pub(super) fn kinds(&self) -> Types {
        self.allowed.without(Types::NULL)
    }

    pub(super) fn types(&mut self, object: &'d Map<String, Value>) {
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

    pub(super) fn narrow_types(&mut self, types: Types) {
        self.allowed = if self.says_type {
            self.allowed.both(types)
        } else {
            types
        };
        self.says_type = true;
    }

    pub(super) fn narrow_words(&mut self, words: Vec<&'d Value>) {
        self.words = Some(match self.words.take() {
            None => words,
            Some(known) => known
                .into_iter()
                .filter(|word| words.contains(word))
                .collect(),
        });
    }

    pub(super) fn limit(&mut self, keyword: &str, value: f64, excluded: bool) {
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
    pub(super) fn settle(&mut self) {
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
        }
        if !self.says_type && !self.items.is_empty() {
            self.allowed = Types::ARRAY;
            self.says_type = true;
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
    }
}
