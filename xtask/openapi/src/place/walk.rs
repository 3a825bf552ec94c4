//! Going through a document, place by place.

use serde_json::Value;

use super::Field::{Data, List, Map, One, Table};
use super::Kind;
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
    descend(spot, visit);
}

fn descend<'v>(spot: Spot<'_, 'v>, visit: &mut dyn FnMut(Spot<'_, 'v>)) {
    visit(spot);
    let Some(object) = spot.value.as_object() else {
        return;
    };
    for (field, value) in object {
        let holds = match spot.kind.field(field) {
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
