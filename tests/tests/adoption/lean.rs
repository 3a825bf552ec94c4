//! Documents of Lean's structure: ours below `tests/documents`, and Lean's own.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use leantech_tests::repository::root;
use serde_json::Value;
use xtask_openapi::{Document, load};

/// Each file with the areas that its operations belong to.
pub(crate) const FILES: [(&str, &[&str]); 5] = [
    ("ksa-accounts-access-consents.yml", &["consents", "data"]),
    ("ksa-bank-data.yml", &["consents", "entities", "data"]),
    ("ksa-core-resources.yml", &["customers", "banks", "data"]),
    ("ksa-customers.yml", &["entities"]),
    ("ksa-reports.yml", &["reports"]),
];

/// The documents of the project, read once.
static OURS: LazyLock<BTreeMap<&'static str, Value>> = LazyLock::new(|| {
    let files = FILES
        .iter()
        .map(|(file, _)| (*file, read(&path(file)).value));
    files.collect()
});

pub(crate) fn path(file: &str) -> PathBuf {
    root().join("tests/documents/lean").join(file)
}

pub(crate) fn paths() -> Vec<PathBuf> {
    FILES.iter().map(|(file, _)| path(file)).collect()
}

/// The areas that a file speaks of.
pub(crate) fn areas(file: &str) -> &'static [&'static str] {
    let row = FILES.iter().find(|(known, _)| *known == file);
    row.unwrap_or_else(|| panic!("no row names {file}")).1
}

/// A document of the project, for a test to change.
pub(crate) fn document(file: &str) -> Value {
    OURS[file].clone()
}

/// The file in the project's words, and Lean's own where somebody has it.
pub(crate) fn documents(file: &str) -> Vec<Value> {
    let mut found = vec![document(file)];
    let lean = FOLDER.as_ref().map(|folder| folder.join(file));
    if let Some(path) = lean.filter(|path| path.exists()) {
        found.push(read(&path).value);
    }
    found
}

/// Where Lean's own documents are. Whoever runs the tests is told when that is not known.
static FOLDER: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let folder = std::env::var_os("LEAN_DOCUMENTS").map(PathBuf::from);
    // Past the harness, which shows the output of failed tests alone.
    let mut errors = std::io::stderr();
    let told = match &folder {
        None => writeln!(
            errors,
            "LEAN_DOCUMENTS is not set: adoption is tested with the project's documents alone"
        ),
        Some(folder) => FILES
            .iter()
            .filter(|(file, _)| !folder.join(file).exists())
            .try_for_each(|(file, _)| writeln!(errors, "{} has no {file}", folder.display())),
    };
    told.expect("standard error can be written");
    folder
});

fn read(path: &Path) -> Document {
    load(path, &path.display().to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A value as the document of that name.
pub(crate) fn as_document(value: &Value, file: &str) -> Document {
    xtask_openapi::yaml::write(value, &[], file).unwrap_or_else(|problems| panic!("{problems}"))
}
