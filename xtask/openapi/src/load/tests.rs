#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something else should fail"
)]

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn read(text: &str) -> Document {
    Document::parse(text, "a.yaml").unwrap_or_else(|problems| panic!("{problems}"))
}

fn refusal(text: &str) -> String {
    Document::parse(text, "a.yaml")
        .expect_err("the text is refused")
        .to_string()
}

const BLOCK: &str = "\
openapi: 3.1.0   # a remark

paths:
  /banks/v1/:
    get:
      summary: >
        Lists
        banks
      tags:
        - banks
        -
          name: x
  'quoted: \"key\"':
    flow: {a: 1,
      \"b\": [1,
        2]}
  ? complex
  : value
after: end
";

#[test]
fn line_of_a_member_is_the_line_of_its_key() {
    let document = read(BLOCK);
    for (pointer, line) in [
        ("/openapi", 1),
        ("/paths", 3),
        ("/paths/~1banks~1v1~1", 4),
        ("/paths/~1banks~1v1~1/get/summary", 6),
        ("/paths/~1banks~1v1~1/get/tags", 9),
        ("/paths/~1banks~1v1~1/get/tags/0", 10),
        ("/paths/~1banks~1v1~1/get/tags/1/name", 12),
        ("/paths/quoted: \"key\"", 13),
        ("/paths/quoted: \"key\"/flow/a", 14),
        ("/paths/quoted: \"key\"/flow/b", 15),
        ("/paths/quoted: \"key\"/flow/b/1", 16),
        ("/paths/complex", 17),
        ("/after", 19),
    ] {
        assert_eq!(document.line_of(pointer), Some(line), "{pointer}");
    }
}

#[test]
fn lines_are_the_same_with_carriage_returns_and_a_byte_order_mark() {
    let text = format!("\u{feff}{}", BLOCK.replace('\n', "\r\n"));
    let document = read(&text);
    assert_eq!(document.line_of("/after"), Some(19));
    assert_eq!(document.value["after"], "end");
    assert_eq!(document.text, text);
}

#[test]
fn line_of_a_place_that_is_not_there_is_unknown() {
    let document = read(BLOCK);
    for pointer in ["/nothing", "/openapi/x", "no pointer", "/paths/9"] {
        assert_eq!(document.line_of(pointer), None, "{pointer}");
    }
}

#[test]
fn problem_of_a_missing_member_is_in_the_line_of_its_parent() {
    let problem = read(BLOCK).problem("/paths/~1banks~1v1~1/get/responses", "none", "why", "mend");
    assert_eq!(problem.line, Some(5));
}

#[test]
fn keys_keep_their_order() {
    let document = read("z: 1\na: 2\nm: {y: 1, b: 2}\n");
    assert_eq!(
        serde_json::to_string(&document.value).unwrap(),
        r#"{"z":1,"a":2,"m":{"y":1,"b":2}}"#
    );
}

#[test]
fn words_that_older_readers_take_for_booleans_stay_words() {
    let document = read("country: NO\nswitch: on\nagree: yes\ntrue: true\n200: answer\n");
    assert_eq!(
        document.value,
        json!({"country": "NO", "switch": "on", "agree": "yes", "true": true, "200": "answer"})
    );
}

#[test]
fn codes_with_leading_zeros_or_underscores_stay_words() {
    let document = read("a: 007\nb: 1_000\nc: \"1.10\"\nd: 2024-01-01\ne: 0.50\n");
    assert_eq!(
        document.value,
        json!({"a": "007", "b": "1_000", "c": "1.10", "d": "2024-01-01", "e": 0.5})
    );
}

#[test]
fn json_is_read_like_yaml() {
    let document = read("{\"a\": \"\\ud83d\\ude00\\/\",\n\t\"b\": [1, -2, 1e3, null, \"\"]}");
    assert_eq!(
        document.value,
        json!({"a": "😀/", "b": [1, -2, 1000.0, null, ""]})
    );
    assert_eq!(document.line_of("/b"), Some(2));
}

#[test]
fn key_given_twice_is_refused_with_both_lines() {
    let message = refusal("a:\n  b: 1\n  c: 2\n  'b': 3\n");
    assert!(message.starts_with("a.yaml:4: /a/b: the key `b` is here a second time"));
    assert!(message.contains("the first is in line 2"), "{message}");
}

#[test]
fn status_code_given_as_number_and_as_word_is_one_key() {
    assert!(refusal("200: a\n'200': b\n").contains("/200: the key `200`"));
}

#[test]
fn every_key_given_twice_is_reported() {
    let problems = Document::parse("a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml").expect_err("refused");
    assert_eq!(problems.len(), 2);
}

#[test]
fn number_that_would_be_rounded_is_refused() {
    for number in [
        "123456789012345678901234567890",
        "0.1234567890123456789",
        "18446744073709551617",
    ] {
        let message = refusal(&format!("list:\n  - {number}\n"));
        assert!(
            message.starts_with("a.yaml:2: /list/0: the number"),
            "{message}"
        );
        assert!(message.contains(number), "{message}");
    }
    assert_eq!(
        read("a: [18446744073709551615, -9223372036854775808, 0.1, 1.5e300, 10.00]").value["a"],
        json!([u64::MAX, i64::MIN, 0.1, 1.5e300, 10.0])
    );
}

#[test]
fn number_behind_a_byte_order_mark_and_wide_signs_is_read_exactly() {
    let document = read("\u{feff}é😀: 0.25\nb: 1.5\n");
    assert_eq!(document.value, json!({"é😀": 0.25, "b": 1.5}));
    assert!(
        refusal("\u{feff}é😀: 0.25\nb: 0.1234567890123456789\n")
            .contains("0.1234567890123456789 has")
    );
}

#[test]
fn number_that_is_none_is_refused() {
    for number in [".nan", ".inf", "1e999"] {
        assert!(
            refusal(&format!("a: {number}")).starts_with("a.yaml:1: "),
            "{number}"
        );
    }
}

#[test]
fn text_that_is_no_yaml_is_refused_in_its_line() {
    for (text, line) in [
        ("a: \"x", 1),
        ("a: b: c", 1),
        ("a: 1\nb\nc: 2\n", 2),
        ("a: 1\n---\nb: 2\n", 3),
        ("a: 1\nb: *nothing\n", 2),
        ("a: 1\nb: !tagged 2\n", 2),
    ] {
        let problems = Document::parse(text, "a.yaml").expect_err(text);
        let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [Some(line)], "{text}: {problems}");
        assert_eq!(problems.to_string().lines().count(), 1, "{problems}");
    }
}

#[test]
fn document_that_is_no_mapping_is_refused() {
    for text in ["", "just words", "- a", "3", "null", "# remark"] {
        assert!(refusal(text).contains("not a mapping"), "{text}");
    }
}

#[test]
fn anchor_and_alias_are_read_as_copies() {
    let document = read("a: &a\n  b: 1\nc: *a\n");
    assert_eq!(document.value["c"], json!({"b": 1}));
    assert_eq!(document.line_of("/c"), Some(3));
}

#[test]
fn merge_key_is_read_as_the_fields_it_stands_for() {
    let document = read("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n  e: 4\n");
    assert_eq!(document.value["d"], json!({"b": 1, "c": 3, "e": 4}));
    let before = read("a: &x {b: 1, c: 2}\nd:\n  c: 3\n  <<: *x\n");
    assert_eq!(before.value["d"], json!({"b": 1, "c": 3}));
    let several = read("a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n");
    assert_eq!(several.value["e"], json!({"b": 1, "d": 3}));
}

#[test]
fn a_key_given_twice_next_to_a_merge_key_is_still_refused() {
    let said = refusal("a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n  d: 2\n");
    assert!(said.contains("the key `d` is here a second time"), "{said}");
}

#[test]
fn thousands_of_aliases_of_one_anchor_are_read() {
    let mut text = "a: &a {b: 1}\nc:\n".to_owned();
    text.push_str(&"  - *a\n".repeat(5_000));
    assert_eq!(read(&text).value["c"].as_array().map(Vec::len), Some(5_000));
}

#[test]
fn three_hundred_thousand_values_are_read() {
    let text = format!("a: [{}]", "1, ".repeat(300_000));
    assert_eq!(
        read(&text).value["a"].as_array().map(Vec::len),
        Some(300_000)
    );
}

#[test]
fn nesting_of_a_hundred_thousand_levels_is_refused() {
    let blocks: Vec<String> = (0..3000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        format!("{}{}", "{\"a\":".repeat(100_000), "}".repeat(100_000)),
        blocks.concat(),
    ] {
        let problems = Document::parse(text, "a.yaml").expect_err("too deep");
        assert_eq!(problems.len(), 1);
    }
}

#[test]
fn nesting_within_the_limit_is_read() {
    let depth = DEEPEST_NESTING - 1;
    let text = format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Document::parse(text, "a.yaml").is_ok());
}

#[test]
fn alias_bomb_is_refused() {
    let mut bomb = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned()];
    for level in 1..15 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push(format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let said = refusal(&bomb.concat());
    assert!(said.contains("more than 2000000 values"), "{said}");
    assert!(said.contains("split it"), "{said}");
}

#[test]
fn file_that_is_missing_binary_or_a_directory_is_a_problem_with_the_shown_name() {
    let directory = tempfile::tempdir().unwrap();
    let binary = directory.path().join("binary.yaml");
    std::fs::write(&binary, [0xff, 0xfe, 0x00]).unwrap();
    for path in [
        directory.path().join("missing"),
        binary,
        directory.path().to_owned(),
    ] {
        let message = load(&path, "specs/x.yaml")
            .expect_err("unreadable")
            .to_string();
        assert!(
            message.starts_with("specs/x.yaml: the file cannot be read"),
            "{message}"
        );
    }
}

#[test]
fn file_that_is_too_long_is_refused_before_it_is_read() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(LONGEST_DOCUMENT + 1).unwrap();
    let message = load(file.path(), "long.yaml")
        .expect_err("too long")
        .to_string();
    assert!(message.contains("bytes, more than"), "{message}");
}

#[test]
fn file_is_read_under_the_shown_name() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "openapi: 3.1.0\n").unwrap();
    let document = load(file.path(), "specs/x.yaml").unwrap();
    assert_eq!(
        (document.name.as_str(), &document.value["openapi"]),
        ("specs/x.yaml", &json!("3.1.0"))
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\PC\\n\\t:{}\\[\\]&*!|>'\"#%@`,?~-]{0,200}") {
        let _ = Document::parse(text, "a.yaml");
    }

    #[test]
    fn what_json_writes_is_read_back(keys in proptest::collection::vec("\\PC{0,8}", 0..6), text in "\\PC{0,20}", number in any::<i64>()) {
        let value: Value = keys
            .into_iter()
            .map(|key| (key, json!([text, number, {"a": text}])))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let document = Document::parse(value.to_string(), "a.json")
            .map_err(|problems| TestCaseError::fail(format!("{problems}: {value}")))?;
        prop_assert_eq!(document.value, value);
    }
}
