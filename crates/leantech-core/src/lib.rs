//! The run time under the leantech crates: session, retry, errors, secrets, exact money and open
//! enums.
//!
//! A service uses all of it through `leantech`; the generated crates use it directly. Nothing
//! here depends on an area.

mod address;
mod app_token;
mod call;
mod clock;
mod code;
#[doc(hidden)]
pub mod codegen;
mod download;
mod envelope;
mod error;
mod error_body;
mod idempotency;
mod json;
mod jwt;
mod lenient;
#[cfg(feature = "metrics")]
mod observe;
mod operation;
pub mod paging;
mod path;
mod region;
mod response_value;
mod retry;
mod retry_after;
mod session;
mod token;
#[cfg(feature = "tracing")]
mod trace;
mod value;

pub use app_token::AppToken;
pub use clock::{Clock, Time, TimedOut, Wait};
pub use code::{ErrorCode, OtherCode};
pub use download::Download;
pub use envelope::Envelope;
#[doc(hidden)]
pub use error::Transient;
pub use error::{Error, ErrorKind};
pub use error_body::{ErrorBody, ErrorShape};
pub use idempotency::{IdempotencyKey, IdempotencyKeyError};
pub use json::RawJson;
#[doc(hidden)]
pub use jwt::expiry_of;
pub use lenient::{
    Lenient, LenientCall, LenientFuture, LenientRows, LenientStream, RefusedRow, Row,
};
#[cfg(feature = "metrics")]
pub use observe::{AttemptEvent, CallEvent, Observer, RenewalEvent};
pub use operation::Operation;
pub use path::PathIdError;
pub use region::Region;
pub use response_value::ResponseValue;
pub use retry::{Outcome, RetryPolicy};
#[doc(hidden)]
pub use retry_after::{date_of, read as read_retry_after};
pub use rust_decimal::Decimal;
pub use session::{DEFAULT_BODY_CAP, Deadlines, Session, SessionBuilder};
pub use token::{Scope, ScopeError, Token, TokenFuture, TokenSource, TokenTextError};
pub use value::{
    AccountId, AppUserId, ConsentId, CustomerId, DateOrTime, DateOrTimeError, DecimalError,
    EitherForm, EntityId, ExactDecimal, LenientSeconds, NotOneOf, OneOrMany, RefreshId, ResultsId,
    Secret, Timestamp, TimestampError, UnknownValue, WrongLength,
};
