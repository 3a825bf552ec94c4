//! One change of a document of Lean, taken in, with all that is to hold of it.

use leantech_tests::repository::{api, document, root};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use xtask::command::Outcome;
use xtask::surface::Generated;
use xtask_adopt::{Area, BASELINE, Given};
use xtask_codegen::lint;
use xtask_drift::{Bump, Options, compare};
use xtask_openapi::manifest::Api;
use xtask_openapi::{Document, load};

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

/// The lines of our document that differ, without that of the version. Every other line is as it
/// was.
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

/// Of so many rows one is taken in by the whole command; at night all are.
const WHOLE: usize = 3;

/// Takes in each row's change alone: every third by the whole command, the others as far as the next
/// document. Everything that does not hold is told at once.
pub(crate) fn take_in(file: &str, rows: &[Row]) {
    let ours = Ours::of(areas(file));
    check(file, rows, |number, row, lean| {
        if cfg!(feature = "night") || number % WHOLE == 0 {
            row.take_in(file, lean)
        } else {
            row.plan(file, lean, &ours)
        }
    });
}

/// The same as far as the next document, without the crate.
pub(crate) fn plan(file: &str, rows: &[Row]) {
    let ours = Ours::of(areas(file));
    check(file, rows, |_, row, lean| row.plan(file, lean, &ours));
}

/// Runs each row on one of the file's documents in turn; at night on each of them.
fn check(file: &str, rows: &[Row], run: impl Fn(usize, &Row, &Lean) -> Vec<String>) {
    let mut wrong = Vec::new();
    let documents = documents(file);
    let count = documents.len();
    for (turn, original) in documents.into_iter().enumerate() {
        let old = as_document(&original, file);
        for (number, row) in rows.iter().enumerate() {
            if !cfg!(feature = "night") && number % count != turn {
                continue;
            }
            let mut changed = original.clone();
            (row.change)(&mut changed);
            let lean = Lean {
                new: as_document(&changed, file),
                old: &old,
            };
            let found = run(number, row, &lean);
            wrong.extend(found.iter().map(|what| format!("- {}: {what}", row.what)));
        }
    }
    assert!(wrong.is_empty(), "{file}:\n{}", wrong.join("\n"));
}

/// Lean's document before and after the change.
struct Lean<'d> {
    old: &'d Document,
    new: Document,
}

impl Row {
    fn take_in(&self, file: &str, lean: &Lean<'_>) -> Vec<String> {
        let (bump, mut wrong) = self.expected(lean);
        let copy = Copy::of(areas(file));
        let before = copy.files();
        let (old, old_file) = copy.current(self.area);
        let given = copy.give_text(file, &lean.new.text);
        let ran = copy.adopt(&[given], &[]);
        let outcome = if bump == Bump::Major {
            Outcome::Different
        } else {
            Outcome::Fine
        };
        let (new, new_file) = copy.current(self.area);
        if ran.outcome != outcome || new == old {
            wrong.push(format!("the command ended as {}", ran.said()));
            return wrong;
        }
        wrong.extend(wrong_step(&old, &new, bump));
        wrong.extend(self.wrong_lines(&copy.text(&old_file), &copy.text(&new_file)));
        let stray: Vec<String> = touched(&before, &copy.files())
            .into_iter()
            .filter(|name| !self.may_touch(name, &new_file))
            .collect();
        if !stray.is_empty() {
            wrong.push(format!("{stray:?} were touched"));
        }
        let check = copy.run(&["generate", self.area, "--check"]);
        if check.outcome != Outcome::Fine {
            wrong.push(format!("the crate is not as generated: {}", check.said()));
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

    fn plan(&self, file: &str, lean: &Lean<'_>, ours: &Ours) -> Vec<String> {
        let (bump, mut wrong) = self.expected(lean);
        let given = Given::new(lean.new.clone(), file, lean.new.text.as_bytes());
        let given = given.unwrap_or_else(|problems| panic!("{problems}"));
        let options = xtask_adopt::Options {
            day: "2026-11-29".to_owned(),
            ..xtask_adopt::Options::default()
        };
        let planned = xtask_adopt::plan(&[given], &ours.areas(), &options, lint, &Generated);
        let planned = match planned {
            Ok(planned) => planned,
            Err(problems) => {
                wrong.push(format!("it is refused: {problems}"));
                return wrong;
            }
        };
        for plan in planned.areas {
            let is_meant = plan.area == self.area;
            match &plan.next {
                Some(next) if is_meant => {
                    let old = &ours.of_area(self.area).1;
                    wrong.extend(wrong_step(&next.before, &next.version, bump));
                    wrong.extend(self.wrong_lines(&old.text, &next.document.text));
                }
                None if !is_meant && plan.is_nothing() => {}
                _ => wrong.push(format!("{}: {:#?}", plan.area, plan.conflicts)),
            }
        }
        wrong
    }

    /// What the change asks of users, and whether that is said rightly.
    fn expected(&self, lean: &Lean<'_>) -> (Bump, Vec<String>) {
        let options = Options {
            crate_name: Some(api(self.area).crate_name),
        };
        let report = compare(lean.old, &lean.new, &options, &Generated);
        let report = report.unwrap_or_else(|problems| panic!("{problems}"));
        match self.verdict {
            Verdict::Ours(bump, why) if bump == report.bump => {
                let told = format!("Lean's verdict is ours, so this is not so: {why}");
                (bump, vec![told])
            }
            Verdict::Ours(bump, _) => (bump, Vec::new()),
            Verdict::LikeLean => (report.bump, Vec::new()),
        }
    }

    fn wrong_lines(&self, old: &str, new: &str) -> Option<String> {
        let lines = changed_lines(old, new);
        let fits = match self.lines {
            Lines::Exactly(expected) => lines == expected,
            Lines::AtMost(most) => !lines.is_empty() && lines.len() <= most,
        };
        (!fits).then(|| format!("{} lines differ:\n{}", lines.len(), lines.join("\n")))
    }
}

fn wrong_step(old: &str, new: &str, expected: Bump) -> Option<String> {
    let is_wrong = step(old, new) != expected;
    is_wrong.then(|| format!("{old} became {new}, but the change is {}", expected.word()))
}

/// Our documents with what Lean published before, read once.
struct Ours(Vec<(Api, Document, Document)>);

impl Ours {
    fn of(areas: &[&str]) -> Self {
        let read = |area: &&str| {
            let name = format!("specs/sa/{area}/{BASELINE}");
            let baseline = load(&root().join(&name), &name);
            let baseline = baseline.unwrap_or_else(|problems| panic!("{problems}"));
            (api(area), document(area), baseline)
        };
        Self(areas.iter().map(read).collect())
    }

    fn of_area(&self, area: &str) -> &(Api, Document, Document) {
        let mut rows = self.0.iter();
        rows.find(|(api, ..)| api.area == area).unwrap()
    }

    fn areas(&self) -> Vec<Area<'_>> {
        let rows = self.0.iter().map(|(api, ours, baseline)| Area {
            api,
            ours: ours.clone(),
            baselines: vec![("sa".to_owned(), baseline.clone())],
        });
        rows.collect()
    }
}

/// The step from one version to the next.
pub(crate) fn step(old: &str, new: &str) -> Bump {
    let parts = |version: &str| -> Vec<u64> {
        let parts = version.split('.');
        parts.map(|part| part.parse().unwrap()).collect()
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
        .filter_map(|change| {
            let line = change.value().trim_end_matches('\n');
            Some(format!("{}{line}", sign(change.tag())?))
        })
        .filter(|line| {
            !line
                .get(1..)
                .is_some_and(|line| line.starts_with("  version: '"))
        })
        .collect()
}
