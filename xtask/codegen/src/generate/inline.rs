//! Functions that are compiled where they are used.
//!
//! A service calls a few of the operations. What the crates compile themselves, every service
//! compiles; what is `#[inline]`, as the standard derives are, only who uses it.

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, GenericParam, Generics, ImplItemFn, ItemImpl, parse_quote};

/// Marks every function of an impl that would be compiled with the crate.
pub(super) fn mark(file: &mut File) {
    Marker.visit_file_mut(file);
}

struct Marker;

impl VisitMut for Marker {
    fn visit_item_impl_mut(&mut self, found: &mut ItemImpl) {
        if !has_types(&found.generics) {
            visit_mut::visit_item_impl_mut(self, found);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, found: &mut ImplItemFn) {
        if !has_types(&found.sig.generics) {
            let mark: Attribute = parse_quote! { #[inline] };
            found.attrs.push(mark);
        }
    }
}

/// Whether it is generic over types, and so compiled where it is used anyway.
fn has_types(generics: &Generics) -> bool {
    generics
        .params
        .iter()
        .any(|parameter| matches!(parameter, GenericParam::Type(_)))
}
