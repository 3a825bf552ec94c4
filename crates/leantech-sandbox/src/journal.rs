//! The requests of late, with their secrets taken out.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

use crate::log::Log;
use crate::operation::Operation;

/// How many requests are remembered.
const ROOM: usize = 1000;

/// The most bytes of a body that are remembered.
const BODY_ROOM: usize = 16 * 1024;

/// A request that was answered, or whose connection was dropped on purpose.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) at: DateTime<Utc>,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) operation: Option<Operation>,
    /// Without what is secret.
    pub(crate) headers: HeaderMap,
    /// Without what is secret.
    pub(crate) body: Bytes,
    /// Nothing when the connection was dropped instead.
    pub(crate) status: Option<u16>,
    pub(crate) took: Duration,
    /// Whether a fault struck it.
    pub(crate) is_struck: bool,
}

/// The requests of late, the sandbox's own controls and pages left out.
#[derive(Debug)]
pub(crate) struct Journal {
    entries: Mutex<Log<Entry>>,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            entries: Mutex::new(Log::with_room(ROOM)),
        }
    }
}

impl Journal {
    /// Nothing panics while the lock is held, so a poisoned one is as good.
    pub(crate) fn entries(&self) -> MutexGuard<'_, Log<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, mut entry: Entry) {
        redact(&mut entry);
        let mut entries = self.entries();
        entries.add(entry);
        // What was touched is of no use here, and must not pile up.
        entries.take_touched();
    }

    pub(crate) fn clear(&self) {
        *self.entries() = Log::with_room(ROOM);
    }
}

const APP_TOKEN: HeaderName = HeaderName::from_static("lean-app-token");

/// What stands where a secret was.
const REDACTED: &str = "[redacted]";

fn redact(entry: &mut Entry) {
    for name in [header::AUTHORIZATION, header::COOKIE, APP_TOKEN] {
        if entry.headers.contains_key(&name) {
            // This takes the place of every value of the header.
            entry
                .headers
                .insert(name, HeaderValue::from_static(REDACTED));
        }
    }
    if entry.operation == Some(Operation::GenerateAccessToken) {
        entry.body = without_secret(&entry.body);
    }
    if entry.body.len() > BODY_ROOM {
        // A copy, so that the whole body need not be kept for its beginning.
        entry.body = Bytes::copy_from_slice(entry.body.get(..BODY_ROOM).unwrap_or_default());
    }
}

/// A token request's form with its secret taken out; a body that is no form is taken out whole.
fn without_secret(body: &[u8]) -> Bytes {
    /// The members of the form whose values are no secret.
    const KNOWN: [&str; 3] = ["client_id", "grant_type", "scope"];
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(body) {
        if KNOWN.contains(&&*name) {
            form.append_pair(&name, &value);
        } else if name == "client_secret" {
            form.append_pair(&name, REDACTED);
        } else {
            // Nobody knows what is in a member that the documents do not name.
            form.append_pair(REDACTED, REDACTED);
        }
    }
    form.finish().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_stay_in_a_recorded_request() {
        let body = "client_id=one&client_secret=canary&scope=api&canary";
        let mut headers = HeaderMap::new();
        for name in ["authorization", "cookie", "lean-app-token"] {
            headers.insert(name, HeaderValue::from_static("canary"));
        }
        let journal = Journal::default();
        journal.add(Entry {
            at: DateTime::UNIX_EPOCH,
            method: Method::POST,
            uri: Uri::from_static("/oauth2/token"),
            operation: Some(Operation::GenerateAccessToken),
            headers,
            body: body.into(),
            status: Some(200),
            took: Duration::ZERO,
            is_struck: false,
        });
        let entries = journal.entries();
        let shown = format!("{entries:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(shown.contains("client_id=one"), "{shown}");
    }
}
