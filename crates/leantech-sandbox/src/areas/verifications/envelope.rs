//! The envelope around every answer with a result.

use leantech_core::{ResultsId, Timestamp};
use leantech_verifications::types::{ResultStatus, StatusDetail};

use super::endings::Failure;
use crate::exchange::Exchange;
use crate::memory::state::IdKind;
use crate::wire::answer::Answer;
use crate::wire::instant;

/// What every envelope holds next to the result.
pub(super) struct Head {
    pub(super) status: ResultStatus,
    pub(super) message: &'static str,
    pub(super) results_id: ResultsId,
    pub(super) timestamp: Timestamp,
    pub(super) detail: Option<StatusDetail>,
}

impl Head {
    /// The envelope of what was found, or of why nothing was.
    pub(super) fn of<T>(exchange: &Exchange<'_>, found: Result<T, Failure>) -> (Self, Option<T>) {
        let (status, message, detail, found) = match found {
            Ok(found) => (
                ResultStatus::Ok,
                "Data successfully retrieved",
                None,
                Some(found),
            ),
            Err(failure) => {
                let status = match failure {
                    Failure::ConsentEnded => ResultStatus::ConsentExpired,
                    _ => ResultStatus::Failed,
                };
                let detail = failure.code().map(|code| {
                    StatusDetail::new()
                        .granular_status_code(code)
                        .status_additional_info(failure.explanation())
                });
                (status, failure.explanation(), detail, None)
            }
        };
        let head = Self {
            status,
            message,
            results_id: exchange.shared.state().new_id(IdKind::Results),
            timestamp: instant::nanos(exchange.now),
            detail,
        };
        (head, found)
    }
}

/// Puts what was found into one of the documents' results, which differ in `verifications`.
macro_rules! result {
    ($kind:ident, $exchange:expr, $found:expr) => {{
        let (head, found) = $crate::areas::verifications::envelope::Head::of($exchange, $found);
        let mut result = leantech_verifications::types::$kind::new()
            .status(head.status)
            .results_id(head.results_id)
            .message(head.message)
            .timestamp(head.timestamp);
        result.status_detail = head.detail;
        result.verifications = found;
        result
    }};
}
pub(super) use result;

/// The answer to a value that Lean cannot use; the message ends with the way to it, as recorded.
pub(super) fn invalid(exchange: &Exchange<'_>, pointer: &str, what: &str) -> Answer {
    let way = pointer.strip_prefix("/body/").unwrap_or(pointer);
    let steps = way.split('/').map(|step| {
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("[{step}]")
        } else {
            step.to_owned()
        }
    });
    let way = steps.collect::<Vec<_>>().join("->");
    exchange.invalid(pointer, &format!("A value {what}: {way}"))
}
