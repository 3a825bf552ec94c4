//! Contract snapshots, round trips and end-to-end tests of the workspace.
#![allow(clippy::missing_panics_doc, reason = "a test fails by panicking")]

pub mod answers;
pub mod exact_json;
pub mod folding;
pub mod hostile;
pub mod repository;
pub mod schema_places;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[derive(Debug)]
pub struct Readme;
