//! Recorded answers of Lean against the generated types: what a document does not hold yet.
//!
//! Each answer is read with the generated type of its operation, written again, and compared.
//! A document that is behind Lean's servers shows as a field that it does not name, or as a
//! value that does not come through. `cargo xtask replay` is the command.

mod arguments;
mod finding;
mod json;
mod judge;
mod recording;
mod report;
mod route;

use std::path::{Path, PathBuf};

use judge::Judge;
use route::catalogue::Catalogue;
use xtask_openapi::Problems;

pub use arguments::{Arguments, Format, USAGE};
pub use finding::{Finding, Kind, Values};
pub use report::text::Text;
pub use report::{Report, Unmatched};

/// How recordings are compared.
#[derive(Debug)]
pub struct Options {
    catalogue: Catalogue,
    values: Values,
}

impl Options {
    /// Compares with the documents in the folder `specs`, and shows no values.
    ///
    /// # Errors
    ///
    /// Fails when the manifest there, or a document that it calls current, cannot be read.
    pub fn load(specs: &Path) -> Result<Self, Problems> {
        Ok(Self {
            catalogue: Catalogue::load(specs)?,
            values: Values::Hidden,
        })
    }

    /// The same, with or without values.
    #[must_use]
    pub fn values(mut self, values: Values) -> Self {
        self.values = values;
        self
    }
}

/// The folder of this repository's documents.
pub fn specs() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Cargo names the folder when it runs the program; what it was at build time may be another
    // checkout, where two of them share a target folder.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .filter(|run| run.file_name() == built.file_name())
        .unwrap_or_else(|| built.to_owned());
    here.ancestors().nth(2).unwrap_or(&here).join("specs")
}

/// Compares every answer in `inputs`, which are files and folders.
///
/// # Errors
///
/// Fails when an input cannot be read; each problem says which, why, and how to fix it.
pub fn run<P: AsRef<Path>>(inputs: &[P], options: &Options) -> Result<Report, Problems> {
    let judge = Judge::new(&options.catalogue, options.values);
    let mut report = Report::default();
    let mut problems = Problems::new();
    for input in inputs {
        let read = recording::input::read(input.as_ref(), &mut |exchange| {
            judge.judge(&exchange, &mut report);
        });
        match read {
            Ok(skipped) => report
                .skipped
                .extend(skipped.iter().map(|it| it.display().to_string())),
            Err(broken) => problems.extend(broken),
        }
    }
    problems.or(report)
}
