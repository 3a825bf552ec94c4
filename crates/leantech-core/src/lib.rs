//! The run time under the leantech crates: session, retry, errors, secrets, exact money and open
//! enums.
//!
//! A service uses all of it through `leantech`; the generated crates use it directly. Nothing
//! here depends on an area.

mod address;
mod app_token;
mod clock;
mod code;
mod date_or_time;
mod decimal;
mod download;
mod draft;
mod either_form;
mod envelope;
mod error;
mod error_body;
mod exchange;
#[doc(hidden)]
pub mod generated;
mod id;
mod idempotency;
mod impls;
mod json_fields;
mod json_text;
mod jwt;
mod lenient;
mod lenient_rows;
mod literal;
mod object;
#[cfg(feature = "metrics")]
mod observe;
mod odd_parts;
mod one_or_many;
mod open;
mod operation;
pub mod paging;
mod path;
mod raw_json;
mod response_value;
mod retry;
mod retry_after;
mod seconds;
mod secret;
mod session;
mod timestamp;
mod token;
#[cfg(feature = "tracing")]
mod trace;
mod trail;
mod whole_numbers;
mod written;

pub use app_token::AppToken;
pub use clock::{Clock, Time, TimedOut, Wait};
pub use code::{ErrorCode, OtherCode};
pub use date_or_time::{DateOrTime, DateOrTimeError};
pub use decimal::{DecimalError, ExactDecimal};
pub use download::Download;
pub use either_form::EitherForm;
pub use envelope::Envelope;
#[doc(hidden)]
pub use error::Transient;
pub use error::{Error, ErrorKind};
pub use error_body::{ErrorBody, ErrorShape};
pub use id::{AccountId, AppUserId, ConsentId, CustomerId, EntityId, RefreshId, ResultsId};
pub use idempotency::{IdempotencyKey, IdempotencyKeyError};
#[doc(hidden)]
pub use jwt::expiry_of;
pub use lenient::{
    Lenient, LenientCall, LenientFuture, LenientRows, LenientStream, RefusedRow, Row,
};
#[cfg(feature = "metrics")]
pub use observe::{AttemptEvent, CallEvent, Observer, RenewalEvent};
pub use one_or_many::OneOrMany;
pub use open::{Open, Word};
pub use operation::Operation;
pub use path::PathIdError;
pub use raw_json::RawJson;
pub use response_value::ResponseValue;
pub use retry::{Outcome, RetryPolicy};
#[doc(hidden)]
pub use retry_after::{date_of, read as read_retry_after};
pub use rust_decimal::Decimal;
pub use seconds::LenientSeconds;
pub use secret::Secret;
pub use session::{DEFAULT_BODY_CAP, Deadlines, Session, SessionBuilder};
pub use timestamp::{Timestamp, TimestampError};
pub use token::{Scope, ScopeError, Token, TokenFuture, TokenSource, TokenTextError};
