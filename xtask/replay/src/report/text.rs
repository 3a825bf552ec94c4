//! The report for people: findings in groups, each with what to change.

use std::collections::BTreeMap;
use std::fmt;

use crate::report::{Report, Unmatched};

/// A report as text.
#[derive(Debug)]
pub struct Text<'r>(pub &'r Report);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report {
            responses,
            matched,
            exact,
            unmatched,
            findings,
            ..
        } = self.0;
        writeln!(
            f,
            "{}: {matched} of our operations, {exact} of them exact; {} of others; {} in {}",
            counted(*responses, "answer"),
            unmatched.len(),
            counted(findings.len(), "finding"),
            counted(self.0.groups().len(), "group"),
        )?;
        for path in &self.0.skipped {
            writeln!(f, "skipped {path}: it is no recording")?;
        }
        let mut operation = "";
        for (key, group) in self.0.groups() {
            if operation != key.operation {
                operation = &key.operation;
                writeln!(f, "\n{operation}")?;
            }
            let pointer = if key.pattern.is_empty() {
                "(the whole body)"
            } else {
                &key.pattern
            };
            let Some(first) = findings.get(group.first) else {
                continue;
            };
            write!(f, "  {} {pointer}: {}", key.kind, first.detail)?;
            let times = match group.count {
                1 => String::new(),
                count => format!("; {count} times, first"),
            };
            writeln!(f, "{times} in `{}` ({})", first.request, first.status)?;
            if !group.hint.is_empty() {
                writeln!(f, "    {}", group.hint)?;
            }
        }
        let mut counts: BTreeMap<&Unmatched, usize> = BTreeMap::new();
        for answer in unmatched {
            *counts.entry(answer).or_default() += 1;
        }
        if !counts.is_empty() {
            writeln!(f, "\nnot in our documents")?;
        }
        for (answer, count) in counts {
            let times = counted(count, "answer");
            writeln!(
                f,
                "  {} {} ({}): {times}",
                answer.method, answer.path, answer.status
            )?;
        }
        Ok(())
    }
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
