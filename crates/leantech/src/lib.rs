//! Rust client of Lean's open-banking APIs, Saudi Arabia (KSA) first.
//!
//! Begin with [`Client`]. The areas are modules of their own ([`customers`], [`banks`],
//! [`consents`], [`entities`], [`data`], and each behind a feature of its name `insights`,
//! `open-banking`, `payouts`, `reports`, `verifications`), generated from versioned documents; what
//! surrounds them is here: tokens, permissions and their KSA scopes, redirects, webhooks, retries,
//! errors. What happens when something fails is told in [`failures`].

#[cfg(feature = "verifications")]
mod account_verification;
mod base_url;
#[cfg(any(feature = "data", feature = "reports"))]
mod bell;
mod builder;
mod client;
mod credentials;
#[cfg(feature = "customers")]
mod customer_lookup;
#[cfg(feature = "data")]
mod entity_transactions;
mod environment;
#[doc = include_str!("failures.md")]
pub mod failures {}
#[cfg(all(feature = "insights", feature = "data"))]
mod insight_wait;
mod ksa_scope;
#[cfg(feature = "link-sdk")]
pub mod link_sdk;
#[cfg(feature = "mtls")]
mod mutual_tls;
#[cfg(feature = "data")]
mod newest_balance;
mod permission;
mod permission_map;
#[cfg(any(feature = "consents", feature = "entities", feature = "data"))]
mod permission_shapes;
#[cfg(feature = "redirects")]
mod redirect;
#[cfg(feature = "data")]
mod refresh_wait;
#[cfg(feature = "reports")]
mod report_wait;
mod token_cache;
mod token_endpoint;
mod token_entry;
mod token_fetch;
mod token_settings;
#[cfg(feature = "verifications")]
mod verification_country;
#[cfg(feature = "webhooks")]
pub mod webhook;

#[cfg(feature = "verifications")]
pub use account_verification::{AccountVerification, AccountVerificationError};
pub use base_url::{EnvironmentError, EnvironmentFault};
#[cfg(any(feature = "data", feature = "reports"))]
pub use bell::Bell;
pub use builder::ClientBuilder;
/// A day without a time, as Lean's dates are.
pub use chrono::NaiveDate as Date;
pub use client::Client;
pub use credentials::{ClientCredentials, CredentialsError};
#[cfg(feature = "data")]
pub use entity_transactions::EntityTransactions;
pub use environment::{Environment, UnknownEnvironment};
#[cfg(all(feature = "insights", feature = "data"))]
pub use insight_wait::{InsightWait, ResultsBell};
pub use ksa_scope::{KsaScope, KsaScopeIter, KsaScopes, UnknownKsaScope};
#[cfg(feature = "banks")]
pub use leantech_banks as banks;
#[cfg(feature = "consents")]
pub use leantech_consents as consents;
pub use leantech_core::Region;
pub use leantech_core::{
    AccountId, AppUserId, Clock, ConsentId, CustomerId, DEFAULT_BODY_CAP, DateOrTime, Deadlines,
    Decimal, DecimalError, Download, EitherForm, EntityId, Envelope, Error, ErrorBody, ErrorCode,
    ErrorKind, ErrorShape, ExactDecimal, IdempotencyKey, IdempotencyKeyError, Lenient, LenientCall,
    LenientFuture, LenientRows, LenientSeconds, LenientStream, NotOneOf, OneOrMany, Operation,
    Outcome, PathIdError, RawJson, RefreshId, RefusedRow, ResponseValue, ResultsId, RetryPolicy,
    Row, Scope, ScopeError, Secret, Time, Timestamp, TimestampError, Token, TokenFuture,
    TokenSource, TokenTextError, UnknownValue, Wait, paging,
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
#[cfg(feature = "mtls")]
pub use mutual_tls::{MutualTls, MutualTlsError};
pub use permission::{Permission, PermissionIter, PermissionSet, UnknownPermission};
#[cfg(all(feature = "redirects", feature = "consents", feature = "entities"))]
pub use redirect::{Confirmation, ConnectAttempt, Connection, NotConfirmed};
#[cfg(feature = "redirects")]
pub use redirect::{
    GranularStatusCode, LONGEST_REDIRECT, Redirect, RedirectError, RedirectOutcome,
};
#[cfg(feature = "data")]
pub use refresh_wait::{RefreshBell, RefreshWait};
#[cfg(feature = "reports")]
pub use report_wait::ReportWait;
pub use token_cache::{TokenCache, TokenCacheBuilder};
pub use token_fetch::{Fetch, IssuedToken, TokenFetch};
pub use token_settings::TokenSettings;
