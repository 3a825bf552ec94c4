//! The Rust surface of a document, for its comparison: what the generator makes of it.

use xtask_codegen::{
    Facts, Shaped, TypeKind, generate_surface, name, outline, shape, to_what_differs,
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
        let items = outline::items(&generate_surface(draft)?);
        let items = items.into_iter().map(|item| Item {
            pointer: place_of(&item.path, facts).unwrap_or_default(),
            operation: operation_of(&item.path, facts).unwrap_or_default(),
            path: item.path,
            signature: item.signature,
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
        for parameter in &call.parameters {
            let path = format!("builder::{}::{}", call.builder, parameter.rust_name);
            add(path, &parameter.pointer, place);
        }
        if call.body.is_some() {
            let body = pointer::child(place, "requestBody");
            add(format!("builder::{}::body", call.builder), &body, place);
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
            TypeKind::Text => {}
        }
    }
    items
}

/// Where the operation of an item stands.
fn operation_of(path: &str, facts: &Facts) -> Option<String> {
    let mut parts = path.split("::");
    let (module, owner) = (parts.next()?, parts.next()?);
    let found = facts.operations.iter().find(|known| match module {
        "Client" => known.rust_name == owner,
        "builder" => known.builder == owner,
        _ => false,
    })?;
    Some(found.pointer.clone())
}

/// Where an item stands.
fn place_of(path: &str, facts: &Facts) -> Option<String> {
    let mut parts = path.split("::");
    let (module, owner, member) = (parts.next()?, parts.next()?, parts.next());
    match module {
        "Client" => {
            let operation = facts
                .operations
                .iter()
                .find(|known| known.rust_name == owner)?;
            Some(operation.pointer.clone())
        }
        "builder" => {
            let operation = facts
                .operations
                .iter()
                .find(|known| known.builder == owner)?;
            if member == Some("body") {
                return Some(pointer::child(&operation.pointer, "requestBody"));
            }
            let parameter = operation
                .parameters
                .iter()
                .find(|known| Some(known.rust_name.as_str()) == member)?;
            Some(parameter.pointer.clone())
        }
        _ => {
            let made = facts.types.get(owner)?;
            let field = member.and_then(|member| {
                let known = facts.structure(owner)?.members.iter();
                known.into_iter().find(|known| known.rust_name == member)
            });
            Some(field.map_or_else(|| made.pointer.clone(), |field| field.pointer.clone()))
        }
    }
}
