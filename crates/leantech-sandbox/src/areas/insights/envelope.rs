//! The envelope around insights.

use chrono::{DateTime, Utc};
use leantech_core::{ResultsId, Timestamp};
use leantech_insights::types::{GranularStatusCode, InsightType, ResultStatus, StatusDetail};

use crate::memory::permission_set::Access;
use crate::wire::instant;

/// What every envelope holds, whatever the insight.
pub(super) struct Envelope<D> {
    pub(super) status: ResultStatus,
    pub(super) results_id: ResultsId,
    pub(super) message: String,
    pub(super) timestamp: Timestamp,
    pub(super) status_detail: Option<StatusDetail>,
    pub(super) kind: Option<InsightType>,
    pub(super) insights: Option<D>,
}

impl<D> Envelope<D> {
    pub(super) fn filled(
        results_id: ResultsId,
        now: DateTime<Utc>,
        kind: Option<InsightType>,
        insights: D,
    ) -> Self {
        Self {
            kind,
            insights: Some(insights),
            ..Self::empty(
                results_id,
                now,
                ResultStatus::Ok,
                "Data successfully retrieved",
            )
        }
    }

    pub(super) fn empty(
        results_id: ResultsId,
        now: DateTime<Utc>,
        status: ResultStatus,
        message: &str,
    ) -> Self {
        Self {
            status,
            results_id,
            message: message.into(),
            timestamp: instant::nanos(now),
            status_detail: None,
            kind: None,
            insights: None,
        }
    }

    /// The customer did not allow this. No source shows what v2 answers then; it is the form of a
    /// failed result with the code of v3.
    pub(super) fn not_granted(results_id: ResultsId, now: DateTime<Utc>, access: Access) -> Self {
        let message = "The customer has not given this permission";
        Self {
            status_detail: Some(
                StatusDetail::new()
                    .granular_status_code(GranularStatusCode::UserPermissionsNotGranted)
                    .status_additional_info(lacking(access)),
            ),
            ..Self::empty(results_id, now, ResultStatus::Failed, message)
        }
    }
}

/// Says which permission a consent lacks.
pub(super) fn lacking(access: Access) -> String {
    let word = access.word();
    format!("The consent does not hold the permission {word}")
}

/// Puts an envelope into one of the documents' result types, which differ in `insights` alone.
macro_rules! typed_result {
    ($kind:ident, $envelope:expr) => {{
        let envelope = $envelope;
        let mut result = leantech_insights::types::$kind::new()
            .status(envelope.status)
            .results_id(envelope.results_id)
            .message(envelope.message)
            .timestamp(envelope.timestamp);
        result.status_detail = envelope.status_detail;
        result.type_ = envelope.kind;
        result.insights = envelope.insights;
        result
    }};
}
pub(super) use typed_result;
