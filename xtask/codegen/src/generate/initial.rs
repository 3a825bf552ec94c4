//! What is always sent is set from the start.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::visit_mut::{self, VisitMut};
use syn::{ExprStruct, File, Item, Member, parse_quote};

use super::{Fault, tree};
use crate::shape::{Facts, Initial, TypeKind};

pub(super) fn set(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for operation in &facts.operations {
        for parameter in &operation.parameters {
            let value = match &parameter.initial {
                _ if parameter.is_key => quote! { ::leantech_core::IdempotencyKey::random() },
                Some(initial) => literal(initial, facts, &quote! { types }),
                None => continue,
            };
            let value = if parameter.required {
                value
            } else {
                quote! { Some(#value) }
            };
            let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
            let mut setter = Setter {
                field: &parameter.rust_name,
                value,
                set: 0,
            };
            for method in &mut found.items {
                if matches!(method, syn::ImplItem::Fn(method) if method.sig.ident == "new") {
                    setter.visit_impl_item_mut(method);
                }
            }
            setter.check(&operation.id)?;
        }
    }
    for (name, made) in &facts.types {
        let TypeKind::Struct(structure) = &made.kind else {
            continue;
        };
        for member in &structure.members {
            let Some(initial) = &member.initial else {
                continue;
            };
            let value = literal(initial, facts, &quote! { super });
            let value = if member.optional {
                quote! { Some(#value) }
            } else {
                value
            };
            let mut setter = Setter {
                field: &member.rust_name,
                value,
                set: 0,
            };
            for item in tree::module(file, &["types", "builder"])? {
                if is_default_of(item, name) {
                    setter.visit_item_mut(item);
                }
            }
            setter.check(name)?;
        }
    }
    Ok(())
}

fn is_default_of(item: &Item, name: &str) -> bool {
    matches!(item, Item::Impl(found)
        if tree::last_name(&found.self_ty) == name
            && found.trait_.as_ref().is_some_and(|(_, path, _)| tree::text(path).ends_with("Default")))
}

fn literal(initial: &Initial, facts: &Facts, types: &TokenStream) -> TokenStream {
    let enumeration = initial
        .enumeration
        .as_deref()
        .and_then(|name| Some((name, facts.types.get(name)?)));
    if let (Some((name, made)), Some(word)) = (enumeration, initial.value.as_str())
        && let TypeKind::Enum(words) = &made.kind
        && let Some(known) = words.words.iter().find(|known| known.word == word)
    {
        let (name, variant) = (
            quote::format_ident!("{name}"),
            quote::format_ident!("{}", known.variant),
        );
        return quote! { #types::#name::#variant };
    }
    match &initial.value {
        Value::Bool(truth) => quote! { #truth },
        Value::String(text) => quote! { #text.to_string() },
        other => other.to_string().parse().unwrap_or_default(),
    }
}

struct Setter<'a> {
    field: &'a str,
    value: TokenStream,
    set: usize,
}

impl Setter<'_> {
    fn check(&self, owner: &str) -> Result<(), Fault> {
        if self.set == 1 {
            return Ok(());
        }
        Err(Fault::new(format!(
            "`{}` of `{owner}` could not be set from the start",
            self.field
        )))
    }
}

impl VisitMut for Setter<'_> {
    fn visit_expr_struct_mut(&mut self, literal: &mut ExprStruct) {
        visit_mut::visit_expr_struct_mut(self, literal);
        for field in &mut literal.fields {
            if matches!(&field.member, Member::Named(name) if name == self.field) {
                let value = &self.value;
                field.expr = parse_quote! { Ok(#value) };
                self.set += 1;
            }
        }
    }
}
