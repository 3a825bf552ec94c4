//! Takes personal data out of an answer and leaves its form.

use std::collections::HashMap;

use serde_json::{Map, Number, Value};

/// Suffixes of the names of fields that hold codes, in lower case and without `_`.
const CODES: &[&str] = &[
    "status",
    "statuscode",
    "type",
    "types",
    "category",
    "currency",
    "period",
    "role",
    "indicator",
    "schemename",
    "frequency",
    "permissions",
    "country",
    "bankidentifier",
    "accountsubtype",
    "mutability",
];

/// Names of fields that count pages.
const COUNTS: &[&str] = &[
    "page",
    "size",
    "number",
    "pagenumber",
    "pagesize",
    "totalelements",
    "totalpages",
];

/// Replaces values. The same id becomes the same made-up id in every answer.
#[derive(Debug, Default)]
pub(super) struct Mask {
    ids: HashMap<String, usize>,
}

impl Mask {
    /// The same JSON with made-up values: letters become `x` or `X`, digits become `1`. What stays are the
    /// names of fields, `true`, `false` and null, instants, numbers of pages, and codes such as `ACTIVE` in
    /// fields that hold codes. UUIDs become made-up UUIDs, equal ones equal.
    pub(super) fn json(&mut self, value: &Value) -> Value {
        self.value("", value)
    }

    fn value(&mut self, name: &str, value: &Value) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value.clone(),
            Value::Number(_) if COUNTS.contains(&name) => value.clone(),
            Value::Number(number) => Value::Number(masked_number(number)),
            Value::String(text) => Value::String(self.text(name, text)),
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.value(name, item)).collect())
            }
            Value::Object(fields) => {
                let mut masked = Map::new();
                for (own, value) in fields {
                    let value = self.value(&own.to_lowercase().replace('_', ""), value);
                    masked.insert(self.field_name(own), value);
                }
                Value::Object(masked)
            }
        }
    }

    /// The name of a field, unless it is itself a value, such as an account's number.
    fn field_name(&mut self, name: &str) -> String {
        if is_uuid(name) || name.bytes().filter(u8::is_ascii_digit).count() >= 4 {
            self.text("", name)
        } else {
            name.to_owned()
        }
    }

    fn text(&mut self, name: &str, text: &str) -> String {
        if is_uuid(text) {
            return self.uuid(text);
        }
        let is_code = CODES.iter().any(|end| name.ends_with(end)) && is_code(text);
        let is_instant =
            !name.contains("birth") && text.parse::<leantech_core::Timestamp>().is_ok();
        if is_code || is_instant {
            return text.to_owned();
        }
        text.chars().map(masked).collect()
    }

    fn uuid(&mut self, id: &str) -> String {
        let next = self.ids.len() + 1;
        let number = self.ids.entry(id.to_lowercase()).or_insert(next);
        format!("00000000-0000-4000-8000-{number:012x}")
    }
}

fn masked(letter: char) -> char {
    match letter {
        _ if letter.is_numeric() => '1',
        _ if letter.is_uppercase() => 'X',
        _ if letter.is_alphabetic() => 'x',
        _ => letter,
    }
}

fn masked_number(number: &Number) -> Number {
    let text: String = number.to_string().chars().map(masked_digit).collect();
    text.parse().unwrap_or_else(|_| Number::from(1))
}

fn masked_digit(digit: char) -> char {
    if digit.is_ascii_digit() { '1' } else { digit }
}

/// Whether a text looks like an enum value: capitals, digits and `_`, or lower case without digits.
fn is_code(text: &str) -> bool {
    let is_of = |is_allowed: fn(u8) -> bool| text.bytes().all(is_allowed);
    text.len() <= 64
        && (is_of(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
            && text.bytes().any(|byte| byte.is_ascii_uppercase())
            || is_of(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_says_something_of_a_person_is_replaced_and_the_form_stays() {
        let recorded = json!({
            "status": "OK",
            "results_id": "1B4E28BA-2FA1-11D2-883F-0016D3CCA427",
            "page": { "number": 0, "total_elements": 120 },
            "accounts": [{
                "account_id": "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
                "name": "Noura Al-Made Up",
                "name_ar": "نورا",
                "iban": "SA0380000000608010167519",
                "account_type": "PERSONAL",
                "balance": -1204.50,
                "currency": "SAR",
                "is_active": true,
                "birth_date_time": "1990-02-03T00:00:00Z",
                "birth_date": "1990-02-03",
                "created_at": "2024-02-03T04:05:06Z",
                "category": "paid to Noura",
                "note": null,
            }],
            "SA0380000000608010167519": { "type": "+966 50 123" },
        });
        assert_eq!(
            Mask::default().json(&recorded),
            json!({
                "status": "OK",
                "results_id": "00000000-0000-4000-8000-000000000001",
                "page": { "number": 0, "total_elements": 120 },
                "accounts": [{
                    "account_id": "00000000-0000-4000-8000-000000000001",
                    "name": "Xxxxx Xx-Xxxx Xx",
                    "name_ar": "xxxx",
                    "iban": "XX1111111111111111111111",
                    "account_type": "PERSONAL",
                    "balance": -1111.1,
                    "currency": "SAR",
                    "is_active": true,
                    "birth_date_time": "1111-11-11X11:11:11X",
                    "birth_date": "1111-11-11",
                    "created_at": "2024-02-03T04:05:06Z",
                    "category": "xxxx xx Xxxxx",
                    "note": null,
                }],
                "XX1111111111111111111111": { "type": "+111 11 111" },
            })
        );
    }
}
