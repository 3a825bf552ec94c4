//! The next version of our document and of the baseline.

use std::collections::{BTreeSet, HashMap};

use semver::Version;
use serde_json::Value;
use similar::TextDiff;
use xtask_drift::release::next_document;
use xtask_drift::{Bump, Options as Comparison, Report, RustSurface, compare};
use xtask_openapi::edit::{Edit, edit};
use xtask_openapi::effective::Tree;
use xtask_openapi::manifest::Api;
use xtask_openapi::place::walk as walk_places;
use xtask_openapi::{Document, Problem, Problems, pointer};

use super::{Area, AreaPlan, Conflict, Line, Next, Options, covers, follow};
use crate::apply::apply;
use crate::baseline::{self, Kept, Taken};
use crate::decide::{Decided, Reason, Undecided, decide};
use crate::descriptions;
use crate::difference::{choice, explained};
use crate::operation::Key;
use crate::point::{Context, Fact, Point};
use crate::translate::Translator;
use crate::walk::{Documents, Walked, walk};

/// The first baseline of an area: our document stays, and the report says where it differs.
pub(super) fn first(
    area: &Area<'_>,
    region: &str,
    now: &Value,
    file: &str,
) -> Result<AreaPlan, Problems> {
    let documents = Documents {
        old: now,
        new: now,
        ours: &area.ours.value,
    };
    let points = walk(documents, &HashMap::new()).points;
    Ok(AreaPlan {
        baseline: Some(baseline::write(now, file)?),
        is_first: true,
        differences: explained(&points, &area.ours.value, &[]),
        ..AreaPlan::empty(area, region)
    })
}

impl AreaPlan {
    fn empty(area: &Area<'_>, region: &str) -> Self {
        Self {
            area: area.api.area.clone(),
            region: region.to_owned(),
            baseline: None,
            is_first: false,
            differences: Vec::new(),
            taken_over: Vec::new(),
            known: Vec::new(),
            kept: Vec::new(),
            conflicts: Vec::new(),
            recognised: Vec::new(),
            undescribed: Vec::new(),
            next: None,
        }
    }
}

/// What is known when Lean's change is looked for.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) area: &'a Area<'a>,
    pub(super) region: &'a str,
    /// What Lean published before.
    pub(super) before: &'a Document,
    /// What Lean publishes now.
    pub(super) now: &'a Value,
    /// The file of the baseline.
    pub(super) file: &'a str,
    pub(super) moved: &'a HashMap<Key, Key>,
    pub(super) kept: Vec<Kept>,
    pub(super) composed: &'a [Taken<'a>],
    pub(super) options: &'a Options,
}

impl Work<'_> {
    pub(super) fn plan<R: RustSurface>(
        self,
        lint: fn(&Document) -> Problems,
        rust: &R,
    ) -> Result<AreaPlan, Problems> {
        let ours = &self.area.ours;
        let documents = Documents {
            old: &self.before.value,
            new: self.now,
            ours: &ours.value,
        };
        let walked = walk(documents, self.moved);
        let mut plan = AreaPlan::empty(self.area, self.region);
        let mut decided = decide(&walked);
        self.keep_regions_apart(&mut decided);
        if decided.is_nothing() {
            return Ok(plan);
        }
        let mut taken: Vec<&Point> = Vec::new();
        let mut new_kept: Vec<Kept> = Vec::new();
        for (point, _) in &decided.apply {
            // Nobody was asked about it, so that only its own place means it.
            let place = format!("{}:{}", self.area.api.area, point.place);
            if self.options.keep.contains(&place) {
                new_kept.push(self.on_record(&point.place, &descriptions::change(point)));
            } else {
                taken.push(point);
            }
        }
        for conflict in &decided.conflicts {
            let place = &conflict.point.place;
            if self.says(&self.options.take, place) {
                taken.push(conflict.point);
            } else if self.says(&self.options.keep, place) {
                new_kept.push(self.on_record(place, &descriptions::change(conflict.point)));
            } else {
                plan.conflicts.push(shown(conflict, &ours.value));
            }
        }
        plan.taken_over = lines(&decided, &taken);
        plan.known = decided.known.iter().map(|point| line(point, &[])).collect();
        plan.kept.clone_from(&new_kept);

        let mut kept = self.kept.clone();
        kept.retain(|old| !new_kept.iter().any(|new| new.place == old.place));
        kept.extend(new_kept);
        let name = &self.area.api.area;
        let baseline = baseline::compose(name, self.region, self.composed, &kept);
        plan.baseline = Some(baseline::write(&baseline, self.file)?);
        if !taken.is_empty() {
            self.make_next(&taken, &walked, &mut plan, lint, rust)?;
        }
        Ok(plan)
    }

    fn says(&self, decisions: &[String], place: &str) -> bool {
        decisions.iter().any(|decision| {
            decision
                .split_once(':')
                .is_some_and(|(area, decided)| area == self.area.api.area && covers(decided, place))
        })
    }

    fn on_record(&self, place: &str, lean: &str) -> Kept {
        Kept {
            place: place.to_owned(),
            lean: lean.to_owned(),
            day: self.options.day.clone(),
        }
    }

    /// A place that serves another region too is touched by nobody alone.
    fn keep_regions_apart(&self, decided: &mut Decided<'_>) {
        if !self.is_shared() {
            return;
        }
        let (mine, shared): (Vec<_>, Vec<_>) = std::mem::take(&mut decided.apply)
            .into_iter()
            .partition(|(point, _)| {
                let is_new_place = point.fact.only_adds(&point.new)
                    || matches!(point.fact, Fact::Operation { .. })
                        && point.new == Value::Bool(true);
                is_new_place || self.is_mine(&point.place)
            });
        decided.apply = mine;
        for (point, others) in shared {
            decided.conflicts.push(Undecided {
                point,
                reason: Reason::Regions,
                others,
            });
        }
    }

    /// Whether our document serves another region besides that of the files.
    fn is_shared(&self) -> bool {
        let others = self
            .area
            .baselines
            .iter()
            .any(|(region, _)| region != self.region);
        others || self.area.api.region != self.region
    }

    /// Whether the nearest `x-regions` names the region of the files alone.
    fn is_mine(&self, place: &str) -> bool {
        let tokens = pointer::tokens(place).unwrap_or_default();
        let nearest = (0..=tokens.len()).rev().find_map(|length| {
            let place = pointer::join(tokens.iter().take(length));
            self.area
                .ours
                .value
                .pointer(&place)?
                .get("x-regions")?
                .as_array()
        });
        nearest.is_some_and(|regions| matches!(regions.as_slice(), [only] if only == self.region))
    }

    fn make_next<R: RustSurface>(
        &self,
        taken: &[&Point],
        walked: &Walked,
        plan: &mut AreaPlan,
        lint: fn(&Document) -> Problems,
        rust: &R,
    ) -> Result<(), Problems> {
        let ours = &self.area.ours;
        let source = if self.region == "sa" {
            "KSA reference"
        } else {
            "generic reference"
        };
        let translator = Translator::new(
            Tree::new(self.now),
            Tree::new(&ours.value),
            &walked.pairs,
            source,
        );
        let only_in = self.is_shared().then_some(self.region);
        let applied = apply(taken, ours, self.now, translator, only_in);
        applied.problems.or(())?;
        plan.recognised = applied.recognised;
        let edited = edit(ours, &applied.edits)?;
        let edited = follow::marks(&edited, &applied.renamed, &mut plan.recognised)?;
        let edited = without_unused(ours, &edited)?;
        if edited.text == ours.text {
            return Ok(());
        }
        let draft = with_version(&edited, &self.area.api.current)?;
        of_a_draft(lint(&draft)).or(())?;
        let report = self.report(&draft, rust)?;
        let version = chosen(self.area.api, report.bump);
        let document = with_version(&edited, &version)?;
        let api = self.area.api;
        let document = Document::parse(
            document.text,
            format!("specs/{}/{}/{version}.yaml", api.region, api.area),
        )?;
        plan.undescribed = undescribed(&document);
        plan.next = Some(Next {
            version,
            before: api.current.clone(),
            diff: unified(ours, &document),
            document,
            report,
        });
        Ok(())
    }

    fn report<R: RustSurface>(&self, draft: &Document, rust: &R) -> Result<Report, Problems> {
        let options = Comparison {
            crate_name: Some(self.area.api.crate_name.clone()),
        };
        compare(&self.area.ours, draft, &options, rust)
    }
}

impl Decided<'_> {
    fn is_nothing(&self) -> bool {
        self.apply.is_empty() && self.known.is_empty() && self.conflicts.is_empty()
    }
}

fn lines(decided: &Decided<'_>, taken: &[&Point]) -> Vec<Line> {
    let others = |point: &Point| -> Vec<&Context> {
        let applied = decided.apply.iter().map(|(known, others)| (*known, others));
        let in_conflict = decided
            .conflicts
            .iter()
            .map(|conflict| (conflict.point, &conflict.others));
        applied
            .chain(in_conflict)
            .find(|(known, _)| std::ptr::eq(*known, point))
            .map(|(_, others)| others.clone())
            .unwrap_or_default()
    };
    taken
        .iter()
        .map(|point| line(point, &others(point)))
        .collect()
}

fn line(point: &Point, others: &[&Context]) -> Line {
    let mut shared_with: Vec<String> = others.iter().map(|context| context.words()).collect();
    shared_with.sort();
    shared_with.dedup();
    let is_rename = match &point.fact {
        Fact::Field(field) => field.renamed_from.is_some(),
        Fact::Parameter { renamed_from, .. } => renamed_from.is_some(),
        Fact::OfOperation { field, .. } => field == "path",
        _ => false,
    };
    Line {
        place: point.place.clone(),
        context: point.context.words(),
        what: descriptions::change(point),
        shared_with,
        is_rename,
    }
}

fn shown(conflict: &Undecided<'_>, ours: &Value) -> Conflict {
    let point = conflict.point;
    Conflict {
        line: line(point, &conflict.others),
        lean_before: descriptions::value(&point.old),
        lean_now: descriptions::value(&point.new),
        ours: descriptions::value(&point.ours),
        reason: conflict.reason,
        choice: choice(ours, point),
    }
}

/// The document without components that nothing uses any more.
fn without_unused(before: &Document, after: &Document) -> Result<Document, Problems> {
    let mut edited = after.clone();
    let used_before = used(&before.value);
    // What only an unused component used is unused too.
    for _ in 0..64 {
        let used_now = used(&edited.value);
        let gone: Vec<Edit> = used_before
            .difference(&used_now)
            .filter(|place| edited.value.pointer(place).is_some())
            .map(|place| Edit::Remove {
                place: place.clone(),
            })
            .collect();
        if gone.is_empty() {
            break;
        }
        edited = edit(&edited, &gone)?;
    }
    Ok(edited)
}

/// The lines that differ, as `diff -u` shows them.
fn unified(before: &Document, after: &Document) -> String {
    TextDiff::from_lines(&before.text, &after.text)
        .unified_diff()
        .context_radius(3)
        .header(&before.name, &after.name)
        .to_string()
}

/// The components that something refers to.
fn used(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk_places(document, &mut |spot| {
        let target = spot.value.get("$ref").and_then(Value::as_str);
        if let Some(target) = target.and_then(pointer::from_fragment) {
            found.insert(target);
        }
    });
    found
}

fn with_version(document: &Document, version: &str) -> Result<Document, Problems> {
    let place = "/info/version".to_owned();
    if document.value.pointer(&place).and_then(Value::as_str) == Some(version) {
        return Ok(document.clone());
    }
    edit(
        document,
        &[Edit::Replace {
            place,
            value: version.into(),
        }],
    )
}

/// The least version that the change asks for, above every published one.
fn chosen(api: &Api, bump: Bump) -> String {
    // The documents differ, so there must be another version even if nobody feels it.
    let bump = bump.max(Bump::Patch);
    let read = |text: &str| Version::parse(text).unwrap_or(Version::new(0, 0, 0));
    let highest = api.versions.iter().map(|row| read(&row.version)).max();
    [Some(read(&api.current)), highest]
        .into_iter()
        .flatten()
        .map(|from| next_document(&from, bump))
        .max()
        .unwrap_or(Version::new(1, 0, 0))
        .to_string()
}

/// The problems of a draft, whose text is written nowhere: its lines lead nowhere.
fn of_a_draft(problems: Problems) -> Problems {
    problems
        .into_iter()
        .map(|problem| Problem {
            line: None,
            why: format!("{}, which Lean's change brought about", problem.why),
            mend: format!(
                "{}; or leave our document as it is there with --keep, and write the change by hand",
                problem.mend
            ),
            ..problem
        })
        .collect()
}

/// Where a person still has to write a description.
fn undescribed(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    walk_places(&document.value, &mut |spot| {
        for key in ["description", "summary"] {
            if spot.value.get(key).and_then(Value::as_str) == Some("") {
                found.push(pointer::child(spot.pointer, key));
            }
        }
    });
    found
}
