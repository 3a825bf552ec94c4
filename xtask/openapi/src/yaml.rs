//! Writing a document as YAML that reads back as the same document.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use serde_saphyr::{SingleQuoted, ser_options};

use crate::load::Document;
use crate::problem::{Problem, Problems};

/// The widest line of a text that is folded.
const WIDTH: usize = 88;

/// Writes `value` below the lines of `comment`, as the document `name`: two spaces a level, keys
/// in their order, long texts folded, and a word in quotation marks wherever some reader
/// would take it for a number, a date, a switch or a version.
///
/// # Errors
///
/// Fails when the text does not read back as `value`.
pub fn write(value: &Value, comment: &[String], name: &str) -> Result<Document, Problems> {
    let options = ser_options! {
        indent_step: 2,
        compact_list_indent: false,
        folded_wrap_chars: WIDTH,
        prefer_block_scalars: true,
    };
    let unwritable = |what: String| {
        Problems::from(Problem::new(
            name,
            what,
            "the document cannot be written as YAML",
            "report it with the document, and take the place out until it is fixed",
        ))
    };
    let body = serde_saphyr::to_string_with_options(&Written(value), options)
        .map_err(|error| unwritable(error.to_string().replace(['\n', '\r'], " ")))?;
    let mut text = String::new();
    for line in comment {
        text.push_str("# ");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(&body);
    let document = Document::parse(text, name)?;
    match difference(value, &document.value, String::new()) {
        None => Ok(document),
        Some(place) => Err(unwritable(format!(
            "what was written at `{place}` is read back as something else"
        ))),
    }
}

/// Where two values differ, their order of keys included.
fn difference(one: &Value, other: &Value, place: String) -> Option<String> {
    use crate::pointer;
    match (one, other) {
        (Value::Object(some), Value::Object(others)) => {
            if !some.keys().eq(others.keys()) {
                return Some(place);
            }
            some.iter().find_map(|(name, value)| {
                difference(value, others.get(name)?, pointer::child(&place, name))
            })
        }
        (Value::Array(some), Value::Array(others)) if some.len() == others.len() => some
            .iter()
            .zip(others)
            .enumerate()
            .find_map(|(index, (value, other))| {
                difference(value, other, pointer::item(&place, index))
            }),
        _ => (one != other).then_some(place),
    }
}

/// A value on its way out.
struct Written<'v>(&'v Value);

/// A text on its way out.
struct Word<'t>(&'t str);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, &Written(value))?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Written(item))?;
                }
                list.end()
            }
            Value::String(text) => Word(text).serialize(serializer),
            other => other.serialize(serializer),
        }
    }
}

impl Serialize for Word<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The writer knows best what has to be quoted; the quotes are ours.
        let alone = serde_saphyr::to_string(&self.0).unwrap_or_default();
        let is_quoted = alone.starts_with('"') && !alone.contains('\\');
        if is_quoted {
            SingleQuoted(self.0).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test fails by panicking"
    )]

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        write(value, &[], "t").unwrap().text
    }

    #[test]
    fn words_that_look_like_something_else_are_quoted() {
        for word in [
            "1.10",
            "1.0.0",
            "200",
            "007",
            "1_000",
            "NO",
            "on",
            "yes",
            "null",
            "~",
            "true",
            "2026-05-10",
            "2026-05-10T12:34:28Z",
            "",
            " a",
            "a: b",
            "a #b",
            "#1beb75",
            "*",
            "&a",
            "0x1f",
            "1e3",
            ".inf",
            "12:30",
        ] {
            let written = text(&json!({ "word": word }));
            let quoted = written.trim_start_matches("word: ");
            assert!(quoted.starts_with('\''), "{written}");
        }
        assert_eq!(text(&json!({"word": "SAU"})), "word: SAU\n");
    }

    #[test]
    fn a_status_is_quoted_as_a_key() {
        let written = text(&json!({"responses": {"200": {"description": "d"}}}));
        assert!(written.contains("\"200\":"), "{written}");
    }

    #[test]
    fn comment_comes_first_and_keys_keep_their_order() {
        let value = json!({"b": [{"c": 1}], "a": {"d": []}});
        let written = write(&value, &["One.".to_owned(), "Two.".to_owned()], "t").unwrap();
        assert_eq!(written.text, "# One.\n# Two.\nb:\n  - c: 1\na:\n  d: []\n");
    }

    #[test]
    fn long_texts_are_folded() {
        let long = "a word and another one ".repeat(12);
        let written = text(&json!({"info": {"description": long.trim()}}));
        assert!(
            written.starts_with("info:\n  description: >-\n"),
            "{written}"
        );
        assert!(written.lines().all(|line| line.len() <= 100), "{written}");
    }

    #[test]
    fn a_difference_of_value_or_of_order_has_its_place() {
        let value = json!({"a": [{"b": 1, "c": 2}]});
        for (other, place) in [
            (json!({"a": [{"b": 1, "c": 2}]}), None),
            (json!({"a": [{"c": 2, "b": 1}]}), Some("/a/0")),
            (json!({"a": [{"b": 1, "c": "2"}]}), Some("/a/0/c")),
            (json!({"a": []}), Some("/a")),
        ] {
            let found = difference(&value, &other, String::new());
            assert_eq!(found.as_deref(), place);
        }
    }

    fn leaf() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ -~é\n]{0,140}".prop_map(Value::from),
            "(yes|no|[0-9.:_-]{1,12}|#[a-f0-9]{6}|- a|\\? b|>-|\\|)".prop_map(Value::from),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_back_as_the_same(
            value in leaf().prop_recursive(3, 24, 5, |inner| prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec(("[ -~]{1,12}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ])
        ) {
            let whole = json!({ "value": value });
            let written = write(&whole, &["Made up.".to_owned()], "t").map(|document| document.value);
            // As text, so that the order of keys counts.
            prop_assert_eq!(written.map(|value| value.to_string()), Ok(whole.to_string()));
        }
    }
}
