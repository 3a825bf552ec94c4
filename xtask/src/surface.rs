//! The Rust surface of a document, for its comparison: what the generator makes of it.

use std::collections::HashMap;

use xtask_codegen::{
    Facts, LASTING, Shaped, TypeKind, generate, name, outline, shape, to_what_differs,
};
use xtask_drift::{Item, RustNames, RustSurface};
use xtask_openapi::{Document, Problems, lower, pointer};

/// The code that `cargo xtask generate` writes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Generated;

impl RustNames for Generated {
    fn of_field(&self, text: &str) -> String {
        name::snake(text)
    }

    fn of_variant(&self, text: &str) -> String {
        name::pascal(text)
    }

    fn of_type(&self, text: &str) -> String {
        name::settled(text)
    }
}

impl RustSurface for Generated {
    type Draft = Shaped;

    fn draft(&self, document: &Document) -> Result<Shaped, Problems> {
        shape(document, lower(document)?)
    }

    fn drafted(&self, draft: &Shaped) -> Vec<Item> {
        named(&draft.facts)
    }

    fn narrow(&self, old: &mut Shaped, new: &mut Shaped, most: usize) -> usize {
        to_what_differs(old, new, most)
    }

    fn generated(&self, draft: &Shaped) -> Result<Vec<Item>, Problems> {
        let facts = &draft.facts;
        // Where nothing differs, nothing is left to generate.
        if facts.operations.is_empty() && facts.types.is_empty() {
            return Ok(Vec::new());
        }
        let known = named(facts).into_iter();
        let mut known: HashMap<String, Item> =
            known.map(|item| (item.path.clone(), item)).collect();
        let items = outline::items(&generate(draft)?).into_iter();
        let items = items.filter_map(|item| {
            let known = known.remove(&item.path)?;
            Some(Item {
                signature: item.signature,
                ..known
            })
        });
        Ok(items.collect())
    }
}

/// Every item of a shaped document by name.
fn named(facts: &Facts) -> Vec<Item> {
    let mut items = Vec::new();
    let mut add = |path: String, pointer: &str, operation: &str| {
        items.push(Item {
            path,
            signature: String::new(),
            pointer: pointer.to_owned(),
            operation: operation.to_owned(),
        });
    };
    for call in &facts.operations {
        let place = &call.pointer;
        add(format!("Client::{}", call.rust_name), place, place);
        let parameters = call.parameters.iter();
        // What the path needs is in the signature of the client's method.
        for parameter in parameters.filter(|parameter| parameter.place != "path") {
            let path = format!("calls::{}::{}", call.builder, parameter.rust_name);
            add(path, &parameter.pointer, place);
        }
        for (name, field) in facts.body_setters(call) {
            let path = format!("calls::{}::{name}", call.builder);
            add(path, &field.pointer, place);
            if field.is_end() {
                let path = format!("calls::{}::{LASTING}", call.builder);
                add(path, &field.pointer, place);
            }
        }
        if call.body.is_some() {
            let body = pointer::child(place, "requestBody");
            add(format!("calls::{}::body", call.builder), &body, place);
        }
    }
    for (name, made) in &facts.types {
        add(format!("types::{name}"), &made.pointer, "");
        match &made.kind {
            TypeKind::Struct(structure) => {
                for member in &structure.members {
                    let path = format!("types::{name}::{}", member.rust_name);
                    add(path, &member.pointer, "");
                }
            }
            TypeKind::Enum(words) => {
                for word in &words.words {
                    let path = format!("types::{name}::{}", word.variant);
                    add(path, &made.pointer, "");
                }
            }
            TypeKind::Text(_) => {}
        }
    }
    items
}
