//! Whether what a redirect says is true: by Lean's API, or by a verified webhook.

use std::fmt;

use futures_util::TryStreamExt;
use leantech_core::{ConsentId, CustomerId, EntityId, Error};

use super::{GranularStatusCode, Redirect, RedirectOutcome};
use crate::areas::consent_standing::ConsentStanding;
use crate::client::Client;

/// Whose redirect is expected: take it from your session or database, and never
/// from the redirect.
///
/// A customer's id converts into one, as in `redirect.confirm(&lean, &customer_id)`.
#[derive(Debug, Clone, Copy)]
pub struct ConnectAttempt<'a> {
    customer_id: &'a CustomerId,
    bank_consent_id: Option<&'a str>,
}

impl<'a> ConnectAttempt<'a> {
    /// An attempt of the customer whom the session belongs to.
    pub const fn of(customer_id: &'a CustomerId) -> Self {
        Self {
            customer_id,
            bank_consent_id: None,
        }
    }

    /// Names the connect link, by the `bank_consent_id` of its answer. With it a failure can be confirmed as
    /// well, and a customer who has several connections is not ambiguous.
    #[must_use]
    pub const fn bank_consent_id(mut self, id: &'a str) -> Self {
        self.bank_consent_id = Some(id);
        self
    }
}

impl<'a> From<&'a CustomerId> for ConnectAttempt<'a> {
    fn from(customer_id: &'a CustomerId) -> Self {
        Self::of(customer_id)
    }
}

/// What Lean itself says about a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use = "a redirect that is not confirmed is a hint and no more"]
pub enum Confirmation {
    /// The connection exists. These ids are Lean's, and safe to store.
    Connected(Connection),
    /// The redirect reports a failure, and the consent was indeed not given.
    Failed,
    /// The redirect says that the attempt failed, and Lean has recorded no decision. It may never
    /// record one, because a bank that failed makes no decision. Tell the customer that the connection
    /// did not work, and let them try again. Do not store the failure: the code is unconfirmed, and
    /// the webhook `entity.created` may still arrive.
    FailedUnconfirmed {
        /// The reason, according to the redirect only.
        code: GranularStatusCode,
    },
    /// The redirect says that the attempt succeeded, and Lean has recorded no decision yet. Wait for the
    /// webhook `entity.created`, or ask again in some seconds, and give up after some minutes.
    Pending,
    /// What the redirect says is not true. Do not act on it.
    NotConfirmed(NotConfirmed),
}

impl Confirmation {
    /// The connection, if there is one.
    pub const fn connection(&self) -> Option<&Connection> {
        match self {
            Self::Connected(connection) => Some(connection),
            Self::Failed
            | Self::FailedUnconfirmed { .. }
            | Self::Pending
            | Self::NotConfirmed(_) => None,
        }
    }
}

/// A connection of a customer to a bank, confirmed by Lean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// The connection; every call for data names it.
    pub entity_id: EntityId,
    /// The customer it belongs to.
    pub customer_id: CustomerId,
    /// The consent that is active; a webhook does not name it.
    pub consent_id: Option<ConsentId>,
    /// The bank.
    pub bank_identifier: Option<String>,
}

/// Why a redirect is not confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotConfirmed {
    /// It names a customer other than the one who was sent to the bank.
    OtherCustomer,
    /// The customer has no such connection, or not through that connect link.
    UnknownEntity,
    /// It reports a connection whose consent was rejected, revoked, or has expired.
    ConsentEnded,
    /// It reports a failure, but the consent is active.
    ConsentActive,
    /// It reports a failure, and without the link's `bank_consent_id` it cannot be checked.
    UnknownAttempt,
}

impl fmt::Display for NotConfirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherCustomer => "the redirect names another customer",
            Self::UnknownEntity => "the customer has no such connection",
            Self::ConsentEnded => "the connection's consent is not active",
            Self::ConsentActive => "the redirect reports a failure, but the consent is active",
            Self::UnknownAttempt => {
                "the redirect reports a failure, and the connect link is not known"
            }
        })
    }
}

/// What a consent says about a redirect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Active,
    Ended,
    Undecided,
}

/// By both statuses: Lean's own says ACTIVE for hours after a consent's end, the standard's does not. The clock
/// of this machine has no say in it.
fn standing(own: Option<&str>, standard: Option<&str>) -> Standing {
    match ConsentStanding::of_statuses(own, standard) {
        ConsentStanding::Active => Standing::Active,
        // Do not act on a value that no document has.
        ConsentStanding::Awaiting | ConsentStanding::Unknown => Standing::Undecided,
        ConsentStanding::Suspended
        | ConsentStanding::Expired
        | ConsentStanding::Revoked
        | ConsentStanding::Rejected
        | ConsentStanding::Consumed => Standing::Ended,
    }
}

/// The state of an entity's or a customer's consent: two types of the same shape.
macro_rules! standing_of {
    ($consent:expr) => {
        standing(
            ($consent.consent_status.as_ref()).map(|status| status.as_str()),
            ($consent.standard_consent_status.as_ref()).map(|status| status.as_str()),
        )
    };
}

impl Redirect {
    /// Asks Lean's API whether what the redirect says is so.
    ///
    /// None of the redirect's values is trusted: you name the customer, the connection must
    /// be among that customer's, and its consent must be active. It takes one to three calls.
    ///
    /// ```no_run
    /// use leantech::{Client, Confirmation, CustomerId, Redirect};
    ///
    /// # async fn back(lean: &Client, of_session: &CustomerId, url: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let redirect = Redirect::parse(url)?;                        // a hint: anybody can write a URL
    /// match redirect.confirm(lean, of_session).await? {
    ///     Confirmation::Connected(connection) => println!("{}", connection.entity_id),
    ///     Confirmation::Pending => println!("wait for the webhook"),
    ///     Confirmation::FailedUnconfirmed { code } => println!("it did not work: {code}"),
    ///     Confirmation::Failed | Confirmation::NotConfirmed(_) => println!("offer another try"),
    ///     _ => {}
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails when a call fails; that says nothing about the redirect.
    pub async fn confirm(
        &self,
        lean: &Client,
        attempt: impl Into<ConnectAttempt<'_>>,
    ) -> Result<Confirmation, Error> {
        let attempt = attempt.into();
        if self.names_another(attempt.customer_id) {
            return Ok(Confirmation::NotConfirmed(NotConfirmed::OtherCustomer));
        }
        if let Some(link) = attempt.bank_consent_id {
            let decided = consent_of_link(lean, attempt.customer_id, link).await?;
            match (decided, &self.outcome) {
                (Standing::Undecided, _) => return Ok(self.undecided()),
                (Standing::Ended, RedirectOutcome::Failed { .. }) => {
                    return Ok(Confirmation::Failed);
                }
                (Standing::Ended, RedirectOutcome::Connected { .. }) => {
                    return Ok(Confirmation::NotConfirmed(NotConfirmed::ConsentEnded));
                }
                (Standing::Active, _) => {}
            }
        }
        match (&self.outcome, attempt.bank_consent_id) {
            (RedirectOutcome::Connected { entity_id }, _) => {
                look_for_entity(lean, attempt, entity_id).await
            }
            (RedirectOutcome::Failed { .. }, Some(_)) => {
                Ok(Confirmation::NotConfirmed(NotConfirmed::ConsentActive))
            }
            (RedirectOutcome::Failed { .. }, None) => {
                Ok(Confirmation::NotConfirmed(NotConfirmed::UnknownAttempt))
            }
        }
    }

    /// Checks whether a webhook says what the redirect says.
    ///
    /// Only `entity.created` can: `entity.updated` comes for a new consent and for a revoked one, so
    /// that the API has to be asked. Every event that is about something else leaves the redirect
    /// [`Pending`](Confirmation::Pending), or
    /// [`FailedUnconfirmed`](Confirmation::FailedUnconfirmed) where it says that it failed.
    #[cfg(feature = "webhooks")]
    pub fn confirm_by_event(
        &self,
        event: &crate::webhook::VerifiedEvent,
        customer_id: &CustomerId,
    ) -> Confirmation {
        if self.names_another(customer_id) {
            return Confirmation::NotConfirmed(NotConfirmed::OtherCustomer);
        }
        let crate::webhook::Payload::EntityCreated(entity) = &event.payload else {
            return self.undecided();
        };
        if self.entity_id() != Some(entity.id.as_str()) {
            return self.undecided();
        }
        match &entity.customer_id {
            Some(owner) if owner == customer_id => Confirmation::Connected(Connection {
                entity_id: entity.id.clone(),
                customer_id: customer_id.clone(),
                consent_id: None,
                bank_identifier: entity
                    .bank_details
                    .as_ref()
                    .and_then(|bank| bank.identifier.clone()),
            }),
            Some(_) => Confirmation::NotConfirmed(NotConfirmed::OtherCustomer),
            None => Confirmation::Pending,
        }
    }

    /// The result while Lean has recorded no decision.
    fn undecided(&self) -> Confirmation {
        match &self.outcome {
            RedirectOutcome::Connected { .. } => Confirmation::Pending,
            RedirectOutcome::Failed { code } => {
                Confirmation::FailedUnconfirmed { code: code.clone() }
            }
        }
    }

    /// A link that was made with your own id of the customer comes back without Lean's.
    fn names_another(&self, customer_id: &CustomerId) -> bool {
        self.customer_id()
            .is_some_and(|claimed| claimed != customer_id.as_str())
    }
}

/// The state of the consent that a connect link was for; undecided while there is none.
async fn consent_of_link(
    lean: &Client,
    customer_id: &CustomerId,
    bank_consent_id: &str,
) -> Result<Standing, Error> {
    let mut consents = lean.consents().get_customer_consents(customer_id).stream();
    while let Some(consent) = consents.try_next().await? {
        if consent.bank_consent_id.as_deref() == Some(bank_consent_id) {
            return Ok(standing_of!(consent));
        }
    }
    Ok(Standing::Undecided)
}

async fn look_for_entity(
    lean: &Client,
    attempt: ConnectAttempt<'_>,
    claimed: &str,
) -> Result<Confirmation, Error> {
    let customer_id = attempt.customer_id;
    let entities = lean.entities().get_entities(customer_id).send().await?;
    let Some(entity) = entities.into_iter().find(|entity| entity.id == claimed) else {
        return not_there(lean, customer_id).await;
    };
    let of_link = |id: Option<&str>| attempt.bank_consent_id.is_none_or(|link| id == Some(link));
    let consents: Vec<_> = entity
        .consents
        .unwrap_or_default()
        .into_iter()
        .filter(|consent| of_link(consent.bank_consent_id.as_deref()))
        .collect();
    if consents.is_empty() {
        return Ok(Confirmation::NotConfirmed(NotConfirmed::UnknownEntity));
    }
    let mut is_open = false;
    for consent in consents {
        match standing_of!(consent) {
            Standing::Active => {
                return Ok(Confirmation::Connected(Connection {
                    entity_id: entity.id,
                    customer_id: customer_id.clone(),
                    consent_id: Some(consent.id),
                    bank_identifier: entity.bank_identifier,
                }));
            }
            Standing::Undecided => is_open = true,
            Standing::Ended => {}
        }
    }
    Ok(if is_open {
        Confirmation::Pending
    } else {
        Confirmation::NotConfirmed(NotConfirmed::ConsentEnded)
    })
}

/// A connection that is missing may still come, as long as a consent waits for the bank.
async fn not_there(lean: &Client, customer_id: &CustomerId) -> Result<Confirmation, Error> {
    let mut consents = lean.consents().get_customer_consents(customer_id).stream();
    while let Some(consent) = consents.try_next().await? {
        if standing_of!(consent) == Standing::Undecided {
            return Ok(Confirmation::Pending);
        }
    }
    Ok(Confirmation::NotConfirmed(NotConfirmed::UnknownEntity))
}
