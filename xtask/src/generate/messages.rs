//! Messages of the builders: type names as people write them.

use syn::visit_mut::VisitMut;
use syn::{File, LitStr};

use super::{Fault, tree};

pub(super) fn shorten(file: &mut File) -> Result<(), Fault> {
    for item in tree::module(file, &["builder"])? {
        Shortener.visit_item_mut(item);
    }
    Ok(())
}

struct Shortener;

impl VisitMut for Shortener {
    fn visit_lit_str_mut(&mut self, found: &mut LitStr) {
        let text = found.value();
        if text.starts_with("conversion to `") {
            let short = text
                .replace(" :: ", "::")
                .replace(":: ", "::")
                .replace("::leantech_core::", "")
                .replace("::std::vec::", "")
                .replace("::std::string::", "")
                .replace("::chrono::naive::", "")
                .replace(" < ", "<")
                .replace(" >", ">");
            *found = LitStr::new(&short, found.span());
        }
    }
}
