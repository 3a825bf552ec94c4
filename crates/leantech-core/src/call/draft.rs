//! What a call sends: built from the values that are set on it, and used for each attempt.

use std::borrow::Cow;
use std::fmt::Write as _;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use reqwest::Request;
use serde_json::value::RawValue;
use url::form_urlencoded::Serializer;

use crate::session::app_token::LEAN_APP_TOKEN;
use crate::session::base_url::Base;
use crate::value::idempotency_key;
use crate::value::operation::BodyForm;
use crate::value::wiped::WipedText;
use crate::{Error, IdempotencyKey, Operation};

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Field,
    /// The complete body. For an object it is empty: its fields are separate values.
    Body,
}

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The name of a complete body.
pub(super) const BODY: &str = "body";

/// What is set on a call.
#[derive(Clone)]
pub(super) struct Value {
    pub(super) place: Place,
    /// The name that is sent.
    pub(super) name: Cow<'static, str>,
    /// The text, or the reason why the value did not convert. It is JSON, but in a path an encoded segment, and in a
    /// header the text itself.
    pub(super) text: Result<WipedText, String>,
}

impl Value {
    /// A null in a query is not sent.
    fn is_set(&self) -> bool {
        !(self.place == Place::Query && self.text.as_ref().is_ok_and(|text| **text == "null"))
    }
}

/// What a call sends.
///
/// It is small, and has no map of headers unless the call has its own headers: a caller that
/// waits for a token carries it.
pub(super) struct Draft {
    method: Method,
    url: String,
    accept: Option<&'static str>,
    headers: Option<Box<HeaderMap>>,
    body: Option<Body>,
}

struct Body {
    media_type: &'static str,
    bytes: Bytes,
}

impl Draft {
    /// Makes a draft from the values of a call.
    ///
    /// # Errors
    ///
    /// Fails with everything that is missing or does not convert, all at once.
    pub(super) fn of(
        base: &str,
        operation: &'static Operation,
        values: &[Value],
        accept: Option<&'static str>,
    ) -> Result<Self, Error> {
        let mut faults = Faults::default();
        faults.add_missing(operation, values);
        let url = address(base, operation.path, values, &mut faults);
        let headers = headers(values, &mut faults);
        let body = body(operation.body, values, &mut faults);
        for value in values {
            if let Err(reason) = &value.text {
                faults.add(&value.name, reason);
            }
        }
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|_| Error::invalid_request("the method is not an HTTP method"))?;
        faults.done()?;
        Ok(Self {
            method,
            url,
            accept,
            headers,
            body,
        })
    }

    /// Whether it asks for a file, which is anything other than JSON.
    pub(super) fn wants_file(&self) -> bool {
        self.accept.is_some_and(|accepted| accepted != super::JSON)
    }

    /// Whether it is a form, which is what carries credentials; the answer is a token then.
    pub(super) fn is_form(&self) -> bool {
        self.body
            .as_ref()
            .is_some_and(|body| body.media_type == FORM)
    }

    /// The key that identifies a repeat, if it has one.
    pub(super) fn idempotency_key(&self) -> Option<IdempotencyKey> {
        let key = self.headers.as_ref()?.get(idempotency_key::HEADER)?;
        key.to_str().ok()?.parse().ok()
    }

    /// A request of this content to a server, with a credential, and with those headers of the session
    /// that the call does not set itself.
    pub(super) fn request(
        &self,
        server: &Base,
        credential: Option<(HeaderName, HeaderValue)>,
        of_session: &HeaderMap,
    ) -> Result<Request, Error> {
        // The address may hold ids: the parser's error does not, but says nothing useful either.
        let url = server.address(&self.url).map_err(|_| {
            Error::invalid_request("the base URL is not a valid URL; give it with scheme and host")
        })?;
        let mut request = Request::new(self.method.clone(), url);
        let headers = request.headers_mut();
        if let Some(own) = &self.headers {
            headers.clone_from(own);
        }
        if let Some(media_type) = self.accept {
            headers.insert(header::ACCEPT, HeaderValue::from_static(media_type));
        }
        if let Some((name, value)) = credential {
            // Lean refuses a request with both, so each replaces the other.
            headers.remove(header::AUTHORIZATION);
            headers.remove(LEAN_APP_TOKEN);
            headers.insert(name, value);
        }
        if let Some(body) = &self.body {
            let media_type = HeaderValue::from_static(body.media_type);
            headers.insert(header::CONTENT_TYPE, media_type);
            *request.body_mut() = Some(body.bytes.clone().into());
        }
        let headers = request.headers_mut();
        for (name, value) in of_session {
            if !headers.contains_key(name) {
                headers.insert(name, value.clone());
            }
        }
        Ok(request)
    }
}

/// Everything that keeps a call from being sent, in one text. It contains no value.
#[derive(Default)]
struct Faults(String);

impl Faults {
    fn begin(&mut self) {
        if !self.0.is_empty() {
            self.0.push_str("; ");
        }
    }

    fn missing(&mut self, name: &str) {
        self.begin();
        // Writing into a text cannot fail.
        let _ = write!(self.0, "{name} is missing");
    }

    fn add(&mut self, name: &str, reason: &str) {
        self.begin();
        let _ = write!(self.0, "{name}: {reason}");
    }

    fn add_missing(&mut self, operation: &Operation, values: &[Value]) {
        // A body that did not convert could have set any of these.
        let mut bodies = values.iter().filter(|value| value.place == Place::Body);
        if bodies.any(|body| body.text.is_err()) {
            return;
        }
        let is_set = |name: &str| {
            let mut set = values.iter().filter(|value| value.place != Place::Path);
            set.any(|value| value.name == name && value.is_set())
        };
        for name in operation.required {
            if !is_set(name) {
                self.missing(name);
            }
        }
    }

    fn done(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid_request(self.0))
        }
    }
}

/// The texts that are set in one place, with their names.
fn texts(values: &[Value], place: Place) -> impl Iterator<Item = (&str, &str)> {
    let values = values.iter().filter(move |value| value.place == place);
    values.filter_map(|value| Some((&*value.name, value.text.as_ref().ok()?.as_str())))
}

fn address(base: &str, template: &'static str, values: &[Value], faults: &mut Faults) -> String {
    let lengths = values.iter().map(|value| {
        let text = value.text.as_ref().map_or(0, |text| text.len());
        value.name.len() + text + 2
    });
    let length = base.len() + template.len() + lengths.sum::<usize>();
    let mut url = String::with_capacity(length);
    url.push_str(base);
    let mut rest = template;
    while let Some((before, name, after)) = next_parameter(rest) {
        url.push_str(before);
        let is_name = |value: &&Value| value.place == Place::Path && value.name == name;
        match values.iter().find(is_name) {
            Some(value) => url.push_str(value.text.as_ref().map_or("", |text| text)),
            None => faults.missing(name),
        }
        rest = after;
    }
    url.push_str(rest);
    let mut set = texts(values, Place::Query).filter(|(_, text)| *text != "null");
    let Some(first) = set.next() else { return url };
    url.push('?');
    let start = url.len();
    let mut query = Serializer::for_suffix(url, start);
    for (name, text) in std::iter::once(first).chain(set) {
        if add_pairs(&mut query, name, text).is_none() {
            faults.add(name, "it cannot be written in a query");
        }
    }
    let mut url = query.finish();
    // An empty list.
    if url.len() == start {
        url.pop();
    }
    url
}

/// The next `{name}` of a template, with what stands before and after it.
fn next_parameter(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Adds a JSON value: none for null, one for each item of a list. Returns `None`
/// for what is neither a text, a number, a boolean nor a list of those.
fn add_pairs(query: &mut Serializer<'_, String>, name: &str, json: &str) -> Option<()> {
    if json.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
        return items
            .into_iter()
            .try_for_each(|item| add_pair(query, name, item.get()));
    }
    add_pair(query, name, json)
}

fn add_pair(query: &mut Serializer<'_, String>, name: &str, json: &str) -> Option<()> {
    match json.bytes().next()? {
        b'n' => {}
        b'"' => {
            let text: WipedText = serde_json::from_str::<String>(json).ok()?.into();
            query.append_pair(name, &text);
        }
        b'[' | b'{' => return None,
        _ => {
            query.append_pair(name, json);
        }
    }
    Some(())
}

fn headers(values: &[Value], faults: &mut Faults) -> Option<Box<HeaderMap>> {
    let mut headers = None;
    for (name, text) in texts(values, Place::Header) {
        let Ok(value) = HeaderValue::try_from(text) else {
            faults.add(name, "it holds characters that a header cannot carry");
            continue;
        };
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            faults.add(name, "it is not a valid header name");
            continue;
        };
        let map: &mut Box<HeaderMap> = headers.get_or_insert_default();
        map.insert(header, value);
    }
    headers
}

fn body(form: Option<BodyForm>, values: &[Value], faults: &mut Faults) -> Option<Body> {
    let mut fields = texts(values, Place::Field).peekable();
    let whole = texts(values, Place::Body).next();
    if let Some((name, text)) = whole.filter(|(_, text)| !text.starts_with('{')) {
        if let Some((field, _)) = fields.peek() {
            faults.add(field, "the body is not an object, so it has no fields");
        }
        if form == Some(BodyForm::Urlencoded) {
            faults.add(name, "the body is a form, so set its fields one by one");
        }
        return Some(Body {
            media_type: super::JSON,
            bytes: Bytes::copy_from_slice(text.as_bytes()),
        });
    }
    if form == Some(BodyForm::Urlencoded) {
        // A form holds the client secret: it gets its room at once, and is overwritten in the end.
        let room =
            texts(values, Place::Field).map(|(name, text)| 3 * (name.len() + text.len()) + 2);
        let mut pairs = Serializer::new(String::with_capacity(room.sum()));
        for (name, text) in fields {
            if add_pairs(&mut pairs, name, text).is_none() {
                faults.add(name, "it cannot be written in a form");
            }
        }
        return Some(Body {
            media_type: FORM,
            bytes: Bytes::from_owner(WipedText::new(pairs.finish())),
        });
    }
    if form.is_none() && whole.is_none() && fields.peek().is_none() {
        return None;
    }
    let mut object = Vec::with_capacity(128);
    object.push(b'{');
    for (number, (name, text)) in fields.enumerate() {
        if number > 0 {
            object.push(b',');
        }
        if serde_json::to_writer(&mut object, name).is_err() {
            faults.add(name, "it cannot be written as JSON");
        }
        object.push(b':');
        object.extend_from_slice(text.as_bytes());
    }
    object.push(b'}');
    Some(Body {
        media_type: super::JSON,
        bytes: object.into(),
    })
}
