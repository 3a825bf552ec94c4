//! What drift says of each kind of change, and of documents that make no sense.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod contract;
mod robustness;
mod rows;
