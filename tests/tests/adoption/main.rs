//! `cargo xtask adopt` on copies of the documents and crates, with documents of Lean's structure
//! and split in our words, and with Lean's own where `LEAN_DOCUMENTS` names their folder.
#![allow(
    clippy::too_many_lines,
    clippy::semicolon_if_nothing_returned,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the rows of a table are short, and there are many"
)]

mod change;
mod changes;
mod conflicts;
mod copy;
mod first_run;
mod lean;
#[cfg(feature = "night")]
mod night;
mod refusals;
mod regions;
mod report;
mod rewriting;
mod row;
mod speed;
