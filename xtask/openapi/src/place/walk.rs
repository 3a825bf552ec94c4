//! Going through a document, place by place.

use serde_json::Value;

use super::Field::{Data, List, Map, One, Table};
use super::{Field, Kind};
use crate::pointer;

/// One place of a document, as [`walk`] comes to it.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'p, 'v> {
    /// What should stand here.
    pub kind: Kind,
    /// RFC 6901 JSON pointer of the place.
    pub pointer: &'p str,
    /// The field of the parent that led here, for instance `properties`; empty for the document.
    pub field: &'p str,
    /// What does stand here; not an object, when the document is wrong.
    pub value: &'v Value,
}

/// Calls `visit` for the document and every place below it, parents first, in document order.
///
/// References are not followed. Values that are data (examples, defaults, enum words,
/// extensions) are not walked, whatever they look like.
pub fn walk<'v>(document: &'v Value, visit: &mut dyn FnMut(Spot<'_, 'v>)) {
    let spot = Spot {
        kind: Kind::Document,
        pointer: "",
        field: "",
        value: document,
    };
    descend(spot, &Kind::field, &mut |spot| {
        visit(spot);
        true
    });
}

/// Calls `visit` for a part of a document and every place below it, as [`walk`] does, the schemas
/// of 3.1's keywords included. What `visit` says no to is not gone into.
pub fn walk_part<'v>(
    kind: Kind,
    pointer: &str,
    value: &'v Value,
    visit: &mut dyn FnMut(Spot<'_, 'v>) -> bool,
) {
    let spot = Spot {
        kind,
        pointer,
        field: "",
        value,
    };
    descend(spot, &Kind::field_of_any_series, visit);
}

/// Every `$ref` of a part of a document that is one by the grammar, with the pointer of the object
/// that it stands in.
pub fn references<'v>(kind: Kind, pointer: &str, value: &'v Value) -> Vec<(String, &'v str)> {
    let mut found = Vec::new();
    walk_part(kind, pointer, value, &mut |spot| {
        if let Some(reference) = spot.value.get("$ref").and_then(Value::as_str)
            && spot.kind.section().is_some()
        {
            found.push((spot.pointer.to_owned(), reference));
        }
        true
    });
    found
}

/// What a field of an object holds.
type Grammar = dyn Fn(Kind, &str) -> Option<Field>;

fn descend<'v>(spot: Spot<'_, 'v>, grammar: &Grammar, visit: &mut dyn FnMut(Spot<'_, 'v>) -> bool) {
    if !visit(spot) {
        return;
    }
    let Some(object) = spot.value.as_object() else {
        return;
    };
    for (field, value) in object {
        let holds = match grammar(spot.kind, field) {
            Some(Data) | None => continue,
            Some(holds) => holds,
        };
        let pointer = pointer::child(spot.pointer, field);
        match holds {
            One(kind) => descend(
                Spot {
                    kind,
                    pointer: &pointer,
                    field,
                    value,
                },
                grammar,
                visit,
            ),
            Map(kind) | Table(kind) => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    if matches!(holds, Table(_)) && name.starts_with("x-") {
                        continue;
                    }
                    let pointer = &pointer::child(&pointer, name);
                    descend(
                        Spot {
                            kind,
                            pointer,
                            field,
                            value,
                        },
                        grammar,
                        visit,
                    );
                }
            }
            List(kind) => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    let pointer = &pointer::item(&pointer, index);
                    descend(
                        Spot {
                            kind,
                            pointer,
                            field,
                            value,
                        },
                        grammar,
                        visit,
                    );
                }
            }
            Data => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schemas(document: &Value) -> Vec<(String, String)> {
        let mut seen = Vec::new();
        walk(document, &mut |spot| {
            if spot.kind == Kind::Schema {
                seen.push((spot.pointer.to_owned(), spot.field.to_owned()));
            }
        });
        seen
    }

    #[test]
    fn every_schema_is_visited_with_the_field_that_led_to_it() {
        let document = json!({"components": {"schemas": {"A": {
            "properties": {"x-name": {"type": "string"}, "$ref": {"type": "string"}},
            "allOf": [{"items": {}}],
        }}}});
        let expected = [
            ("/components/schemas/A", "schemas"),
            ("/components/schemas/A/properties/x-name", "properties"),
            ("/components/schemas/A/properties/$ref", "properties"),
            ("/components/schemas/A/allOf/0", "allOf"),
            ("/components/schemas/A/allOf/0/items", "items"),
        ]
        .map(|(pointer, field)| (pointer.to_owned(), field.to_owned()));
        assert_eq!(schemas(&document), expected);
    }

    #[test]
    fn data_is_not_walked() {
        let look_alike = json!({"properties": {"a": {"$ref": "#/nothing"}}});
        let document = json!({
            "paths": {"x-path": {"get": {"parameters": [{"schema": {}}]}}},
            "components": {"schemas": {"A": {
                "example": look_alike, "default": look_alike, "enum": [look_alike],
                "x-lean-choice": look_alike,
            }}},
        });
        assert_eq!(schemas(&document).len(), 1);
    }

    #[test]
    fn callback_holds_path_items() {
        let document = json!({"components": {"callbacks": {"paid": {
            "{$request.body#/url}": {"post": {"requestBody": {"content": {"a/b": {"schema": {}}}}}},
        }}}});
        assert_eq!(schemas(&document).len(), 1);
    }
}
