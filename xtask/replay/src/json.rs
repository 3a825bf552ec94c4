//! JSON as it was recorded: numbers and instants keep how they were written.

pub(crate) mod instant;
pub(crate) mod number;
pub(crate) mod raw;
