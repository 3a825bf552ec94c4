//! A document whose descriptions are still to be written: its crate is whole all the same.

use serde_json::{Value, json};
use xtask_codegen::{GeneratedFile, Origin, Shaped, generate, render, shape};
use xtask_openapi::{Document, lower};

/// A document that has something for every rewrite.
const DOCUMENT: &str = include_str!("../../../openapi/tests/documents/every_rewrite.json");

/// What becomes of a text that is not written yet.
#[derive(Debug, Clone, Copy)]
enum Text {
    Empty,
    Null,
    Absent,
}

const TEXTS: [Text; 3] = [Text::Empty, Text::Null, Text::Absent];

/// The document without a description or summary anywhere; what had one has a source instead.
fn undescribed(text: Text) -> Value {
    let mut document = serde_json::from_str(DOCUMENT).expect("it is JSON");
    empty(&mut document, text);
    document
}

fn empty(value: &mut Value, text: Text) {
    match value {
        Value::Object(object) => {
            for key in ["description", "summary"] {
                if !object.get(key).is_some_and(Value::is_string) {
                    continue;
                }
                match text {
                    Text::Empty => drop(object.insert(key.to_owned(), json!(""))),
                    Text::Null => drop(object.insert(key.to_owned(), Value::Null)),
                    Text::Absent => drop(object.shift_remove(key)),
                }
                object.insert("x-source".to_owned(), json!("KSA reference"));
            }
            for value in object.values_mut() {
                empty(value, text);
            }
        }
        Value::Array(items) => {
            for item in items {
                empty(item, text);
            }
        }
        _ => {}
    }
}

fn shaped(value: &Value) -> Shaped {
    let document = Document::parse(value.to_string(), "made-up.json").expect("it is JSON");
    let lowered = lower(&document).unwrap_or_else(|problems| unreachable!("{problems}"));
    shape(&document, lowered).unwrap_or_else(|problems| unreachable!("{problems}"))
}

/// The files of the crate.
fn files(value: &Value) -> Vec<GeneratedFile> {
    let shaped = shaped(value);
    let file = generate(&shaped).unwrap_or_else(|problems| unreachable!("{problems}"));
    let origin = Origin {
        area: "made-up".to_owned(),
        crate_name: "leantech-made-up".to_owned(),
        document: "made-up.json".to_owned(),
        version: "1.0.0".to_owned(),
        sha256: "0".repeat(64),
    };
    render(&origin, &shaped, &file)
}

fn code(value: &Value) -> String {
    let files = files(value).into_iter();
    let sources = files.filter(|file| file.path.contains("/src/generated"));
    let sources: Vec<String> = sources.map(|file| file.content).collect();
    assert_eq!(sources.len(), 7, "the root, five modules, and the answers");
    sources.concat()
}

/// The blocks of documentation in a source.
fn doc_blocks(code: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    let blocks = lines.split(|line| !line.starts_with("///"));
    blocks
        .filter(|block| !block.is_empty())
        .map(<[_]>::to_vec)
        .collect()
}

#[test]
fn no_comment_of_what_is_undescribed_is_empty_or_has_an_empty_line_too_many() {
    for text in TEXTS {
        let code = code(&undescribed(text));
        for block in doc_blocks(&code) {
            let ends = [block.first(), block.last()];
            assert!(!ends.contains(&Some(&"///")), "{text:?}: {block:?}");
            let doubled = block.windows(2).any(|pair| pair == ["///", "///"]);
            assert!(!doubled, "{text:?}: {block:?}");
        }
        let lines: Vec<&str> = code.lines().map(str::trim).collect();
        for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
            // A module says what it is in its own file.
            let is_item = line.starts_with("pub ")
                && !line.starts_with("pub mod ")
                && !line.starts_with("pub use ");
            if is_item {
                let is_documented = above.starts_with("///") || above.starts_with("#[");
                assert!(is_documented, "{text:?}: {above}\n{line}");
            }
        }
    }
}

#[test]
fn what_is_undescribed_says_its_name_and_its_source() {
    for text in TEXTS {
        let code = code(&undescribed(text));
        for doc in [
            "The operation `listAccounts`, without a summary yet.",
            "The type `Account`, without a description yet.",
            "The type `Status`, without a description yet.",
            "The field `holderName`, without a description yet. Source: KSA reference.",
            "- `customer_id`: The parameter `customer_id`, without a description yet. Source: KSA reference.",
            "The parameter `page`, without a description yet.",
            "The field `key`, without a description yet.",
        ] {
            let line = format!("/// {doc}");
            let stands_there = code.lines().any(|found| found.trim().starts_with(&line));
            assert!(stands_there, "{text:?}: {doc}\n{code}");
        }
    }
}

#[test]
fn a_crate_of_what_is_undescribed_differs_in_its_documentation_alone() {
    let without_docs = |code: String| {
        let lines = code.lines().filter(|line| !line.trim().starts_with("///"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let described = serde_json::from_str(DOCUMENT).expect("it is JSON");
    for text in TEXTS {
        assert_eq!(
            without_docs(code(&undescribed(text))),
            without_docs(code(&described)),
            "{text:?}"
        );
        let readme = |value: &Value| {
            let files = files(value).into_iter();
            let mut readme = files.filter(|file| file.path.ends_with("README.md"));
            readme.next().expect("the front page").content
        };
        let example_and_table =
            |text: &str| text.split_once("```rust").map(|(_, rest)| rest.to_owned());
        assert_eq!(
            example_and_table(&readme(&undescribed(text))),
            example_and_table(&readme(&described))
        );
        let page = readme(&undescribed(text));
        assert!(!page.contains("\n\n\n"), "{page}");
    }
}
