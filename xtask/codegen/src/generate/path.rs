//! Path parameters go through the run time's encoder, which lets no `..` pass.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, File, Macro, parse_quote};

use super::{Fault, tree};
use crate::shape::Facts;

pub(super) fn encode_with_the_run_time(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let mut encoder = Encoder { replaced: 0 };
    for item in tree::module(file, &["builder"])? {
        encoder.visit_item_mut(item);
    }
    let expected = facts
        .operations
        .iter()
        .flat_map(|operation| &operation.parameters)
        .filter(|parameter| parameter.place == "path")
        .count();
    if encoder.replaced == expected {
        Ok(())
    } else {
        Err(Fault::new(format!(
            "{} path parameters encoded instead of {expected}",
            encoder.replaced
        )))
    }
}

struct Encoder {
    replaced: usize,
}

impl VisitMut for Encoder {
    fn visit_macro_mut(&mut self, found: &mut Macro) {
        tree::visit_format(self, found);
    }

    fn visit_expr_mut(&mut self, found: &mut Expr) {
        visit_mut::visit_expr_mut(self, found);
        if let Expr::Call(call) = found
            && tree::is_path(&call.func, "encode_path")
        {
            let arguments = &call.args;
            *found = parse_quote! { ::leantech_core::generated::encode_path_segment(#arguments)? };
            self.replaced += 1;
        }
    }
}
