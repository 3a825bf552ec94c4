//! What Lean sends is written with its nulls, as Lean writes it, and is made without a builder.

use quote::quote;
use syn::{Fields, File, ImplItem, Item, ItemImpl, ItemStruct, parse_quote};

use super::structs::unset_serde;
use super::{Fault, tree};
use crate::shape::{Direction, Facts};

pub(super) fn write_null(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for item in tree::module(file, &["types"])? {
        let Item::Struct(structure) = item else {
            continue;
        };
        let name = structure.ident.to_string();
        let Some(known) = facts
            .structure(&name)
            .filter(|known| known.direction == Direction::Received)
        else {
            continue;
        };
        let optional = known
            .members
            .iter()
            .filter(|member| member.optional)
            .count();
        let changed: usize = structure
            .fields
            .iter_mut()
            .map(|field| unset_serde(&mut field.attrs, "skip_serializing_if"))
            .sum();
        if changed != optional {
            return Err(Fault::new(format!(
                "{changed} members of `{name}` may be absent instead of {optional}"
            )));
        }
    }
    Ok(())
}

/// Takes out the builders of what only Lean sends: they were more than half of all code, and only
/// a test makes such a value. `new` takes what is never absent; the fields are open.
pub(super) fn replace_builders(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let is_received = |name: &str| {
        facts
            .structure(name)
            .is_some_and(|known| known.direction == Direction::Received)
    };
    if let Ok(items) = tree::module(file, &["types", "builder"]) {
        items.retain(|item| match item {
            Item::Struct(found) => !is_received(&found.ident.to_string()),
            Item::Impl(found) => !is_received(&tree::last_name(&found.self_ty)),
            _ => true,
        });
    }
    let items = tree::module(file, &["types"])?;
    items.retain(|item| !matches!(item, Item::Impl(found) if is_received(&tree::last_name(&found.self_ty)) && is_begin(found)));
    items.retain(
        |item| !matches!(item, Item::Mod(found) if found.ident == "builder" && is_empty(found)),
    );
    let constructors: Vec<(String, Item)> = items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(found) if is_received(&found.ident.to_string()) => {
                Some((found.ident.to_string(), constructor(found)?))
            }
            _ => None,
        })
        .collect();
    for (name, made) in constructors {
        tree::insert_after(items, &name, made);
    }
    Ok(())
}

fn is_begin(found: &ItemImpl) -> bool {
    found.trait_.is_none()
        && matches!(found.items.as_slice(), [ImplItem::Fn(method)] if method.sig.ident == "builder")
}

fn is_empty(found: &syn::ItemMod) -> bool {
    found
        .content
        .as_ref()
        .is_some_and(|(_, items)| items.is_empty())
}

/// `new` with the members that are never absent; structs without such have `Default`.
fn constructor(found: &ItemStruct) -> Option<Item> {
    let Fields::Named(fields) = &found.fields else {
        return None;
    };
    let is_required = |field: &&syn::Field| tree::argument(&field.ty, "Option").is_none();
    let required: Vec<_> = fields.named.iter().filter(is_required).collect();
    if required.is_empty() {
        return None;
    }
    let arguments = required.iter().map(|field| {
        let (name, kind) = (&field.ident, &field.ty);
        quote! { #name: #kind }
    });
    let members = fields.named.iter().map(|field| {
        let name = &field.ident;
        if is_required(&field) {
            quote! { #name }
        } else {
            quote! { #name: None }
        }
    });
    let ident = &found.ident;
    Some(parse_quote! {
        impl #ident {
            /// A value with what is never absent; the rest is `None`.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#members),* }
            }
        }
    })
}
