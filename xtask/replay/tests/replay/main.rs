//! Recordings of each kind, exact and damaged, made up in the shapes of Lean's answers.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something else should fail"
)]

mod bench;
mod captures;
mod command;
mod documents;
mod findings;
mod har;
mod masking;
mod matching;
mod postman;
mod robustness;
