//! What changed between two `OpenAPI` documents, who breaks, and which version comes next.

mod agreement;
mod compare;
mod contract;
pub mod release;
mod report;
mod rules;
mod surface;

use agreement::Sides;
use compare::Comparison;
use rules::Judge;
use xtask_openapi::effective::Tree;
use xtask_openapi::{Document, Problems, Series, series};

pub use contract::contract;
pub use report::{Bump, Change, Level, Report, Side};
pub use surface::rust::{Item, RustNames, RustSurface};

/// How two documents are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The crate that is generated from the documents, such as `leantech-banks`. Without it the
    /// name is derived, and there may be none.
    pub crate_name: Option<String>,
}

/// The word of every kind of change, as [`Change::kind`] has it.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let unknown = std::iter::once(rules::UNKNOWN.kind);
    rules::RULES.iter().map(|rule| rule.kind).chain(unknown)
}

/// Compares two versions of a document; `rust` makes their Rust code, as far as it is asked for.
///
/// # Errors
///
/// Fails when one of them is no `OpenAPI` 3.0 or 3.1 document.
pub fn compare<R: RustSurface>(
    old: &Document,
    new: &Document,
    options: &Options,
    rust: &R,
) -> Result<Report, Problems> {
    let problems: Problems = [old, new].into_iter().flat_map(unreadable).collect();
    problems.or(())?;
    if old.value == new.value {
        return Ok(Report::new(Vec::new()));
    }
    let crate_name = agreement::subject::crate_of(old, new, options);
    let judge = match crate_name {
        Some(_) => Judge::Crate,
        None => Judge::Anybody,
    };
    let mut comparison = Comparison::new(Tree::new(&old.value), Tree::new(&new.value), judge, rust);
    comparison.whole();
    let Some(crate_name) = crate_name else {
        return Ok(Report::new(agreement::verdict::changes(&comparison)));
    };
    let changed = compare::rest::changed_beyond_words(&old.value, &new.value);
    let sides = Sides::new(rust, [old, new], &comparison, &changed, &crate_name);
    Ok(Report::new(sides.changes(&comparison)))
}

impl Comparison<'_> {
    fn whole(&mut self) {
        self.schemes();
        self.servers();
        self.operations();
        self.webhooks();
        self.drain();
        self.rest();
    }
}

/// Why a document cannot be compared.
fn unreadable(document: &Document) -> Problems {
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
