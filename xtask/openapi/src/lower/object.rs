//! The objects of a document that are not schemas: what 3.1 added to them, and made optional.

use serde_json::{Map, Value, json};

use super::{LOWERED_VERSION, Lowering};
use crate::place::{Kind, walk};
use crate::pointer;
use crate::reference;

impl Lowering<'_> {
    /// Rewrites one field of `object` if 3.0 says it in another way. Gives `false` when the
    /// field is to be taken over, each object in it lowered.
    pub(super) fn rewrite_field(
        &mut self,
        kind: Kind,
        pointer: &str,
        name: &str,
        object: &Map<String, Value>,
        lowered: &mut Map<String, Value>,
    ) -> bool {
        let Some(value) = object.get(name) else {
            return false;
        };
        match (kind, name) {
            (Kind::Document, "openapi") => {
                self.note(pointer, format!("version {value} became {LOWERED_VERSION}"));
                lowered.insert(name.to_owned(), LOWERED_VERSION.into());
            }
            (Kind::Document, "jsonSchemaDialect") | (Kind::Info, "summary") => {
                self.note(pointer, "dropped");
            }
            (Kind::Document, "webhooks") => {
                let count = value.as_object().map_or(0, Map::len);
                self.note(pointer, format!("dropped, with {count} webhooks in it"));
            }
            (Kind::Info, "license") if value.get("identifier").is_some() => {
                self.license(pointer, value, lowered);
            }
            (Kind::Components, "pathItems") => self.drop_path_items(pointer),
            (Kind::PathItem, "$ref") => self.refuse(
                pointer,
                "a path item that is a reference",
                "the generator reads path items only in their place",
                "write the operations here",
            ),
            (Kind::MediaType | Kind::Parameter | Kind::Header, "examples") => {
                return self.named_examples(pointer, value, object, lowered);
            }
            (Kind::SecurityScheme, "type") if value == "mutualTLS" => {
                self.refuse(
                    pointer,
                    "the security scheme `mutualTLS`",
                    "OpenAPI 3.0 does not have it",
                    "leave it out, and say in the description that a certificate is needed",
                );
            }
            _ => return false,
        }
        true
    }

    /// Supplies what 3.0 demands and 3.1 lets out.
    pub(super) fn complete(&mut self, kind: Kind, pointer: &str, lowered: &mut Map<String, Value>) {
        match kind {
            Kind::Document if !lowered.contains_key("paths") => {
                self.note(
                    &pointer::child(pointer, "paths"),
                    "supplied, without a path",
                );
                lowered.insert("paths".to_owned(), json!({}));
            }
            Kind::Operation if !lowered.contains_key("responses") => {
                self.note(
                    &pointer::child(pointer, "responses"),
                    "supplied, any answer without a body",
                );
                let any = json!({"default": {"description": NOT_DESCRIBED}});
                lowered.insert("responses".to_owned(), any);
            }
            Kind::Response if !lowered.contains_key("description") => {
                self.note(
                    &pointer::child(pointer, "description"),
                    "supplied, 3.0 demands one",
                );
                lowered.insert("description".to_owned(), NOT_DESCRIBED.into());
            }
            _ => {}
        }
    }

    /// A reference instead of an object: 3.1 allows a summary and a description next to
    /// it, 3.0 allows nothing.
    pub(super) fn reference(
        &mut self,
        kind: Kind,
        pointer: &str,
        object: &Map<String, Value>,
    ) -> Value {
        if kind == Kind::PathItem {
            self.rewrite_field(
                kind,
                &pointer::child(pointer, "$ref"),
                "$ref",
                object,
                &mut Map::new(),
            );
            return Value::Object(object.clone());
        }
        for name in object.keys().filter(|name| *name != "$ref") {
            let at = pointer::child(pointer, name);
            match name.as_str() {
                "summary" | "description" => {
                    self.note(&at, "dropped, 3.0 reads nothing beside `$ref`");
                }
                extension if extension.starts_with("x-") => {
                    self.note(&at, "dropped, 3.0 reads nothing beside `$ref`");
                }
                _ => self.refuse(
                    &at,
                    format!("`{name}` beside `$ref`"),
                    "nothing reads it there",
                    "move it to where the reference points, or leave it out",
                ),
            }
        }
        object
            .get("$ref")
            .map_or(Value::Null, |reference| json!({"$ref": reference}))
    }

    fn license(&mut self, pointer: &str, license: &Value, lowered: &mut Map<String, Value>) {
        self.note(&pointer::child(pointer, "identifier"), "dropped");
        let kept: Map<String, Value> = license
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| *name != "identifier")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        lowered.insert("license".to_owned(), Value::Object(kept));
    }

    fn drop_path_items(&mut self, pointer: &str) {
        let mut used = false;
        walk(&self.document.value, &mut |spot| {
            used |= spot.kind == Kind::PathItem && reference::of(spot.value).is_some();
        });
        if used {
            self.refuse(
                pointer,
                "path items among the components",
                "3.0 has no such section, and a path refers to it",
                "write each path item in its place below `paths`",
            );
        } else {
            self.note(pointer, "dropped, nothing refers to it");
        }
    }

    /// `examples` of a media type or a parameter: the first one becomes `example`.
    fn named_examples(
        &mut self,
        pointer: &str,
        examples: &Value,
        object: &Map<String, Value>,
        lowered: &mut Map<String, Value>,
    ) -> bool {
        if object.contains_key("example") {
            self.note(pointer, "dropped, `example` stands beside it");
            return true;
        }
        let (first, count) = match examples {
            Value::Array(items) => (items.first().cloned(), items.len()),
            Value::Object(named) => (self.example_value(named.values().next()), named.len()),
            _ => {
                self.refuse(
                    pointer,
                    "`examples` that are neither a list nor a mapping",
                    "they cannot be read",
                    "write `examples: {name: {value: …}}`",
                );
                return true;
            }
        };
        match (first, count) {
            (_, 0) => self.note(pointer, "dropped, there is none in it"),
            (Some(first), _) => {
                self.note(pointer, first_of(count));
                lowered.insert("example".to_owned(), first);
            }
            // An example that only names an address, or points to nothing, is said the same in 3.0.
            (None, _) => return false,
        }
        true
    }

    fn example_value(&self, example: Option<&Value>) -> Option<Value> {
        let found = reference::follow(&self.document.value, "", example?)?;
        found.value.get("value").cloned()
    }
}

/// The note on a list of examples of which only the first is kept.
pub(super) fn first_of(count: usize) -> String {
    match count {
        1 => "`examples` became `example`".to_owned(),
        _ => format!("`examples` became `example`, the first of {count}"),
    }
}

const NOT_DESCRIBED: &str = "Not described.";
