//! What a schema says, whatever way it is written: as one number that can be compared.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use xtask_openapi::effective::{Part, Tree, is_prose};
use xtask_openapi::place::{Field, Kind};
use xtask_openapi::pointer;

/// More objects than this are not looked into for one answer.
const MOST: usize = 20_000;

/// The meanings of the schemas of one document, each worked out once.
#[derive(Debug, Default)]
pub(crate) struct Meanings {
    known: HashMap<String, u64>,
}

/// One question: what is open above, and what is left to spend.
struct Question<'m, 'd> {
    tree: Tree<'d>,
    known: &'m mut HashMap<String, u64>,
    /// The targets of references that are being read.
    open: Vec<String>,
    /// How far up the outermost target stands that was met again.
    circle: usize,
    left: usize,
    /// Where something was read.
    seen: Vec<String>,
}

impl Meanings {
    /// The meaning of a schema, and the objects that were read for it.
    pub(crate) fn of<'d>(&mut self, tree: Tree<'d>, part: &Part<'d>) -> (u64, Vec<String>) {
        let mut question = Question {
            tree,
            known: &mut self.known,
            open: Vec::new(),
            circle: usize::MAX,
            left: MOST,
            seen: Vec::new(),
        };
        let meaning = question.object(Kind::Schema, part.value, &part.pointer);
        (meaning, question.seen)
    }
}

impl Question<'_, '_> {
    fn object(&mut self, kind: Kind, value: &Value, pointer: &str) -> u64 {
        self.left = self.left.saturating_sub(1);
        self.seen.push(pointer.to_owned());
        let Value::Object(object) = value else {
            // `true` is `{}`.
            let all = Value::Object(serde_json::Map::new());
            let is_all = kind == Kind::Schema && value == &Value::Bool(true);
            return plain(if is_all { &all } else { value });
        };
        let siblings: Vec<(&String, &Value)> = object
            .iter()
            .filter(|(key, _)| kind != Kind::Schema || !is_prose(key))
            .filter(|(key, _)| {
                kind == Kind::Schema
                    || !matches!(
                        key.as_str(),
                        "description" | "summary" | "example" | "examples"
                    )
            })
            .collect();
        if kind.section().is_some()
            && let Some(reference) = object.get("$ref").and_then(Value::as_str)
        {
            let target = self.target(kind, reference);
            let counts = kind == Kind::Schema && self.tree.siblings_count && siblings.len() > 1;
            if !counts {
                return target;
            }
        }
        if let [(key, Value::Array(branches))] = siblings.as_slice()
            && kind == Kind::Schema
            && matches!(key.as_str(), "allOf" | "anyOf" | "oneOf")
            && let [only] = branches.as_slice()
        {
            let place = pointer::item(&pointer::child(pointer, key), 0);
            return self.object(kind, only, &place);
        }
        let mut fields: Vec<(&str, u64)> = siblings
            .into_iter()
            .map(|(key, value)| (key.as_str(), self.field(kind, key, value, pointer)))
            .collect();
        fields.sort_unstable();
        hashed(&fields)
    }

    fn field(&mut self, kind: Kind, key: &str, value: &Value, above: &str) -> u64 {
        if key == "$ref"
            && let Some(reference) = value.as_str()
        {
            return self.target(kind, reference);
        }
        let place = pointer::child(above, key);
        match (kind.field_of_any_series(key), value) {
            (Some(Field::One(kind)), value) => self.object(kind, value, &place),
            (Some(Field::Map(kind) | Field::Table(kind)), Value::Object(named)) => {
                let mut fields: Vec<(&str, u64)> = named
                    .iter()
                    .map(|(name, value)| {
                        let place = pointer::child(&place, name);
                        (name.as_str(), self.object(kind, value, &place))
                    })
                    .collect();
                fields.sort_unstable();
                hashed(&fields)
            }
            (Some(Field::List(kind)), Value::Array(items)) => {
                let mut parts: Vec<u64> = items
                    .iter()
                    .enumerate()
                    .map(|(index, value)| self.object(kind, value, &pointer::item(&place, index)))
                    .collect();
                if key != "prefixItems" {
                    parts.sort_unstable();
                }
                hashed(&parts)
            }
            (_, Value::Array(items)) if matches!(key, "required" | "enum" | "type") => {
                let mut parts: Vec<u64> = items.iter().map(plain).collect();
                parts.sort_unstable();
                parts.dedup();
                match (key, parts.as_slice()) {
                    // A list of one type is that type.
                    ("type", [only]) => *only,
                    _ => hashed(&parts),
                }
            }
            (_, other) => plain(other),
        }
    }

    fn target(&mut self, kind: Kind, reference: &str) -> u64 {
        let Some(place) = pointer::from_fragment(reference) else {
            return hashed(&("elsewhere", reference));
        };
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        if let Some(depth) = self.open.iter().position(|open| *open == place) {
            self.circle = self.circle.min(depth);
            return hashed(&"circle");
        }
        let Some(value) = self.tree.root.pointer(&place) else {
            return hashed(&("nothing", reference));
        };
        if self.left == 0 {
            // It is like nothing in the other document, so that no change hides behind it.
            let document = std::ptr::from_ref(self.tree.root).addr();
            return hashed(&("unread", document, reference));
        }
        let depth = self.open.len();
        let outer = std::mem::replace(&mut self.circle, usize::MAX);
        self.open.push(place.clone());
        let meaning = self.object(kind, value, &place);
        self.open.pop();
        // What leads back to something above means another thing elsewhere.
        if self.circle >= depth && self.left > 0 {
            self.known.insert(place, meaning);
            self.circle = outer;
        } else {
            self.circle = self.circle.min(outer);
        }
        meaning
    }
}

/// The meaning of a value whose keys may stand in any order.
fn plain(value: &Value) -> u64 {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<(&str, u64)> = object
                .iter()
                .map(|(key, value)| (key.as_str(), plain(value)))
                .collect();
            fields.sort_unstable();
            hashed(&fields)
        }
        Value::Array(items) => hashed(&items.iter().map(plain).collect::<Vec<_>>()),
        // 1 and 1.0 are one number.
        Value::Number(number) => number.as_f64().map_or_else(
            || hashed(&number.to_string()),
            |number| hashed(&number.to_bits()),
        ),
        other => hashed(&other.to_string()),
    }
}

fn hashed(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
