//! The report as the page that stands next to the code of the benchmarks.

use std::fmt;

use super::{Report, Row, shown};
use crate::figure::{Certainty, Compared};
use crate::verdict::Limit;

/// Why one figure of growth is not level.
const IN_FLIGHT: &str = "\
Calls in flight take more processor time each, the more there are, and the same instructions \
(`scale/in-flight-instructions`): each has a connection of its own and holds some 37 KB with its \
buffers and its answer, so that thousands of them do not fit the processor's caches, and the same \
work waits for memory. Raw reqwest makes as many system calls and grows alike, so `scale/in-flight` \
is our growth by its growth. Client and server take turns on one processor there, because a \
second one that sleeps costs more to wake than a call takes.";

/// The report as a page.
#[derive(Debug)]
pub struct Markdown<'a>(pub &'a Report);

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        writeln!(
            f,
            "<!-- Written by `cargo xtask bench --write`; do not edit. -->\n"
        )?;
        writeln!(f, "# Benchmarks\n")?;
        writeln!(f, "Measured on {}: {}.\n", report.date, report.machine)?;
        writeln!(
            f,
            "To take them again: `cargo xtask bench --write`; with names it takes those \
             and keeps the others, each with its day. Figures marked * repeat on every \
             machine and are held to their bars by `cargo xtask bench --check`; the others depend \
             on the machine and on what else runs on it, and gate nothing.\n"
        )?;
        let mut group = "";
        for row in &report.figures {
            let of = row.name.split('/').next().unwrap_or_default();
            if of != group {
                group = of;
                writeln!(f, "\n## {group}\n")?;
                writeln!(
                    f,
                    "| figure | what | ours | peer | value | bar | target | verdict |"
                )?;
                writeln!(f, "|---|---|--:|--:|--:|--:|--:|---|")?;
            }
            line(f, row, &report.date)?;
        }
        let growths = report.figures.iter().filter(|row| !row.points.is_empty());
        for (number, row) in growths.enumerate() {
            if number == 0 {
                writeln!(f, "\n## How cost grows with work\n")?;
                writeln!(
                    f,
                    "Each cell is an amount of work and what one unit of it costs.\n"
                )?;
            }
            write!(
                f,
                "- `{}` ({}): {}",
                row.name,
                row.what,
                listed(&row.points)
            )?;
            if row.peer_points.is_empty() {
                writeln!(f)?;
            } else {
                writeln!(f, "; {}: {}", row.peer_name, listed(&row.peer_points))?;
            }
        }
        let is_in_flight = |row: &Row| row.name == "scale/in-flight" && !row.points.is_empty();
        if report.figures.iter().any(is_in_flight) {
            writeln!(f, "\n{IN_FLIGHT}")?;
        }
        Ok(())
    }
}

/// Amounts of work, each with what one unit of it cost.
fn listed(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points
        .iter()
        .map(|(work, cost)| format!("{}: {}", shown(*work), shown(*cost)))
        .collect();
    points.join("; ")
}

fn line(f: &mut fmt::Formatter<'_>, row: &Row, date: &str) -> fmt::Result {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), shown);
    let limit = |limit: Option<Limit>| limit.map_or_else(|| "–".to_owned(), |l| l.to_string());
    let mark = match row.certainty {
        Certainty::Exact => " *",
        Certainty::Noisy => "",
    };
    let peer = match (row.peer, row.peer_name) {
        (None, "") => "–".to_owned(),
        (peer, name) => format!("{} ({name})", number(peer)),
    };
    let value = match row.compared {
        Compared::Difference => row
            .value
            .map_or_else(|| "–".to_owned(), |v| format!("{v:+.0}")),
        _ => number(row.value),
    };
    let verdict = match &row.note {
        Some(note) => format!(
            "{}: {}",
            row.verdict.word(),
            note.replace('|', "\\|").replace('\n', " ")
        ),
        None => row.verdict.word().to_owned(),
    };
    let taken = if row.date == date {
        String::new()
    } else {
        format!(" (taken on {})", row.date)
    };
    writeln!(
        f,
        "| `{}`{mark} | {} | {} {} | {peer} | {value} | {} | {} | {verdict}{taken} |",
        row.name,
        row.what,
        number(row.ours),
        row.unit,
        limit(row.bar),
        limit(row.target),
    )
}
