//! The first time that Lean's files are taken in, and the second.

use serde_json::Value;
use xtask::command::Outcome;
use xtask_openapi::load;

use crate::copy::{Copy, touched};
use crate::lean::{FILES, areas, as_document, documents, path, paths};

const AREAS: [&str; 6] = [
    "banks",
    "consents",
    "customers",
    "data",
    "entities",
    "reports",
];

fn baseline(area: &str) -> String {
    format!("specs/sa/{area}/baseline.yaml")
}

#[test]
fn the_first_run_writes_the_baselines_and_lists_where_we_differ() {
    let copy = Copy::of(&AREAS);
    let committed = AREAS.map(|area| facts(&copy, area));
    copy.forget_baselines(&AREAS);
    let before = copy.files();
    let ran = copy.adopt(&paths(), &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let after = copy.files();
    assert_eq!(touched(&before, &after), AREAS.map(baseline));
    for area in AREAS {
        let place = ran.output.find(&format!("\n{area}: "));
        let told = &ran.output[place.unwrap_or_else(|| panic!("{area}: {}", ran.said()))..];
        assert!(
            told.contains("Where we differ from Lean: "),
            "{area}: {told}"
        );
    }

    // Our words about Lean's facts are no other facts.
    assert_eq!(AREAS.map(|area| facts(&copy, area)), committed);

    let again = copy.adopt(&paths(), &[]);
    assert_eq!(again.outcome, Outcome::Fine, "{}", again.said());
    assert!(again.output.contains("nothing to do"), "{}", again.said());
    assert_eq!(touched(&after, &copy.files()), [""; 0]);
}

/// A baseline without the files that it came from.
fn facts(copy: &Copy, area: &str) -> String {
    let name = baseline(area);
    let mut value = load(&copy.path(&name), &name).unwrap().value;
    value.as_object_mut().unwrap().remove("x-files");
    // The order of keys counts: it is fixed.
    value.to_string()
}

#[test]
fn each_file_alone_is_taken_in_already() {
    for (file, areas) in FILES {
        let copy = Copy::of(areas);
        let before = copy.files();
        for document in documents(file) {
            let given = copy.give(file, &document);
            let ran = copy.adopt(&[given], &[]);
            assert_eq!(ran.outcome, Outcome::Fine, "{file}: {}", ran.said());
            assert!(
                ran.output.contains("nothing to do"),
                "{file}: {}",
                ran.said()
            );
        }
        assert_eq!(touched(&before, &copy.files()), [""; 0], "{file}");
    }
}

#[test]
fn a_baseline_names_its_files_with_their_hashes() {
    let file = "ksa-reports.yml";
    let copy = Copy::of(areas(file));
    copy.forget_baselines(areas(file));
    let ran = copy.adopt(&[path(file)], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let name = baseline("reports");
    let value: Value = load(&copy.path(&name), &name).unwrap().value;
    let bytes = std::fs::read(path(file)).unwrap();
    assert_eq!(value["x-files"][0]["name"], file);
    assert_eq!(
        value["x-files"][0]["sha256"],
        xtask_openapi::manifest::sha256_hex(&bytes)
    );
    let text = copy.text(&name);
    assert!(!text.contains("Made-up"), "{text}");
    assert_eq!(as_document(&value, &name).value, value);
}

/// The same file twice: the second time there is nothing to do.
#[test]
fn a_change_is_taken_in_once() {
    let file = "ksa-reports.yml";
    let copy = Copy::of(areas(file));
    let mut lean = crate::lean::document(file);
    crate::change::sort_code(&mut lean, "/components/schemas/Report");
    let given = copy.give(file, &lean);
    let ran = copy.adopt(std::slice::from_ref(&given), &[]);
    assert!(ran.output.contains("sort_code"), "{}", ran.said());
    let after = copy.files();
    let again = copy.adopt(&[given], &[]);
    assert_eq!(again.outcome, Outcome::Fine, "{}", again.said());
    assert!(again.output.contains("nothing to do"), "{}", again.said());
    assert_eq!(touched(&after, &copy.files()), [""; 0]);
}
