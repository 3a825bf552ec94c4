//! Sending: the generator's own method becomes private, and ours gives the run time's error.

use quote::format_ident;
use syn::{File, ImplItem, ImplItemFn, ItemImpl, ReturnType, Type, Visibility, parse_quote};

use super::{Fault, docs, tree};
use crate::shape::Facts;

pub(super) fn wrap(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for operation in &facts.operations {
        let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
        let answer = answer_type(found)?;
        let untyped = format_ident!("send_untyped");
        let method = send_of(found)?;
        method.vis = Visibility::Inherited;
        method.sig.ident = untyped.clone();
        method
            .attrs
            .retain(|attribute| !attribute.path().is_ident("doc"));
        let constant = format_ident!("{}", operation.constant);
        let mut made: ImplItemFn = parse_quote! {
            pub async fn send(self) -> Result<ResponseValue<#answer>, ::leantech_core::Error> {
                self.#untyped()
                    .await
                    .map_err(|error| ::leantech_core::Error::from_client(error, &super::operations::#constant))
            }
        };
        tree::set_docs(&mut made.attrs, &docs::of_send(operation));
        found.items.push(ImplItem::Fn(made));
    }
    Ok(())
}

/// The type of a call's answer.
pub(super) fn answer_type(found: &mut ItemImpl) -> Result<Type, Fault> {
    let method = send_of(found)?;
    let ReturnType::Type(_, output) = &method.sig.output else {
        return Err(Fault::new("a generated `send` gives nothing back"));
    };
    tree::argument(output, "Result")
        .and_then(|value| tree::argument(value, "ResponseValue"))
        .cloned()
        .ok_or_else(|| Fault::new("a generated `send` gives back something unknown"))
}

pub(super) fn send_of(found: &mut ItemImpl) -> Result<&mut ImplItemFn, Fault> {
    let method = found.items.iter_mut().find_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == "send" => Some(method),
        _ => None,
    });
    method.ok_or_else(|| Fault::new("a generated builder has no `send`"))
}
