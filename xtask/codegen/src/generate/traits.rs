//! Derived traits: equality where nothing is secret, JSON Schema behind a feature.

use std::collections::BTreeSet;

use syn::{Fields, File, Item, parse_quote};

use super::structs::change_derives;
use super::{Fault, tree};
use crate::shape::{Facts, TypeKind};

pub(super) fn derive(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let secret = with_secrets(tree::types(file));
    for item in tree::module(file, &["types"])? {
        let (name, attributes) = match item {
            Item::Struct(found) => (found.ident.to_string(), &mut found.attrs),
            Item::Enum(found) => (found.ident.to_string(), &mut found.attrs),
            _ => continue,
        };
        // Secrets are compared nowhere but at the bank.
        let is_struct = facts
            .types
            .get(&name)
            .is_some_and(|made| matches!(made.kind, TypeKind::Struct(_)));
        if is_struct && !secret.contains(&name) {
            change_derives(attributes, |paths| paths.push(parse_quote! { PartialEq }));
        }
        attributes.push(parse_quote! {
            #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
        });
    }
    Ok(())
}

/// The structs that hold a secret, or hold one that does.
fn with_secrets(items: &[Item]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::from(["Secret".to_owned()]);
    loop {
        let before = found.len();
        for item in items {
            let Item::Struct(structure) = item else {
                continue;
            };
            if let Fields::Named(fields) = &structure.fields
                && fields.named.iter().any(|field| mentions(&field.ty, &found))
            {
                found.insert(structure.ident.to_string());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn mentions(kind: &syn::Type, names: &BTreeSet<String>) -> bool {
    tree::text(kind)
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| names.contains(word))
}
