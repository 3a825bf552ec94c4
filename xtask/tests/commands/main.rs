//! The commands of `cargo xtask`, on documents and folders that are made up.
#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod drift_command;
mod generate_command;
