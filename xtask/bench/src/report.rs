//! What was measured, in the forms for people, for scripts and for the page.

mod markdown;
mod text;

use serde::Serialize;

pub use markdown::Markdown;
pub use text::Text;

use crate::figure::{Certainty, Compared, Figure, Reading};
use crate::machine::Machine;
use crate::trouble::Trouble;
use crate::verdict::{Limit, Verdict};

/// The version of the JSON form: it moves when a field goes or changes its meaning.
pub const REPORT_VERSION: u32 = 1;

/// Everything that was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`REPORT_VERSION`].
    pub version: u32,
    /// The day, as `2026-05-10`.
    pub date: String,
    /// Where.
    pub machine: Machine,
    /// The figures.
    pub figures: Vec<Row>,
}

/// One figure and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// The figure's name.
    pub name: &'static str,
    /// What it says.
    pub what: &'static str,
    /// The unit of ours and the peer's.
    pub unit: &'static str,
    /// Ours, where it was measured.
    pub ours: Option<f64>,
    /// The peer, in words; empty where there is none.
    pub peer_name: &'static str,
    /// The peer's, where it was measured.
    pub peer: Option<f64>,
    /// How both become `value`.
    pub compared: Compared,
    /// What is held to the limits.
    pub value: Option<f64>,
    /// What it has to keep to.
    pub bar: Option<Limit>,
    /// Where it should be.
    pub target: Option<Limit>,
    /// Whether it repeats.
    pub certainty: Certainty,
    /// What came of it.
    pub verdict: Verdict,
    /// Why there is no value.
    pub note: Option<String>,
    /// For a figure of growth: amounts of work, and what one unit of each cost.
    pub points: Vec<(f64, f64)>,
    /// The same of a peer that grows as well.
    pub peer_points: Vec<(f64, f64)>,
    /// The day on which it was taken, as `2026-05-10`.
    pub date: String,
}

impl Row {
    /// A figure with its reading, or with why there is none, and the day of it.
    pub fn new(figure: &Figure, reading: Result<Reading, Trouble>, date: &str) -> Self {
        let mut row = Self {
            date: date.to_owned(),
            name: figure.name,
            what: figure.what,
            unit: figure.unit,
            ours: None,
            peer_name: figure.peer,
            peer: None,
            compared: figure.compared,
            value: None,
            bar: figure.bar,
            target: figure.target,
            certainty: figure.certainty,
            verdict: Verdict::Failed,
            note: None,
            points: Vec::new(),
            peer_points: Vec::new(),
        };
        match reading {
            Ok(reading) => {
                row.value = figure.compared.value(reading.ours, reading.peer);
                row.verdict = row.value.map_or(Verdict::Failed, |value| {
                    Verdict::of(value, figure.bar, figure.target)
                });
                row.ours = Some(reading.ours);
                row.peer = reading.peer;
                row.points = reading.points;
                row.peer_points = reading.peer_points;
            }
            Err(Trouble::Absent(why)) => {
                row.verdict = Verdict::Absent;
                row.note = Some(why);
            }
            Err(Trouble::Broken(why)) => row.note = Some(why),
        }
        row
    }
}

impl Report {
    /// The figures that fail a check: they repeat, and are over their bar or were not to be had.
    pub fn failures(&self) -> impl Iterator<Item = &Row> {
        self.figures
            .iter()
            .filter(|row| row.certainty == Certainty::Exact && row.verdict.is_failure())
    }
}

/// A number with as many digits as it is worth.
fn shown(value: f64) -> String {
    let size = value.abs();
    if size >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    }
}

#[cfg(test)]
mod tests;
