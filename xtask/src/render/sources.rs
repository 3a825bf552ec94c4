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
mod hooks;

#[cfg(feature = "round-trip")]
#[doc(hidden)]
pub use generated::round_trip;
pub use generated::{{Client, builder, operations, types}};
pub use leantech_core::{{Error, ResponseValue, Session}};
"#,
        header = origin.comment("//"),
    )
}

pub(super) fn hooks(origin: &Origin) -> String {
    format!(
        r#"{header}
//! How the client's calls go out: by the rules of its session.

use leantech_core::{{Operation, Session}};
use progenitor_client::{{ClientHooks, ClientInfo, OperationInfo}};

use crate::generated::{{Client, operations}};

impl ClientHooks<Session> for Client {{
    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {{
        let operation = named(info.operation_id);
        leantech_core::generated::execute(self.inner(), self.client(), request, operation).await
    }}
}}

/// The operation of this id; the generated code names no others.
fn named(id: &str) -> &'static Operation {{
    const UNNAMED: Operation = Operation::new("unnamed", "{area}", "", "");
    operations::ALL
        .iter()
        .find(|operation| operation.id == id)
        .copied()
        .unwrap_or(&UNNAMED)
}}
"#,
        header = origin.comment("//"),
        area = origin.area,
    )
}
