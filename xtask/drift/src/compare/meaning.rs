//! What a schema says, whatever way it is written: as one number that can be compared.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use xtask_openapi::effective::{Part, Tree, is_prose};
use xtask_openapi::place::{Field, Kind};
use xtask_openapi::pointer;

/// So many references one after the other are followed.
pub(crate) const MOST_HOPS: usize = 8;

/// The meanings of the schemas of one document, each worked out once.
#[derive(Debug, Default)]
pub(crate) struct Meanings {
    /// By place, and by how many references are still followed below it.
    known: HashMap<(String, usize), u64>,
}

/// The schemas of one document, with what is known of them.
struct Reader<'m, 'd> {
    tree: Tree<'d>,
    known: &'m mut HashMap<(String, usize), u64>,
}

impl Meanings {
    /// The meaning of a schema. What lies behind more references than [`MOST_HOPS`] has no part in
    /// it.
    pub(crate) fn of<'d>(&mut self, tree: Tree<'d>, part: &Part<'d>) -> u64 {
        let mut reader = Reader {
            tree,
            known: &mut self.known,
        };
        reader.object(Kind::Schema, part.value, MOST_HOPS)
    }
}

impl Reader<'_, '_> {
    fn object(&mut self, kind: Kind, value: &Value, hops: usize) -> u64 {
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
            let target = self.target(kind, reference, hops);
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
            return self.object(kind, only, hops);
        }
        let mut fields: Vec<(&str, u64)> = siblings
            .into_iter()
            .map(|(key, value)| (key.as_str(), self.field(kind, key, value, hops)))
            .collect();
        fields.sort_unstable();
        hashed(&fields)
    }

    fn field(&mut self, kind: Kind, key: &str, value: &Value, hops: usize) -> u64 {
        if key == "$ref"
            && let Some(reference) = value.as_str()
        {
            return self.target(kind, reference, hops);
        }
        match (kind.field_of_any_series(key), value) {
            (Some(Field::One(kind)), value) => self.object(kind, value, hops),
            (Some(Field::Map(kind) | Field::Table(kind)), Value::Object(named)) => {
                let mut fields: Vec<(&str, u64)> = named
                    .iter()
                    .map(|(name, value)| (name.as_str(), self.object(kind, value, hops)))
                    .collect();
                fields.sort_unstable();
                hashed(&fields)
            }
            (Some(Field::List(kind)), Value::Array(items)) => {
                let mut parts: Vec<u64> = items
                    .iter()
                    .map(|value| self.object(kind, value, hops))
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

    fn target(&mut self, kind: Kind, reference: &str, hops: usize) -> u64 {
        let Some(place) = pointer::from_fragment(reference) else {
            return hashed(&("elsewhere", reference));
        };
        let Some(left) = hops.checked_sub(1) else {
            return hashed("further");
        };
        let key = (place, left);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let Some(value) = self.tree.root.pointer(&key.0) else {
            return hashed(&("nothing", reference));
        };
        let meaning = self.object(kind, value, left);
        self.known.insert(key, meaning);
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
