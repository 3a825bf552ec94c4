//! Answers of a real server, written to files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Method;
use leantech_core::{Operation, Transport, TransportError, TransportFuture};
use serde_json::Value;

use super::mask::Mask;
use super::recording::{self, Recording, RecordingError};
use super::route::Route;

/// Headers that the client reads and that say nothing about a person.
const HEADERS: [&str; 1] = ["retry-after"];

/// Query parameters whose values say nothing about a person.
const PARAMETERS: [&str; 4] = ["page", "size", "page_number", "page_size"];

/// A transport over HTTP that writes each JSON answer to a folder, without personal data.
///
/// Give it to [`ClientBuilder::transport`](crate::ClientBuilder::transport) together with real credentials of a
/// sandbox, run the journey once, read what was written, and check the files in:
/// [`CannedAnswers::from_folder`](super::CannedAnswers::from_folder) answers with them.
///
/// In the files, letters become `x` or `X` and digits become `1`, so that lengths and formats stay. Field names,
/// instants, page numbers and codes such as `ACTIVE` are kept, and the same id becomes the same made-up id
/// in every file. Ids in paths, and query parameters other than those for pages, are left out. Tokens, most headers
/// and request bodies are never written. Answers that are not JSON, or that belong to no operation of an enabled
/// area, are passed on without being written.
pub struct Recorder {
    folder: PathBuf,
    http: reqwest::Client,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    count: usize,
    mask: Mask,
}

impl Recorder {
    /// A recorder that writes to a folder, which is made if it is not there. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// Fails when the folder cannot be made, or when it already holds recordings: their numbers would clash.
    pub fn new(folder: impl Into<PathBuf>, http: reqwest::Client) -> Result<Self, RecordingError> {
        let folder = folder.into();
        let fault = |error| RecordingError::io(&folder, error);
        fs::create_dir_all(&folder).map_err(fault)?;
        let mut entries = fs::read_dir(&folder).map_err(fault)?;
        if entries.next().is_some() {
            let error = std::io::Error::new(
                std::io::ErrorKind::AlreadyExists,
                "the folder is not empty; empty it, or record to another",
            );
            return Err(fault(error));
        }
        Ok(Self {
            folder,
            http,
            state: Mutex::default(),
        })
    }

    /// Where the answers go.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn record(
        &self,
        method: &Method,
        url: &http::Uri,
        answer: &http::Response<Bytes>,
    ) -> Result<(), RecordingError> {
        let Some(operation) = operation_of(method, url.path()) else {
            return Ok(());
        };
        let Ok(body) = serde_json::from_slice::<Value>(answer.body()) else {
            return Ok(());
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.count += 1;
        let name = format!("{:03}-{}.json", state.count, operation.id);
        let headers = HEADERS.iter().filter_map(|name| {
            let value = answer.headers().get(*name)?.to_str().ok()?;
            Some(((*name).to_owned(), value.to_owned()))
        });
        let recording = Recording {
            request: format!(
                "{method} {}{}",
                operation.path,
                query_of(url.query().unwrap_or_default())
            ),
            status: answer.status().as_u16(),
            headers: headers.collect(),
            body: state.mask.json(&body),
        };
        recording::write(&self.folder.join(name), &recording)
    }
}

/// Shows the folder only.
impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Transport for Recorder {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (method, url) = (request.method().clone(), request.uri().clone());
            let request = reqwest::Request::try_from(request)
                .map_err(|_| TransportError::Unexpected("the request cannot be sent".to_owned()))?;
            let answer = self
                .http
                .execute(request)
                .await
                .map_err(|error| fault_of(&error))?;
            let mut whole = http::Response::new(Bytes::new());
            *whole.status_mut() = answer.status();
            *whole.headers_mut() = answer.headers().clone();
            *whole.body_mut() = answer.bytes().await.map_err(|error| fault_of(&error))?;
            self.record(&method, &url, &whole)
                .map_err(|error| TransportError::Unexpected(error.to_string()))?;
            Ok(whole)
        })
    }
}

fn fault_of(error: &reqwest::Error) -> TransportError {
    if error.is_connect() {
        TransportError::NotConnected
    } else if error.is_timeout() {
        TransportError::TimedOut
    } else {
        TransportError::Broken
    }
}

/// The parameters of pages, as part of a route.
fn query_of(query: &str) -> String {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let kept: Vec<String> = pairs
        .filter(|(name, value)| {
            PARAMETERS.contains(&name.as_ref()) && value.bytes().all(|byte| byte.is_ascii_digit())
        })
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    }
}

/// The operation that a request calls: of those that fit the one with the fewest parameters in its path.
fn operation_of(method: &Method, path: &str) -> Option<&'static Operation> {
    operations()
        .filter(|operation| Route::from(*operation).fits(method, path, "").is_some())
        .min_by_key(|operation| operation.path.matches('{').count())
}

/// The operations of every area that is turned on.
fn operations() -> impl Iterator<Item = &'static Operation> {
    let areas: &'static [&'static [&'static Operation]] = &[
        #[cfg(feature = "banks")]
        leantech_banks::operations::ALL,
        #[cfg(feature = "consents")]
        leantech_consents::operations::ALL,
        #[cfg(feature = "customers")]
        leantech_customers::operations::ALL,
        #[cfg(feature = "data")]
        leantech_data::operations::ALL,
        #[cfg(feature = "entities")]
        leantech_entities::operations::ALL,
        #[cfg(feature = "insights")]
        leantech_insights::operations::ALL,
        #[cfg(feature = "open-banking")]
        leantech_open_banking::operations::ALL,
        #[cfg(feature = "payouts")]
        leantech_payouts::operations::ALL,
        #[cfg(feature = "reports")]
        leantech_reports::operations::ALL,
        #[cfg(feature = "verifications")]
        leantech_verifications::operations::ALL,
    ];
    areas.iter().copied().flatten().copied()
}
