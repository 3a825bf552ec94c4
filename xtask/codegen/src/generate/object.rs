//! Reading: each struct names its members and says where they go; the run time does the rest.
//!
//! serde's derive for reading was the larger part of what a build of the crates checks and compiles.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{ExprMatch, Field, File, Item, ItemImpl, ItemStruct, parse_quote};

use super::structs::{self, underive};
use super::{Fault, exprs, tree};
use crate::shape::{Facts, StructFacts};

pub(super) fn read(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let items = tree::module(file, &["types"])?;
    let mut made = Vec::new();
    for found in structs::with_members(items) {
        let name = found.ident.to_string();
        if !underive(&mut found.attrs, "Deserialize") {
            return Err(Fault::new(format!("`{name}` is not read by a derive")));
        }
        let known = facts
            .structure(&name)
            .ok_or_else(|| Fault::new(format!("`{name}` is of an unknown origin")))?;
        made.push((name, of_struct(found, known)?));
    }
    for (name, impls) in made {
        for item in impls.into_iter().rev() {
            tree::insert_after(items, &name, item);
        }
    }
    Ok(())
}

/// A member, its number, and the field that takes it.
struct Taken<'a> {
    number: usize,
    field: &'a Field,
}

impl Taken<'_> {
    fn is_required(&self) -> bool {
        tree::argument(&self.field.ty, "Option").is_none()
    }

    /// The run time's method that reads it.
    fn method(&self) -> String {
        let kind = tree::argument(&self.field.ty, "Option").unwrap_or(&self.field.ty);
        let form = if tree::argument(kind, "Vec").is_some() {
            "_list"
        } else if tree::last_name(kind) == "BTreeMap" {
            "_map"
        } else {
            ""
        };
        let verb = if self.is_required() { "require" } else { "put" };
        format!("{verb}{form}")
    }
}

fn of_struct(found: &ItemStruct, known: &StructFacts) -> Result<[Item; 2], Fault> {
    let ident = &found.ident;
    if known.members.len() != found.fields.len() {
        return Err(Fault::new(format!(
            "`{ident}` has other members than known"
        )));
    }
    // In the document's order, in which Lean mostly sends them.
    let mut taken = Vec::new();
    for (number, member) in known.members.iter().enumerate() {
        let field = found
            .fields
            .iter()
            .find(|field| tree::rust_name(field) == member.rust_name)
            .ok_or_else(|| Fault::new(format!("`{ident}` has no field `{}`", member.rust_name)))?;
        taken.push(Taken { number, field });
    }
    let names = known.members.iter().map(|member| &member.wire);
    let (begin, made) = if taken.iter().any(Taken::is_required) {
        by_parts(&taken)
    } else {
        (
            quote! { let mut value = Self::default(); },
            quote! { value },
        )
    };
    let mut object: ItemImpl = parse_quote! {
        impl<'de> ::leantech_core::generated::Object<'de> for #ident {
            const MEMBERS: &'static [&'static str] = &[#(#names),*];
            fn read<A: ::serde::de::MapAccess<'de>>(
                members: &mut ::leantech_core::generated::Members<A>,
            ) -> ::std::result::Result<Self, A::Error> {
                #begin
                while let Some(number) = members.advance()? {
                    match number {
                        _ => Ok(()),
                    }?;
                }
                Ok(#made)
            }
        }
    };
    Filler(&taken).visit_item_impl_mut(&mut object);
    Ok([
        parse_quote! { ::leantech_core::read_as_object!(#ident); },
        object.into(),
    ])
}

/// Some members must be there: each has a place of its own, and the value is made when all have
/// come.
fn by_parts(taken: &[Taken<'_>]) -> (TokenStream, TokenStream) {
    let begun = taken.iter().map(|member| {
        let field = &member.field.ident;
        quote! { let mut #field = None; }
    });
    let fields = taken.iter().map(|member| {
        let (number, field) = (
            Literal::usize_unsuffixed(member.number),
            &member.field.ident,
        );
        if member.is_required() {
            quote! { #field: members.present(#number, #field)? }
        } else {
            quote! { #field }
        }
    });
    (quote! { #(#begun)* }, quote! { Self { #(#fields),* } })
}

/// Puts an arm for each member into the `match`; a parser takes long for so many.
struct Filler<'a>(&'a [Taken<'a>]);

impl VisitMut for Filler<'_> {
    fn visit_expr_match_mut(&mut self, found: &mut ExprMatch) {
        let has_parts = self.0.iter().any(Taken::is_required);
        let arms = self.0.iter().map(|member| {
            let field = tree::rust_name(member.field);
            let place = if has_parts {
                exprs::name(&field)
            } else {
                exprs::field(exprs::name("value"), &field)
            };
            let taken = exprs::call(
                exprs::name("members"),
                &member.method(),
                [exprs::place(place)],
            );
            exprs::arm(member.number, taken)
        });
        found.arms.splice(0..0, arms);
    }
}
