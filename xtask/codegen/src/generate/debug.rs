//! `Debug` shows nothing that could identify a person or open an account.

use quote::{format_ident, quote};
use syn::{Expr, File, ImplItem, Item, ItemImpl, ItemStruct, Stmt, parse_quote};

use super::structs::{opaque_debug, underive};
use super::{Fault, exprs, tree};
use crate::shape::{Facts, StructFacts};

pub(super) fn redact(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let types = tree::module(file, &["types"])?;
    redact_members(types, facts)?;
    close(types, is_limited_text)?;
    if let Ok(items) = tree::module(file, &["types", "builder"]) {
        close(items, |_| true)?;
    }
    close(tree::module(file, &["builder"])?, |_| true)
}

fn redact_members(items: &mut Vec<Item>, facts: &Facts) -> Result<(), Fault> {
    let mut impls = Vec::new();
    for item in items.iter_mut() {
        let Item::Struct(structure) = item else {
            continue;
        };
        let name = structure.ident.to_string();
        let known = facts.structure(&name);
        let Some(known) = known.filter(|known| known.members.iter().any(|member| member.sensitive))
        else {
            continue;
        };
        if !underive(&mut structure.attrs, "Debug") {
            return Err(Fault::new(format!(
                "`{name}` has a Debug of unknown origin"
            )));
        }
        impls.push((name.clone(), redacted_impl(&name, known)));
    }
    for (name, made) in impls {
        tree::insert_after(items, &name, made);
    }
    Ok(())
}

/// Put together by hand as far as the members go: a parser takes long for so long a chain.
fn redacted_impl(name: &str, known: &StructFacts) -> Item {
    let ident = format_ident!("{name}");
    let start: Expr = parse_quote! { f.debug_struct(#name) };
    let redacted: Expr = parse_quote! { &::leantech_core::generated::Redacted };
    let redact: Expr = parse_quote! { ::leantech_core::generated::redacted };
    let shown = known.members.iter().fold(start, |shown, member| {
        let field = exprs::reference(exprs::field_of_self(&member.rust_name));
        let value = match (member.sensitive, member.optional) {
            (false, _) => field,
            (true, true) => exprs::reference(exprs::apply(redact.clone(), field)),
            (true, false) => redacted.clone(),
        };
        exprs::call(shown, "field", [exprs::text(&member.wire), value])
    });
    let shown = Stmt::Expr(exprs::call(shown, "finish", []), None);
    let mut made: ItemImpl = parse_quote! {
        impl ::std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {}
        }
    };
    if let Some(ImplItem::Fn(method)) = made.items.first_mut() {
        method.block.stmts.push(shown);
    }
    made.into()
}

/// A text with a limit is a type of its own. Only requests have such, and what is sent may name
/// somebody, so it shows its name alone.
fn is_limited_text(structure: &ItemStruct) -> bool {
    let fields: Vec<_> = structure.fields.iter().collect();
    matches!(*fields, [field] if field.ident.is_none()
        && tree::text(&field.ty) == "::std::string::String")
}

/// Lets structs show their name alone, as builders do: they hold what is to be sent.
fn close(items: &mut Vec<Item>, is_wanted: impl Fn(&ItemStruct) -> bool) -> Result<(), Fault> {
    let mut impls = Vec::new();
    for (place, item) in items.iter_mut().enumerate() {
        let Item::Struct(structure) = item else {
            continue;
        };
        if !is_wanted(structure) {
            continue;
        }
        if !underive(&mut structure.attrs, "Debug") {
            return Err(Fault::new(format!(
                "`{}` has no Debug of the generator's",
                structure.ident
            )));
        }
        let generics = if structure.generics.params.is_empty() {
            quote! {}
        } else {
            quote! { <'_> }
        };
        impls.push((place + 1, opaque_debug(&structure.ident, &generics)));
    }
    for (place, made) in impls.into_iter().rev() {
        items.insert(place, made);
    }
    Ok(())
}
