//! The Rust sources of a generated crate.

use std::fmt::Write as _;

use super::Origin;
use super::code::{Imports, formatted};
use crate::generate::{Answer, Client};

/// The root of the generated modules.
pub(super) fn root(client: &Client) -> String {
    let mut arms = String::new();
    let mut imports = Imports::besides([]);
    imports.add("leantech_core::codegen", "round_trip");
    for call in &client.calls {
        let kind = match &call.answer {
            Answer::Json(kind) => kind,
            Answer::Result { envelope, .. } => envelope,
            // There is nothing to read, or a file is not read.
            Answer::Empty | Answer::File => continue,
        };
        let kind = imports.short(kind);
        let _ = writeln!(arms, "{:?} => round_trip::<{kind}>(body),", call.facts.id);
    }
    let code = format!(
        "/// Reads the body of a 2xx answer of an operation and writes it again.\n\
         #[cfg(feature = \"round-trip\")]\n#[doc(hidden)]\n\
         pub fn round_trip(operation_id: &str, body: &[u8]) -> \
         Option<Result<Vec<u8>, leantech_core::codegen::DecodeFailure>> {{\n\
         {imports}\
         Some(match operation_id {{\n{arms}_ => return None,\n}})\n}}\n",
        imports = imports.lines()
    );
    let answers = if client.answers.is_empty() {
        ""
    } else {
        "mod answers;\n"
    };
    format!(
        "//! The client, its calls and its types.\n\n{answers}pub mod calls;\nmod client;\nmod constructors;\n\
         pub mod operations;\npub mod types;\n\npub use client::Client;\n\n{}",
        formatted(&code)
    )
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
pub use generated::{{Client, calls, operations, types}};
pub use leantech_core::{{Error, ResponseValue, Session}};
"#,
        header = origin.mark(),
    )
}
