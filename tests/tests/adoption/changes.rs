//! Every kind of change in each of Lean's documents, taken in.
#![allow(
    clippy::too_many_lines,
    reason = "the rows of a table are short, and there are many"
)]

mod bank_data;
mod consents;
mod core_resources;
mod customers;
mod reports;
