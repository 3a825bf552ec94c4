//! The errors of the open-banking family: its envelope, or the gateway's short body.

use chrono::{DateTime, Utc};
use http::StatusCode;
use leantech_core::codegen::OpenEnum;
use leantech_open_banking::types::{AccountsResult, ResultStatus, StatusDetail};

use super::answer::{self, Answer};

/// A call that came to nothing, with the word for it.
///
/// A word of the envelope itself (`PENDING`, `CONSENT_EXPIRED`) stands in `Status`, any other in
/// the detail of `FAILED`. What the gateway refuses before the call begins has the short body of
/// Lean's other areas.
pub(crate) fn failed(
    status: StatusCode,
    word: &str,
    message: &str,
    info: Option<String>,
    now: DateTime<Utc>,
) -> Answer {
    if is_gateways(status, word) {
        return answer::short(status, word, message, now);
    }
    let own = ResultStatus::known(word);
    // Every envelope looks like this one without its data.
    let mut result = AccountsResult::new().message(message).timestamp(now);
    if let Some(status) = own {
        result.status = Some(status);
    } else {
        // A code of the documents, or another one that the caller wants to see.
        let mut detail = StatusDetail::new().granular_status_code(word);
        detail.status_additional_info = info;
        result = result.status(ResultStatus::Failed).status_detail(detail);
    }
    Answer::json(status, &result)
}

fn is_gateways(status: StatusCode, word: &str) -> bool {
    match status {
        StatusCode::FORBIDDEN => word != "USER_PERMISSIONS_NOT_GRANTED",
        StatusCode::UNAUTHORIZED
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::TOO_MANY_REQUESTS => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use leantech_core::{ErrorBody, ErrorCode};

    use super::*;

    #[test]
    fn a_word_stands_where_the_documents_have_it() {
        let read = |status, word| {
            let answer = failed(status, word, "m", None, DateTime::UNIX_EPOCH);
            let body = ErrorBody::read(answer.body.known());
            let said = |code: Option<&ErrorCode>| code.map(ToString::to_string);
            (said(body.code()), said(body.granular_code()))
        };
        let some = |word: &str| Some(word.to_owned());
        for (status, word, said) in [
            (
                StatusCode::OK,
                "CONSENT_EXPIRED",
                (some("CONSENT_EXPIRED"), None),
            ),
            (
                StatusCode::OK,
                "BANK_ISSUE",
                (some("FAILED"), some("BANK_ISSUE")),
            ),
            (
                StatusCode::NOT_FOUND,
                "NEW_WORD",
                (some("FAILED"), some("NEW_WORD")),
            ),
            (
                StatusCode::FORBIDDEN,
                "USER_PERMISSIONS_NOT_GRANTED",
                (some("FAILED"), some("USER_PERMISSIONS_NOT_GRANTED")),
            ),
            (
                StatusCode::FORBIDDEN,
                "INCORRECT_ACCESS_LEVEL",
                (some("INCORRECT_ACCESS_LEVEL"), None),
            ),
            (
                StatusCode::UNAUTHORIZED,
                "NEW_WORD",
                (some("NEW_WORD"), None),
            ),
        ] {
            assert_eq!(read(status, word), said);
        }
    }
}
