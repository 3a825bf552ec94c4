//! Malformed parts of a result envelope: they only explain, so each is dropped instead of the answer.
//!
//! `status` and `data` decide and stay strict.

use std::ops::Range;

use super::decode_failure::DecodeFailure;
use super::fields::{Field, fields, folded, text};

/// The parts, by their folded names.
const PARTS: &[&str] = &[
    "message",
    "refreshedat",
    "resultsid",
    "statusdetail",
    "timestamp",
];

/// The parts of `status_detail`.
const DETAIL_PARTS: &[&str] = &["granularstatuscode", "statusadditionalinfo"];

/// An answer without the part that it could not be read for, if it was one: it is null then, or
/// has another name if it came a second time.
pub(crate) fn without(body: &[u8], failure: &DecodeFailure) -> Option<Vec<u8>> {
    let is_envelope = fields(body)
        .any(|field| name_of(&field).as_deref() == Some("status") && text(field.value).is_some());
    if !is_envelope {
        return None;
    }
    // A list instead of the object fails at one of its elements.
    let path = failure.path.as_str();
    let (first, rest) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
    let rest = rest.strip_prefix('.').unwrap_or_default();
    let Some(part) = fields(body).find(|field| is_called(field, first)) else {
        // A repeated name fails at the object around it.
        return Some(replaced(body, repeated(body, PARTS)?, "\"\""));
    };
    if !name_of(&part).is_some_and(|name| PARTS.contains(&name.as_str())) {
        return None;
    }
    let within = |range: Range<usize>| {
        let start = part.value_range().start;
        start + range.start..start + range.end
    };
    let inner = fields(part.value).find(|field| !rest.is_empty() && is_called(field, rest));
    if let Some(inner) = inner
        && !inner.is_null()
    {
        return Some(replaced(body, within(inner.value_range()), "null"));
    }
    if let Some(again) = repeated(part.value, DETAIL_PARTS) {
        return Some(replaced(body, within(again), "\"\""));
    }
    (!part.is_null()).then(|| replaced(body, part.value_range(), "null"))
}

fn name_of(field: &Field<'_>) -> Option<String> {
    field.name().map(|name| folded(&name))
}

fn is_called(field: &Field<'_>, name: &str) -> bool {
    field.name().is_some_and(|found| found == name)
}

/// Where the name of a part is that has come before.
fn repeated(object: &[u8], parts: &[&str]) -> Option<Range<usize>> {
    let mut seen = Vec::new();
    for field in fields(object) {
        let Some(name) = field.name() else { continue };
        if seen.contains(&name) && parts.contains(&folded(&name).as_str()) {
            return Some(field.name_range());
        }
        seen.push(name);
    }
    None
}

fn replaced(text: &[u8], range: Range<usize>, by: &str) -> Vec<u8> {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    [before, by.as_bytes(), after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_at(text: &str, path: &str) -> Option<String> {
        let failure = DecodeFailure {
            path: path.to_owned(),
            ..DecodeFailure::of_the_whole("made up")
        };
        let without = without(text.as_bytes(), &failure)?;
        Some(String::from_utf8_lossy(&without).into_owned())
    }

    #[test]
    fn an_odd_part_becomes_null() {
        for (text, path, expected) in [
            (
                r#"{"status":"OK","status_detail":"x","data":1}"#,
                "status_detail",
                r#"{"status":"OK","status_detail":null,"data":1}"#,
            ),
            (
                r#"{"Status":"OK","StatusDetail":{"a":[1],"GranularStatusCode":7}}"#,
                "StatusDetail.GranularStatusCode",
                r#"{"Status":"OK","StatusDetail":{"a":[1],"GranularStatusCode":null}}"#,
            ),
            (
                r#"{"timestamp" : "yesterday" ,"status":"OK"} "#,
                "timestamp",
                r#"{"timestamp" : null ,"status":"OK"} "#,
            ),
        ] {
            assert_eq!(without_at(text, path).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_first_of_a_repeated_part_stays() {
        let text = r#"{"status":"OK","message":"a","message":"b"}"#;
        let expected = r#"{"status":"OK","message":"a","":"b"}"#;
        assert_eq!(without_at(text, ".").as_deref(), Some(expected));
        let text = r#"{"status":"OK","status_detail":{"granular_status_code":"A","granular_status_code":7}}"#;
        let expected = r#"{"status":"OK","status_detail":{"granular_status_code":"A","":7}}"#;
        assert_eq!(without_at(text, "status_detail").as_deref(), Some(expected));
    }

    #[test]
    fn what_decides_stays_strict() {
        for (text, path) in [
            (r#"{"status":"OK","data":"x"}"#, "data"),
            (r#"{"status":7,"message":7}"#, "status"),
            (r#"{"status":"OK","status":"FAILED"}"#, "."),
            (r#"{"status":"OK","data":{"message":7}}"#, "data.message"),
            // Not an envelope.
            (r#"{"message":7}"#, "message"),
            (r#"[{"status":"OK","message":7}]"#, "[0].message"),
            // Nothing is left to take away.
            (r#"{"status":"OK","message":null}"#, "message"),
            ("", "."),
        ] {
            assert_eq!(without_at(text, path), None, "{text}");
        }
    }
}
