//! The envelope around every answer of data v2.

use chrono::{DateTime, Utc};
use leantech_core::{RawJson, ResultsId, Timestamp};
use leantech_data::types::{GranularStatusCode, ResultStatus, StatusDetail};

use crate::memory::permission_set::Access;
use crate::wire::instant;

/// What every envelope holds, whatever its data is.
pub(super) struct Envelope<D> {
    pub(super) status: ResultStatus,
    pub(super) results_id: ResultsId,
    pub(super) message: String,
    pub(super) meta: Option<RawJson>,
    pub(super) timestamp: Timestamp,
    pub(super) status_detail: Option<StatusDetail>,
    pub(super) refreshed_at: Option<Timestamp>,
    pub(super) kind: &'static str,
    pub(super) data: Option<D>,
}

impl<D> Envelope<D> {
    pub(super) fn new(
        kind: &'static str,
        results_id: ResultsId,
        now: DateTime<Utc>,
        meta: Option<RawJson>,
    ) -> Self {
        Self {
            status: ResultStatus::Ok,
            results_id,
            message: "Data successfully retrieved".into(),
            meta,
            timestamp: instant::nanos(now),
            status_detail: None,
            refreshed_at: None,
            kind,
            data: None,
        }
    }

    pub(super) fn filled(self, data: D, refreshed_at: DateTime<Utc>) -> Self {
        Self {
            data: Some(data),
            refreshed_at: Some(instant::millis(refreshed_at)),
            ..self
        }
    }

    pub(super) fn status(self, status: ResultStatus, message: &str) -> Self {
        Self {
            status,
            message: message.into(),
            ..self
        }
    }

    /// The customer did not allow this. No source shows what data v2 answers then; the code is
    /// that of Lean's insights, the form that of a failed data call.
    pub(super) fn not_granted(self, access: Access) -> Self {
        let detail = StatusDetail::new()
            .granular_status_code(GranularStatusCode::UserPermissionsNotGranted)
            .status_additional_info(format!(
                "The consent does not hold the permission {}",
                access.word()
            ));
        Self {
            status_detail: Some(detail),
            ..self.status(
                ResultStatus::Failed,
                "The customer has not given this permission",
            )
        }
    }
}

/// Puts an envelope into one of the documents' result types, which differ in `data` alone.
macro_rules! typed_result {
    ($kind:ident, $envelope:expr) => {{
        let envelope = $envelope;
        let mut result = leantech_data::types::$kind::new()
            .status(envelope.status)
            .results_id(envelope.results_id)
            .message(envelope.message)
            .timestamp(envelope.timestamp)
            .type_(envelope.kind);
        result.meta = envelope.meta;
        result.status_detail = envelope.status_detail;
        result.refreshed_at = envelope.refreshed_at;
        result.data = envelope.data;
        result
    }};
}
pub(super) use typed_result;
