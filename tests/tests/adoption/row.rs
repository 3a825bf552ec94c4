//! One change of a document of Lean, taken in, with all that is to hold of it.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use xtask::command::Outcome;
use xtask::surface::Generated;
use xtask_drift::{Bump, Options, Report, compare};
use leantech_tests::repository::api;

use crate::copy::{Copy, touched};
use crate::lean::{areas, as_document, documents};

/// A change and what becomes of our document.
pub(crate) struct Row {
    /// What Lean does.
    pub(crate) what: &'static str,
    /// Whose document it changes.
    pub(crate) area: &'static str,
    pub(crate) change: fn(&mut Value),
    pub(crate) lines: Lines,
    pub(crate) verdict: Verdict,
}

/// The lines of our document that differ, without that of the version.
pub(crate) enum Lines {
    Exactly(&'static [&'static str]),
    AtMost(usize),
}

/// What the change asks of users.
pub(crate) enum Verdict {
    /// The same as Lean's two files compared directly.
    LikeLean,
    /// Another one, and why.
    Ours(Bump, &'static str),
}

/// Whether the crate is compared with what was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crate {
    Checked,
    Taken,
}

/// Takes in each row's change alone. Everything that does not hold is told at once.
pub(crate) fn take_in(file: &str, rows: &[Row], checked: Crate) {
    let documents = documents(file);
    let wrong: Vec<String> = documents
        .iter()
        .flat_map(|original| rows.iter().flat_map(|row| row.wrong(file, original, checked)))
        .collect();
    assert!(wrong.is_empty(), "{file}:\n{}", wrong.join("\n"));
}

impl Row {
    fn wrong(&self, file: &str, original: &Value, checked: Crate) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut complain = |what: String| wrong.push(format!("- {}: {what}", self.what));
        let mut changed = original.clone();
        (self.change)(&mut changed);
        let copy = Copy::of(areas(file));
        let before = copy.files();
        let (old, old_file) = copy.current(self.area);
        let given = copy.give(file, &changed);
        let ran = copy.adopt(std::slice::from_ref(&given), &[]);

        let lean = verdict(original, &changed, self.area);
        let expected = match self.verdict {
            Verdict::LikeLean => lean.bump,
            Verdict::Ours(bump, why) => {
                if bump == lean.bump {
                    complain(format!("Lean's verdict is ours, so this is not so: {why}"));
                }
                bump
            }
        };
        let outcome = if expected == Bump::Major { Outcome::Different } else { Outcome::Fine };
        if ran.outcome != outcome {
            complain(format!("the command ended as {}", ran.said()));
            return wrong;
        }
        let (new, new_file) = copy.current(self.area);
        if step(&old, &new) != expected {
            complain(format!("{old} became {new}, but the change is {}", expected.word()));
        }
        let lines = changed_lines(&copy.text(&old_file), &copy.text(&new_file));
        let fits = match self.lines {
            Lines::Exactly(expected) => lines == expected,
            Lines::AtMost(most) => !lines.is_empty() && lines.len() <= most,
        };
        if !fits {
            complain(format!("{} lines differ:\n{}", lines.len(), lines.join("\n")));
        }
        let after = copy.files();
        let stray: Vec<String> = touched(&before, &after)
            .into_iter()
            .filter(|name| !self.may_touch(name, &new_file))
            .collect();
        if !stray.is_empty() {
            complain(format!("{stray:?} were touched"));
        }
        if checked == Crate::Checked {
            let check = copy.run(&["generate", self.area, "--check"]);
            if check.outcome != Outcome::Fine {
                complain(format!("the crate is not as generated: {}", check.said()));
            }
            let again = copy.adopt(&[given], &[]);
            if again.outcome != Outcome::Fine || !touched(&after, &copy.files()).is_empty() {
                complain(format!("there was something to do again: {}", again.said()));
            }
        }
        wrong
    }

    /// What belongs to the area, and the manifest.
    fn may_touch(&self, name: &str, new_file: &str) -> bool {
        let area = self.area;
        name == new_file
            || name == "specs/manifest.toml"
            || name == format!("specs/sa/{area}/baseline.yaml")
            || name.starts_with(&format!("crates/{}/", api(area).crate_name))
            || name == format!("crates/leantech-sandbox/src/documents/{area}.rs")
    }
}

/// The comparison of Lean's two files, by the users of the area's crate.
pub(crate) fn verdict(old: &Value, new: &Value, area: &str) -> Report {
    let options = Options {
        crate_name: Some(api(area).crate_name),
    };
    let (old, new) = (as_document(old, "old.yml"), as_document(new, "new.yml"));
    compare(&old, &new, &options, &Generated).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The step from one version to the next.
pub(crate) fn step(old: &str, new: &str) -> Bump {
    let parts = |version: &str| -> Vec<u64> {
        version.split('.').map(|part| part.parse().unwrap()).collect()
    };
    let (old, new) = (parts(old), parts(new));
    match old.iter().zip(&new).position(|(old, new)| old != new) {
        Some(0) => Bump::Major,
        Some(1) => Bump::Minor,
        Some(_) => Bump::Patch,
        None => Bump::None,
    }
}

/// The lines that differ, as `+` and `-` mark them; the line of the version is left out.
pub(crate) fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(old, new);
    let sign = |tag: ChangeTag| match tag {
        ChangeTag::Insert => Some('+'),
        ChangeTag::Delete => Some('-'),
        ChangeTag::Equal => None,
    };
    diff.iter_all_changes()
        .filter_map(|change| Some(format!("{}{}", sign(change.tag())?, change.value().trim_end_matches('\n'))))
        .filter(|line| !line.trim_start_matches(['+', '-']).starts_with("  version: '"))
        .collect()
}
