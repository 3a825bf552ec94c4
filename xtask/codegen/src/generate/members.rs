//! Members whose names the generator could not tell apart: their own names on the wire.

use syn::{File, Item, parse_quote};

use super::structs::unset_serde;
use super::{Fault, tree};
use crate::shape::Facts;

pub(super) fn respell(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for item in tree::module(file, &["types"])? {
        let Item::Struct(structure) = item else {
            continue;
        };
        let name = structure.ident.to_string();
        let members = facts
            .structure(&name)
            .map(|known| known.members.as_slice())
            .unwrap_or_default();
        for member in members.iter().filter(|member| member.stand_in.is_some()) {
            let field = structure
                .fields
                .iter_mut()
                .find(|field| tree::rust_name(field) == member.rust_name);
            let Some(field) = field else {
                return Err(Fault::new(format!(
                    "`{name}` has no field `{}`",
                    member.rust_name
                )));
            };
            let wire = &member.wire;
            unset_serde(&mut field.attrs, "rename");
            field.attrs.push(parse_quote! { #[serde(rename = #wire)] });
        }
    }
    Ok(())
}
