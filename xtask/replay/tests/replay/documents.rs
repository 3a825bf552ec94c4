//! The answers that the documents give as examples.

use std::path::Path;

use serde_json::{Value, json};
use xtask_openapi::manifest::Manifest;
use xtask_openapi::{load, pointer, reference};

use crate::bench::{Bench, replay};

/// The examples of all answers: method, path, status and body.
fn examples() -> Vec<(String, String, u16, Value)> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let manifest = Manifest::load(&specs).expect("the manifest");
    let mut examples = Vec::new();
    for api in &manifest.apis {
        let version = api.current_version().expect("a version");
        let document = load(&version.path(&specs), &version.file).expect("a document");
        for (path, item) in document.value["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let Some(answers) = operation.get("responses").and_then(Value::as_object) else {
                    continue;
                };
                for (code, answer) in answers {
                    let answer = reference::follow(&document.value, "", answer).expect("an answer");
                    let content = answer.value.pointer(&pointer::join([
                        "content",
                        "application/json",
                        "examples",
                    ]));
                    for example in content
                        .and_then(Value::as_object)
                        .into_iter()
                        .flat_map(|all| all.values())
                    {
                        let example =
                            reference::follow(&document.value, "", example).expect("an example");
                        let code = code.parse().expect("a status");
                        let body = example.value["value"].clone();
                        examples.push((method.to_ascii_uppercase(), path.clone(), code, body));
                    }
                }
            }
        }
    }
    examples
}

#[test]
fn every_example_of_the_documents_is_exact() {
    let bench = Bench::new();
    let captures: Vec<_> = examples()
        .into_iter()
        .map(|(method, path, status, body)| {
            json!({"name": format!("{method} {path}"), "request": {"method": method, "url": path},
                   "response": {"status": status, "body": body}})
        })
        .collect();
    assert!(captures.len() > 50, "there are {} examples", captures.len());
    let report = replay(&bench.write("examples.json", json!(captures).to_string()));
    assert_eq!(report.findings, [], "{}", xtask_replay::Text(&report));
    assert_eq!(
        (report.matched, report.exact),
        (captures.len(), captures.len())
    );
}
