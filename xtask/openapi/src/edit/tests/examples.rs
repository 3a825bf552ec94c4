//! What single changes make of small texts.

use super::*;
use Position::{First, Last};

const SMALL: &str = "\
# About the file.
a: # about a
  # About b.
  b: 1 # end of b
  # About c.
  c: 'two'
  d:
    - one # the first
    # About two.
    - two
  e: >-
    folded
    text

z: last
";

#[test]
fn new_key_stands_where_it_is_put() {
    let text = "a:\n  b: 1\n  c: 2 # c\nd: 3\n";
    for (position, expected) in [
        (First, "a:\n  new: new\n  b: 1\n  c: 2 # c\nd: 3\n"),
        (after("b"), "a:\n  b: 1\n  new: new\n  c: 2 # c\nd: 3\n"),
        (Last, "a:\n  b: 1\n  c: 2 # c\n  new: new\nd: 3\n"),
    ] {
        assert_eq!(
            edited(text, &[insert("/a", "new", json!("new"), position)]),
            expected
        );
    }
}

#[test]
fn new_keys_at_one_position_keep_the_order_of_the_changes() {
    let edits = ["x", "v", "z"].map(|key| insert("", key, json!(1), after("a")));
    assert_eq!(
        edited("a: 1\nb: 2\n", &edits),
        "a: 1\nx: 1\nv: 1\nz: 1\nb: 2\n"
    );
    let edits = ["x", "v"].map(|key| insert("", key, json!(1), First));
    assert_eq!(edited("a: 1\n", &edits), "x: 1\nv: 1\na: 1\n");
}

#[test]
fn new_value_is_written_in_the_style_of_our_documents() {
    let value = json!({
        "$ref": "#/components/schemas/Bank",
        "type": ["string", "null"],
        "enum": ["A", "NO", "2026-01-01"],
        "description": "A long text that says about the field what a reader has to know, which does not fit one line.",
        "responses": {"200": {"description": "It's: done", "empty": {}, "none": []}},
        "items": [{"a": 1, "b": [true, null]}, ["x", {"w": 0.5}]],
        "prose": "One.\n\n  Two.\n",
    });
    let text = "old:\n  type: [string, integer]\n  enum:\n    - A\nmore: 1\n";
    let expected = "\
old:
  type: [string, integer]
  enum:
    - A
  new:
    $ref: '#/components/schemas/Bank'
    type: [string, 'null']
    enum:
      - A
      - 'NO'
      - '2026-01-01'
    description: >-
      A long text that says about the field what a reader has to know, which does not fit one line.
    responses:
      '200':
        description: 'It''s: done'
        empty: {}
        none: []
    items:
      - a: 1
        b:
          - true
          - null
      - - x
        - w: 0.5
    prose: |
      One.

        Two.
more: 1
";
    assert_eq!(
        edited(text, &[insert("/old", "new", value, Last)]),
        expected
    );
}

#[test]
fn long_text_is_folded_within_a_hundred_columns() {
    let long = "word and another one ".repeat(20);
    let text = edited(
        "a:\n  b: 1\n",
        &[insert("/a", "c", json!(long.trim()), Last)],
    );
    let widest = text.lines().map(str::len).max();
    assert!(text.contains("  c: >-\n    word"), "{text}");
    assert!(
        widest.is_some_and(|widest| (95..=100).contains(&widest)),
        "{text}"
    );
}

#[test]
fn blank_lines_between_components_are_kept_when_one_comes_or_goes() {
    let text = "s:\n  A:\n    x: 1\n\n  B:\n    x: 2\n\n  C:\n    x: 3\n\nt: 1\n";
    for (position, place) in [
        (First, "s:\n  New: 0\n\n  A:"),
        (after("A"), "x: 1\n\n  New: 0\n\n  B"),
        (Last, "x: 3\n\n  New: 0\n\nt: 1\n"),
    ] {
        let with = edited(text, &[insert("/s", "New", json!(0), position)]);
        assert!(with.contains(place), "{with}");
        assert_eq!(edited(&with, &[remove("/s/New")]), text);
    }
    assert_eq!(
        edited(text, &[remove("/s/A")]),
        "s:\n  B:\n    x: 2\n\n  C:\n    x: 3\n\nt: 1\n"
    );
    assert_eq!(
        edited(text, &[remove("/s/A"), remove("/s/C")]),
        "s:\n  B:\n    x: 2\n\nt: 1\n"
    );
}

#[test]
fn component_next_to_a_single_one_is_set_apart_as_its_cousins_are() {
    let text = "c:\n  one:\n    A: 1\n\n  two:\n    B: 1\n\n    C: 1\n";
    assert!(
        edited(text, &[insert("/c/one", "New", json!(0), Last)])
            .contains("    A: 1\n\n    New: 0\n\n  two:")
    );
}

#[test]
fn what_goes_takes_its_comments_along_and_no_other() {
    assert_eq!(
        edited(SMALL, &[remove("/a/b")]),
        SMALL.replace("  # About b.\n  b: 1 # end of b\n", "")
    );
    assert_eq!(
        edited(SMALL, &[remove("/a/d/1")]),
        SMALL.replace("    # About two.\n    - two\n", "")
    );
    assert_eq!(
        edited(SMALL, &[remove("/a/e")]),
        SMALL.replace("  e: >-\n    folded\n    text\n", "")
    );
    assert_eq!(
        edited(SMALL, &[remove("/z")]),
        SMALL.replace("\nz: last\n", "")
    );
    assert_eq!(
        edited(SMALL, &[remove("/a")]),
        "# About the file.\nz: last\n"
    );
}

#[test]
fn last_entry_that_goes_leaves_empty_brackets() {
    assert_eq!(
        edited("a: # a\n  b: 1 # b\nc: 2\n", &[remove("/a/b")]),
        "a: {} # a\nc: 2\n"
    );
    assert_eq!(
        edited("a:\n  - 1\n  - 2\n", &[remove("/a/0"), remove("/a/1")]),
        "a: []\n"
    );
    assert_eq!(
        edited("a:\n  - b: 1\n  - 2\n", &[remove("/a/0/b")]),
        "a:\n  - {}\n  - 2\n"
    );
    assert_eq!(
        edited("a: {b: 1}\nc: [1]\n", &[remove("/a/b"), remove("/c/0")]),
        "a: {}\nc: []\n"
    );
    assert_eq!(edited("# a\na: 1\n", &[remove("/a")]), "# a\n{}\n");
    let swap = [remove("/a/b"), insert("/a", "c", json!({"d": 1}), Last)];
    assert_eq!(
        edited("a:\n  b: 1\ne: 2\n", &swap),
        "a:\n  c:\n    d: 1\ne: 2\n"
    );
}

#[test]
fn first_entry_behind_a_dash_is_changed_in_its_line() {
    let text = "a:\n  - b: 1\n    # c\n    c: 2\n  - - x\n    - y\n";
    for (change, expected) in [
        (
            remove("/a/0/b"),
            "a:\n  - # c\n    c: 2\n  - - x\n    - y\n",
        ),
        (
            remove("/a/1/0"),
            "a:\n  - b: 1\n    # c\n    c: 2\n  - - y\n",
        ),
        (
            insert("/a/0", "new", json!({"o": 1}), First),
            "a:\n  - new:\n      o: 1\n    b: 1\n    # c\n    c: 2\n  - - x\n    - y\n",
        ),
        (
            replace("/a/0", json!("word")),
            "a:\n  - word\n  - - x\n    - y\n",
        ),
        (
            replace("/a/1/0", json!({"o": [1]})),
            "a:\n  - b: 1\n    # c\n    c: 2\n  - - o:\n        - 1\n    - y\n",
        ),
        (
            insert("/a/0", "new", json!(0), after("b")),
            "a:\n  - b: 1\n    new: 0\n    # c\n    c: 2\n  - - x\n    - y\n",
        ),
    ] {
        assert_eq!(edited(text, &[change]), expected);
    }
}

#[test]
fn scalar_keeps_its_quotes() {
    for (old, new, expected) in [
        ("plain", json!("other"), "other"),
        ("plain", json!("1.0"), "'1.0'"),
        ("'1.0'", json!("word"), "'word'"),
        ("\"1.0\"", json!("word"), "\"word\""),
        ("'1.0'", json!(2), "2"),
        ("1 # c", json!("x"), "x # c"),
        ("1 # c", json!({"x": 1}), "# c\n  x: 1"),
        (">-\n  old", json!("new"), ">-\n  new"),
        ("|\n  old", json!("new\nlines\n"), "|\n  new\n  lines"),
        (">-\n  old", json!("new\nlines\n"), "|\n  new\n  lines"),
        ("|-\n  old", json!([1]), "\n  - 1"),
        ("one\n  two", json!(3), "3"),
        ("", json!("x"), "x"),
        ("\n  b: 1 # b", json!("x"), "x"),
        ("\n  b: 1 # b", json!({"c": 1}), "\n  c: 1"),
        ("# c\n  b: 1", json!(["x"]), "# c\n  - x"),
        ("[1, 2] # c", json!({"c": 1}), "# c\n  c: 1"),
    ] {
        let text = format!("a: {old}\nz: 1\n").replace(": \n", ":\n");
        let expected = format!("a: {expected}\nz: 1\n").replace(": \n", ":\n");
        assert_eq!(edited(&text, &[replace("/a", new)]), expected, "{old}");
    }
}

#[test]
fn key_keeps_its_quotes_and_its_value() {
    assert_eq!(
        edited(SMALL, &[rename("/a/b", "new")]),
        SMALL.replace("b: 1", "new: 1")
    );
    assert_eq!(edited("'200': x\n", &[rename("/200", "201")]), "'201': x\n");
    assert_eq!(
        edited(
            "a: {b: 1, 'c': 2}\n",
            &[rename("/a/b", "404"), rename("/a/c", "x,")]
        ),
        "a: {'404': 1, 'x,': 2}\n"
    );
    let both = [
        rename("/a", "new"),
        replace("/a", json!([])),
        insert("", "a", json!(1), after("a")),
    ];
    assert_eq!(edited("a: 1\nb: 2\n", &both), "new: []\na: 1\nb: 2\n");
}

#[test]
fn list_in_brackets_stays_so_while_it_fits() {
    assert_eq!(
        edited("a: [string, 'null'] # c\n", &[append("/a", json!("1"))]),
        "a: [string, 'null', '1'] # c\n"
    );
    assert_eq!(
        edited("a: [x, y, z]\n", &[remove("/a/0"), remove("/a/2")]),
        "a: [y]\n"
    );
    assert_eq!(
        edited(
            "a: { b: 1 }\n",
            &[insert("/a", "c", json!({"d": [1]}), First)]
        ),
        "a: { c: {d: [1]}, b: 1 }\n"
    );
    let items: Vec<_> = (0..16).map(|index| format!("item{index}")).collect();
    let text = format!("a:\n  b: [{}] # c\nd: 1\n", items.join(", "));
    let long = edited(&text, &[append("/a/b", json!("one item too many"))]);
    assert!(
        long.starts_with("a:\n  b: # c\n    - item0\n    - item1\n"),
        "{long}"
    );
    assert!(
        long.ends_with("    - item15\n    - one item too many\nd: 1\n"),
        "{long}"
    );
}

#[test]
fn empty_brackets_that_get_an_entry_become_lines() {
    assert_eq!(
        edited(
            "a: {} # c\nb: []\n",
            &[
                insert("/a", "x", json!({"w": 1}), Last),
                append("/b", json!("z"))
            ]
        ),
        "a: # c\n  x:\n    w: 1\nb:\n  - z\n"
    );
    assert_eq!(
        edited("a: {b: {}}\n", &[insert("/a/b", "x", json!(1), Last)]),
        "a: {b: {x: 1}}\n"
    );
}

#[test]
fn brackets_over_several_lines_are_changed_line_by_line() {
    let text =
        "a: [\n  one, # the first\n  two, # the second\n  # About three.\n  three # the third\n]\n";
    for (changes, expected) in [
        (
            vec![append("/a", json!("new"))],
            "a: [\n  one, # the first\n  two, # the second\n  # About three.\n  three, # the third\n  new\n]\n",
        ),
        (
            vec![remove("/a/0")],
            "a: [\n  two, # the second\n  # About three.\n  three # the third\n]\n",
        ),
        (
            vec![remove("/a/1")],
            "a: [\n  one, # the first\n  # About three.\n  three # the third\n]\n",
        ),
        (
            vec![remove("/a/2")],
            "a: [\n  one, # the first\n  two # the second\n]\n",
        ),
        (
            vec![remove("/a/1"), remove("/a/2"), append("/a", json!("new"))],
            "a: [\n  one, # the first\n  new\n]\n",
        ),
    ] {
        assert_eq!(edited(text, &changes), expected);
    }
    assert_eq!(
        edited("a: [1, 2,\n  3]\n", &[append("/a", json!(4))]),
        "a: [1, 2,\n  3,\n  4]\n"
    );
    assert_eq!(
        edited("a: [1, 2,\n  3]\n", &[remove("/a/2")]),
        "a: [1, 2]\n"
    );
    assert_eq!(
        edited("a: [\n  1,\n  2,\n]\n", &[append("/a", json!(3))]),
        "a: [\n  1,\n  2,\n  3,\n]\n"
    );
}

#[test]
fn json_stays_json() {
    let text = "{\n  \"a\": {\n    \"b\": [1, 2]\n  },\n  \"c\": {}\n}\n";
    let edits = [
        insert("/a", "new", json!({"x": "y"}), Last),
        append("/a/b", json!("z")),
        rename("/c", "d"),
        insert("/c", "e", json!(null), Last),
    ];
    let expected = "{\n  \"a\": {\n    \"b\": [1, 2, \"z\"],\n    \"new\": {\"x\": \"y\"}\n  },\n  \"d\": {\"e\": null}\n}\n";
    let text = edited(text, &edits);
    assert_eq!(text, expected);
    assert!(serde_json::from_str::<Value>(&text).is_ok());
}

#[test]
fn json_that_does_not_fit_a_line_is_written_in_several() {
    let long = "x".repeat(90);
    let text = edited(
        "{\"a\": 1}",
        &[insert("", "b", json!({"c": [long], "d": 1}), Last)],
    );
    assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
    assert_eq!(text.lines().count(), 6, "{text}");
}

#[test]
fn line_ends_and_a_missing_last_one_are_kept() {
    let edits = [
        insert("/a", "new", json!({"x": "one\ntwo"}), Last),
        remove("/a/b"),
        append("/c", json!({"d": 1})),
    ];
    let text = "\u{feff}a:\r\n  b: 1\r\n  e: 2\r\nc: [1,\r\n  2]";
    let expected = "\u{feff}a:\r\n  e: 2\r\n  new:\r\n    x: |-\r\n      one\r\n      two\r\nc: [1,\r\n  2,\r\n  {d: 1}]";
    assert_eq!(edited(text, &edits), expected);
    assert_eq!(
        edited("a: 1", &[insert("", "b", json!(2), Last)]),
        "a: 1\nb: 2"
    );
    assert_eq!(edited("a: 1\nb: 2", &[remove("/b")]), "a: 1");
    assert_eq!(
        edited(
            "a: |+\n  x\n\nb: 1\n",
            &[insert("", "new", json!(2), after("a"))]
        ),
        "a: |+\n  x\n\nnew: 2\nb: 1\n"
    );
}

#[test]
fn lists_that_are_not_indented_and_questioned_keys_are_changed_too() {
    assert_eq!(
        edited(
            "a:\n- 1\n# b\n- 2\nc: 3\n",
            &[remove("/a/1"), append("/a", json!({"x": 1}))]
        ),
        "a:\n- 1\n- x: 1\nc: 3\n"
    );
    assert_eq!(
        edited(
            "? a\n: 1\n? b\n: 2\n",
            &[replace("/a", json!("x")), remove("/b")]
        ),
        "? a\n: x\n"
    );
    assert_eq!(
        edited(
            "a:\n  -\n    x: 1\n  - # c\n    y: 2\n",
            &[replace("/a/1", json!(0))]
        ),
        "a:\n  -\n    x: 1\n  - # c\n    0\n"
    );
}

#[test]
fn what_an_anchor_shares_is_not_changed_at_one_place() {
    let text = "a: &x\n  b: 1\nc: *x\nd: 1\n";
    for (change, place) in [
        (
            insert("/a", "new", json!(1), Last),
            "a.yaml:1: /a: the place is part of what an anchor",
        ),
        (
            replace("/a/b", json!(2)),
            "a.yaml:2: /a/b: the place is part",
        ),
        (
            insert("/c", "new", json!(1), Last),
            "a.yaml:3: /c: the place is part",
        ),
        (remove("/a"), "a.yaml:1: /a: the place is part"),
    ] {
        let told = refusal(text, &[change]);
        assert!(told.starts_with(place), "{told}");
    }
    assert_eq!(
        edited(text, &[replace("/c", json!(2))]),
        text.replace("*x", "2")
    );
    assert_eq!(
        edited(text, &[remove("/c"), remove("/d")]),
        "a: &x\n  b: 1\n"
    );
}

#[test]
fn every_change_that_cannot_be_made_is_told_with_its_line_and_place() {
    let edits = [
        remove("/a/nothing"),
        remove("no pointer"),
        insert("/a/b", "x", json!(1), Last),
        append("/a", json!(1)),
        insert("/a", "x", json!(1), after("nothing")),
        rename("/a/d/0", "x"),
        replace("", json!({})),
        replace("/a/d/00", json!({})),
    ];
    let told = refusal(SMALL, &edits);
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), edits.len(), "{told}");
    assert!(
        lines[0].starts_with("a.yaml:2: /a/nothing: there is nothing at this place"),
        "{told}"
    );
    assert!(
        lines[2].starts_with("a.yaml:4: /a/b: the place is not a mapping"),
        "{told}"
    );
    assert!(
        lines[5].starts_with("a.yaml:8: /a/d/0: an item of a list has no key"),
        "{told}"
    );
}

#[test]
fn changes_that_contradict_each_other_are_refused() {
    for edits in [
        [remove("/a"), remove("/a/b")],
        [remove("/a/b"), remove("/a")],
        [remove("/a/b"), remove("/a/b")],
        [replace("/a", json!(1)), insert("/a", "x", json!(1), Last)],
        [insert("/a", "x", json!(1), Last), replace("/a", json!(1))],
        [remove("/a/b"), rename("/a/b", "x")],
        [rename("/a/b", "x"), remove("/a/b")],
        [rename("/a/b", "x"), rename("/a/b", "y")],
    ] {
        let told = refusal(SMALL, &edits);
        assert!(
            told.contains("two changes contradict each other here"),
            "{told}"
        );
    }
}

#[test]
fn key_that_would_stand_twice_is_refused() {
    for edits in [
        vec![insert("/a", "b", json!(1), Last)],
        vec![rename("/a/c", "b")],
        vec![
            insert("/a", "x", json!(1), Last),
            insert("/a", "x", json!(1), First),
        ],
    ] {
        let told = refusal(SMALL, &edits);
        assert!(told.contains("would be here twice"), "{told}");
    }
    let swap = [rename("/a/b", "c"), rename("/a/c", "b")];
    assert_eq!(
        edited(SMALL, &swap),
        SMALL
            .replace("  b: 1", "  !: 1")
            .replace("  c: 'two'", "  b: 'two'")
            .replace("  !: 1", "  c: 1")
    );
}

#[test]
fn value_that_lies_too_deep_and_a_document_without_text_are_refused() {
    let deep = (0..DEEP).fold(json!(1), |value, _| json!([value]));
    assert!(refusal("a: 1\n", &[replace("/a", deep)]).contains("is nested too deep"));
    let document = parsed("a: 1\n").with_value(json!({"a": 1}));
    let told = edit(&document, &[remove("/a")])
        .expect_err("no text")
        .to_string();
    assert!(told.contains("the changes cannot be made"), "{told}");
}

const DEEP: usize = 500;

#[test]
fn text_that_keeps_blank_lines_keeps_as_many() {
    let text = "a: |+\n  x\n\nb: 1\n\nc: 2\n";
    assert_eq!(edited(text, &[remove("/b")]), "a: |+\n  x\n\nc: 2\n");
}

/// Run by hand in a release build: `cargo test --release -p xtask fifty -- --ignored --nocapture`.
#[test]
#[ignore = "it measures"]
fn fifty_changes_of_the_longest_document_take_little_time() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("specs/sa/data/1.1.0.yaml"))
        .find(|path| path.is_file())
        .unwrap();
    let document = crate::load::load(&path, "data").unwrap();
    let schemas = document.value["components"]["schemas"].as_object().unwrap();
    let with_fields = schemas
        .iter()
        .filter(|(_, schema)| schema.get("properties").is_some());
    let edits: Vec<_> = with_fields
        .take(50)
        .map(|(name, _)| {
            insert(
                &format!("/components/schemas/{name}/properties"),
                "new_field",
                json!({"type": ["string", "null"], "description": "New."}),
                Last,
            )
        })
        .collect();
    let start = std::time::Instant::now();
    let edited = edit(&document, &edits).unwrap();
    println!("{} changes: {:?}", edits.len(), start.elapsed());
    assert_eq!(
        edited.text.lines().count(),
        document.text.lines().count() + 150
    );
}

#[test]
fn comment_that_is_indented_further_belongs_to_the_entry_above() {
    let text = "a:\n  b:\n    c: 1\n    # Still b.\n  # About d.\n  d: 2\n";
    assert_eq!(
        edited(text, &[remove("/a/b")]),
        "a:\n  # About d.\n  d: 2\n"
    );
    assert_eq!(
        edited(text, &[insert("/a", "new", json!(1), after("b"))]),
        "a:\n  b:\n    c: 1\n    # Still b.\n  new: 1\n  # About d.\n  d: 2\n"
    );
}
