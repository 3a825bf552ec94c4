//! Webhooks: what Lean tells a service by itself.
//!
//! A delivery is taken in three steps: the signature is verified over the bytes as they came, the
//! event is read, and repeats are told from news. The first two are one call,
//! [`WebhookVerifier::receive`]; the third is [`SeenEvents`].
//!
//! ```
//! use leantech::webhook::{Payload, WebhookVerifier};
//!
//! # fn start_fetching(_: &leantech::EntityId) {}
//! # fn keep_for_later(_: &leantech::webhook::EventKey, _: &[u8]) {}
//! # fn take(verifier: &WebhookVerifier, headers: &[(&str, &str)], body: &[u8]) -> Result<(), leantech::webhook::WebhookError> {
//! let event = verifier.receive(headers.iter().copied(), body)?;     // a refusal knows its status
//! match &event.payload {
//!     Payload::RefreshUpdated(refresh) if refresh.is_finished() => {
//!         start_fetching(&refresh.entity_id);                         // in the background
//!     }
//!     Payload::Malformed(payload) => keep_for_later(event.key(), payload.bytes()),
//!     _ => {}                                                         // 200 all the same
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # In any framework
//!
//! `receive` takes the headers as pairs and the body as bytes, and its error knows the HTTP status.
//! With hyper, where `head` and `body` are the parts of a request that was collected:
//!
//! ```ignore
//! match verifier.receive(head.headers.iter(), &body) {
//!     Ok(event) => { queue.send(event).await?; reply(200) }
//!     Err(refusal) => reply(refusal.status()),
//! }
//! ```
//!
//! With actix, `verifier.receive(request.headers().iter(), &body)` and `body: web::Bytes` as an
//! argument. With axum 0.8 and the feature `axum`, [`VerifiedEvent`] is an argument of the handler.
//! Functions and API gateways may hand over bodies in base64, and middleware may change them: see
//! [`gateways`].
//!
//! # Delivery
//!
//! What Lean does, and what follows from it:
//!
//! - **Answer 200**, and no other status of success, **within ten seconds**. So acknowledge first and
//!   work later: put the event where it cannot be lost, answer, and fetch data afterwards.
//! - What is not answered so is sent again 1, 2, 5, 10, 60 and 180 minutes after the first attempt,
//!   and then never more. Lean keeps the events of 90 days in its list of events.
//! - **Repeats come**, of what you did take too. Lean asks you to keep the ids that you processed:
//!   [`SeenEvents`], by [`VerifiedEvent::key`].
//! - **Order is not promised.** Several refresh events come for one refresh, and a late repeat may
//!   say `PENDING` after `FINISHED` was said. Take an event as a reason to look, or compare
//!   [`Event::timestamp`]s.
//! - **The signature holds no time.** Whoever has recorded a delivery can send it again for ever, and
//!   it verifies. What is behind an event must be safe to do twice, or be kept from it by its key.
//!   A limit on the age of [`Event::timestamp`] is worth little, because Lean's own last attempt is
//!   three hours old.
//! - `entity.created` means that a bank was connected, not that there is data: fetch after a refresh
//!   event that [is finished](RefreshEvent::is_finished).
//! - Types that you do not know must be answered with 200 too; here they are [`Payload::Unknown`].
//!   So are events whose payload is not what it should be, [`Payload::Malformed`]: another delivery
//!   would bring the same bytes. What is refused is a signature that is missing or does not fit
//!   (401), a body that is too long (413), and a body that is not one JSON object (400): it names
//!   neither a type nor an id, so that there is nothing to hand over. A field of the envelope that is
//!   odd, such as a number as `timestamp`, refuses nothing.
//! - The secret is one of each application, in the dashboard under Integration. While it changes,
//!   give the verifier both.
//!
//! Lean also asks you to let only its own addresses through; the list is Lean's to give, and its
//! place is the firewall.
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
mod mac;
mod malformed;
mod object;
mod payload;
mod payment_event;
mod refresh_event;
#[cfg(feature = "schemars")]
mod schema_forms;
mod seen_events;
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
pub use malformed::MalformedPayload;
pub use payload::{Payload, ResultsEvent};
pub use payment_event::{
    PaymentBeneficiaryEvent, PaymentEvent, PaymentIntentEvent, PaymentSourceEvent,
};
pub use refresh_event::{
    AccountDataStatus, RefreshDataStatus, RefreshEvent, TransactionAvailability,
};
pub use seen_events::{Claim, MemorySeenEvents, SeenEvents};
pub use values::{
    AccountType, Availability, BankType, ConsentStatus, EntityPermission, PaymentIntentStatus,
    PaymentSourceStatus, PaymentStatus, RefreshState, ResourceState,
};
pub use verified::{EventKey, VerifiedEvent};
pub use verifier::{
    DEFAULT_WEBHOOK_CAP, SIGNATURE_HEADER, VerifierError, WebhookVerifier, WebhookVerifierBuilder,
};
