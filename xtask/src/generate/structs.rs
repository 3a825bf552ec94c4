//! Changes to the derives and the serde attributes of generated types.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token, parse_quote};

use super::tree;

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
    for attribute in attributes
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
        let Ok(metas) = attribute.parse_args_with(parser) else {
            continue;
        };
        let before = metas.len();
        let kept: Vec<Meta> = metas
            .into_iter()
            .filter(|meta| !meta.path().is_ident(unwanted))
            .collect();
        removed += before - kept.len();
        *attribute = parse_quote! { #[serde(#(#kept),*)] };
    }
    attributes.retain(|attribute| tree::text(attribute) != "#[serde()]");
    removed
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
