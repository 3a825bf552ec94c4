//! One call of an operation: what is set on it, the ways to send it, and what comes back.
//!
//! It uses all other rooms; none of them uses it.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::time::Duration;

use futures_util::FutureExt;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::paging::PagedAnswer;
use crate::json::fields::fields;
use crate::value::path_segment::encode_segment;
use crate::value::wiped::{Wiped, WipedText};
use crate::{Download, Envelope, Error, Operation, ResponseValue, Session, Timestamp};

mod answer;
mod attempts;
pub(crate) mod download;
mod draft;
mod ended;
pub(crate) mod envelope;
pub(crate) mod lenient;
pub mod paging;
pub(crate) mod response_value;
pub(crate) mod retry_after;
#[cfg(test)]
mod tests;
#[cfg(feature = "tracing")]
pub(crate) mod trace;

#[cfg(feature = "tracing")]
pub(crate) use attempts::Answer;
use attempts::exchange;
use draft::{Draft, Place, Value};

/// The media type of nearly all answers.
const JSON: &str = "application/json";

/// A call of an operation that is being built.
///
/// If a value does not convert, the reason is kept; sending fails with all of those reasons, and
/// with everything that is missing, before anything is sent. A second value of the same name replaces the
/// first.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    session: Session,
    operation: &'static Operation,
    values: Vec<Value>,
}

impl Call {
    /// Begins a call of an operation.
    pub fn new(session: &Session, operation: &'static Operation) -> Self {
        Self {
            session: session.clone(),
            operation,
            values: Vec::new(),
        }
    }

    /// Sets a path parameter: exactly one segment.
    pub fn path<T: Display>(
        self,
        name: &'static str,
        value: impl TryInto<T, Error: Display>,
    ) -> Self {
        let text = converted(value).and_then(|value| {
            let segment = encode_segment(&value.to_string());
            segment
                .map(WipedText::new)
                .map_err(|error| error.to_string())
        });
        self.set(Place::Path, name, text)
    }

    /// Sets a query parameter: none is sent for null, one for each item of a list.
    pub fn query<T: Serialize>(
        self,
        name: &'static str,
        value: impl TryInto<T, Error: Display>,
    ) -> Self {
        let text = converted(value).and_then(|value| json(&value));
        self.set(Place::Query, name, text)
    }

    /// Sets a header.
    pub fn header<T: Display>(
        self,
        name: &'static str,
        value: impl TryInto<T, Error: Display>,
    ) -> Self {
        let text = converted(value).map(|value| WipedText::new(value.to_string()));
        self.set(Place::Header, name, text)
    }

    /// Sets a field of the body.
    pub fn field<T: Serialize>(
        self,
        name: &'static str,
        value: impl TryInto<T, Error: Display>,
    ) -> Self {
        let text = converted(value).and_then(|value| json(&value));
        self.set(Place::Field, name, text)
    }

    /// Sets a field of the body that says when something ends. One in the past fails the call
    /// before anything is sent.
    pub fn end(self, name: &'static str, value: impl TryInto<Timestamp, Error: Display>) -> Self {
        let now = Timestamp::try_from(self.session.time().wall());
        let text = converted::<Timestamp>(value).and_then(|end| match now {
            Ok(now) if end <= now => Err("it is in the past; give a time in the future".to_owned()),
            _ => json(&end),
        });
        self.set(Place::Field, name, text)
    }

    /// Sets a field of the body that says when something ends, as a duration from now.
    pub fn end_in(self, name: &'static str, value: impl TryInto<Duration, Error: Display>) -> Self {
        let lasting = match converted(value) {
            Ok(lasting) => lasting,
            Err(reason) => return self.set(Place::Field, name, Err(reason)),
        };
        let now = Timestamp::try_from(self.session.time().wall());
        let end = now.ok().and_then(|now| now.checked_add(lasting));
        match end {
            Some(end) => self.end(name, end),
            None => self.set(
                Place::Field,
                name,
                Err("it ends after the year 9999".to_owned()),
            ),
        }
    }

    /// Sets the complete body and replaces the fields set so far. Those of an object can be set one by
    /// one after it.
    pub fn body<T: Serialize>(self, value: impl TryInto<T, Error: Display>) -> Self {
        let text = converted(value).and_then(|value| json(&value));
        self.set_body(text)
    }

    fn set_body(mut self, text: Result<WipedText, String>) -> Self {
        self.values
            .retain(|value| !matches!(value.place, Place::Field | Place::Body));
        match text {
            Ok(object) if object.starts_with('{') => {
                let fields = fields(object.as_bytes()).filter_map(|field| {
                    Some(Value {
                        place: Place::Field,
                        name: Cow::Owned(field.name()?.into_owned()),
                        text: Ok(std::str::from_utf8(field.value).ok()?.to_owned().into()),
                    })
                });
                self.values.extend(fields);
                self.set(Place::Body, draft::BODY, Ok("{}".to_owned().into()))
            }
            other => self.set(Place::Body, draft::BODY, other),
        }
    }

    fn set(mut self, place: Place, name: &'static str, text: Result<WipedText, String>) -> Self {
        let mut values = self.values.iter_mut();
        match values.find(|value| value.place == place && value.name == name) {
            Some(value) => value.text = text,
            None => self.values.push(Value {
                place,
                name: Cow::Borrowed(name),
                text,
            }),
        }
        self
    }

    /// Sends it, and reads the JSON body of a 2xx answer.
    ///
    /// # Errors
    ///
    /// Fails when a value is missing or wrong, when the call does, and when the body is not JSON
    /// of that shape.
    pub fn send<T: DeserializeOwned>(
        self,
    ) -> impl Future<Output = Result<T, Error>> + Send + use<T> {
        self.send_with_head()
            .map(|result| result.map(ResponseValue::into_inner))
    }

    /// Sends it as [`send`](Self::send) does, and keeps the head of the answer.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn send_with_head<T: DeserializeOwned>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<T>, Error>> + Send + use<T> {
        let operation = self.operation;
        // Mapped, not awaited here: an `async` block would keep room for the future twice.
        self.exchange(Some(JSON))
            .map(move |ended| ended.judged(|answer| answer::decode(answer, operation)))
    }

    /// Sends it, and returns the payload of the answer's envelope.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does, and when the envelope reports a failure.
    pub fn send_payload<E: Envelope + DeserializeOwned>(
        self,
    ) -> impl Future<Output = Result<E::Data, Error>> + Send + use<E> {
        self.send_payload_with_head::<E>()
            .map(|result| result.map(ResponseValue::into_inner))
    }

    /// Sends it as [`send_payload`](Self::send_payload) does, and keeps the head of the answer.
    ///
    /// # Errors
    ///
    /// Fails as [`send_payload`](Self::send_payload) does.
    pub fn send_payload_with_head<E: Envelope + DeserializeOwned>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<E::Data>, Error>> + Send + use<E> {
        let operation = self.operation;
        self.exchange(Some(JSON)).map(move |ended| {
            ended.judged(|answer| answer::decode::<E>(answer, operation)?.into_payload())
        })
    }

    /// Sends it, and returns the answer's envelope, good or not. Observers see one
    /// that is not good as a failed call.
    ///
    /// # Errors
    ///
    /// Fails as [`send`](Self::send) does.
    pub fn send_envelope<E: Envelope + DeserializeOwned>(
        self,
    ) -> impl Future<Output = Result<ResponseValue<E>, Error>> + Send + use<E> {
        let operation = self.operation;
        self.exchange(Some(JSON)).map(move |ended| {
            ended.judged_as(
                |answer| answer::decode::<E>(answer, operation),
                |answer| answer.as_ref().check().err(),
            )
        })
    }

    /// Sends it, and reads nothing of a 2xx answer.
    ///
    /// # Errors
    ///
    /// Fails when a value is missing or wrong, and when the call does.
    pub fn send_empty(self) -> impl Future<Output = Result<(), Error>> + Send + use<> {
        self.send_empty_with_head()
            .map(|result| result.map(ResponseValue::into_inner))
    }

    /// Sends it as [`send_empty`](Self::send_empty) does, and keeps the head of the answer.
    ///
    /// # Errors
    ///
    /// Fails as [`send_empty`](Self::send_empty) does.
    pub fn send_empty_with_head(
        self,
    ) -> impl Future<Output = Result<ResponseValue<()>, Error>> + Send + use<> {
        let operation = self.operation;
        self.exchange(None)
            .map(move |ended| ended.judged(|answer| Ok(answer::empty(answer, operation))))
    }

    /// Sends it, and returns the body of a 2xx answer as a file that is not read yet.
    ///
    /// # Errors
    ///
    /// Fails when a value is missing or wrong, when the call does, and when the answer is not a
    /// file: Lean answers JSON, or 202, where a file is not ready.
    pub fn download(
        self,
        media_type: &'static str,
    ) -> impl Future<Output = Result<Download, Error>> + Send + use<> {
        self.download_with_head(media_type)
            .map(|result| result.map(ResponseValue::into_inner))
    }

    /// Sends it as [`download`](Self::download) does, and keeps the head of the answer.
    ///
    /// # Errors
    ///
    /// Fails as [`download`](Self::download) does.
    pub fn download_with_head(
        self,
        media_type: &'static str,
    ) -> impl Future<Output = Result<ResponseValue<Download>, Error>> + Send + use<> {
        let (session, operation) = (self.session.clone(), self.operation);
        self.exchange(Some(media_type)).map(move |ended| {
            ended.judged(|answer| answer::file_of(session.shared(), answer, operation))
        })
    }

    /// Sends it for one page of a list: the page, and the number of the next one, if there is one.
    pub(crate) fn send_page<A: PagedAnswer + DeserializeOwned>(
        self,
        number: u32,
    ) -> impl Future<Output = Result<(A::Page, Option<u32>), Error>> + Send + use<A> {
        let operation = self.operation;
        self.exchange(Some(JSON)).map(move |ended| {
            ended.judged(|answer| answer::decode::<A>(answer, operation)?.into_page(number))
        })
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The number that a query parameter is set to.
    pub(crate) fn query_number(&self, name: &str) -> Option<u32> {
        self.query_value(name)?.text.as_ref().ok()?.parse().ok()
    }

    /// The same call with another number in the query. Conversion errors stay, so that sending
    /// fails with them.
    pub(crate) fn with_query_number(self, name: &'static str, number: u32) -> Self {
        let value = self.query_value(name);
        if value.is_some_and(|value| value.text.is_err()) {
            return self;
        }
        self.set(Place::Query, name, Ok(number.to_string().into()))
    }

    fn query_value(&self, name: &str) -> Option<&Value> {
        let mut values = self.values.iter();
        values.find(|value| value.place == Place::Query && value.name == name)
    }

    fn exchange(
        self,
        accept: Option<&'static str>,
    ) -> impl Future<Output = ended::Ended> + Send + use<> {
        let draft = self.draft(accept);
        exchange(self.session, draft, self.operation)
    }

    fn draft(&self, accept: Option<&'static str>) -> Result<Draft, Error> {
        let region = self.session.region();
        if !self.operation.is_in(region) {
            return Err(outside(self.operation, region));
        }
        Draft::of(
            self.session.base_url(),
            self.operation,
            &self.values,
            accept,
        )
    }
}

/// A call of an operation that the client's country does not have.
fn outside(operation: &Operation, region: crate::Region) -> Error {
    let has = operation.regions.iter().map(|region| region.country());
    let has = has.collect::<Vec<_>>().join(" and ");
    Error::invalid_request(format_args!(
        "Lean does not have this operation in {}, which the client is set up for; call it \
         with a client whose environment is in {has}",
        region.country()
    ))
}

/// Stores what a setter was given, or the reason why it does not convert.
fn converted<T>(value: impl TryInto<T, Error: Display>) -> Result<T, String> {
    value.try_into().map_err(|error| error.to_string())
}

/// A value as JSON text, and not as a `Value`: there a number goes through a float, or does not, as
/// the features of `serde_json` are. It may be a secret, so no copy of it stays in memory.
fn json(value: &impl Serialize) -> Result<WipedText, String> {
    // An id or a word fits.
    let mut text = Wiped::with_capacity(64);
    // The error of a value that cannot be written may quote a part of it.
    serde_json::to_writer(&mut text, value)
        .ok()
        .and_then(|()| text.into_text())
        .ok_or_else(|| "it cannot be written as JSON".to_owned())
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}
