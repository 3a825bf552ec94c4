//! The benchmarks of a maintainer, as a library: figures, what they are held to, and the programs
//! that are measured.

#![allow(
    clippy::cast_precision_loss,
    reason = "what is counted here is far below 2^52"
)]

mod arguments;
mod catalogue;
mod earlier_figures;
mod figure;
mod machine;
mod measure;
mod peer;
pub mod probe;
mod report;
mod run;
mod trouble;
mod verdict;
mod workbench;

pub use arguments::{Arguments, Format, USAGE};
pub use catalogue::FIGURES;
pub use figure::{Certainty, Compared, Figure, Measure, Reading, chosen};
pub use machine::Machine;
pub use report::{Markdown, REPORT_VERSION, Report, Row, Text};
pub use run::run;
pub use trouble::Trouble;
pub use verdict::{Limit, Verdict};
pub use workbench::Workbench;
