//! What a call is to send: generated code writes it down, and each attempt is made from it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use reqwest::Request;
use serde::Serialize;
use serde_json::value::RawValue;
use url::form_urlencoded;

use crate::address::Base;
use crate::app_token::LEAN_APP_TOKEN;
use crate::{Error, IdempotencyKey, idempotency};

/// What a call is to send.
///
/// It is small, and has no map of headers unless the call has headers of its own: a caller who
/// waits for a token carries it.
pub struct Draft {
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
    /// Begins with a method and an address without a query.
    pub fn new(method: Method, url: String) -> Self {
        Self {
            method,
            url,
            accept: None,
            headers: None,
            body: None,
        }
    }

    /// The media type that is asked for.
    #[must_use]
    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = Some(media_type);
        self
    }

    /// The headers of this call alone.
    #[must_use]
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        if !headers.is_empty() {
            self.headers = Some(Box::new(headers));
        }
        self
    }

    /// Adds a query parameter: none for null, one for each item of a list.
    ///
    /// # Errors
    ///
    /// Fails for a value that is neither a text, a number, a boolean nor a list of those.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Result<Self, Error> {
        // As text, and not as a `Value`: there a number goes through a float, or does not, as the
        // features of `serde_json` are.
        let json = serde_json::to_string(value).map_err(|_| unfit(name))?;
        if json.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(&json).map_err(|_| unfit(name))?;
            for item in items {
                self.add_pair(name, item.get())?;
            }
        } else {
            self.add_pair(name, &json)?;
        }
        Ok(self)
    }

    /// Adds a value that is written as JSON.
    fn add_pair(&mut self, name: &str, json: &str) -> Result<(), Error> {
        let text = match json.bytes().next() {
            Some(b'n') => return Ok(()),
            Some(b'"') => serde_json::from_str(json).map_err(|_| unfit(name))?,
            Some(b'[' | b'{') | None => return Err(unfit(name)),
            Some(_) => json.to_owned(),
        };
        let start = self.url.find('?').map_or_else(
            || {
                self.url.push('?');
                self.url.len()
            },
            |mark| mark + 1,
        );
        let url = std::mem::take(&mut self.url);
        self.url = form_urlencoded::Serializer::for_suffix(url, start)
            .append_pair(name, &text)
            .finish();
        Ok(())
    }

    /// Sends a value as JSON.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(value).map_err(|_| unwritable())?;
        self.body = Some(Body {
            media_type: "application/json",
            bytes: bytes.into(),
        });
        Ok(self)
    }

    /// Sends a value as a form.
    ///
    /// # Errors
    ///
    /// Fails when the value is no flat struct.
    pub fn form<T: Serialize + ?Sized>(mut self, value: &T) -> Result<Self, Error> {
        let text = serde_urlencoded::to_string(value).map_err(|_| unwritable())?;
        self.body = Some(Body {
            media_type: "application/x-www-form-urlencoded",
            bytes: text.into(),
        });
        Ok(self)
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    /// Whether it asks for a file, that is for something other than JSON.
    pub(crate) fn wants_file(&self) -> bool {
        self.accept
            .is_some_and(|accepted| accepted != "application/json")
    }

    /// The key by which a repeat is known as one, if it has one.
    pub(crate) fn idempotency_key(&self) -> Option<IdempotencyKey> {
        let key = self.headers.as_ref()?.get(idempotency::HEADER)?;
        key.to_str().ok()?.parse().ok()
    }

    /// A request of this content to a server, with one header more.
    pub(crate) fn request(
        &self,
        server: &Base,
        credential: Option<(HeaderName, HeaderValue)>,
    ) -> Result<Request, Error> {
        // The address may hold ids: the parser's error does not, but says nothing of use either.
        let url = server.address(&self.url).map_err(|_| {
            Error::invalid_request("the base URL is no URL; give it with its scheme and host")
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
            // Lean refuses a request with both, so each takes the other's place.
            headers.remove(header::AUTHORIZATION);
            headers.remove(LEAN_APP_TOKEN);
            headers.insert(name, value);
        }
        if let Some(body) = &self.body {
            let media_type = HeaderValue::from_static(body.media_type);
            headers.insert(header::CONTENT_TYPE, media_type);
            *request.body_mut() = Some(body.bytes.clone().into());
        }
        Ok(request)
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

fn unfit(name: &str) -> Error {
    Error::invalid_request(format_args!("`{name}` holds what cannot stand in a query"))
}

fn unwritable() -> Error {
    Error::invalid_request("the body cannot be written")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn draft() -> Draft {
        Draft::new(Method::GET, "http://lean.example/banks".to_owned())
    }

    #[test]
    fn a_parameter_that_is_not_set_leaves_the_address_alone() {
        let drafted = draft().query("a", &None::<u32>).map(|draft| draft.url);
        assert_eq!(drafted.ok().as_deref(), Some("http://lean.example/banks"));
    }

    #[test]
    fn values_of_a_query_are_encoded_and_lists_are_repeated() {
        let drafted = draft()
            .query("a", "b c&d=e+ش")
            .and_then(|draft| draft.query("list", &[1, 2]))
            .and_then(|draft| draft.query("yes", &true))
            .map(|draft| draft.url);
        let expected = "http://lean.example/banks?a=b+c%26d%3De%2B%D8%B4&list=1&list=2&yes=true";
        assert_eq!(drafted.ok().as_deref(), Some(expected));
    }

    #[test]
    fn a_number_of_a_query_keeps_its_digits() {
        let amount: Result<crate::ExactDecimal, _> = "10.000".parse();
        let drafted = amount.map(|amount| draft().query("a", &[amount]).map(|draft| draft.url));
        let expected = "http://lean.example/banks?a=10.000";
        assert_eq!(drafted.map(Result::ok), Ok(Some(expected.to_owned())));
    }

    #[test]
    fn an_object_is_no_query_parameter_and_its_values_are_not_told() {
        let failed = draft().query("filter", &json!({"iban": "canary"})).err();
        let shown = failed.map(|error| error.to_string()).unwrap_or_default();
        assert!(
            shown.contains("`filter`") && !shown.contains("canary"),
            "{shown}"
        );
    }

    #[test]
    fn s04_debug_shows_no_address_and_no_body() {
        let drafted = Draft::new(Method::GET, "http://canary.example".to_owned()).json("canary");
        assert!(!format!("{drafted:?}").contains("canary"));
    }

    #[test]
    fn each_attempt_has_all_headers_and_the_body() {
        let mut own = HeaderMap::new();
        own.insert("customer-ip", HeaderValue::from_static("192.0.2.1"));
        let credential = Some((
            header::AUTHORIZATION,
            HeaderValue::from_static("Bearer made-up"),
        ));
        let drafted = draft()
            .accept("application/json")
            .headers(own)
            .json(&json!({"a": 1}));
        let request =
            drafted.and_then(|draft| draft.request(&Base::read("http://lean.example"), credential));
        let shown = request.ok().map(|request| {
            let headers: Vec<String> = request
                .headers()
                .iter()
                .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or_default()))
                .collect();
            let body = request
                .body()
                .and_then(reqwest::Body::as_bytes)
                .unwrap_or_default();
            (headers, String::from_utf8_lossy(body).into_owned())
        });
        let expected = [
            "customer-ip: 192.0.2.1",
            "accept: application/json",
            "authorization: Bearer made-up",
            "content-type: application/json",
        ];
        let expected = expected.map(str::to_owned).to_vec();
        assert_eq!(shown, Some((expected, r#"{"a":1}"#.to_owned())));
    }
}
