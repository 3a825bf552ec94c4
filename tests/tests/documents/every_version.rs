//! Each published version of a document, not only the current one, can be generated from.

use leantech_tests::repository::{manifest, root, shaped};
use xtask_codegen::{generate, lint};
use xtask_openapi::load;

#[test]
fn every_published_version_keeps_the_rules_and_can_be_generated() {
    for api in manifest().apis {
        for version in &api.versions {
            let name = format!("specs/{}", version.file);
            let document =
                load(&root().join(&name), &name).unwrap_or_else(|problems| panic!("{problems}"));
            let problems = lint(&document);
            assert!(problems.is_empty(), "{problems}");
            generate(&shaped(&document)).unwrap_or_else(|problems| panic!("{problems}"));
        }
    }
}

#[test]
fn every_document_says_the_version_that_its_file_is_named_after() {
    for api in manifest().apis {
        for version in &api.versions {
            let name = format!("specs/{}", version.file);
            let document =
                load(&root().join(&name), &name).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(
                document.value["info"]["version"],
                version.version.as_str(),
                "{name}"
            );
        }
    }
}
