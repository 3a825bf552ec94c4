//! What changed between two `OpenAPI` documents, who breaks, and which version comes next.

mod agreement;
mod compare;
mod contract;
mod document;
pub mod release;
mod report;
mod rules;
mod surface;

use agreement::Sides;
use compare::{Comparison, Context};
use rules::Judge;
use xtask_openapi::effective::Tree;
use xtask_openapi::{Document, Problems};

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
/// Fails when one of them is not an `OpenAPI` document of a series that is understood, or refers to
/// something that is not there.
pub fn compare<R: RustSurface>(
    old: &Document,
    new: &Document,
    options: &Options,
    rust: &R,
) -> Result<Report, Problems> {
    let (one, other) = match (document::readable(old), document::readable(new)) {
        (Ok(one), Ok(other)) => (one, other),
        (one, other) => {
            let refused = [one.err(), other.err()];
            return Err(refused.into_iter().flatten().flatten().collect());
        }
    };
    let notes = [one.notes, other.notes].concat();
    if old.value == new.value {
        return Ok(Report::new(Vec::new()).with_notes(notes));
    }
    let (old, new) = (&*one.document, &*other.document);
    let crate_name = agreement::subject::crate_of(old, new, options);
    let judge = match crate_name {
        Some(_) => Judge::Crate,
        None => Judge::Anybody,
    };
    let mut comparison = Comparison::new(Tree::new(&old.value), Tree::new(&new.value), judge, rust);
    comparison.whole();
    if !notes.is_empty() {
        comparison.version();
    }
    let Some(crate_name) = crate_name else {
        let changes = agreement::verdict::changes(&comparison);
        return Ok(Report::new(changes).with_notes(notes));
    };
    let changed = compare::rest::changed_beyond_words(&old.value, &new.value);
    let sides = Sides::new(rust, [old, new], &comparison, &changed, &crate_name);
    Ok(Report::new(sides.changes(&comparison)).with_notes(notes))
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

    /// The version that one of the documents names is not written as it is read.
    fn version(&mut self) {
        let context = Context::new(Side::Document, None);
        let what = "the version of the format is read otherwise than it is written".to_owned();
        self.found(
            "version-changed",
            &context,
            Some("/openapi"),
            Some("/openapi"),
            what,
        );
    }
}
