//! The Rust sources of a generated crate.

use super::Origin;

pub(super) fn generated(origin: &Origin, file: &syn::File) -> String {
    let code = prettyplease::unparse(file);
    // Without the blank lines between items it is hard to read; a failure leaves it as it is.
    let code = progenitor_impl::space_out_items(code.clone()).unwrap_or(code);
    format!("{}\n{code}", origin.comment("//"))
}

pub(super) fn library(origin: &Origin) -> String {
    format!(
        r#"{header}
#![doc = include_str!("../README.md")]
#![allow(
    clippy::doc_markdown,
    reason = "the words are those of Lean's documents"
)]

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, reason = "generated code keeps the idioms of its generator")]
mod generated;

#[cfg(feature = "round-trip")]
#[doc(hidden)]
pub use generated::round_trip;
pub use generated::{{Client, builder, operations, types}};
pub use leantech_core::{{Error, ResponseValue, Session}};
"#,
        header = origin.comment("//"),
    )
}
