//! Webhooks: the events that Lean sends to a service.
//!
//! A delivery is verified over the bytes as they arrived ([`WebhookVerifier::receive`]), stored in an [`Inbox`]
//! and answered. A worker takes it from there ([`work_once`]), so that a crash loses nothing: what was accepted
//! and not yet done comes again.
//!
//! ```
//! use std::time::Duration;
//! use leantech::webhook::{Inbox, Payload, Verdict, WebhookVerifier, work_once};
//!
//! /// The handler: store, then answer.
//! async fn take(verifier: &WebhookVerifier, inbox: &impl Inbox, headers: &[(&str, &str)], body: &[u8]) -> u16 {
//!     match verifier.receive(headers.iter().copied(), body) {
//!         Err(refusal) => refusal.status(),
//!         Ok(event) => match inbox.accept(event.delivery()).await {
//!             Ok(_new_or_duplicate) => 200,
//!             Err(_) => 503,                                          // Lean sends it again
//!         },
//!     }
//! }
//!
//! /// The worker, in a loop of its own: each event at least once, and so idempotent.
//! async fn work<I: Inbox>(inbox: &I) -> Result<(), I::Error> {
//!     let lease = Duration::from_secs(60);
//!     work_once(inbox, lease, |event| async move {
//!         match &event.payload {
//!             Payload::RefreshUpdated(refresh) if refresh.is_finished() => Verdict::Done, // after fetching
//!             Payload::Malformed(payload) => Verdict::DeadLetter(payload.error().to_string()),
//!             _ => Verdict::Done,
//!         }
//!     })
//!     .await?;
//!     Ok(())
//! }
//! ```
//!
//! # In any framework
//!
//! `receive` takes the headers as pairs and the body as bytes, and its error has the HTTP status.
//! With hyper, where `head` and `body` are the parts of a collected request:
//!
//! ```ignore
//! match verifier.receive(head.headers.iter(), &body) {
//!     Ok(event) => { inbox.accept(event.delivery()).await?; reply(200) }
//!     Err(refusal) => reply(refusal.status()),
//! }
//! ```
//!
//! With actix, `verifier.receive(request.headers().iter(), &body)` and `body: web::Bytes` as an
//! argument. With axum 0.8 and the feature `axum`, [`VerifiedEvent`] is an extractor, and
//! `WebhookVerifier::receive_request` takes a request for one of several applications.
//! Functions and API gateways may pass bodies in base64, and middleware may change them: see
//! [`gateways`].
//!
//! # Delivery
//!
//! What Lean does, and what it means for you:
//!
//! - **Answer 200**, and no other status of success, **within ten seconds**. So store first, answer, and work
//!   afterwards: [`Inbox::accept`], and [`work_once`] in a worker.
//! - Anything else is sent again 1, 2, 5, 10, 60 and 180 minutes after the first attempt,
//!   and then no more. Lean keeps the events of 90 days in its list of events.
//! - **Duplicates come**, even of events that you answered. An [`Inbox`] knows them by [`VerifiedEvent::key`].
//! - **Order is not guaranteed.** Several refresh events come for one refresh, and a late duplicate may
//!   say `PENDING` after `FINISHED`. Treat an event as a reason to look, or compare
//!   [`Event::timestamp`]s.
//! - **The signature covers no time.** Anybody who has recorded a delivery can send it again at any
//!   time, and it verifies. Handling an event must be idempotent, or be guarded by its key. A limit on
//!   the age of [`Event::timestamp`] helps little, because Lean's own last attempt comes three hours
//!   later.
//! - `entity.created` means that a bank was connected, not that there is data: fetch after a refresh
//!   event that [is finished](RefreshEvent::is_finished).
//! - Types that you do not know must be answered with 200 too; here they are [`Payload::Unknown`].
//!   So are events whose payload is not what it should be, [`Payload::Malformed`]: another delivery
//!   would bring the same bytes. What is refused is a signature that is missing or does not match
//!   (401), a body that is too long (413), and a body that is not a JSON object (400): it has neither a
//!   type nor an id, so there is nothing to return. A malformed field of the envelope, such as a number
//!   as `timestamp`, does not cause a refusal.
//! - Each application has its own secret, in the dashboard under Integration. While you replace it,
//!   give the verifier both.
//!
//! Lean also asks you to accept only its own addresses; ask Lean for the list, and set it up in the
//! firewall.
//!
//! Source: Lean's pages on webhooks and their structure; KSA webhook library; recordings.

mod availability_event;
#[cfg(feature = "axum")]
mod axum;
mod consent_event;
mod entity_event;
mod envelope;
mod error;
mod event;
mod event_error;
#[doc = include_str!("webhook/gateways.md")]
pub mod gateways {}
mod inbox;
mod mac;
mod malformed;
mod memory_inbox;
mod object;
mod payload;
mod payment_event;
mod refresh_event;
#[cfg(feature = "schemars")]
mod schema_forms;
mod signature;
mod values;
mod verified;
mod verifier;

pub use availability_event::{
    BankAvailability, BankAvailabilityEvent, BankServices, IbanAvailability,
    IbanAvailabilityByAccount, IbanAvailabilityEvent, IbanChecks,
};
pub use consent_event::ConsentStatusEvent;
pub use entity_event::{BankDetails, EntityEvent};
pub use error::WebhookError;
pub use event::Event;
pub use event_error::EventError;
pub use inbox::{
    Accepted, Claimed, Delivery, EventKeyError, Inbox, Settled, Verdict, Worked, work_once,
};
#[cfg(feature = "testing")]
pub(crate) use mac::signed;
pub use malformed::MalformedPayload;
pub use memory_inbox::{InboxFull, MemoryInbox};
pub use payload::{Payload, ResultsEvent};
pub use payment_event::{
    PaymentBeneficiaryEvent, PaymentEvent, PaymentIntentEvent, PaymentSourceEvent,
};
pub use refresh_event::{
    AccountDataStatus, RefreshDataStatus, RefreshEvent, TransactionAvailability,
};
pub use values::{
    AccountType, Availability, BankType, ConsentStatus, EntityPermission, PaymentIntentStatus,
    PaymentSourceStatus, PaymentStatus, RefreshState, ResourceState,
};
pub use verified::{EventKey, VerifiedEvent};
pub use verifier::{
    DEFAULT_WEBHOOK_CAP, DEFAULT_WEBHOOK_TIMEOUT, SIGNATURE_HEADER, VerifierError, WebhookVerifier,
    WebhookVerifierBuilder,
};
