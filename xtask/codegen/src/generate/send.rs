//! Sending: the generator's own method becomes a private one that drafts the request, and ours hands
//! the draft to the run time.

use quote::format_ident;
use syn::{File, ImplItem, ImplItemFn, ItemImpl, ReturnType, Type, Visibility, parse_quote};

use super::{Fault, docs, exchange, tree};
use crate::shape::Facts;

/// The generator's own method, which becomes the call's draft.
pub(super) const UNTYPED: &str = "draft";

pub(super) fn wrap(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for operation in &facts.operations {
        let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
        let answer = answer_type(found)?;
        let method = send_of(found)?;
        let reader = exchange::reader_of(method).ok_or_else(|| {
            Fault::new(format!(
                "`{}` reads its answer in an unknown way",
                operation.id
            ))
        })?;
        let reader = match tree::argument(&answer, "Vec") {
            Some(_) => parse_quote! { ::leantech_core::generated::call_for_list },
            None => reader,
        };
        let untyped = format_ident!("{UNTYPED}");
        method.vis = Visibility::Inherited;
        method.sig.ident = untyped.clone();
        method
            .attrs
            .retain(|attribute| !attribute.path().is_ident("doc"));
        let constant = format_ident!("{}", operation.constant);
        let mut made: ImplItemFn = parse_quote! {
            pub async fn send(self) -> Result<ResponseValue<#answer>, ::leantech_core::Error> {
                let session = &self.client.inner;
                #reader(session, self.#untyped(), &super::operations::#constant).await
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
