//! Whether a consent can be used, in one value.

use leantech_consents::types::Consent;
use leantech_core::Timestamp;

/// The state of a consent at an instant.
///
/// Lean reports it in three fields that do not always agree: its own status, the status of the Saudi standard
/// (null inside entities), and the end. An expired consent can say `ACTIVE` for hours, and says `REVOKED`
/// afterwards; both are [`Expired`](Self::Expired) here. If the fields disagree, the most restrictive one
/// counts.
///
/// ```
/// use leantech::{ConsentStanding, Timestamp};
///
/// # fn may_fetch(consent: &leantech::consents::types::Consent) -> bool {
/// ConsentStanding::of(consent, &Timestamp::now()).is_usable()
/// # }
/// ```
///
/// Source: KSA reference (consents); recordings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConsentStanding {
    /// The customer has not decided yet.
    Awaiting,
    /// Data can be fetched.
    Active,
    /// The bank has suspended it: it may come back.
    Suspended,
    /// Its time is over: ask the customer to connect again.
    Expired,
    /// It was ended early: delete the data that the law or your terms require you to delete.
    Revoked,
    /// The customer refused.
    Rejected,
    /// It was for one use, and was used.
    Consumed,
    /// Lean sent a status that is not known here, or none.
    Unknown,
}

/// The standing of a consent of either area: two types of the same shape.
macro_rules! standing_of {
    ($consent:expr, $at:expr) => {
        ConsentStanding::of_statuses(
            ($consent.consent_status.as_ref()).map(|status| status.as_str()),
            ($consent.standard_consent_status.as_ref()).map(|status| status.as_str()),
        )
        .at(
            $at,
            $consent.expiration_date_time.as_ref(),
            $consent.status_update_date_time.as_ref(),
        )
    };
}

impl ConsentStanding {
    /// The standing of a consent at an instant, usually now.
    pub fn of(consent: &Consent, at: &Timestamp) -> Self {
        standing_of!(consent, at)
    }

    /// The standing of a consent that an entity lists, at an instant, usually now.
    #[cfg(feature = "entities")]
    pub fn of_entity_consent(consent: &leantech_entities::types::Consent, at: &Timestamp) -> Self {
        standing_of!(consent, at)
    }

    /// The standing by the two statuses, without a look at the time.
    pub(crate) fn of_statuses(own: Option<&str>, standard: Option<&str>) -> Self {
        match (own, standard) {
            (Some("REJECTED"), _) | (_, Some("REJECTED")) => Self::Rejected,
            (_, Some("EXPIRED")) => Self::Expired,
            (Some("REVOKED"), _) | (_, Some("REVOKED")) => Self::Revoked,
            (_, Some("CONSUMED")) => Self::Consumed,
            (_, Some("SUSPENDED")) => Self::Suspended,
            (_, Some("AWAITING_AUTHORISATION")) => Self::Awaiting,
            (Some("ACTIVE"), _) | (None, Some("AUTHORISED")) => Self::Active,
            _ => Self::Unknown,
        }
    }

    /// The same standing, with the end of the consent taken into account.
    fn at(self, at: &Timestamp, end: Option<&Timestamp>, changed: Option<&Timestamp>) -> Self {
        let Some(end) = end else { return self };
        match self {
            // Lean writes REVOKED for a consent that expired, some hours later.
            Self::Revoked if end <= changed.unwrap_or(at) => Self::Expired,
            Self::Suspended | Self::Awaiting | Self::Active | Self::Unknown if end <= at => {
                Self::Expired
            }
            standing => standing,
        }
    }

    /// Whether data can be fetched.
    pub const fn is_usable(self) -> bool {
        matches!(self, Self::Active)
    }

    /// Whether it cannot become usable again.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Expired | Self::Revoked | Self::Rejected | Self::Consumed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standing at noon of 2 March 2026.
    fn standing(own: &str, standard: &str, end: &str, changed: &str) -> Option<ConsentStanding> {
        let text = |text: &str| (text != "-").then(|| text.to_owned());
        let consent = serde_json::json!({
            "id": "c-1",
            "consent_status": text(own),
            "standard_consent_status": text(standard),
            "expiration_date_time": text(end),
            "status_update_date_time": text(changed),
        });
        let at = "2026-03-02T12:00:00Z".parse().ok()?;
        Some(ConsentStanding::of(
            &serde_json::from_value(consent).ok()?,
            &at,
        ))
    }

    #[test]
    fn the_most_restrictive_field_counts() {
        use ConsentStanding::{
            Active, Awaiting, Consumed, Expired, Rejected, Revoked, Suspended, Unknown,
        };
        let (past, now, later) = (
            "2026-03-02T14:59:59+03:00",
            "2026-03-02T12:00:00Z",
            "2026-06-01T00:00:00Z",
        );
        for (own, standard, end, changed, expected) in [
            ("ACTIVE", "AUTHORISED", later, past, Active),
            ("ACTIVE", "-", later, "-", Active),
            ("ACTIVE", "-", "-", "-", Active),
            ("-", "AUTHORISED", "-", "-", Active),
            ("ACTIVE", "AUTHORISED", now, past, Expired),
            ("ACTIVE", "AUTHORISED", past, "-", Expired),
            ("ACTIVE", "EXPIRED", later, "-", Expired),
            ("REVOKED", "-", past, now, Expired),
            ("REVOKED", "-", past, "-", Expired),
            ("REVOKED", "REVOKED", later, past, Revoked),
            ("REVOKED", "-", past, "2026-03-01T00:00:00Z", Revoked),
            ("REVOKED", "-", "-", now, Revoked),
            ("ACTIVE", "REVOKED", later, "-", Revoked),
            ("REJECTED", "-", past, "-", Rejected),
            ("ACTIVE", "SUSPENDED", later, "-", Suspended),
            ("ACTIVE", "CONSUMED", later, "-", Consumed),
            ("ACTIVE", "AWAITING_AUTHORISATION", later, "-", Awaiting),
            ("-", "AWAITING_AUTHORISATION", later, "-", Awaiting),
            ("-", "AWAITING_AUTHORISATION", past, "-", Expired),
            ("NEW_WORD", "AUTHORISED", later, "-", Unknown),
            ("-", "-", later, "-", Unknown),
        ] {
            let found = standing(own, standard, end, changed);
            assert_eq!(found, Some(expected), "{own} {standard} {end} {changed}");
            assert_eq!(expected.is_usable(), expected == Active);
        }
    }
}
