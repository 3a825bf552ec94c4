//! What generated code calls. It is not part of the public API.

#[cfg(feature = "schemars")]
pub use schemars;
pub use serde;

pub use crate::call::Call;
pub use crate::json::{DecodeFailure, OTHER_JSON, read, round_trip, shown_path};
#[cfg(feature = "schemars")]
pub use crate::value::enum_schema;
pub use crate::value::{
    ClosedEnum, Hidden, Hides, OpenEnum, Redacted, closed_of, field_name, open_of, open_of_string,
    read_closed, read_open, redacted,
};
