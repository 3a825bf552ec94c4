//! Our own rules for a document: what the generator, and a reader of the crates, rely on.

use std::collections::HashSet;

use serde_json::Value;
use xtask_openapi::place::walk;
use xtask_openapi::{Document, Problems, Series, series};

mod body;
mod described;
mod document;
mod extension;
mod operation;
mod paging;
mod parameter;
mod schema;
mod structure;

pub use described::undescribed;

/// Checks a document against every rule. Empty when all is well; otherwise every problem, in
/// the order of the lines.
pub fn lint(document: &Document) -> Problems {
    let mut lint = Lint::new(document);
    lint.whole_document();
    walk(&document.value, &mut |spot| {
        lint.structure(spot);
        lint.extensions(spot);
        lint.schema(spot);
        lint.parameter(spot);
        lint.media_types(spot);
    });
    lint.operations();
    lint.problems.sort();
    lint.problems
}

/// The work on one document.
#[derive(Debug)]
struct Lint<'d> {
    document: &'d Document,
    series: Series,
    problems: Problems,
    // A component is met once from each operation that uses it, and reported once.
    said: HashSet<(String, String)>,
}

impl<'d> Lint<'d> {
    fn new(document: &'d Document) -> Self {
        let version = document.value.get("openapi").and_then(Value::as_str);
        Self {
            document,
            series: version.map_or(Series::Unknown, series),
            problems: Problems::new(),
            said: HashSet::new(),
        }
    }

    fn root(&self) -> &'d Value {
        &self.document.value
    }

    fn report(
        &mut self,
        pointer: &str,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let what = what.into();
        if self.said.insert((pointer.to_owned(), what.clone())) {
            let problem = self.document.problem(pointer, what, why, mend);
            self.problems.push(problem);
        }
    }
}

/// A field that holds a text with something in it.
fn text<'v>(object: &'v Value, field: &str) -> Option<&'v str> {
    object
        .get(field)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// The letters and digits of a name. Two names with the same ones can become one Rust name,
/// because `snake_case` and `PascalCase` only move the word boundaries and the case.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests;
