//! `cargo xtask adopt` on copies of the documents and crates, with documents of Lean's structure
//! and split in our words, and with Lean's own where `LEAN_DOCUMENTS` names their folder.

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
