//! The run time under the leantech crates: session, retry, errors, secrets, exact money and open
//! enums.
//!
//! A service uses all of it through `leantech`; the generated crates use it directly. Nothing
//! here depends on an area.

pub use call::paging;

mod call;
#[doc(hidden)]
pub mod codegen;
mod error;
mod json;
mod session;
mod value;

pub use call::download::Download;
pub use call::envelope::Envelope;
pub use call::lenient::{Lenient, LenientCall, LenientFuture, LenientRows, LenientStream, Row};
pub use call::response_value::ResponseValue;
#[doc(hidden)]
pub use call::retry_after::{date_of, read as read_retry_after};
#[doc(hidden)]
pub use error::Transient;
pub use error::body::{ErrorBody, ErrorShape};
#[cfg(feature = "testing")]
pub use error::builder::ErrorBuilder;
pub use error::code::{ErrorCode, OtherCode};
pub use error::{Error, ErrorKind};
pub use json::{DecimalError, RawJson, RefusedRow};
pub use rust_decimal::Decimal;
pub use session::app_token::AppToken;
pub use session::clock::{Clock, Time, TimedOut, Wait};
#[doc(hidden)]
pub use session::config::ConfiguredSeconds;
pub use session::guard::{token_of, unharmed};
#[doc(hidden)]
pub use session::jwt::expiry_of;
#[cfg(feature = "metrics")]
pub use session::observe::{AttemptEvent, CallEvent, Observer, RenewalEvent};
pub use session::pools::HttpPools;
pub use session::retry::{Outcome, RetryPolicy};
#[doc(hidden)]
pub use session::span::in_current_span;
pub use session::token::{Scope, ScopeError, Token, TokenFuture, TokenSource, TokenTextError};
#[cfg(feature = "testing")]
pub use session::transport::{Transport, TransportError, TransportFuture};
pub use session::{DEFAULT_BODY_CAP, Deadlines, Session, SessionBuilder};
pub use value::idempotency_key::{IdempotencyKey, IdempotencyKeyError};
pub use value::operation::Operation;
pub use value::path_segment::PathIdError;
pub use value::region::Region;
pub use value::{
    AccountId, AppUserId, ConsentId, CustomerId, DateOrTime, DateOrTimeError, EitherForm, EntityId,
    ExactDecimal, LenientSeconds, NotOneOf, OneOrMany, RefreshId, ResultsId, Secret, Timestamp,
    TimestampError, UnknownValue, WrongLength,
};
