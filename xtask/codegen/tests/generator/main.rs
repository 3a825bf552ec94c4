//! The generator on made-up, odd and damaged documents, and on documents with traps.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod any_document;
mod damaged_documents;
mod generated_code;
mod traps;
mod undescribed;
