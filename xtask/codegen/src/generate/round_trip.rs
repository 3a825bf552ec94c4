//! Reading and writing an answer by its operation, for the tests and for replay.

use syn::{File, parse_quote};

use super::{Fault, send, tree};
use crate::shape::Facts;

pub(super) fn add(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let mut arms: Vec<syn::Arm> = Vec::new();
    for operation in &facts.operations {
        let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
        let answer = send::answer_type(found)?;
        // An answer without a body has nothing to read, and a file is not read.
        if operation.is_file || answer == parse_quote! { () } {
            continue;
        }
        let answer = match tree::argument(&answer, "Vec") {
            Some(item) => parse_quote! { ::leantech_core::generated::Listed<#item> },
            None => answer,
        };
        let id = &operation.id;
        arms.push(parse_quote! {
            #id => ::leantech_core::generated::round_trip::<#answer>(body),
        });
    }
    file.items.push(parse_quote! {
        /// Reads the body of a 2xx answer of an operation and writes it again.
        #[cfg(feature = "round-trip")]
        #[doc(hidden)]
        pub fn round_trip(
            operation_id: &str,
            body: &[u8],
        ) -> Option<Result<Vec<u8>, ::leantech_core::generated::DecodeFailure>> {
            Some(match operation_id {
                #(#arms)*
                _ => return None,
            })
        }
    });
    Ok(())
}
