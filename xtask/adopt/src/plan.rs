//! All that taking in Lean's files would do, made before anything is written.

mod assign;
mod follow;
mod next;

use std::collections::HashMap;

use xtask_drift::{Report, RustSurface};
use xtask_openapi::{Document, Problem, Problems};

use self::assign::{Assigned, assign};
use crate::area::Area;
use crate::baseline::{self, Kept, Source, Taken};
use crate::decide::Reason;
use crate::difference::Difference;
use crate::given::Given;
use crate::operation::{Key, operations};

/// What a person decided beforehand.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Conflicts in which Lean's side is taken, as `AREA:/json/pointer`.
    pub take: Vec<String>,
    /// Conflicts in which ours stays.
    pub keep: Vec<String>,
    /// Areas of which the files hold every operation.
    pub complete: Vec<String>,
    /// The area of operations that no area owns.
    pub area: Option<String>,
    /// Today, as `2026-11-29`.
    pub day: String,
}

/// All that is going to happen.
#[derive(Debug, Clone)]
pub struct Plan {
    /// One entry an area and region that the files speak of.
    pub areas: Vec<AreaPlan>,
    /// What a person should know of the files themselves.
    pub notes: Vec<String>,
}

/// What is going to happen to one area.
#[derive(Debug, Clone)]
pub struct AreaPlan {
    /// The area.
    pub area: String,
    /// The region of the files.
    pub region: String,
    /// The baseline to write; none when nothing that Lean publishes changed.
    pub baseline: Option<Document>,
    /// Whether there was no baseline before.
    pub is_first: bool,
    /// Where we differ from Lean, when there was no baseline before.
    pub differences: Vec<Difference>,
    /// Lean's changes that go into our document, a line each.
    pub taken_over: Vec<Line>,
    /// Lean's changes that our document said already.
    pub known: Vec<Line>,
    /// Lean's changes that were decided against.
    pub kept: Vec<Kept>,
    /// Lean's changes that nobody decided about yet.
    pub conflicts: Vec<Conflict>,
    /// What was recognised by its shape, for a look.
    pub recognised: Vec<String>,
    /// JSON pointers of what still needs a description.
    pub undescribed: Vec<String>,
    /// Our next document, if it changes.
    pub next: Option<Next>,
}

impl AreaPlan {
    /// Whether nothing is to be done.
    pub fn is_nothing(&self) -> bool {
        self.baseline.is_none() && self.next.is_none() && self.conflicts.is_empty()
    }
}

/// A change at a place of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// JSON pointer into our document.
    pub place: String,
    /// Where Lean says it.
    pub context: String,
    /// What changed.
    pub what: String,
    /// The other places that share it.
    pub shared_with: Vec<String>,
    /// Whether it looks like another name for what was there.
    pub is_rename: bool,
}

/// A change of Lean's that needs a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The change.
    pub line: Line,
    /// What Lean said before.
    pub lean_before: String,
    /// What Lean says now.
    pub lean_now: String,
    /// What we say.
    pub ours: String,
    /// Why nobody but a person can decide it.
    pub reason: Reason,
    /// Our reason, where there is one.
    pub choice: Option<String>,
}

/// The next version of a document.
#[derive(Debug, Clone)]
pub struct Next {
    /// Its version.
    pub version: String,
    /// The version before it.
    pub before: String,
    /// The document, named as its file is to be.
    pub document: Document,
    /// The lines that differ, as `diff -u` shows them.
    pub diff: String,
    /// What changed for our users.
    pub report: Report,
}

/// Compares Lean's files with the baselines and our documents.
///
/// `lint` holds the rules for our documents, `rust` makes the Rust code that is compared.
///
/// # Errors
///
/// Fails when operations have no area, when files disagree where no row of the manifest names one
/// of them, when a decision fits no conflict, and when a next document breaks a rule. All problems
/// are told together.
pub fn plan<R: RustSurface>(
    files: &[Given],
    areas: &[Area<'_>],
    options: &Options,
    lint: fn(&Document) -> Problems,
    rust: &R,
) -> Result<Plan, Problems> {
    let mut problems = Problems::new();
    for unknown in options
        .complete
        .iter()
        .chain(&options.area)
        .filter(|name| !areas.iter().any(|area| &area.api.area == *name))
    {
        let known: Vec<&str> = areas.iter().map(|area| area.api.area.as_str()).collect();
        problems.push(Problem::new(
            "specs/manifest.toml",
            format!("there is no area `{unknown}`"),
            "a decision for it would have no effect",
            format!("name one of {}", known.join(", ")),
        ));
    }
    for file in files {
        problems.extend(file.missing_parts());
    }
    problems.or(())?;

    let mut problems = Problems::new();
    let mut plans = Vec::new();
    let mut notes = Vec::new();
    for region in regions(files) {
        let of_region: Vec<&Given> = files
            .iter()
            .filter(|file| file.region.unwrap_or("sa") == region)
            .collect();
        let assigned = match assign(&of_region, areas, region, options) {
            Ok(assigned) => assigned,
            Err(found) => {
                problems.extend(found);
                continue;
            }
        };
        notes.extend(assigned.notes.iter().cloned());
        for area in areas {
            match of_area(area, region, &assigned, options, lint, rust) {
                Ok(Some(plan)) => plans.push(plan),
                Ok(None) => {}
                Err(found) => problems.extend(found),
            }
        }
    }
    problems.extend(unused_decisions(&plans, options));
    problems.or(Plan {
        areas: plans,
        notes,
    })
}

fn regions(files: &[Given]) -> Vec<&'static str> {
    let mut regions: Vec<&'static str> = files
        .iter()
        .map(|file| file.region.unwrap_or("sa"))
        .collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}

fn of_area<R: RustSurface>(
    area: &Area<'_>,
    region: &str,
    assigned: &Assigned<'_>,
    options: &Options,
    lint: fn(&Document) -> Problems,
    rust: &R,
) -> Result<Option<AreaPlan>, Problems> {
    let name = &area.api.area;
    let given = assigned.of(name);
    let is_complete = options.complete.contains(name);
    if given.is_empty() && !is_complete {
        return Ok(None);
    }
    let before = area.baseline(region);
    let moved: HashMap<Key, Key> = given
        .iter()
        .filter_map(|(taken, before)| Some((taken.operation.key.clone(), before.clone()?)))
        .collect();
    let kept = before
        .map(|before| baseline::kept_in(&before.value))
        .unwrap_or_default();
    let mut all: Vec<Taken<'_>> = given.iter().map(|(taken, _)| taken.clone()).collect();
    if let (Some(before), false) = (before, is_complete) {
        for operation in operations(&before.value) {
            let is_given = all.iter().any(|taken| taken.operation.key == operation.key);
            let is_moved = moved.values().any(|key| *key == operation.key);
            if !is_given && !is_moved {
                let source: Source = baseline::source_of(&before.value, operation.value);
                all.push(Taken {
                    operation,
                    root: &before.value,
                    source,
                });
            }
        }
    }
    all.sort_by(|one, other| one.operation.key.cmp(&other.operation.key));
    let now = baseline::compose(name, region, &all, &kept);
    let file = format!("specs/{region}/{name}/{}", baseline::FILE);
    match before {
        None => next::first(area, region, &now, &file).map(Some),
        Some(before) => {
            let work = next::Work {
                area,
                region,
                before,
                now: &now,
                file: &file,
                moved: &moved,
                kept,
                composed: &all,
                options,
            };
            work.plan(lint, rust).map(Some)
        }
    }
}

/// Decisions that fit no conflict are mistakes.
fn unused_decisions(plans: &[AreaPlan], options: &Options) -> Problems {
    let decisions = [("--take", &options.take), ("--keep", &options.keep)];
    decisions
        .into_iter()
        .flat_map(|(flag, places)| places.iter().map(move |place| (flag, place)))
        .filter(|(flag, place)| !plans.iter().any(|plan| plan.was_asked(flag, place)))
        .map(|(flag, place)| {
            Problem::new(
                format!("{flag} {place}"),
                "there is no conflict at this place",
                "a decision without a conflict is a mistake",
                "write the place as the report prints it, as `AREA:/json/pointer`",
            )
        })
        .collect()
}

impl AreaPlan {
    /// Whether a conflict stood at the place, decided or not.
    fn was_asked(&self, flag: &str, decision: &str) -> bool {
        let Some((area, place)) = decision.split_once(':') else {
            return false;
        };
        let decided: Vec<&str> = match flag {
            "--keep" => self.kept.iter().map(|kept| kept.place.as_str()).collect(),
            _ => self
                .taken_over
                .iter()
                .map(|line| line.place.as_str())
                .collect(),
        };
        let undecided = self.conflicts.iter();
        area == self.area
            && undecided
                .map(|conflict| conflict.line.place.as_str())
                .chain(decided)
                .any(|known| covers(place, known))
    }
}

/// Whether a decision about `decided` is one about `place`: the place itself or one above it.
pub(crate) fn covers(decided: &str, place: &str) -> bool {
    crate::apply::is_below(place, decided.trim_end_matches('/'))
}
