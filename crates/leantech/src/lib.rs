//! Rust client of Lean's open-banking APIs, Saudi Arabia (KSA) first.
//!
//! Begin with [`Client`]. Each area is a module ([`customers`], [`banks`],
//! [`consents`], [`entities`], [`data`], and each behind a feature of its name `insights`,
//! `open-banking`, `payouts`, `reports`, `verifications`), generated from versioned documents; what
//! surrounds them is here: tokens, permissions and their KSA scopes, redirects, webhooks, retries and
//! errors. What happens when something fails is described in [`failures`].

#[cfg(all(
    feature = "webhooks",
    not(any(feature = "aws-lc-rs", feature = "webhooks-rustcrypto"))
))]
compile_error!(
    "the feature `webhooks` needs something to verify signatures with: turn on `aws-lc-rs` (which \
     `rustls` does) or `webhooks-rustcrypto`"
);

#[doc = include_str!("applications.md")]
#[cfg(feature = "webhooks")]
pub mod applications {}
mod areas;
mod client;
#[doc = include_str!("failures.md")]
pub mod failures {}
#[cfg(feature = "link-sdk")]
pub mod link_sdk;
mod permission;
#[cfg(feature = "redirects")]
mod redirect;
#[cfg(feature = "testing")]
pub mod testing;
mod token;
mod value;
mod wait;
#[cfg(feature = "webhooks")]
pub mod webhook;

#[cfg(feature = "verifications")]
pub use areas::account_verification::{AccountVerification, AccountVerificationError};
#[cfg(feature = "data")]
pub use areas::balances::AccountBalances;
#[cfg(feature = "consents")]
pub use areas::connect_link::ConnectLinkExt;
#[cfg(feature = "consents")]
pub use areas::consent_standing::ConsentStanding;
#[cfg(feature = "insights")]
pub use areas::insight_amount::InsightAmount;
#[cfg(feature = "data")]
pub use areas::transactions::EntityTransactions;
/// A day without a time, as Lean's dates are.
pub use chrono::NaiveDate as Date;
pub use client::Client;
pub use client::base_url::{EnvironmentError, EnvironmentFault};
pub use client::builder::ClientBuilder;
pub use client::environment::{Environment, UnknownEnvironment};
#[cfg(feature = "mtls")]
pub use client::mutual_tls::{MutualTls, MutualTlsError};
#[cfg(feature = "banks")]
pub use leantech_banks as banks;
#[cfg(feature = "consents")]
pub use leantech_consents as consents;
pub use leantech_core::Region;
pub use leantech_core::{
    AccountId, AppUserId, Clock, ConsentId, CustomerId, DEFAULT_BODY_CAP, DateOrTime, Deadlines,
    Decimal, DecimalError, Download, EitherForm, EntityId, Envelope, Error, ErrorBody, ErrorCode,
    ErrorKind, ErrorShape, ExactDecimal, HttpPools, IdempotencyKey, IdempotencyKeyError, Lenient,
    LenientCall, LenientFuture, LenientRows, LenientSeconds, LenientStream, NotOneOf, OneOrMany,
    Operation, Outcome, PathIdError, RawJson, RefreshId, RefusedRow, ResponseValue, ResultsId,
    RetryPolicy, Row, Scope, ScopeError, Secret, Time, Timestamp, TimestampError, Token,
    TokenFuture, TokenSource, TokenTextError, UnknownValue, Wait, paging,
};
#[cfg(feature = "metrics")]
pub use leantech_core::{AttemptEvent, CallEvent, Observer, RenewalEvent};
#[cfg(feature = "customers")]
pub use leantech_customers as customers;
#[cfg(feature = "data")]
pub use leantech_data as data;
#[cfg(feature = "entities")]
pub use leantech_entities as entities;
#[cfg(feature = "insights")]
pub use leantech_insights as insights;
#[cfg(feature = "open-banking")]
pub use leantech_open_banking as open_banking;
#[cfg(feature = "payouts")]
pub use leantech_payouts as payouts;
#[cfg(feature = "reports")]
pub use leantech_reports as reports;
#[cfg(feature = "verifications")]
pub use leantech_verifications as verifications;
pub use permission::ksa_scope::{KsaScope, KsaScopeIter, KsaScopes, UnknownKsaScope};
pub use permission::{Permission, PermissionIter, PermissionSet, UnknownPermission};
#[cfg(all(feature = "redirects", feature = "consents", feature = "entities"))]
pub use redirect::{Confirmation, ConnectAttempt, Connection, NotConfirmed};
#[cfg(feature = "redirects")]
pub use redirect::{
    GranularStatusCode, LONGEST_REDIRECT, Redirect, RedirectError, RedirectOutcome,
};
pub use token::cache::{TokenCache, TokenCacheBuilder};
pub use token::credentials::{
    ClientCredentials, CredentialsError, CredentialsFuture, ProvideCredentials,
};
pub use token::fetch::{Fetch, IssuedToken, TokenFetch};
pub use token::settings::TokenSettings;
pub use value::iban::{Iban, IbanError};
pub use value::money::{Money, MoneyError};
#[cfg(all(feature = "insights", feature = "data"))]
pub use wait::insight::{InsightWait, ResultsNotifier};
#[cfg(any(feature = "data", feature = "reports"))]
pub use wait::notifier::Notifier;
#[cfg(feature = "data")]
pub use wait::refresh::{RefreshNotifier, RefreshWait};
#[cfg(feature = "reports")]
pub use wait::report::ReportWait;
