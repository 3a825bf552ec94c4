//! The forms on the wire: bodies, queries, pages of a list, and Lean's several shapes of errors.
//! Uses none of the rooms above, neither what is remembered nor which operation is called.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod error_style;
pub(crate) mod headers;
pub(crate) mod instant;
pub(crate) mod language;
pub(crate) mod origin;
pub(crate) mod paging;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod segment;
#[cfg(feature = "open-banking")]
pub(crate) mod standard_error;
pub(crate) mod without_null;
