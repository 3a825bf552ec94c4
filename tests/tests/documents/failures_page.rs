//! The page on failures claims only what a test shows.

use std::collections::BTreeSet;
use std::path::Path;

use leantech_tests::repository;

/// Every test of the workspace that is named after a row.
fn row_tests() -> BTreeSet<String> {
    let root = repository::root();
    let mut names = BTreeSet::new();
    let mut folders = vec![root.join("crates"), root.join("tests"), root.join("xtask")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                collect(&path, &mut names);
            }
        }
    }
    names
}

fn collect(path: &Path, names: &mut BTreeSet<String>) {
    let text = std::fs::read_to_string(path).unwrap();
    for line in text.lines() {
        let declared = line.trim_start().trim_start_matches("async ");
        if let Some(rest) = declared.strip_prefix("fn ")
            && let Some((name, _)) = rest.split_once('(')
        {
            names.insert(name.to_owned());
        }
    }
}

fn page() -> String {
    let path = repository::root().join("crates/leantech/src/failures.md");
    std::fs::read_to_string(path).unwrap()
}

fn is_row_test(name: &str) -> bool {
    let mut letters = name.bytes();
    matches!(letters.next(), Some(b't' | b'h' | b's' | b'd' | b'w'))
        && letters.by_ref().take(2).all(|byte| byte.is_ascii_digit())
        && letters.next() == Some(b'_')
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let tests = row_tests();
    let page = page();
    let named: Vec<_> = page.split('`').filter(|word| is_row_test(word)).collect();
    assert!(named.len() > 50);
    for name in named {
        assert!(tests.contains(name), "{name} is no test");
    }
}

#[test]
fn every_claim_of_the_page_names_a_test() {
    let page = page();
    let mut sections = 0;
    for section in page
        .split("\n# ")
        .filter(|section| section.contains("\n1. "))
    {
        let (claims, tests) = section.split_once("<details>").unwrap();
        let (claims, tests) = (numbered(claims), numbered(tests));
        assert_eq!(claims.len(), tests.len(), "{section}");
        for (claim, tests) in claims.iter().zip(tests) {
            assert!(tests.split('`').any(is_row_test), "no test for: {claim}");
        }
        sections += 1;
    }
    assert!(sections > 4, "only {sections} sections were found");
}

/// The items of a numbered list.
fn numbered(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines() {
        let number = format!("{}. ", items.len() + 1);
        match (line.strip_prefix(&number), items.last_mut()) {
            (Some(item), _) => items.push(item.to_owned()),
            (None, Some(item)) => item.push_str(line),
            (None, None) => {}
        }
    }
    items
}

#[test]
fn every_row_has_a_test() {
    let tests = row_tests();
    for (letter, last) in [('t', 27), ('h', 22), ('s', 7), ('d', 7), ('w', 6)] {
        for row in 1..=last {
            let prefix = format!("{letter}{row:02}_");
            assert!(
                tests.iter().any(|name| name.starts_with(&prefix)),
                "no test for {prefix}"
            );
        }
    }
}
