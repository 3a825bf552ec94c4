//! Values that requests and answers hold: ids, exact numbers, instants, secrets and enums.
//!
//! They use how JSON is read, and nothing from errors, sessions and calls.

mod bounded_text;
mod closed_enum;
mod conversions;
mod date_or_time;
mod decimal;
mod either_form;
mod id;
pub(crate) mod idempotency_key;
mod one_or_many;
mod open_enum;
pub(crate) mod operation;
pub(crate) mod path_segment;
mod redacted;
pub(crate) mod region;
mod seconds;
mod secret;
mod setters;
mod timestamp;
pub(crate) mod wiped;

pub use bounded_text::WrongLength;
pub use closed_enum::NotOneOf;
#[doc(hidden)]
pub use closed_enum::{ClosedEnum, closed_of, read_closed};
pub use date_or_time::{DateOrTime, DateOrTimeError};
pub use decimal::ExactDecimal;
pub use either_form::EitherForm;
pub use id::{AccountId, AppUserId, ConsentId, CustomerId, EntityId, RefreshId, ResultsId};
pub use one_or_many::OneOrMany;
pub use open_enum::UnknownValue;
#[cfg(feature = "schemars")]
pub use open_enum::enum_schema;
#[doc(hidden)]
pub use open_enum::{OpenEnum, open_of, open_of_string, read_open};
#[doc(hidden)]
pub use redacted::{Hidden, Hides, Redacted, field_name, redacted};
pub use seconds::LenientSeconds;
pub use secret::Secret;
pub use timestamp::{Timestamp, TimestampError};
