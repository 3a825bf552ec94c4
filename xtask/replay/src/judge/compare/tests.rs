//! Tests of what counts as a difference.

use super::*;
use proptest::prelude::*;

fn differences(recorded: &str, written: &str) -> Vec<(Kind, String)> {
    let (Ok(recorded), Ok(written)) = (raw::parse(recorded), raw::parse(written)) else {
        return vec![(Kind::Undecodable, "no JSON".to_owned())];
    };
    compare(recorded, written, Values::Hidden)
        .into_iter()
        .map(|difference| (difference.kind, Step::pointer(&difference.path)))
        .collect()
}

#[test]
fn spelling_is_no_difference() {
    for (recorded, written) in [
        (r#"{"a":1,"b":2}"#, r#"{ "b": 2, "a": 1 }"#),
        (r#"{"a":"\u0041\/"}"#, r#"{"a":"A/"}"#),
        ("{}", r#"{"a":null}"#),
        (r#"{"a":null}"#, r#"{"a":null,"b":null}"#),
        ("[10.000, 1e2]", "[10.000,100]"),
        (
            r#"["2026-05-10T12:34:57.640Z"]"#,
            r#"["2026-05-10T12:34:57.64+00:00"]"#,
        ),
    ] {
        assert_eq!(differences(recorded, written), [], "{recorded} {written}");
    }
}

#[test]
fn each_kind_of_difference_is_found_at_its_place() {
    for (recorded, written, kind, pointer) in [
        (
            r#"{"a":{"b":1}}"#,
            r#"{"a":{}}"#,
            Kind::UnknownField,
            "/a/b",
        ),
        (r#"{"a":null}"#, "{}", Kind::UnknownField, "/a"),
        (r#"{"a/b":1}"#, "{}", Kind::UnknownField, "/a~1b"),
        (r#"{"a":1}"#, r#"{"a":null}"#, Kind::Lost, "/a"),
        (r#"{"a":[{"b":1}]}"#, r#"{"a":[]}"#, Kind::Lost, "/a"),
        (r#"{"a":"x"}"#, r#"{"a":""}"#, Kind::Lost, "/a"),
        ("[1,2,3]", "[1,2]", Kind::Lost, "/2"),
        (r#"{"a":1,"a":2}"#, r#"{"a":2}"#, Kind::Lost, "/a"),
        ("[10.000]", "[10.0]", Kind::Changed, "/0"),
        ("[1.1]", "[1.10000000000000009]", Kind::Changed, "/0"),
        ("[1]", r#"["1"]"#, Kind::Changed, "/0"),
        ("[true]", "[false]", Kind::Changed, "/0"),
        ("[1]", "[1,2]", Kind::Changed, "/1"),
        ("{}", r#"{"a":[]}"#, Kind::Changed, "/a"),
        ("[null]", "[[]]", Kind::Changed, "/0"),
        (r#"["ACTIVE"]"#, r#"["UNSUPPORTED"]"#, Kind::Changed, "/0"),
        (
            r#"["2026-05-10T12:34:57+03:00"]"#,
            r#"["2026-05-10T09:34:57Z"]"#,
            Kind::Changed,
            "/0",
        ),
        (
            r#"["2026-05-10T12:34:57+03:00"]"#,
            r#"["2026-05-10T12:34:57"]"#,
            Kind::Changed,
            "/0",
        ),
    ] {
        assert_eq!(
            differences(recorded, written),
            [(kind, pointer.to_owned())],
            "{recorded} {written}"
        );
    }
}

#[test]
fn words_hold_no_values() {
    let found = raw::parse(r#"{"a":"canary","b":77777}"#).and_then(|recorded| {
        let written = raw::parse(r#"{"a":null,"b":8}"#)?;
        Ok(compare(recorded, written, Values::Hidden))
    });
    let text = format!("{found:?}");
    assert!(
        !text.contains("canary") && !text.contains("77777"),
        "{text}"
    );
}

#[test]
fn values_are_there_when_asked_for() {
    let found = raw::parse("[1.50]")
        .and_then(|recorded| Ok(compare(recorded, raw::parse("[1.5]")?, Values::Shown)));
    let values = found.ok().and_then(|mut found| found.pop()?.values);
    assert_eq!(values, Some(("1.50".to_owned(), "1.5".to_owned())));
}

#[test]
fn an_excerpt_ends_between_two_signs() {
    assert_eq!(excerpt(&"é".repeat(500)).chars().count(), 203);
}

proptest! {
    #[test]
    fn a_value_does_not_differ_from_itself(text in json()) {
        prop_assert_eq!(differences(&text, &format!(" {text} ")), []);
    }

    #[test]
    fn no_two_values_make_it_panic(one in json(), other in json()) {
        let _ = differences(&one, &other);
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?[1-9][0-9]{0,3}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,20})?",
        "\"[a-z0-9:TZ.+é-]{0,30}\"",
        Just("\"\\ud800\"".to_owned()),
        Just("\"2026-05-10T12:34:57.10+03:00\"".to_owned()),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let members = prop::collection::vec(("[ab]", inner.clone()), 0..4).prop_map(|members| {
            let members: Vec<_> = members
                .into_iter()
                .map(|(key, value)| format!("\"{key}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        });
        let items =
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(",")));
        prop_oneof![members, items]
    })
}
