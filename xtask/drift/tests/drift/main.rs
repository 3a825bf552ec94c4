//! What drift says of each kind of change, and of documents that make no sense.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test may stop at the first surprise, and a table may be long"
)]

mod contract;
mod kinds;
mod rewritings;
mod robustness;
mod rows;
