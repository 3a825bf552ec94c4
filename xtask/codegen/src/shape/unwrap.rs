//! Takes the wrappers off a schema: references to aliases, and `allOf` of a single branch.

use serde_json::{Map, Value};
use xtask_openapi::{pointer, reference};

use super::Shaper;

/// A schema without wrappers.
#[derive(Debug, Clone)]
pub(super) struct Bare {
    /// The schema, with the annotations of its wrappers.
    pub(super) schema: Map<String, Value>,
    /// Where its innermost part stands.
    pub(super) place: String,
    /// The component it is, if it has a name.
    pub(super) component: Option<String>,
}

impl Bare {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.schema.get(key).and_then(Value::as_str)
    }

    pub(super) fn is_set(&self, key: &str) -> bool {
        self.schema.get(key) == Some(&Value::Bool(true))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.schema.contains_key(key)
    }
}

impl Shaper<'_> {
    /// The schema at `place` without its wrappers; a schema that cannot be had is a problem.
    pub(super) fn bare(&mut self, schema: &Value, place: &str) -> Option<Bare> {
        let mut marks = Map::new();
        let mut component: Option<String> = None;
        let mut place = place.to_owned();
        let mut schema = schema;
        let mut passed: Vec<String> = Vec::new();
        loop {
            let Value::Object(object) = schema else {
                self.refuse(
                    &place,
                    "a schema that is not an object",
                    "no type can be made from it",
                    "write a schema, `{}` for an unknown shape",
                );
                return None;
            };
            if let Some(target) = reference::of(schema) {
                overlay(&mut marks, object);
                let target_place = self.component_place(target, &place)?;
                let name = target_place
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                if passed.contains(&target_place) {
                    self.refuse_circle(&place, &name);
                    return None;
                }
                self.reached.insert(name.clone());
                schema = self.root.pointer(&target_place)?;
                passed.push(target_place.clone());
                place = target_place;
                component = Some(name);
                continue;
            }
            let Some((keyword, branches)) = union(object) else {
                overlay_all(&mut marks, object);
                return Some(Bare {
                    schema: marks,
                    place,
                    component,
                });
            };
            let branches_place = pointer::child(&place, keyword);
            match branches {
                [only] if !has_shape_of_its_own(object) => {
                    overlay(&mut marks, object);
                    place = pointer::item(&branches_place, 0);
                    schema = only;
                }
                _ if keyword == "allOf" => {
                    overlay(&mut marks, object);
                    let merged = self.merged(object, branches, &place)?;
                    overlay_all(&mut marks, &merged);
                    return Some(Bare {
                        schema: marks,
                        place,
                        component,
                    });
                }
                [_, _] if keyword == "oneOf" && !has_shape_of_its_own(object) => {
                    overlay_all(&mut marks, object);
                    return Some(Bare {
                        schema: marks,
                        place,
                        component,
                    });
                }
                _ => {
                    self.refuse(
                        &branches_place,
                        format!("`{keyword}` of {} shapes", branches.len()),
                        "the generator cannot tell them apart without losing exact numbers",
                        "describe one shape with optional members, write `oneOf` of two shapes of \
                         different JSON kinds, or leave the schema empty to hand it on as raw JSON",
                    );
                    return None;
                }
            }
        }
    }

    /// The place of a referenced component.
    fn component_place(&mut self, target: &str, place: &str) -> Option<String> {
        let found = pointer::from_fragment(target)
            .filter(|found| found.starts_with("/components/schemas/"))
            .filter(|found| self.root.pointer(found).is_some());
        if found.is_none() {
            self.refuse(
                place,
                format!("a reference to `{target}`"),
                "the document has no schema of this name",
                "refer to a schema under /components/schemas",
            );
        }
        found
    }

    pub(super) fn refuse_circle(&mut self, place: &str, name: &str) {
        self.refuse(
            place,
            format!("`{name}` contains itself"),
            "an answer of unlimited depth cannot be bounded",
            "break the circle, with an empty schema where the depth is unknown",
        );
    }
}

/// The union keyword of a schema, with its branches.
fn union(object: &Map<String, Value>) -> Option<(&'static str, &[Value])> {
    ["allOf", "oneOf", "anyOf"].into_iter().find_map(|keyword| {
        let branches = object.get(keyword)?.as_array()?;
        Some((keyword, branches.as_slice()))
    })
}

fn has_shape_of_its_own(object: &Map<String, Value>) -> bool {
    [
        "properties",
        "items",
        "enum",
        "additionalProperties",
        "required",
    ]
    .iter()
    .any(|key| object.contains_key(*key))
}

/// Whether a key describes a schema rather than shaping its type.
pub(super) fn is_mark(key: &str) -> bool {
    key.starts_with("x-")
        || matches!(
            key,
            "description"
                | "title"
                | "nullable"
                | "deprecated"
                | "default"
                | "example"
                | "readOnly"
                | "writeOnly"
                | "externalDocs"
        )
}

/// Adds the annotations of an inner wrapper: the outer ones win, and one `nullable` is enough.
fn overlay(marks: &mut Map<String, Value>, object: &Map<String, Value>) {
    for (key, value) in object.iter().filter(|(key, _)| is_mark(key)) {
        if key == "nullable" && value == &Value::Bool(true) {
            marks.insert(key.clone(), value.clone());
        } else {
            marks.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

fn overlay_all(marks: &mut Map<String, Value>, object: &Map<String, Value>) {
    overlay(marks, object);
    for (key, value) in object.iter().filter(|(key, _)| !is_mark(key)) {
        marks.insert(key.clone(), value.clone());
    }
}
