//! What else differs: words for people, parts that nothing uses, and rewritings.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;
use xtask_openapi::effective::Tree;
use xtask_openapi::place::{Field, Kind, references};
use xtask_openapi::pointer;

use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::quoted;

/// More places than this of one kind are not told apart.
const MOST: usize = 400;

impl Comparison<'_> {
    /// Notes every difference of the texts that no finding covers.
    pub(crate) fn rest(&mut self) {
        let leaves = changed_places(self.old.root, self.new.root);
        let mut covered: Vec<String> = self
            .findings
            .iter()
            .flat_map(|finding| [finding.old.clone(), finding.new.clone()])
            .flatten()
            .filter(|place| !place.is_empty())
            .collect();
        covered.sort();
        covered.dedup();
        let used = Used::new(self.old, self.new);
        let mut kinds: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        for leaf in leaves {
            let kind = kind_of(&leaf);
            let is_covered = is_below(&covered, &leaf) || is_list_of_covered(&covered, &leaf);
            if kind == "rewritten" && is_covered {
                continue;
            }
            let kind = match self.of_schema(&leaf) {
                Some(kind) => kind,
                None if kind == "rewritten" && self.is_unjudged(&leaf, &used) => "not-compared",
                None => kind,
            };
            *kinds.entry((holder_of(&leaf, kind), kind)).or_default() += 1;
        }
        let context = Context::new(Side::Document, None);
        for ((place, kind), _) in kinds.into_iter().take(MOST) {
            let what = match kind {
                "words-changed" => "words for people have changed",
                "example-changed" => "an example has changed",
                "extension-changed" => "an extension has changed",
                "version-changed" => "the version of the document has changed",
                "schema-added" => "there is a new schema",
                "schema-removed" => "there is no schema any more",
                "not-compared" => "something is in use that no rule compares",
                _ => "the same is written in another way, or nothing uses it",
            };
            let old = self.old.root.pointer(&place).map(|_| place.as_str());
            let new = self.new.root.pointer(&place).map(|_| place.as_str());
            let last = pointer::tokens(&place).and_then(|tokens| tokens.last().cloned());
            let what = format!(
                "{what} at {}",
                quoted(&last.unwrap_or_else(|| "the document".to_owned()))
            );
            self.found(kind, &context, old, new, what);
        }
    }
}

impl Comparison<'_> {
    /// Whether a difference is in something in use that no rule has compared.
    fn is_unjudged(&self, leaf: &str, used: &Used) -> bool {
        let Some((kind, holder, field)) = holder_by_grammar(leaf) else {
            return false;
        };
        let is_judged = match kind {
            Kind::Schema => self.judged.contains(&holder),
            kind => is_compared(kind, &field),
        };
        !is_judged && used.has(leaf)
    }

    /// The kind of a difference that is a whole schema.
    fn of_schema(&self, place: &str) -> Option<&'static str> {
        let name = place.strip_prefix("/components/schemas/")?;
        if name.contains('/') {
            return None;
        }
        match (self.old.root.pointer(place), self.new.root.pointer(place)) {
            (None, Some(_)) => Some("schema-added"),
            (Some(_), None) => Some("schema-removed"),
            _ => None,
        }
    }
}

/// The components that calls of both documents lead to.
#[derive(Debug)]
struct Used {
    components: HashSet<String>,
}

impl Used {
    fn new(old: Tree<'_>, new: Tree<'_>) -> Self {
        let (one, other) = (used_components(old), used_components(new));
        Self {
            components: one.intersection(&other).cloned().collect(),
        }
    }

    /// Whether a place is in a call, or in a component that one leads to.
    fn has(&self, place: &str) -> bool {
        let component: Vec<&str> = place.split('/').take(4).collect();
        !place.starts_with("/components/") || self.components.contains(&component.join("/"))
    }
}

fn used_components(tree: Tree<'_>) -> HashSet<String> {
    let mut used: HashSet<String> = HashSet::new();
    let mut waiting: Vec<(Kind, String)> = Vec::new();
    for table in ["paths", "webhooks"] {
        let items = tree.whole().members(table).into_iter();
        waiting.extend(items.map(|(_, item)| (Kind::PathItem, item.pointer)));
    }
    while let Some((kind, pointer)) = waiting.pop() {
        let Some(value) = tree.root.pointer(&pointer) else {
            continue;
        };
        for (_, reference) in references(kind, &pointer, value) {
            let Some(target) = pointer::from_fragment(reference) else {
                continue;
            };
            let component: Vec<&str> = target.split('/').take(4).collect();
            let section = component
                .get(2)
                .and_then(|section| Kind::of_section(section));
            let component = component.join("/");
            if used.insert(component.clone()) {
                waiting.push((section.unwrap_or(Kind::Schema), component));
            }
        }
    }
    used
}

/// The object that holds what stands at a place, and the field of it that leads there.
fn holder_by_grammar(place: &str) -> Option<(Kind, String, String)> {
    let tokens = pointer::tokens(place)?;
    let mut found = None;
    let mut holds = Some(Field::One(Kind::Document));
    for (depth, token) in tokens.iter().enumerate() {
        holds = match holds {
            Some(Field::One(kind)) => {
                found = Some((kind, depth, token.clone()));
                kind.field_of_any_series(token)
            }
            Some(Field::Map(kind) | Field::Table(kind) | Field::List(kind)) => {
                Some(Field::One(kind))
            }
            Some(Field::Data) | None => None,
        };
    }
    let (kind, depth, field) = found?;
    let holder = pointer::join(tokens.iter().take(depth));
    Some((kind, holder, field))
}

/// Whether a rule compares a field, or the standard does not know it.
fn is_compared(kind: Kind, field: &str) -> bool {
    let is_left_out = match kind {
        Kind::Document => field == "jsonSchemaDialect",
        Kind::Parameter => field == "allowEmptyValue",
        Kind::Header => matches!(field, "style" | "explode" | "deprecated"),
        _ => false,
    };
    !is_left_out
}

/// The places where two documents differ in more than words.
pub(crate) fn changed_beyond_words(old: &Value, new: &Value) -> Vec<String> {
    let mut places = changed_places(old, new);
    places.retain(|place| matches!(kind_of(place), "rewritten") || place.contains("/x-lean-"));
    places
}

fn changed_places(old: &Value, new: &Value) -> Vec<String> {
    let mut leaves = Vec::new();
    differing(old, new, &mut leaves);
    leaves
}

/// The places where two values differ, as deep as they can be told.
fn differing(old: &Value, new: &Value, leaves: &mut Vec<String>) {
    let mut waiting = vec![(String::new(), old, new)];
    while let Some((place, old, new)) = waiting.pop() {
        if old == new {
            continue;
        }
        match (old, new) {
            (Value::Object(one), Value::Object(other)) => {
                for (key, value) in one {
                    let place = pointer::child(&place, key);
                    match other.get(key) {
                        Some(twin) => waiting.push((place, value, twin)),
                        None => leaves.push(place),
                    }
                }
                for key in other.keys().filter(|key| !one.contains_key(*key)) {
                    leaves.push(pointer::child(&place, key));
                }
            }
            (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
                for (index, (value, twin)) in one.iter().zip(other).enumerate() {
                    waiting.push((pointer::item(&place, index), value, twin));
                }
            }
            _ => leaves.push(place),
        }
    }
}

/// What kind of difference a place is.
fn kind_of(place: &str) -> &'static str {
    if place == "/info/version" || place == "/openapi" {
        return "version-changed";
    }
    word_of(place).map_or("rewritten", |(_, kind)| kind)
}

/// Where the report shows a difference: words at the place that holds them.
fn holder_of(place: &str, kind: &str) -> String {
    let is_of_words = !matches!(
        kind,
        "rewritten" | "not-compared" | "version-changed" | "schema-added" | "schema-removed"
    );
    match word_of(place) {
        Some((depth, _)) if is_of_words => {
            let tokens = pointer::tokens(place).unwrap_or_default();
            pointer::join(tokens.iter().take(depth + 1))
        }
        _ => place.to_owned(),
    }
}

/// Which part of a pointer is the first field that only speaks to people, and what kind of
/// difference that is. A name that somebody chose is not a field of the grammar.
fn word_of(place: &str) -> Option<(usize, &'static str)> {
    let tokens = pointer::tokens(place)?;
    let mut holds = Some(Field::One(Kind::Document));
    for (depth, token) in tokens.iter().enumerate() {
        let is_extension = token.starts_with("x-");
        holds = match holds {
            Some(Field::One(kind)) => {
                if let Some(word) = word(kind, token) {
                    return Some((depth, word));
                }
                kind.field_of_any_series(token)
            }
            Some(Field::Table(_)) if is_extension => return Some((depth, "extension-changed")),
            Some(Field::Map(kind) | Field::Table(kind) | Field::List(kind)) => {
                Some(Field::One(kind))
            }
            // Below data there is no grammar, but some of it has objects with words.
            Some(Field::Data) | None => {
                let of_objects = depth > 0
                    && tokens
                        .get(..depth)
                        .is_some_and(|above| above.iter().any(|token| has_words(token)));
                if of_objects && let Some(word) = word(Kind::Tag, token) {
                    return Some((depth, word));
                }
                None
            }
        };
    }
    None
}

/// The fields without a kind of their own whose objects are described in words.
fn has_words(field: &str) -> bool {
    matches!(field, "flows" | "variables")
}

/// The kind of difference of a field that only speaks to people.
fn word(kind: Kind, field: &str) -> Option<&'static str> {
    match field {
        "example" | "examples" => Some("example-changed"),
        // The table of a document, not its names.
        "tags" if kind == Kind::Document || kind == Kind::Operation => Some("words-changed"),
        "description" | "summary" | "title" | "externalDocs" | "contact" | "license"
        | "termsOfService" | "$comment" | "xml" => Some("words-changed"),
        name if name.starts_with("x-") => Some("extension-changed"),
        _ => None,
    }
}

/// Whether a place is the list of required fields of a schema with a field that is covered.
fn is_list_of_covered(covered: &[String], place: &str) -> bool {
    let Some(holder) = place.strip_suffix("/required") else {
        return false;
    };
    let members = format!("{holder}/properties/");
    let first = covered.partition_point(|known| known.as_str() < members.as_str());
    covered
        .get(first)
        .is_some_and(|known| known.starts_with(&members))
}

/// Whether a place or one above it is in the sorted list.
fn is_below(covered: &[String], place: &str) -> bool {
    let mut place = place;
    loop {
        if covered
            .binary_search_by(|known| known.as_str().cmp(place))
            .is_ok()
        {
            return true;
        }
        match place.rsplit_once('/') {
            Some((above, _)) => place = above,
            None => return false,
        }
    }
}
