//! What must hold for any bytes from outside: the functions that the fuzzer and the smoke test feed.
//!
//! Each panics when its promise is broken, and tells whether the input was taken.

use std::sync::LazyLock;
use std::time::Duration;

use leantech::link_sdk::CallbackData;
use leantech::webhook::{Event, Payload, WebhookError, WebhookVerifier};
use leantech::{Redirect, RedirectOutcome};

/// The body whose signature is fuzzed.
const BODY: &[u8] = br#"{"type":"a"}"#;

/// Of `BODY` under `made-up`, as openssl says.
pub(crate) const SIGNED: &str = "sha512=54345b4480f2c8abf646373eb46debffb70494abf37b8141500a9abd4dcbc4e86bcbf17501ba01913f3f086b539051fa3376a99c3d28e87c611bef72203399ac";

static VERIFIER: LazyLock<Option<WebhookVerifier>> =
    LazyLock::new(|| WebhookVerifier::new("made-up").ok());

/// A signature is taken if it is the one, letter for letter but for the case of its digits.
pub(crate) fn signature(header: &[u8]) -> bool {
    let Some(verifier) = &*VERIFIER else {
        panic!("the verifier cannot be built")
    };
    let verdict = verifier.verify(header, BODY);
    let (prefix, digits) = SIGNED.as_bytes().split_at("sha512=".len());
    let is_it = header
        .strip_prefix(prefix)
        .is_some_and(|claimed| claimed.eq_ignore_ascii_case(digits));
    assert_eq!(verdict.is_ok(), is_it, "{header:?}");
    if let Err(refusal) = verdict {
        assert_eq!(refusal.status(), 401);
        assert!(matches!(
            refusal,
            WebhookError::MalformedSignature | WebhookError::WrongSignature
        ));
    }
    is_it
}

/// What is read as an event is written and read again as the same event. A malformed one keeps every
/// byte of its body.
pub(crate) fn event(body: &[u8]) -> bool {
    let event = match Event::parse(body) {
        Ok(event) => event,
        Err(error) => {
            assert!(!error.to_string().is_empty() && !error.path().is_empty());
            return false;
        }
    };
    let written = serde_json::to_vec(&event).expect("an event can be written");
    let again = Event::parse(&written).expect("a written event can be read");
    assert!(!format!("{event:?}").is_empty());
    match (&event.payload, &again.payload) {
        // U+FFFD stands for other bytes now, so that another event may come of them.
        _ if std::str::from_utf8(body).is_err() => {}
        (Payload::Malformed(payload), Payload::Malformed(written)) => {
            // What stood around the object is not written.
            assert_eq!(payload.error().path(), written.error().path());
            assert_eq!(payload.error().reason(), written.error().reason());
            assert_eq!(event.event_id, again.event_id);
        }
        _ => assert_eq!(again, event),
    }
    if let Payload::Malformed(payload) = &event.payload {
        assert_eq!(payload.bytes(), body);
    }
    let is_known = Payload::TYPES.contains(&event.event_type.as_str());
    assert_eq!(is_known, !matches!(event.payload, Payload::Unknown(_)));
    true
}

/// A redirect's outcome stands in its text, and is never empty.
pub(crate) fn redirect(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let redirect = match Redirect::parse(&text) {
        Ok(redirect) => redirect,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    match redirect.outcome() {
        RedirectOutcome::Connected { entity_id } => assert!(!entity_id.is_empty()),
        RedirectOutcome::Failed { code } => assert!(!code.as_str().is_empty()),
        other => panic!("an outcome without a promise: {other:?}"),
    }
    assert_ne!(
        redirect.entity_id().is_some(),
        redirect.granular_status_code().is_some()
    );
    assert!(!format!("{redirect:?}").is_empty());
    assert!(redirect.extra().all(|(key, _)| key != "entity_id"));
    true
}

/// A callback's success is said by a parameter of its address, and by nothing else.
pub(crate) fn web_view(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let callback = match CallbackData::from_web_view(&text) {
        Ok(callback) => callback,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    if callback.claims_success() {
        let query = text.split_once('?').map_or("", |(_, query)| query);
        assert!(query.to_ascii_lowercase().contains('='), "{text}");
    }
    assert!(!format!("{callback:?}").is_empty());
    let written = serde_json::to_string(&callback).expect("a callback can be written");
    let again: CallbackData = serde_json::from_str(&written).expect("and read again");
    assert_eq!(again, callback);
    true
}

/// The two lines are `Retry-After` and `Date`; whole seconds mean what they say.
pub(crate) fn retry_after(lines: &[u8]) -> bool {
    let mut headers = http::HeaderMap::new();
    let names = [http::header::RETRY_AFTER, http::header::DATE];
    for (name, line) in names
        .into_iter()
        .zip(lines.splitn(2, |byte| *byte == b'\n'))
    {
        if let Ok(value) = http::HeaderValue::from_bytes(line) {
            headers.insert(name, value);
        }
    }
    let wait = leantech_core::read_retry_after(&headers);
    let text = headers.get(http::header::RETRY_AFTER);
    let text = text.and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(seconds) = text.and_then(|text| text.parse::<u64>().ok()) {
        assert_eq!(wait, Some(Duration::from_secs(seconds)));
    }
    assert!(wait.is_none() || text.is_some());
    wait.is_some()
}
