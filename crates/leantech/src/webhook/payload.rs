//! What an event is about: one Rust type for each type of event that Lean documents.

use leantech_core::codegen;
use leantech_core::{RawJson, ResultsId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};

use super::availability_event::{BankAvailabilityEvent, IbanAvailabilityEvent};
use super::consent_event::ConsentStatusEvent;
use super::entity_event::EntityEvent;
use super::envelope::{Envelope, Piece};
use super::event_error::EventError;
use super::malformed::MalformedPayload;
use super::object::ObjectOf;
use super::payment_event::{
    PaymentBeneficiaryEvent, PaymentEvent, PaymentIntentEvent, PaymentSourceEvent,
};
use super::refresh_event::RefreshEvent;

/// An asynchronous call whose result can be fetched: the payload of `results.ready`.
///
/// Source: Lean's page on asynchronous requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ResultsEvent {
    /// What to fetch: the `results_id` of the call.
    pub id: ResultsId,
}

/// One variant for each event type.
macro_rules! payloads {
    ($($(#[$doc:meta])* $variant:ident($shape:ty) = $name:literal $(| $other:literal)*,)+) => {
        /// What an event is about, by its type.
        ///
        /// Events of types that Lean adds later are [`Unknown`](Self::Unknown), and events whose
        /// payload does not match their type are [`Malformed`](Self::Malformed): answer 200 to both.
        /// A type that Lean lists without the shape of its payload has it as [`RawJson`], or as
        /// `None` where there was none.
        ///
        /// Source: Lean's webhook library; the enum of events in Lean's generic reference;
        /// recordings.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Payload {
            $($(#[$doc])* $variant($shape),)+
            /// A known type with a payload that does not match it: where, why, and the full body.
            Malformed(MalformedPayload),
            /// A type that is not known here, or none: the full event, envelope included, as it was
            /// sent.
            Unknown(RawJson),
        }

        impl Payload {
            /// Every event type that is known here, other spellings included.
            pub const TYPES: &'static [&'static str] = &[$($name, $($other,)*)+];

            pub(super) fn read(
                event_type: &str,
                envelope: &Envelope<'_>,
                body: &[u8],
            ) -> Result<Self, EventError> {
                let read = match event_type {
                    $($name $(| $other)* => Shape::read(envelope).map(Self::$variant),)+
                    _ => return envelope.whole().map(Self::Unknown),
                };
                Ok(read.unwrap_or_else(|error| {
                    Self::Malformed(MalformedPayload::new(error, body))
                }))
            }

            #[cfg(feature = "schemars")]
            pub(super) fn schemas(
                generator: &mut schemars::SchemaGenerator,
            ) -> Vec<schemars::Schema> {
                vec![$({
                    let payload = generator.subschema_for::<$shape>();
                    schemars::json_schema!({
                        "if": { "properties": { "type": { "enum": [$name $(, $other)*] } } },
                        "then": { "properties": { "payload": payload } }
                    })
                },)+]
            }
        }

        impl Serialize for Payload {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(payload) => payload.serialize(serializer),)+
                    Self::Malformed(event) => event.serialize(serializer),
                    Self::Unknown(whole) => whole.serialize(serializer),
                }
            }
        }
    };
}

payloads! {
    /// `entity.created`: a customer connected a bank. Its data is not ready yet.
    EntityCreated(EntityEvent) = "entity.created",
    /// `entity.updated`: a bank was connected again, or a consent was revoked. Ask the API which.
    EntityUpdated(EntityEvent) = "entity.updated",
    /// `entity.data.refresh.updated`: a refresh of a connection's data made progress.
    RefreshUpdated(RefreshEvent) = "entity.data.refresh.updated",
    /// `results.ready`: the result of an asynchronous call can be fetched.
    ResultsReady(ResultsEvent) = "results.ready",
    /// `bank.availability.updated`, in prose also `banks.availability.updated`.
    BankAvailabilityUpdated(BankAvailabilityEvent) = "bank.availability.updated" | "banks.availability.updated",
    /// `iban_account_verification.bank.availability.updated`.
    IbanAvailabilityUpdated(IbanAvailabilityEvent) = "iban_account_verification.bank.availability.updated",
    /// `entity.reconnected`, of connections by credentials; not documented for KSA.
    EntityReconnected(Option<RawJson>) = "entity.reconnected",
    /// `consent.status.updated`, on Lean's page `payment_consent.status.updated`.
    ConsentStatusUpdated(ConsentStatusEvent) = "consent.status.updated" | "payment_consent.status.updated",
    /// `payment.created`.
    PaymentCreated(PaymentEvent) = "payment.created",
    /// `payment.updated`.
    PaymentUpdated(PaymentEvent) = "payment.updated",
    /// `payment.reconciliation.updated`; its payload is not documented.
    PaymentReconciliationUpdated(Option<RawJson>) = "payment.reconciliation.updated",
    /// `payment_intent.created`.
    PaymentIntentCreated(PaymentIntentEvent) = "payment_intent.created",
    /// `payment_intent.expired`; its payload is not documented.
    PaymentIntentExpired(Option<RawJson>) = "payment_intent.expired",
    /// `payment_source.created`.
    PaymentSourceCreated(PaymentSourceEvent) = "payment_source.created",
    /// `payment_source.updated`; its payload is not documented.
    PaymentSourceUpdated(Option<RawJson>) = "payment_source.updated",
    /// `payment_source.beneficiary.created`.
    PaymentBeneficiaryCreated(PaymentBeneficiaryEvent) = "payment_source.beneficiary.created",
    /// `payment_source.beneficiary.updated`; its payload is not documented.
    PaymentBeneficiaryUpdated(Option<RawJson>) = "payment_source.beneficiary.updated",
    /// `bulk_payment_intent.created`; its payload is not documented.
    BulkPaymentIntentCreated(Option<RawJson>) = "bulk_payment_intent.created",
    /// `bulk_payment_intent.updated`; its payload is not documented.
    BulkPaymentIntentUpdated(Option<RawJson>) = "bulk_payment_intent.updated",
}

impl Payload {
    /// What the event is about, where events about the same thing have to be worked on one after the other.
    pub(super) fn order_key(&self) -> Option<String> {
        match self {
            Self::EntityCreated(entity) | Self::EntityUpdated(entity) => {
                Some(format!("entity:{}", entity.id))
            }
            Self::RefreshUpdated(refresh) => Some(format!("entity:{}", refresh.entity_id)),
            Self::ConsentStatusUpdated(consent) => Some(format!("consent:{}", consent.id)),
            Self::PaymentCreated(payment) | Self::PaymentUpdated(payment) => {
                payment.id.as_ref().map(|id| format!("payment:{id}"))
            }
            _ => None,
        }
    }
}

/// How a payload is read: by its shape, or kept as it is.
trait Shape: Sized {
    fn read(envelope: &Envelope<'_>) -> Result<Self, EventError>;
}

impl Shape for Option<RawJson> {
    fn read(envelope: &Envelope<'_>) -> Result<Self, EventError> {
        let Some(payload) = envelope.payload()? else {
            return Ok(None);
        };
        read(&payload).map(Some)
    }
}

macro_rules! shapes {
    ($($shape:ty),+ $(,)?) => {$(
        impl Shape for $shape {
            fn read(envelope: &Envelope<'_>) -> Result<Self, EventError> {
                let payload = envelope.payload()?;
                let payload = payload.ok_or_else(|| EventError::of_payload("no value"))?;
                read::<ObjectOf<Self>>(&payload).map(|object| object.0)
            }
        }
    )+};
}

/// Reads a payload, and reports where it does not match.
fn read<T: DeserializeOwned>(payload: &Piece<'_>) -> Result<T, EventError> {
    codegen::read(payload.json.as_bytes()).map_err(|mut failure| {
        if failure.category != codegen::OTHER_JSON {
            // The JSON is complete: half of a surrogate pair, or a number that nothing can hold.
            failure.category = "a value that cannot be read";
        }
        EventError::in_payload(payload, &failure)
    })
}

shapes! {
    ConsentStatusEvent,
    EntityEvent,
    RefreshEvent,
    ResultsEvent,
    BankAvailabilityEvent,
    IbanAvailabilityEvent,
    PaymentEvent,
    PaymentIntentEvent,
    PaymentSourceEvent,
    PaymentBeneficiaryEvent,
}
