//! The command from its words to its report.

use std::io::{self, Write};
use std::path::Path;

use crate::arguments::{Arguments, Format};
use crate::earlier_figures;
use crate::figure::{Certainty, Figure, chosen};
use crate::machine::{Machine, today};
use crate::report::{Markdown, REPORT_VERSION, Report, Row, Text};
use crate::workbench::Workbench;

/// Where the page stands, from the root of the repository.
const PAGE: &str = "xtask/bench/BENCHMARKS.md";

/// The same for the next run, in the form of `--json`.
const KEPT: &str = "xtask/bench/benchmarks.json";

/// Takes the figures that are asked for and writes the report; gives back the exit code.
///
/// # Errors
///
/// Fails when the report cannot be written.
pub fn run(
    root: &Path,
    arguments: &Arguments,
    output: &mut dyn Write,
    errors: &mut dyn Write,
) -> io::Result<u8> {
    let figures = match chosen(&arguments.names) {
        Ok(figures) => figures,
        Err(name) => {
            let names: Vec<&str> = crate::FIGURES.iter().map(|figure| figure.name).collect();
            writeln!(
                errors,
                "there is no figure or group `{name}`; there are\n  {}",
                names.join("\n  ")
            )?;
            return Ok(2);
        }
    };
    // What has no bar cannot fail a check.
    let is_wanted = |figure: &&&Figure| {
        !arguments.check || (figure.certainty == Certainty::Exact && figure.bar.is_some())
    };
    let bench = match Workbench::new(root) {
        Ok(bench) => bench,
        Err(trouble) => {
            writeln!(errors, "{trouble}")?;
            return Ok(2);
        }
    };
    let date = today();
    let mut rows = Vec::new();
    for figure in figures.iter().filter(is_wanted) {
        writeln!(errors, "{} …", figure.name)?;
        rows.push(Row::new(figure, (figure.measure)(&bench), &date));
    }
    let report = Report {
        version: REPORT_VERSION,
        date,
        machine: Machine::here(),
        figures: rows,
    };
    match arguments.format {
        Format::Text => write!(output, "{}", Text(&report))?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *output, &report)?;
            writeln!(output)?;
        }
    }
    if arguments.write {
        let earlier = std::fs::read_to_string(root.join(KEPT)).unwrap_or_default();
        let whole = earlier_figures::join(&report, &earlier);
        let mut json = serde_json::to_string_pretty(&whole)?;
        json.push('\n');
        std::fs::write(root.join(KEPT), json)?;
        std::fs::write(root.join(PAGE), Markdown(&whole).to_string())?;
        writeln!(errors, "{PAGE} and {KEPT} are written")?;
    }
    let mut code = 0;
    if arguments.check {
        for row in report.failures() {
            writeln!(errors, "{} is {}", row.name, row.verdict.word())?;
            code = 1;
        }
    }
    Ok(code)
}
