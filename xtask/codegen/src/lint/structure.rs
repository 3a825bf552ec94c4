//! Rules of the grammar: known fields, of the right shape, and references that lead somewhere.

use serde_json::Value;
use xtask_openapi::place::{Field, Kind, Spot};
use xtask_openapi::{Series, pointer, reference};

use super::Lint;

impl Lint<'_> {
    pub(super) fn structure(&mut self, spot: Spot<'_, '_>) {
        let Some(object) = spot.value.as_object() else {
            // 3.1 has boolean schemas, 3.0 only as `additionalProperties`.
            let boolean = spot.kind == Kind::Schema
                && spot.value.is_boolean()
                && (self.series == Series::Newer || spot.field == "additionalProperties");
            if !boolean {
                self.report(
                    spot.pointer,
                    format!("{} that is not a mapping", spot.kind.words()),
                    "its fields are named",
                    "write it as a mapping, or leave it out",
                );
            }
            return;
        };
        for (name, value) in object {
            self.known_field(spot, name, value);
        }
        if let Some(reference) = object.get("$ref") {
            self.reference(spot, reference);
        }
        if spot.kind == Kind::Server {
            self.server(spot);
        }
    }

    fn known_field(&mut self, spot: Spot<'_, '_>, name: &str, value: &Value) {
        let at = || pointer::child(spot.pointer, name);
        let (right, shape) = match spot.kind.field(name) {
            // Nothing is said there yet, which is a note.
            Some(Field::Data) if name == "description" || name == "summary" => {
                (value.is_string() || value.is_null(), "text")
            }
            Some(Field::Map(_) | Field::Table(_)) => (value.is_object(), "mapping"),
            Some(Field::List(_)) => (value.is_array(), "list"),
            Some(Field::One(_) | Field::Data) => (true, ""),
            // Lowering knows the keywords of a 3.1 schema, and refuses the others.
            None if spot.kind == Kind::Schema && self.series == Series::Newer => (true, ""),
            None => {
                return self.report(
                    &at(),
                    format!("{} has no field `{name}`", spot.kind.words()),
                    "nothing reads it, so what it says would be lost",
                    "correct the spelling, or let an extension's name start with `x-`",
                );
            }
        };
        if !right {
            self.report(
                &at(),
                format!("`{name}` is not a {shape}"),
                format!("the grammar of OpenAPI has a {shape} here"),
                format!("write a {shape}, or leave the field out"),
            );
        }
    }

    fn reference(&mut self, spot: Spot<'_, '_>, target: &Value) {
        let at = pointer::child(spot.pointer, "$ref");
        if spot.kind == Kind::PathItem {
            return self.report(
                &at,
                "a path item that is a reference",
                "the generator reads path items only in their place",
                "write the operations here",
            );
        }
        // Where no reference can stand, `$ref` is an unknown field.
        if let Some(section) = spot.kind.section() {
            self.target(spot, &at, section, target);
            self.beside_reference(spot);
        }
    }

    fn target(&mut self, spot: Spot<'_, '_>, at: &str, section: &str, target: &Value) {
        let prefix = format!("/components/{section}/");
        let place = target.as_str().and_then(pointer::from_fragment);
        let name = place
            .as_deref()
            .and_then(|place| place.strip_prefix(&prefix));
        let target = target
            .as_str()
            .map_or_else(|| target.to_string(), str::to_owned);
        if name.is_none_or(|name| name.is_empty() || name.contains('/')) {
            return self.report(
                at,
                format!("the reference `{target}` does not point to a component `#{prefix}…`"),
                "the generator resolves references to named components only",
                format!("move the target to `#{prefix}Name`, and refer to it there"),
            );
        }
        let exists = place.is_some_and(|place| self.root().pointer(&place).is_some());
        if !exists {
            return self.report(
                at,
                format!("the reference `{target}` points to nothing"),
                "the component does not exist",
                "correct the name, or add the component",
            );
        }
        if reference::follow(self.root(), spot.pointer, spot.value).is_none() {
            self.report(
                at,
                format!("the reference `{target}` never reaches a definition"),
                "it goes in a circle, or to a component that does not exist",
                "point it at a definition",
            );
        }
    }

    fn beside_reference(&mut self, spot: Spot<'_, '_>) {
        let alone = spot
            .value
            .as_object()
            .is_none_or(|object| object.len() == 1);
        if self.series == Series::Older && !alone {
            self.report(
                spot.pointer,
                "there is something next to `$ref`",
                "OpenAPI 3.0 does not read it",
                "write `allOf` with the reference, or make the document 3.1",
            );
        }
    }

    fn server(&mut self, spot: Spot<'_, '_>) {
        let url = spot.value.get("url").and_then(Value::as_str);
        if !url.is_some_and(|url| url.len() > "https://".len() && url.starts_with("https://")) {
            self.report(
                &pointer::child(spot.pointer, "url"),
                "a server whose address does not start with `https://`",
                "tokens and customers' data are sent there",
                "write the full address, with `https://`",
            );
        }
    }
}
