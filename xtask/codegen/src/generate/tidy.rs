//! Leaves nothing that is not used: imports, the prelude, blanket allowances.

use syn::visit_mut::VisitMut;
use syn::{Attribute, File, Item, ItemMod, parse_quote};

use super::{Fault, tree};

pub(super) fn up(file: &mut File) -> Result<(), Fault> {
    file.items.retain(|item| {
        !matches!(item, Item::Use(_))
            && !matches!(item, Item::Mod(found) if found.ident == "prelude")
    });
    let calls = tree::module(file, &["builder"])?;
    calls.retain(|item| !matches!(item, Item::Use(_)));
    let uses_types = calls
        .iter()
        .any(|item| tree::text(item).contains("types::"));
    let mut imports: Vec<Item> = vec![parse_quote! { use ::leantech_core::ResponseValue; }];
    if uses_types {
        imports.push(parse_quote! { use super::types; });
    }
    calls.splice(0..0, imports);

    // Said once, with its reason, where the module is declared.
    Unallow.visit_file_mut(file);
    Ok(())
}

struct Unallow;

impl VisitMut for Unallow {
    fn visit_item_mod_mut(&mut self, found: &mut ItemMod) {
        found.attrs.retain(|attribute| !is_blanket(attribute));
        syn::visit_mut::visit_item_mod_mut(self, found);
    }
}

fn is_blanket(attribute: &Attribute) -> bool {
    tree::text(attribute) == "#[allow(clippy::all)]"
}
