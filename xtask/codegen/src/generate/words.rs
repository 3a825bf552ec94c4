//! Words of enums: as Lean spells them, and to be had as text.

use std::collections::BTreeMap;

use syn::visit_mut::VisitMut;
use syn::{File, Item, LitStr, parse_quote};

use super::structs::{keep_for_schema, underive, unset_serde};
use super::{Fault, tree};
use crate::shape::{EnumFacts, Facts, TypeKind};

pub(super) fn respell(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let items = tree::module(file, &["types"])?;
    let mut added = Vec::new();
    for (name, made) in &facts.types {
        let TypeKind::Enum(words) = &made.kind else {
            continue;
        };
        if words.words.iter().any(|word| word.stand_in.is_some()) {
            put_back(items, name, words)?;
        }
        let ident = quote::format_ident!("{name}");
        let variants = words
            .words
            .iter()
            .map(|word| quote::format_ident!("{}", word.variant));
        let texts = words.words.iter().map(|word| &word.word);
        let as_str: Item = parse_quote! {
            impl #ident {
                /// The word as Lean spells it.
                pub const fn as_str(self) -> &'static str {
                    match self { #(Self::#variants => #texts,)* }
                }
            }
        };
        let place = items
            .iter()
            .position(|item| matches!(item, Item::Enum(found) if found.ident == name));
        let place =
            place.ok_or_else(|| Fault::new(format!("the generated code lacks `{name}`")))?;
        added.push((place + 1, as_str));
    }
    added.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
    for (place, made) in added {
        items.insert(place, made);
    }
    Ok(())
}

/// Leaves what is the same for every enum of words to the run time.
pub(super) fn share(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let is_word = |name: &str| {
        let made = facts.types.get(name);
        made.is_some_and(|made| matches!(made.kind, TypeKind::Enum(_)))
    };
    let items = tree::module(file, &["types"])?;
    // Display, and TryFrom twice.
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    items.retain(|item| {
        let Item::Impl(found) = item else { return true };
        let name = tree::last_name(&found.self_ty);
        let is_shared = found.trait_.as_ref().is_some_and(|(_, path, _)| {
            let last = path.segments.last();
            last.is_some_and(|last| last.ident == "Display" || last.ident == "TryFrom")
        });
        if is_shared && is_word(&name) {
            *left.entry(name).or_default() += 1;
            return false;
        }
        true
    });
    let mut shared: Vec<Item> = Vec::with_capacity(items.len() + left.len());
    for mut item in items.drain(..) {
        let mut treated = None;
        if let Item::Enum(found) = &mut item {
            let name = found.ident.to_string();
            let is_derived = underive(&mut found.attrs, "Deserialize")
                && underive(&mut found.attrs, "Serialize");
            if !is_derived || left.remove(&name) != Some(3) {
                return Err(Fault::new(format!("`{name}` has other traits than known")));
            }
            for variant in &mut found.variants {
                keep_for_schema(&mut variant.attrs)?;
            }
            let ident = &found.ident;
            treated = Some(parse_quote! { ::leantech_core::treat_as_word!(#ident); });
        }
        shared.push(item);
        shared.extend(treated);
    }
    *items = shared;
    Ok(())
}

/// Puts the words back for which the generator was given stand-ins.
fn put_back(items: &mut [Item], name: &str, words: &EnumFacts) -> Result<(), Fault> {
    let mut speller = Speller { words, replaced: 0 };
    for item in items {
        match item {
            Item::Enum(found) if found.ident == name => {
                for variant in &mut found.variants {
                    let word = words
                        .words
                        .iter()
                        .find(|word| variant.ident == word.variant);
                    let Some(word) = word.map(|word| &word.word) else {
                        continue;
                    };
                    unset_serde(&mut variant.attrs, "rename");
                    variant
                        .attrs
                        .push(parse_quote! { #[serde(rename = #word)] });
                }
            }
            Item::Impl(found) if tree::last_name(&found.self_ty) == name => {
                speller.visit_item_impl_mut(found);
            }
            _ => {}
        }
    }
    // Once where it is written, once where it is read.
    if speller.replaced == 2 * words.words.len() {
        Ok(())
    } else {
        Err(Fault::new(format!(
            "the words of `{name}` could not be spelt as Lean does"
        )))
    }
}

struct Speller<'a> {
    words: &'a EnumFacts,
    replaced: usize,
}

impl VisitMut for Speller<'_> {
    fn visit_lit_str_mut(&mut self, found: &mut LitStr) {
        let text = found.value();
        let word = self
            .words
            .words
            .iter()
            .find(|word| word.stand_in.as_ref() == Some(&text));
        if let Some(word) = word {
            *found = LitStr::new(&word.word, found.span());
            self.replaced += 1;
        }
    }
}
