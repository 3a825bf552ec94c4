//! The recent requests, without their secrets.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::request::Parts;
use http::{HeaderMap, HeaderName, Method, header};

use super::log::Log;
use crate::routing::operation::Operation;
use crate::wire::headers::APP_TOKEN;

/// How many requests are remembered.
const ROOM: usize = 1000;

/// The most bytes of a body that are remembered.
const BODY_ROOM: usize = 16 * 1024;

/// A request that was answered, or whose connection was dropped on purpose.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) at: DateTime<Utc>,
    pub(crate) request: Recorded,
    pub(crate) operation: Option<Operation>,
    /// Nothing when the connection was dropped instead.
    pub(crate) status: Option<u16>,
    pub(crate) took: Duration,
    /// Whether a fault was applied to it.
    pub(crate) is_struck: bool,
}

/// What came in, without what is secret.
///
/// All of it is copied: the connection's buffer, in which the secrets stand, is then free for the
/// next request.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) method: Method,
    /// The path and the query.
    pub(crate) target: Box<str>,
    /// A line each, as `name: value`.
    headers: String,
    pub(crate) body: Bytes,
}

impl Recorded {
    pub(crate) fn of(head: &Parts, body: &[u8], operation: Option<Operation>) -> Self {
        let form;
        let body = if operation == Some(Operation::GenerateAccessToken) {
            form = without_secret(body);
            &form
        } else {
            body
        };
        Self {
            method: head.method.clone(),
            target: head
                .uri
                .path_and_query()
                .map_or("", |it| it.as_str())
                .into(),
            headers: lines(&head.headers),
            body: Bytes::copy_from_slice(body.get(..BODY_ROOM).unwrap_or(body)),
        }
    }

    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&*self.target, |(path, _)| path)
    }

    pub(crate) fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Names and values of the headers.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .lines()
            .filter_map(|line| line.split_once(": "))
    }
}

/// The recent requests, without those to the sandbox's own controls and pages.
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

    pub(crate) fn add(&self, entry: Entry) {
        let mut entries = self.entries();
        entries.add(entry);
        // What was touched is of no use here, and must not pile up.
        entries.drop_touched();
    }

    pub(crate) fn clear(&self) {
        *self.entries() = Log::with_room(ROOM);
    }
}

/// Replaces a secret.
const REDACTED: &str = "[redacted]";

fn lines(headers: &HeaderMap) -> String {
    const SECRET: [HeaderName; 3] = [header::AUTHORIZATION, header::COOKIE, APP_TOKEN];
    let mut lines = String::with_capacity(128);
    for (name, value) in headers {
        lines.push_str(name.as_str());
        lines.push_str(": ");
        if SECRET.contains(name) {
            lines.push_str(REDACTED);
        } else {
            lines.push_str(&String::from_utf8_lossy(value.as_bytes()));
        }
        lines.push('\n');
    }
    lines
}

/// A token request's form with its secret taken out; a body that is not a form is taken out whole.
fn without_secret(body: &[u8]) -> Bytes {
    /// The fields of the form whose values are not a secret.
    const KNOWN: [&str; 3] = ["client_id", "grant_type", "scope"];
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(body) {
        if KNOWN.contains(&&*name) {
            form.append_pair(&name, &value);
        } else if name == "client_secret" {
            form.append_pair(&name, REDACTED);
        } else {
            // Nobody knows what is in a field that the documents do not name.
            form.append_pair(REDACTED, REDACTED);
        }
    }
    form.finish().into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_secret_does_not_stay_in_a_recorded_request() {
        let body = "client_id=one&client_secret=canary&scope=api&canary";
        let mut request = http::Request::post("/oauth2/token?page=1");
        for name in ["authorization", "cookie", "lean-app-token"] {
            request = request.header(name, "canary").header(name, "canary");
        }
        let request = request.header("accept", "a: b").body(());
        let (head, ()) = request.unwrap_or_default().into_parts();
        let operation = Some(Operation::GenerateAccessToken);
        let journal = Journal::default();
        journal.add(Entry {
            at: DateTime::UNIX_EPOCH,
            request: Recorded::of(&head, body.as_bytes(), operation),
            operation,
            status: Some(200),
            took: Duration::ZERO,
            is_struck: false,
        });
        let entries = journal.entries();
        let shown = format!("{entries:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(shown.contains("client_id=one"), "{shown}");
        let entry = entries.at(0).map(|entry| &entry.request);
        assert_eq!(
            entry
                .and_then(Recorded::query)
                .zip(entry.map(Recorded::path)),
            Some(("page=1", "/oauth2/token"))
        );
        let headers: BTreeMap<_, _> = entry.into_iter().flat_map(Recorded::headers).collect();
        let expected = [
            ("accept", "a: b"),
            ("authorization", REDACTED),
            ("cookie", REDACTED),
            ("lean-app-token", REDACTED),
        ];
        assert_eq!(headers, expected.into());
    }
}
