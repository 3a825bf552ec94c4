//! Answers of the sandbox: Lean's JSON, and Lean's several shapes of errors.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use super::body::AnswerBody;
use super::instant;

/// What goes back to the client.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: AnswerBody,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Answer {
    /// A success with a body.
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// Any status with a body.
    pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self {
                status,
                body: body.into(),
                headers: Vec::new(),
            },
            // None of our types can fail here; if one did, the client must not take it for data.
            Err(_) => Self {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                body: AnswerBody::Whole(Bytes::from_static(
                    br#"{"status":"INTERNAL_SERVER_ERROR"}"#,
                )),
                headers: Vec::new(),
            },
        }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// The body that most of Lean's errors carry.
#[derive(Serialize)]
struct Short<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    results_id: Option<&'a str>,
    timestamp: leantech_core::Timestamp,
    status: &'a str,
    message: &'a str,
    metadata: Option<()>,
}

/// The envelope of a result that failed.
#[derive(Serialize)]
struct Failed<'a> {
    status: &'static str,
    results_id: &'a str,
    message: &'a str,
    meta: Option<()>,
    timestamp: leantech_core::Timestamp,
    status_detail: FailedDetail<'a>,
}

#[derive(Serialize)]
struct FailedDetail<'a> {
    granular_status_code: &'a str,
    status_additional_info: Option<()>,
}

/// The body of the errors around connect links and the reading of consents.
#[derive(Serialize)]
struct Consent<'a> {
    status_code: u16,
    message: &'a str,
}

/// The body of the token endpoint's errors (RFC 6749, 5.2).
#[derive(Serialize)]
struct OAuth<'a> {
    error: &'a str,
    error_description: &'a str,
}

/// An error in the shape of most of Lean's.
pub(crate) fn short(status: StatusCode, word: &str, message: &str, now: DateTime<Utc>) -> Answer {
    let body = Short {
        results_id: None,
        timestamp: instant::nanos(now),
        status: word,
        message,
        metadata: None,
    };
    Answer::json(status, &body)
}

/// An error of a data call, which most often has an id of its result.
pub(crate) fn short_with_results(
    status: StatusCode,
    word: &str,
    message: &str,
    now: DateTime<Utc>,
    results_id: &str,
) -> Answer {
    let body = Short {
        results_id: Some(results_id),
        timestamp: instant::nanos(now),
        status: word,
        message,
        metadata: None,
    };
    Answer::json(status, &body)
}

/// An error in the form of a result that failed.
pub(crate) fn failed(
    status: StatusCode,
    word: &str,
    message: &str,
    now: DateTime<Utc>,
    results_id: &str,
) -> Answer {
    let body = Failed {
        status: "FAILED",
        results_id,
        message,
        meta: None,
        timestamp: instant::nanos(now),
        status_detail: FailedDetail {
            granular_status_code: word,
            status_additional_info: None,
        },
    };
    Answer::json(status, &body)
}

/// An error around connect links and the reading of consents.
pub(crate) fn consent(status: StatusCode, message: &str) -> Answer {
    Answer::json(
        status,
        &Consent {
            status_code: status.as_u16(),
            message,
        },
    )
}

/// An error of the token endpoint.
pub(crate) fn oauth(status: StatusCode, error: &str, description: &str) -> Answer {
    Answer::json(
        status,
        &OAuth {
            error,
            error_description: description,
        },
    )
}

/// An error of the sandbox's own controls.
pub(crate) fn control(status: StatusCode, message: &str) -> Answer {
    Answer::json(status, &serde_json::json!({ "message": message }))
}
