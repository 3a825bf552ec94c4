//! The repository's documents, read and taken through the steps of the generator.

use std::path::{Path, PathBuf};

use xtask_codegen::{Shaped, shape};
use xtask_openapi::manifest::{Api, Manifest};
use xtask_openapi::{Document, load, lower};

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("the crate stands in the repository")
        .to_owned()
}

/// The list of the documents.
pub fn manifest() -> Manifest {
    Manifest::load(&root().join("specs")).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The API of an area.
pub fn api(area: &str) -> Api {
    manifest().api(area).expect("an area").clone()
}

/// The document that an area's crate is generated from.
pub fn document(area: &str) -> Document {
    let api = api(area);
    let version = api.current_version().expect("the version is listed");
    let name = format!("specs/{}", version.file);
    load(&root().join(&name), &name).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A document as the generator is given it.
pub fn shaped(document: &Document) -> Shaped {
    lower(document)
        .and_then(|lowered| shape(document, lowered))
        .unwrap_or_else(|problems| panic!("{problems}"))
}
