//! The README: its Rust is taken from programs that run.

use std::fs;
use std::path::PathBuf;

use leantech_tests::repository::root;

/// A text without the spaces at the beginnings of its lines.
fn flush(text: &str) -> String {
    let lines = text.lines().map(str::trim_start);
    lines.collect::<Vec<_>>().join("\n")
}

/// The examples of the facade.
fn examples() -> Vec<String> {
    let folder = root().join("crates/leantech/examples");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files
        .iter()
        .map(|file| flush(&fs::read_to_string(file).unwrap()))
        .collect()
}

#[test]
fn the_rust_of_the_readme_stands_in_an_example() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let examples = examples();
    let mut blocks = 0;
    for block in readme.split("```rust\n").skip(1) {
        let (block, _) = block.split_once("\n```").unwrap();
        let is_there = examples
            .iter()
            .any(|example| example.contains(&flush(block)));
        assert!(is_there, "no example has:\n{block}");
        blocks += 1;
    }
    assert!(blocks >= 3, "only {blocks} blocks were found");
}

#[test]
fn the_readme_hides_no_line() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let fenced = readme
        .split("```rust")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    for block in fenced {
        assert!(!block.lines().any(|line| line.starts_with("# ")), "{block}");
    }
}
