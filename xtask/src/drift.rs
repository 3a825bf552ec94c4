//! What changed between two documents, who breaks, and which version comes next.

mod report;

pub use report::{Bump, Change, Level, Report, Side};

use crate::load::Document;
use crate::problem::Problems;

/// How two documents are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The crate that is generated from the documents, such as `leantech-banks`. Without it the
    /// name is derived, and there may be none.
    pub crate_name: Option<String>,
}

/// Compares two versions of a document.
///
/// # Errors
///
/// Fails when one of them is no `OpenAPI` 3.0 or 3.1 document.
pub fn compare(old: &Document, new: &Document, options: &Options) -> Result<Report, Problems> {
    let _ = options;
    let mut problems = Problems::new();
    for document in [old, new] {
        problems.extend(unreadable(document));
    }
    let mut changes = Vec::new();
    if old.value != new.value {
        changes.push(Change {
            level: Level::Risk,
            kind: "document-changed",
            side: Side::Document,
            operation: None,
            operation_id: None,
            pointer: String::new(),
            rust: Vec::new(),
            message: "the documents differ; compare their texts".to_owned(),
        });
    }
    problems.or(Report::new(changes))
}

/// Why a document cannot be compared.
fn unreadable(document: &Document) -> Problems {
    use crate::lower::{Series, series};
    let version = document.value.get("openapi").and_then(|word| word.as_str());
    if version.is_some_and(|version| series(version) != Series::Unknown) {
        return Problems::new();
    }
    document
        .problem(
            "/openapi",
            version.map_or("no `openapi` version".to_owned(), |version| {
                format!("OpenAPI version {version}")
            }),
            "only 3.0 and 3.1 are understood",
            "compare documents that say `openapi: 3.0.3` or `openapi: 3.1.0`",
        )
        .into()
}
