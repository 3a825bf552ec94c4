//! Writing: each struct hands its members to the run time.
//!
//! Together with reading it takes serde's derives out, which every build of the crates would expand
//! and check. What they were told stays for the derive of a JSON Schema, which few builds want.

use quote::quote;
use syn::{Expr, File, ImplItem, Item, ItemImpl, ItemStruct, Stmt, parse_quote};

use super::structs::{self, keep_for_schema, underive};
use super::{Fault, exprs, tree};

pub(super) fn write(file: &mut File) -> Result<(), Fault> {
    let items = tree::module(file, &["types"])?;
    let mut made = Vec::new();
    for found in structs::with_members(items) {
        let name = found.ident.to_string();
        if !underive(&mut found.attrs, "Serialize") {
            return Err(Fault::new(format!("`{name}` is not written by a derive")));
        }
        let writer = of_struct(found);
        for field in &mut found.fields {
            keep_for_schema(&mut field.attrs)?;
        }
        made.push((name, writer));
    }
    for (name, writer) in made {
        tree::insert_after(items, &name, writer);
    }
    Ok(())
}

fn of_struct(found: &ItemStruct) -> Item {
    let ident = &found.ident;
    let name = ident.to_string();
    let is_left_out = |field: &syn::Field| {
        let attributes = field.attrs.iter();
        attributes
            .filter(|attribute| attribute.path().is_ident("serde"))
            .any(|attribute| tree::text(attribute).contains("skip_serializing_if"))
    };
    let (optional, always): (Vec<_>, Vec<_>) = found.fields.iter().partition(|f| is_left_out(f));
    let always = proc_macro2::Literal::usize_unsuffixed(always.len());
    let optional = optional.iter().map(|field| {
        let field = &field.ident;
        quote! { + usize::from(self.#field.is_some()) }
    });
    let begin: Expr = parse_quote! {
        ::leantech_core::generated::Writer::begin(serializer, #name, #always #(#optional)*)
    };
    // Put together by hand: a parser takes long for so long a chain.
    let members = found.fields.iter().fold(begin, |written, field| {
        let method = if is_left_out(field) {
            "member_if_some"
        } else {
            "member"
        };
        let wire = exprs::text(&tree::wire_name(field));
        let value = exprs::reference(exprs::field_of_self(&tree::rust_name(field)));
        exprs::call(written, method, [wire, value])
    });
    let written = Stmt::Expr(exprs::call(members, "end", []), None);
    let mut made: ItemImpl = parse_quote! {
        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {}
        }
    };
    if let Some(ImplItem::Fn(method)) = made.items.first_mut() {
        method.block.stmts.push(written);
    }
    made.into()
}
