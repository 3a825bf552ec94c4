//! Every kind of change in each of Lean's documents, taken in.

mod bank_data;
mod consents;
mod core_resources;
mod customers;
mod reports;
