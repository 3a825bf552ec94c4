//! The report as text and as Markdown, which differ in their marks only.

use std::fmt::Write as _;

use crate::plan::{AreaPlan, Conflict, Line, Plan};

/// What marks a heading, a place and a block of lines.
#[derive(Debug)]
pub(super) struct Marks {
    heading: &'static str,
    below: &'static str,
    code: &'static str,
    fence: &'static str,
    end: &'static str,
    report: fn(&xtask_drift::Report) -> String,
}

pub(super) const PLAIN: Marks = Marks {
    heading: "",
    below: "",
    code: "",
    fence: "",
    end: "",
    report: xtask_drift::Report::text,
};

pub(super) const MARKDOWN: Marks = Marks {
    heading: "## ",
    below: "### ",
    code: "`",
    fence: "\n```diff\n",
    end: "```\n",
    report: xtask_drift::Report::markdown,
};

pub(super) fn write(plan: &Plan, marks: &Marks) -> String {
    let mut text = String::new();
    for note in &plan.notes {
        let _ = writeln!(text, "note: {note}");
    }
    if plan.areas.iter().all(AreaPlan::is_nothing) {
        text.push_str("Lean's facts have not changed; nothing to do\n");
        return text;
    }
    for area in plan.areas.iter().filter(|area| !area.is_nothing()) {
        if !text.is_empty() {
            text.push('\n');
        }
        of_area(&mut text, area, marks);
    }
    text
}

fn of_area(text: &mut String, area: &AreaPlan, marks: &Marks) {
    let Marks { heading, .. } = marks;
    let name = &area.area;
    let title = match (&area.next, area.is_first, area.conflicts.is_empty()) {
        (_, true, _) => format!("{name}: first baseline; our document stays as it is"),
        (_, _, false) => format!("{name}: {} to decide", count(&area.conflicts, "conflict")),
        (Some(next), ..) => format!("{name}: version {}, after {}", next.version, next.before),
        (None, ..) => format!("{name}: new baseline; our document stays as it is"),
    };
    let _ = writeln!(text, "{heading}{title}");
    conflicts(text, area, marks);
    differences(text, area, marks);
    list(text, "Taken from Lean", &area.taken_over, name, marks);
    list(
        text,
        "Lean now says what our document already said",
        &area.known,
        name,
        marks,
    );
    if !area.kept.is_empty() {
        section(text, "Kept unchanged, and recorded", marks);
        for kept in &area.kept {
            let _ = writeln!(
                text,
                "- {}: {}",
                code(&place(name, &kept.place), marks),
                kept.lean
            );
        }
    }
    if !area.recognised.is_empty() {
        section(text, "Recognised by name and shape; please check", marks);
        for line in &area.recognised {
            let _ = writeln!(text, "- {line}");
        }
    }
    if !area.undescribed.is_empty() {
        section(
            text,
            "Without a description; say it in your own words",
            marks,
        );
        for pointer in &area.undescribed {
            let _ = writeln!(text, "- {}", code(&place(name, pointer), marks));
        }
    }
    if let Some(next) = &area.next {
        section(text, &format!("Since {}", next.before), marks);
        text.push_str((marks.report)(&next.report).trim_start_matches('\n'));
        section(text, "The lines of our document that change", marks);
        text.push_str(marks.fence);
        text.push_str(&next.diff);
        text.push_str(marks.end);
    }
}

fn conflicts(text: &mut String, area: &AreaPlan, marks: &Marks) {
    if area.conflicts.is_empty() {
        return;
    }
    section(text, "To decide", marks);
    for conflict in &area.conflicts {
        let place = place(&area.area, &conflict.line.place);
        let _ = writeln!(text, "- {}", code(&place, marks));
        for line in conflict_lines(conflict) {
            let _ = writeln!(text, "  {line}");
        }
        let _ = writeln!(text, "  Lean's side: --take {}", quoted(&place));
        let _ = writeln!(text, "  our side:    --keep {}", quoted(&place));
    }
}

fn conflict_lines(conflict: &Conflict) -> Vec<String> {
    let line = &conflict.line;
    let mut lines = Vec::new();
    let context = if line.context.is_empty() {
        String::new()
    } else {
        format!("{}: ", line.context)
    };
    lines.push(format!("{context}{}", line.what));
    if !conflict.lean_before.is_empty() {
        lines.push(format!(
            "Lean before: {}; Lean now: {}; ours: {}",
            conflict.lean_before, conflict.lean_now, conflict.ours
        ));
    }
    lines.push(format!("why you are asked: {}", conflict.reason.words()));
    if !line.shared_with.is_empty() {
        lines.push(format!("shared with: {}", few(&line.shared_with)));
    }
    if let Some(choice) = &conflict.choice {
        lines.push(format!("our reason: {}", one_line(choice)));
    }
    lines
}

fn differences(text: &mut String, area: &AreaPlan, marks: &Marks) {
    if area.differences.is_empty() {
        return;
    }
    let (without, with): (Vec<_>, Vec<_>) = area
        .differences
        .iter()
        .partition(|difference| difference.why.is_none());
    let title = format!(
        "Where we differ from Lean: {}, {} of them without a recorded reason",
        count(&area.differences, "place"),
        without.len()
    );
    section(text, &title, marks);
    for difference in without.into_iter().chain(with) {
        let _ = writeln!(
            text,
            "- {} ({}): {}: Lean {}, ours {}",
            code(&place(&area.area, &difference.place), marks),
            difference.context,
            difference.subject,
            difference.lean,
            difference.ours
        );
        let why = difference
            .why
            .as_deref()
            .map_or("no recorded reason".to_owned(), one_line);
        let _ = writeln!(text, "  {why}");
    }
}

fn list(text: &mut String, title: &str, lines: &[Line], area: &str, marks: &Marks) {
    if lines.is_empty() {
        return;
    }
    section(text, title, marks);
    for line in lines {
        let _ = writeln!(
            text,
            "- {} ({}): {}",
            code(&place(area, &line.place), marks),
            line.context,
            line.what
        );
        if !line.shared_with.is_empty() {
            let _ = writeln!(text, "  also used by: {}", few(&line.shared_with));
        }
    }
}

fn section(text: &mut String, title: &str, marks: &Marks) {
    let _ = writeln!(text, "\n{}{title}:", marks.below);
}

fn place(area: &str, pointer: &str) -> String {
    format!("{area}:{pointer}")
}

/// A place as a shell takes it.
fn quoted(place: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "/_-:.".contains(sign);
    if place.chars().all(is_plain) {
        place.to_owned()
    } else {
        format!("'{}'", place.replace('\'', "'\\''"))
    }
}

fn code(text: &str, marks: &Marks) -> String {
    format!("{0}{text}{0}", marks.code)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first few of many.
fn few(found: &[String]) -> String {
    let shown: Vec<&str> = found.iter().take(3).map(String::as_str).collect();
    match found.len().saturating_sub(shown.len()) {
        0 => shown.join("; "),
        more => format!("{}; and {more} more", shown.join("; ")),
    }
}

fn count<T>(items: &[T], noun: &str) -> String {
    match items.len() {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}
