//! The operations as constants, for the run time and for its users.

use quote::{format_ident, quote};
use syn::{File, Item, parse_quote};

use super::tree;
use crate::shape::Facts;

pub(super) fn add(file: &mut File, facts: &Facts) {
    let constants = facts.operations.iter().map(|operation| {
        let ident = format_ident!("{}", operation.constant);
        let (id, area, method, path) = (
            &operation.id,
            &operation.area,
            &operation.method,
            &operation.path,
        );
        let scopes = operation
            .ksa_scopes
            .iter()
            .map(|codes| quote! { &[#(#codes),*] });
        let scopes = (!operation.ksa_scopes.is_empty())
            .then(|| quote! { .with_ksa_scopes(&[#(#scopes),*]) });
        let mut constant: Item = parse_quote! {
            pub const #ident: Operation = Operation::new(#id, #area, #method, #path)#scopes;
        };
        if let Item::Const(constant) = &mut constant {
            let text = format!(
                "`{method} {path}`, called by [`Client::{0}`](super::Client::{0}).",
                operation.rust_name
            );
            tree::set_docs(&mut constant.attrs, &text);
        }
        constant
    });
    let all = facts
        .operations
        .iter()
        .map(|operation| format_ident!("{}", operation.constant));
    file.items.push(parse_quote! {
        /// What each call of the client sends, without its values.
        pub mod operations {
            use ::leantech_core::Operation;

            #(#constants)*

            /// Every operation, in the order of Lean's document.
            pub const ALL: &[&Operation] = &[#(&#all),*];
        }
    });
}
