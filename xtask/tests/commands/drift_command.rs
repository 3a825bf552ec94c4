//! `cargo xtask drift` as scripts call it.

use std::fs;
use std::path::Path;

use xtask::command::{Outcome, Place, run};

const BASE: &str = include_str!("../../drift/tests/documents/base.yaml");

/// Runs the command on two texts; gives back the exit code and both outputs.
fn drift(old: &str, new: &str, more: &[&str]) -> (u8, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let mut arguments = vec![
        "drift".to_owned(),
        file("old.yaml", old),
        file("new.yaml", new),
    ];
    arguments.extend(more.iter().map(|word| (*word).to_owned()));
    command(&arguments, folder.path())
}

fn command(arguments: &[String], root: &Path) -> (u8, String, String) {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let mut place = Place {
        root,
        output: &mut output,
        errors: &mut errors,
    };
    let outcome: Outcome = run(arguments, &mut place).expect("a buffer takes everything");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (outcome.code(), text(output), text(errors))
}

#[test]
fn equal_documents_exit_with_0() {
    let (code, output, _) = drift(BASE, BASE, &[]);
    assert_eq!((code, output.as_str()), (0, "no change\n"));
}

#[test]
fn breaking_change_exits_with_1_and_json_says_so() {
    let new = BASE.replace("operationId: listCards", "operationId: fetchCards");
    let (code, output, _) = drift(BASE, &new, &["--format", "json"]);
    assert_eq!(code, 1);
    let report: serde_json::Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(report.get("breaking"), Some(&true.into()));
    assert_eq!(report.get("bump"), Some(&"major".into()));
}

#[test]
fn unreadable_input_exits_with_2_and_names_the_file() {
    for wrong in ["", "a: [", "- 1", "openapi: 2.0.0", "swagger: '2.0'"] {
        let (code, output, errors) = drift(BASE, wrong, &[]);
        assert_eq!((code, output.as_str()), (2, ""), "{wrong}");
        assert!(errors.contains("new.yaml"), "{errors}");
    }
}

#[test]
fn wrong_arguments_exit_with_2() {
    let root = Path::new(".");
    for wrong in [
        &["drift"][..],
        &["drift", "a", "b", "c"],
        &["drift", "--what"],
        &["drift", "a", "b", "--format", "xml"],
    ] {
        let words: Vec<String> = wrong.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(command(&words, root).0, 2, "{wrong:?}");
    }
}

#[test]
fn reference_into_another_file_is_followed_and_a_missing_file_is_unreadable() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let document = "openapi: 3.0.3\ninfo: {title: Somebody, version: '1'}\npaths:\n  /x:\n    get:\n      \
                    responses:\n        '200':\n          description: x\n          content:\n            \
                    application/json:\n              schema: {$ref: 'models.yaml#/Thing'}\n";
    let old = write("old/api.yaml", document);
    let new = write("new/api.yaml", document);
    write(
        "old/models.yaml",
        "Thing: {type: object, properties: {a: {type: string}, me: {$ref: '#/Thing'}}}\n",
    );
    let arguments = ["drift".to_owned(), old, new];
    assert_eq!(command(&arguments, folder.path()).0, 2);
    write(
        "new/models.yaml",
        "Thing: {type: object, properties: {a: {type: integer}, me: {$ref: '#/Thing'}}}\n",
    );
    assert_eq!(command(&arguments, folder.path()).0, 1);
}
