//! Checks that each type is as it was asked for: the generator ignores a request it does not
//! understand without a word.

use std::collections::HashMap;

use syn::{Field, File, Item};

use super::{Fault, tree};
use crate::shape::{Facts, TypeKind};

pub(super) fn check(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let items = tree::types(file);
    for (name, made) in &facts.types {
        match &made.kind {
            TypeKind::Struct(structure) => {
                let found = tree::structure(items, name).ok_or_else(|| missing(name))?;
                if found.fields.len() != structure.members.len() {
                    return Err(Fault::new(format!(
                        "`{name}` has other members than the document"
                    )));
                }
                // A name is read off its attributes, so each once.
                let fields: HashMap<String, &Field> = found
                    .fields
                    .iter()
                    .map(|field| (tree::wire_name(field), field))
                    .collect();
                for member in &structure.members {
                    let field = fields
                        .get(&member.wire)
                        .ok_or_else(|| missing(&format!("{name}.{}", member.wire)))?;
                    if member.optional != tree::argument(&field.ty, "Option").is_some() {
                        return Err(Fault::new(format!(
                            "`{name}.{}` became `{}`",
                            member.wire,
                            tree::text(&field.ty)
                        )));
                    }
                    if !member.natives.is_empty() {
                        let place = format!("{name}.{}", member.wire);
                        require(&member.natives, &tree::text(&field.ty), &place)?;
                    }
                }
            }
            TypeKind::Enum(words) => {
                let variants = items.iter().find_map(|item| match item {
                    Item::Enum(found) if found.ident == name => Some(&found.variants),
                    _ => None,
                });
                let variants = variants.ok_or_else(|| missing(name))?;
                let is_same = variants.len() == words.words.len()
                    && variants
                        .iter()
                        .zip(&words.words)
                        .all(|(found, word)| found.ident == word.variant);
                if !is_same {
                    return Err(Fault::new(format!(
                        "`{name}` has other variants than its words"
                    )));
                }
            }
            TypeKind::Text => {
                tree::structure(items, name).ok_or_else(|| missing(name))?;
            }
        }
    }
    for item in items {
        let name = match item {
            Item::Struct(found) => found.ident.to_string(),
            Item::Enum(found) => found.ident.to_string(),
            _ => continue,
        };
        if !facts.types.contains_key(&name) {
            return Err(Fault::new(format!(
                "the generator made up the type `{name}`"
            )));
        }
    }
    check_parameters(file, facts)
}

fn check_parameters(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let items = tree::module(file, &["builder"])?;
    for operation in &facts.operations {
        let found = tree::structure(items, &operation.builder)
            .ok_or_else(|| missing(&operation.builder))?;
        for parameter in &operation.parameters {
            let place = format!("{}.{}", operation.id, parameter.wire);
            let field = found
                .fields
                .iter()
                .find(|field| tree::rust_name(field) == parameter.rust_name)
                .ok_or_else(|| missing(&place))?;
            require(&parameter.natives, &tree::text(&field.ty), &place)?;
        }
    }
    Ok(())
}

fn require(natives: &[&str], kind: &str, place: &str) -> Result<(), Fault> {
    for native in natives {
        if !kind.contains(&format!("::leantech_core::{native}")) {
            return Err(Fault::new(format!(
                "`{place}` became `{kind}` instead of a `{native}`"
            )));
        }
    }
    Ok(())
}

fn missing(name: &str) -> Fault {
    Fault::new(format!("the generated code lacks `{name}`"))
}
