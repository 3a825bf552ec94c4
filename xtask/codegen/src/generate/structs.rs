//! Changes to the derives and the serde attributes of generated types.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Item, ItemStruct, Meta, MetaList, Path, Token, parse_quote};

use super::Fault;

/// The structs that are objects; a text with a limit has no members.
pub(super) fn with_members(items: &mut [Item]) -> impl Iterator<Item = &mut ItemStruct> {
    items.iter_mut().filter_map(|item| match item {
        Item::Struct(found) if matches!(found.fields, Fields::Named(_)) => Some(found),
        _ => None,
    })
}

/// Changes the list of derived traits.
pub(super) fn change_derives(attributes: &mut [Attribute], change: impl FnOnce(&mut Vec<Path>)) {
    let Some(derive) = attributes
        .iter_mut()
        .find(|attribute| attribute.path().is_ident("derive"))
    else {
        return;
    };
    let parser = Punctuated::<Path, Token![,]>::parse_terminated;
    let Ok(paths) = derive.parse_args_with(parser) else {
        return;
    };
    let mut paths: Vec<Path> = paths.into_iter().collect();
    change(&mut paths);
    *derive = parse_quote! { #[derive(#(#paths),*)] };
}

/// Leaves a trait out of the derived ones; whether it was there.
pub(super) fn underive(attributes: &mut [Attribute], name: &str) -> bool {
    let mut found = false;
    change_derives(attributes, |paths| {
        let before = paths.len();
        paths.retain(|path| path.segments.last().is_none_or(|last| last.ident != name));
        found = paths.len() < before;
    });
    found
}

/// Leaves keys out of the serde attributes; how many there were.
pub(super) fn unset_serde(attributes: &mut Vec<Attribute>, unwanted: &str) -> usize {
    let mut removed = 0;
    attributes.retain_mut(|attribute| {
        if !attribute.path().is_ident("serde") {
            return true;
        }
        let Meta::List(list) = &mut attribute.meta else {
            return true;
        };
        let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
        let is_comma =
            |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',');
        let is_unwanted = |key: &&[TokenTree]| matches!(key.first(), Some(TokenTree::Ident(word)) if word == unwanted);
        let keys = tokens.split(is_comma).filter(|key| !key.is_empty());
        let (out, kept): (Vec<_>, Vec<_>) = keys.partition(is_unwanted);
        removed += out.len();
        if !out.is_empty() {
            let kept = kept.iter().map(|key| key.iter().cloned().collect::<TokenStream>());
            list.tokens = quote! { #(#kept),* };
        }
        !list.tokens.is_empty()
    });
    removed
}

/// Turns what serde's derives were told into what the derive of a JSON Schema is told, when it is
/// wanted.
pub(super) fn keep_for_schema(attributes: &mut Vec<Attribute>) -> Result<(), Fault> {
    unset_serde(attributes, "skip_serializing_if");
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        let told: MetaList = attribute
            .meta
            .require_list()
            .map_err(|_| Fault::new("a member has a serde attribute of an unknown form"))?
            .clone();
        let names = told.tokens;
        *attribute = parse_quote! { #[cfg_attr(feature = "schemars", schemars(#names))] };
    }
    Ok(())
}

/// A `Debug` that shows the name alone.
pub(super) fn opaque_debug(name: &syn::Ident, generics: &TokenStream) -> syn::Item {
    let text = name.to_string();
    let body = quote! {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct(#text).finish_non_exhaustive()
        }
    };
    parse_quote! { impl ::std::fmt::Debug for #name #generics { #body } }
}
