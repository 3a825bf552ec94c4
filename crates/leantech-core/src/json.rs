//! JSON as it comes: read into types, with the place of what cannot be read.
//!
//! It uses no other room.

mod answer;
mod decode_failure;
pub(crate) mod exact_number;
mod failure_path;
pub(crate) mod fields;
mod lenient_rows;
pub(crate) mod literal;
mod odd_parts;
mod raw_json;
mod read;
mod refused_row;
mod walk;
mod whole_numbers;

pub(crate) use answer::read_answer;
pub use decode_failure::DecodeFailure;
pub use exact_number::DecimalError;
pub use failure_path::shown_path;
pub(crate) use lenient_rows::Rows;
pub use raw_json::RawJson;
pub use read::{OTHER_JSON, read, round_trip};
pub(crate) use read::{read_inner, without_bom};
pub use refused_row::RefusedRow;
