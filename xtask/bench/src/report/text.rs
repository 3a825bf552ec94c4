//! The report for people, as a table.

use std::fmt;

use super::{Report, Row, shown};

/// The report as a table.
#[derive(Debug)]
pub struct Text<'a>(pub &'a Report);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = [
            "figure", "ours", "peer", "value", "bar", "target", "verdict",
        ];
        let mut lines = vec![head.map(str::to_owned)];
        lines.extend(self.0.figures.iter().map(cells));
        let mut widths = [0; 7];
        for line in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        writeln!(f, "{}, {}", self.0.machine, self.0.date)?;
        for (line, row) in lines
            .iter()
            .zip(std::iter::once(None).chain(self.0.figures.iter().map(Some)))
        {
            for (number, (cell, width)) in line.iter().zip(widths).enumerate() {
                match number {
                    0 => write!(f, "{cell:<width$}")?,
                    6 => write!(f, "  {cell}")?,
                    _ => write!(f, "  {cell:>width$}")?,
                }
            }
            if let Some(note) = row.and_then(|row| row.note.as_deref()) {
                write!(f, ": {note}")?;
            }
            writeln!(f)?;
            let Some(row) = row else { continue };
            let mut peers = row.peer_points.iter();
            for (work, cost) in &row.points {
                write!(f, "    {:>9}  {}", shown(*work), shown(*cost))?;
                match peers.next() {
                    Some((_, cost)) => writeln!(f, "  {}", shown(*cost))?,
                    None => writeln!(f)?,
                }
            }
        }
        Ok(())
    }
}

fn cells(row: &Row) -> [String; 7] {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), shown);
    let limit =
        |limit: Option<super::Limit>| limit.map_or_else(|| "-".to_owned(), |l| l.to_string());
    [
        row.name.to_owned(),
        row.ours.map_or_else(
            || "-".to_owned(),
            |ours| format!("{} {}", shown(ours), row.unit),
        ),
        number(row.peer),
        number(row.value),
        limit(row.bar),
        limit(row.target),
        row.verdict.word().to_owned(),
    ]
}
