//! The recent requests, without their secrets.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::request::Parts;
use http::{HeaderMap, Method};
use leantech_core::Secret;

use super::log::Log;
use super::redaction::{REDACTED, is_secret, without, without_fields, without_parameters};
use crate::routing::operation::Operation;

/// How many requests are remembered.
const ROOM: usize = 1000;

/// The most bytes of a body, of the headers, and of the path and the query that are remembered.
const BODY_ROOM: usize = 16 * 1024;
const HEADERS_ROOM: usize = 8 * 1024;
const TARGET_ROOM: usize = 4 * 1024;

/// The most bytes of all requests that are remembered: the oldest go first.
const BYTES: usize = 8 << 20;

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
    /// What is kept of a request; `secrets` are those that the sandbox knows.
    pub(crate) fn of(
        head: &Parts,
        body: &[u8],
        operation: Option<Operation>,
        secrets: &[Secret],
    ) -> Self {
        let target = head.uri.path_and_query().map_or("", |it| it.as_str());
        let target = match target.split_once('?') {
            Some((path, query)) => format!("{path}?{}", without_parameters(query)),
            None => target.to_owned(),
        };
        let body = match operation {
            Some(Operation::GenerateAccessToken) => without_secret(body),
            _ => plain(body),
        };
        Self {
            method: head.method.clone(),
            target: cut(without(&target, secrets), TARGET_ROOM).into(),
            headers: cut(lines(&head.headers, secrets), HEADERS_ROOM),
            body: cut(without(&body, secrets), BODY_ROOM).into(),
        }
    }

    /// About how many bytes it holds.
    fn size(&self) -> usize {
        self.target.len() + self.headers.len() + self.body.len()
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
    /// How many bytes the entries hold, about.
    bytes: AtomicUsize,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            entries: Mutex::new(Log::with_room(ROOM)),
            bytes: AtomicUsize::new(0),
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
        let mut bytes = self.bytes.load(Ordering::Relaxed) + entry.request.size();
        if entries.is_full() {
            bytes -= entries
                .forget_first()
                .map_or(0, |first| first.request.size());
        }
        entries.add(entry);
        while bytes > BYTES {
            let Some(first) = entries.forget_first() else {
                break;
            };
            bytes -= first.request.size();
        }
        self.bytes.store(bytes, Ordering::Relaxed);
        // What was touched is of no use here, and must not pile up.
        entries.drop_touched();
    }

    pub(crate) fn clear(&self) {
        let mut entries = self.entries();
        *entries = Log::with_room(ROOM);
        self.bytes.store(0, Ordering::Relaxed);
    }
}

fn lines(headers: &HeaderMap, secrets: &[Secret]) -> String {
    let mut lines = String::with_capacity(128);
    for (name, value) in headers {
        lines.push_str(name.as_str());
        lines.push_str(": ");
        if is_secret(name.as_str()) {
            lines.push_str(REDACTED);
        } else {
            let value = String::from_utf8_lossy(value.as_bytes());
            lines.push_str(&without(&value, secrets));
        }
        lines.push('\n');
        if lines.len() > HEADERS_ROOM {
            break;
        }
    }
    lines
}

/// A text of at most so many bytes.
fn cut(mut text: String, room: usize) -> String {
    let end = (0..=room.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or(0));
    text
}

/// A body without the values of fields with secrets, whether it is JSON or a form.
fn plain(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    if text.trim_start().starts_with(['{', '[']) {
        return without_fields(&text);
    }
    without_parameters(&text)
}

/// A token request's form with its secret taken out; a body that is not a form is taken out whole.
fn without_secret(body: &[u8]) -> String {
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
    form.finish()
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
            request: Recorded::of(&head, body.as_bytes(), operation, &[]),
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
