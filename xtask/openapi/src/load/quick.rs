//! Reading a document that has nothing to complain of, without the lines.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Options;

/// So many digits a fraction keeps, whatever they are.
const KEPT_DIGITS: usize = 15;

/// What the text says; `None` when it may not be read like this, so that the reader that knows
/// the lines has to look, and say why.
pub(super) fn read(text: &str, options: Options) -> Option<Value> {
    let quick: Quick = serde_saphyr::from_str_with_options(text, options).ok()?;
    let is_exact = !has_fraction(&quick.0) || !has_long_number(text);
    is_exact.then_some(quick.0)
}

/// A node without its place.
struct Quick(Value);

impl<'de> Deserialize<'de> for Quick {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(QuickVisitor).map(Self)
    }
}

struct QuickVisitor;

impl<'de> Visitor<'de> for QuickVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // Zero may be what is left of a number that is too small.
        Number::from_f64(value)
            .filter(|_| value.is_normal())
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number to look at"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Quick(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut mapping = Map::new();
        while let Some((key, Quick(member))) = members.next_entry::<String, Quick>()? {
            if mapping.insert(key, member).is_some() {
                return Err(A::Error::custom("a key stands here a second time"));
            }
        }
        Ok(Value::Object(mapping))
    }
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(members) => members.values().any(has_fraction),
        _ => false,
    }
}

/// Whether a number may stand in the text that has more digits than a fraction keeps.
fn has_long_number(text: &str) -> bool {
    let mut digits = 0_usize;
    let mut in_word = false;
    for sign in text.bytes() {
        match sign {
            b'0'..=b'9' if !in_word => {
                digits += 1;
                if digits > KEPT_DIGITS {
                    return true;
                }
            }
            b'.' | b'_' if digits > 0 => {}
            _ => {
                digits = 0;
                // The digits of an account number that begins with a letter are none of a number,
                // nor are those of a text in quotation marks.
                in_word = sign.is_ascii_alphanumeric() || matches!(sign, b'\'' | b'"');
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::super::{options, read as read_with_lines};
    use super::read;

    const SPECS: [&str; 4] = [
        include_str!("../../../../specs/sa/data/1.0.0.yaml"),
        include_str!("../../../../specs/sa/consents/1.0.0.yaml"),
        include_str!("../../../../specs/sa/banks/1.0.0.yaml"),
        include_str!("../../tests/documents/small.yaml"),
    ];

    const ODD: [&str; 12] = [
        "a: 1.50\nb: -0.25\nc: 1e3\nd: .5",
        "a: NO\nb: on\nc: ~\nd:\ne: null\nf: 'null'",
        "a: 007\nb: 1_000\nc: 0x1f\nd: 0o17\ne: 12:30",
        "200: x\ntrue: y\n1.0: z\nnull: n",
        "a: 18446744073709551615\nb: -9223372036854775808",
        "a: &one [1, 2]\nb: *one",
        "a: !!str 1\nb: !!int '1'",
        "a: |\n  x\n  y\nb: >-\n  x\n  y",
        "{\"a\": [1, 2.5, \"x\", null, true], \"b\": {}}",
        "a: 2026-05-10\nb: 2026-05-10T12:34:28Z\nc: 1.2.3",
        "a: 0.0\nb: SA0380000000608010167519\nc: 1.5",
        "? a\n: 1",
    ];

    #[test]
    fn what_is_read_quickly_is_what_is_read_with_lines() {
        for text in SPECS.into_iter().chain(ODD) {
            let slow = read_with_lines(text, "t").ok().map(|(value, _)| value);
            if let Some(quick) = read(text, options()) {
                assert_eq!(Some(quick), slow, "{text}");
            }
        }
        let quoted = [
            "a: 0.5\nb: '1000000000000000'",
            "{\"a\": 0.5, \"b\": \"1000000000000000\"}",
        ];
        for text in SPECS.into_iter().chain(quoted) {
            assert!(read(text, options()).is_some(), "{text}");
        }
    }

    #[test]
    fn what_must_be_complained_of_is_not_read_quickly() {
        for text in [
            "a: 1\na: 2",
            "a: 0.1000000000000000055",
            "a: -12345678901.1234567",
            "{'a':1234567890123456.7}",
            "a: 1e400",
            "a: 1e-400",
            "a: [1",
            "a: 123456789012345678901234567890",
        ] {
            assert!(read(text, options()).is_none(), "{text}");
        }
        assert_eq!(read("a: 0.125", options()).unwrap(), json!({"a": 0.125}));
    }
}
