//! Whether a request is as Lean's documents say.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use http::{HeaderMap, header};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value;

use super::{Parameter, Place};
use crate::documents;
use crate::routing::operation::Operation;
use crate::wire::query::Query;
use crate::wire::segment::decode_segment;

/// The first thing that is not as the documents say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Where in the request, as a JSON pointer whose first step is `path`, `query`, `header` or
    /// `body`.
    pub(crate) pointer: String,
    pub(crate) fault: Fault,
}

/// What is wrong there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Something required is absent.
    Missing,
    /// A value has the wrong form, is out of its range, or is not one of the known values.
    Malformed,
}

impl Finding {
    fn missing(pointer: String) -> Self {
        Self {
            pointer,
            fault: Fault::Missing,
        }
    }

    fn malformed(pointer: String) -> Self {
        Self {
            pointer,
            fault: Fault::Malformed,
        }
    }
}

/// A request's parts, as they came.
#[derive(Debug)]
pub(crate) struct Parts<'r> {
    /// The segments that stand for the path's parameters, in their order.
    pub(crate) ids: [&'r str; 3],
    pub(crate) query: &'r Query<'r>,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
}

/// The checks of one operation's requests.
#[derive(Debug)]
struct Checks {
    parameters: Vec<Check>,
    body: Option<BodyCheck>,
}

#[derive(Debug)]
struct Check {
    parameter: Parameter,
    /// Of a parameter of the path: which one it is, from the left.
    at: usize,
    validator: Validator,
}

#[derive(Debug)]
struct BodyCheck {
    media_type: String,
    is_required: bool,
    validator: Validator,
}

/// Made when an operation is called first; they are the same for every sandbox.
static CHECKS: LazyLock<Vec<OnceLock<Option<Checks>>>> =
    LazyLock::new(|| Operation::ALL.iter().map(|_| OnceLock::new()).collect());

/// Checks a request; the documents' order of parameters, then the body.
pub(crate) fn check(operation: Operation, parts: &Parts<'_>) -> Result<(), Finding> {
    let slot = CHECKS.get(operation as usize);
    let checks = slot.and_then(|slot| slot.get_or_init(|| Checks::read(operation)).as_ref());
    let Some(checks) = checks else { return Ok(()) };
    for check in &checks.parameters {
        check.run(parts)?;
    }
    match &checks.body {
        Some(body) => body.run(parts),
        None => Ok(()),
    }
}

impl Checks {
    /// The checks that the documents ask for; a test makes those of every operation.
    fn read(operation: Operation) -> Option<Self> {
        let requests = documents::of(operation.id())?;
        let names: Vec<&str> = requests
            .path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let parameters = requests.parameters.into_iter().map(|parameter| {
            Some(Check {
                at: names
                    .iter()
                    .position(|name| *name == parameter.name)
                    .unwrap_or(0),
                validator: validator(&parameter.schema)?,
                parameter,
            })
        });
        let body = match requests.body {
            // The form of the token endpoint has errors of its own.
            Some(body) if body.media_type == "application/json" => Some(BodyCheck {
                validator: validator(&body.schema)?,
                media_type: body.media_type,
                is_required: body.required,
            }),
            _ => None,
        };
        Some(Self {
            parameters: parameters.collect::<Option<_>>()?,
            body,
        })
    }
}

fn validator(schema: &Value) -> Option<Validator> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .ok()
}

impl Check {
    fn run(&self, parts: &Parts<'_>) -> Result<(), Finding> {
        let name = &*self.parameter.name;
        let (place, value) = match self.parameter.place {
            Place::Path => {
                let segment = parts.ids.get(self.at).copied().unwrap_or_default();
                ("path", decode_segment(segment).map(Some))
            }
            Place::Query => ("query", parts.query.only_value(name)),
            Place::Header => ("header", header_value(parts.headers, name)),
        };
        let pointer = || format!("/{place}/{}", escaped(name));
        match value {
            None => Err(Finding::malformed(pointer())),
            Some(None) if self.parameter.required => Err(Finding::missing(pointer())),
            Some(None) => Ok(()),
            Some(Some(text)) => {
                let value = typed(&text, &self.parameter.schema);
                if self.validator.is_valid(&value) {
                    Ok(())
                } else {
                    Err(Finding::malformed(pointer()))
                }
            }
        }
    }
}

/// The value of a header; the outer `None` is one that is not text.
#[expect(clippy::option_option, reason = "unreadable and absent are different")]
fn header_value<'r>(headers: &'r HeaderMap, name: &str) -> Option<Option<Cow<'r, str>>> {
    match headers.get(name) {
        None => Some(None),
        Some(value) => Some(Some(std::str::from_utf8(value.as_bytes()).ok()?.into())),
    }
}

/// A parameter's text as the JSON value that its schema speaks of.
fn typed(text: &str, schema: &Value) -> Value {
    let kind = schema.get("type").and_then(Value::as_str);
    let number = || match kind {
        Some("integer") if is_integer(text) => text.parse().ok(),
        Some("number") => text.parse().ok(),
        _ => None,
    };
    match (kind, text) {
        (Some("boolean"), "true") => Value::Bool(true),
        (Some("boolean"), "false") => Value::Bool(false),
        _ => number().map_or_else(|| text.into(), Value::Number),
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl BodyCheck {
    fn run(&self, parts: &Parts<'_>) -> Result<(), Finding> {
        if parts.body.is_empty() {
            return if self.is_required {
                Err(Finding::missing("/body".into()))
            } else {
                Ok(())
            };
        }
        if !is_media_type(parts.headers, &self.media_type) {
            return Err(Finding::malformed("/header/content-type".into()));
        }
        let Ok(body) = serde_json::from_slice::<Value>(parts.body) else {
            return Err(Finding::malformed("/body".into()));
        };
        let Err(error) = self.validator.validate(&body) else {
            return Ok(());
        };
        Err(in_body(&error))
    }
}

/// What a schema's error says, without the value: it may be a customer's.
fn in_body(error: &ValidationError<'_>) -> Finding {
    let place = format!("/body{}", error.instance_path().as_str());
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            Finding::missing(format!("{place}/{}", escaped(name)))
        }
        _ => Finding::malformed(place),
    }
}

/// Whether a request's body says that it is of a media type; parameters such as a charset do not
/// matter.
pub(crate) fn is_media_type(headers: &HeaderMap, wanted: &str) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let text = value.to_str().unwrap_or_default();
    let media_type = text.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case(wanted)
}

/// A name as a step of a JSON pointer.
fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        name.replace('~', "~0").replace('/', "~1").into()
    } else {
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_its_checks() {
        for operation in Operation::ALL {
            assert!(Checks::read(*operation).is_some(), "{operation:?}");
        }
    }

    fn checked(operation: Operation, ids: [&str; 3], query: &str, body: &str) -> Option<Finding> {
        let mut headers = HeaderMap::new();
        if let Ok(json) = "application/json; charset=utf-8".parse() {
            headers.insert(header::CONTENT_TYPE, json);
        }
        let parts = Parts {
            ids,
            query: &Query::new(query),
            headers: &headers,
            body: body.as_bytes(),
        };
        check(operation, &parts).err()
    }

    const ID: &str = "7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b";

    #[test]
    #[rustfmt::skip]
    fn a_finding_points_at_the_first_thing_that_is_wrong() {
        use Fault::{Malformed, Missing};
        use Operation as Op;
        let link = r#"{"bank_identifier": "B", "success_redirect_url": "https://a.example",
            "failure_redirect_url": "https://a.example", "permissions": ["accounts", "nothing"]}"#;
        let number = r#"{"app_user_id": 1}"#;
        for (operation, ids, query, body, pointer, fault) in [
            (Op::GetCustomers, [""; 3], "page_number=-1", "", "/query/page_number", Malformed),
            (Op::GetCustomers, [""; 3], "page_size=1.5", "", "/query/page_size", Malformed),
            (Op::GetCustomers, [""; 3], "page_size=2147483648", "", "/query/page_size", Malformed),
            (Op::GetCustomers, [""; 3], "page_size=1&page_size=2", "", "/query/page_size", Malformed),
            (Op::GetCustomerById, ["x", "", ""], "", "", "/path/customer_id", Malformed),
            (Op::DeleteConsent, [ID, ID, "x"], "reason=USER_REQUESTED", "", "/path/consent_id", Malformed),
            (Op::DeleteConsent, [ID, ID, ID], "", "", "/query/reason", Missing),
            (Op::DeleteConsent, [ID, ID, ID], "reason=BORED", "", "/query/reason", Malformed),
            (Op::FetchAccounts, [""; 3], "async=yes", "", "/query/entity_id", Missing),
            (Op::CreateCustomer, [""; 3], "", "", "/body", Missing),
            (Op::CreateCustomer, [""; 3], "", "{", "/body", Malformed),
            (Op::CreateCustomer, [""; 3], "", "[]", "/body", Malformed),
            (Op::CreateCustomer, [""; 3], "", "{}", "/body/app_user_id", Missing),
            (Op::CreateCustomer, [""; 3], "", number, "/body/app_user_id", Malformed),
            (Op::CreateConnectLink, [""; 3], "", link, "/body/permissions/1", Malformed),
        ] {
            let pointer = pointer.to_owned();
            let expected = Finding { pointer, fault };
            let found = checked(operation, ids, query, body);
            assert_eq!(found, Some(expected), "{operation:?} {query} {body}");
        }
    }

    #[test]
    fn what_the_documents_allow_passes() {
        use Operation as Op;
        for (operation, ids, query, body) in [
            (Op::GetCustomers, [""; 3], "page_number=0&unknown=1", ""),
            (Op::GetCustomerByAppUserId, ["a%2Fb", "", ""], "", ""),
            (
                Op::CreateCustomer,
                [""; 3],
                "",
                r#"{"app_user_id": "x", "more": 1}"#,
            ),
            (Op::ListBanks, [""; 3], "account_types=BUSINESS", ""),
        ] {
            assert_eq!(checked(operation, ids, query, body), None, "{operation:?}");
        }
    }

    #[test]
    fn a_body_without_its_media_type_is_not_read() {
        let parts = Parts {
            ids: [""; 3],
            query: &Query::new(""),
            headers: &HeaderMap::new(),
            body: b"{}",
        };
        let found = check(Operation::CreateCustomer, &parts);
        let pointer = found.err().map(|finding| finding.pointer);
        assert_eq!(pointer.as_deref(), Some("/header/content-type"));
    }
}
