//! The changelog of a generated crate: what each version of its document changed for its users.

use std::fmt::Write as _;

use xtask_codegen::{GeneratedFile, Origin};
use xtask_drift::{Change, Level, Report};
use xtask_openapi::manifest::Version;

/// So many items of a crate are named for one change.
const MOST_ITEMS: usize = 3;

/// A version of a document, with what changed since the one before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'s> {
    /// The version.
    pub(crate) version: &'s Version,
    /// The version before it and the report; none of the first version.
    pub(crate) since: Option<(&'s Version, &'s Report)>,
}

/// The changelog, the last step first; none for a document without a history. The steps lead from
/// the first version to the current one.
pub(crate) fn changelog(origin: &Origin, steps: &[Step<'_>]) -> Option<GeneratedFile> {
    if steps.len() < 2 {
        return None;
    }
    let [made, version] = origin.header();
    let name = &origin.crate_name;
    let mut text = format!(
        "<!-- {made}\n     {version} -->\n\n# Changelog of {name}\n\n\
         What each version of its document changed for users of this crate. Before 1.0 of the crate a \
         break is a\nminor step.\n"
    );
    for step in steps.iter().rev() {
        write_step(&mut text, name, step);
    }
    Some(GeneratedFile {
        path: format!("crates/{name}/CHANGELOG.md"),
        content: text,
    })
}

// Writing to a string cannot fail.
fn write_step(text: &mut String, crate_name: &str, step: &Step<'_>) {
    let version = &step.version.version;
    let release = match (&step.version.released, step.since) {
        (Some(released), _) => format!(", in {crate_name} {released}"),
        (None, Some(_)) => ", not released yet".to_owned(),
        (None, None) => String::new(),
    };
    let _ = writeln!(text, "\n## Document {version}{release}");
    let Some((before, report)) = step.since else {
        text.push_str("\nThe first version.\n");
        return;
    };
    let verdict = if report.breaking {
        "it breaks users"
    } else {
        "it breaks nobody"
    };
    let _ = writeln!(text, "\nSince {}: {verdict}.", before.version);
    for (level, title) in [
        (Level::Breaking, "Breaking"),
        (Level::Risk, "To be looked at"),
        (Level::Compatible, "Added and eased"),
    ] {
        let told: Vec<&Change> = report.of(level).filter(|change| is_told(change)).collect();
        if !told.is_empty() {
            let _ = writeln!(text, "\n### {title}\n");
        }
        for change in told {
            write_change(text, change);
        }
    }
    let untold = report.changes.iter().filter(|change| !is_told(change));
    match untold.count() {
        0 => {}
        1 => text.push_str("\nOne more change is of words or form alone.\n"),
        count => {
            let _ = writeln!(text, "\n{count} more changes are of words or form alone.");
        }
    }
}

/// Whether users notice a change.
fn is_told(change: &Change) -> bool {
    change.level != Level::Docs && change.kind != "rewritten"
}

fn write_change(text: &mut String, change: &Change) {
    let mut parts = change.message.split("; ");
    let what = parts.next().unwrap_or_default();
    let whom = parts.next().filter(|_| change.level == Level::Breaking);
    let place = change
        .operation
        .as_ref()
        .map_or(String::new(), |operation| format!("`{operation}`: "));
    let _ = write!(text, "- {place}{what}");
    if let Some(whom) = whom {
        let _ = write!(text, "; {whom}");
    }
    text.push('.');
    let items: Vec<String> = change
        .rust
        .iter()
        .take(MOST_ITEMS)
        .map(|item| format!("`{item}`"))
        .collect();
    if !items.is_empty() {
        let _ = write!(text, " Rust: {}", items.join(", "));
        match change.rust.len() - items.len() {
            0 => {}
            more => {
                let _ = write!(text, " and {more} more");
            }
        }
        text.push('.');
    }
    text.push('\n');
}
