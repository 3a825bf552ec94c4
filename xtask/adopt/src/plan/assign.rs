//! Which area an operation of Lean's belongs to, and from which file it is taken.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use xtask_openapi::{Document, Problem, Problems};

use super::{Area, Options};
use crate::baseline::{self, Source, Taken};
use crate::given::{Given, is_called};
use crate::operation::{Key, Operation, operations};
use crate::walk::{Documents, walk};
use crate::words;

/// The operations of the given files, by area.
#[derive(Debug)]
pub(super) struct Assigned<'f> {
    by_area: BTreeMap<String, Vec<Row<'f>>>,
    pub(super) notes: Vec<String>,
}

/// An operation, and the key it had before when it moved.
type Row<'f> = (Taken<'f>, Option<Key>);

impl<'f> Assigned<'f> {
    pub(super) fn of(&self, area: &str) -> &[Row<'f>] {
        self.by_area.get(area).map_or(&[], Vec::as_slice)
    }
}

/// An operation in one of the files.
type Candidate<'f> = (&'f Given, Operation<'f>);

pub(super) fn assign<'f>(
    files: &[&'f Given],
    areas: &[Area<'_>],
    region: &str,
    options: &Options,
) -> Result<Assigned<'f>, Problems> {
    let mut by_key: BTreeMap<Key, Vec<Candidate<'f>>> = BTreeMap::new();
    for file in files {
        for operation in file.operations() {
            by_key
                .entry(operation.key.clone())
                .or_default()
                .push((file, operation));
        }
    }
    let owners = Owners::new(areas, region);
    let problems: Problems = files
        .iter()
        .filter_map(|file| owners.is_of_another_api(file))
        .collect();
    problems.or(())?;
    let names = Names::new(files, areas, region);
    let mut problems = Problems::new();
    let mut assigned = Assigned {
        by_area: BTreeMap::new(),
        notes: Vec::new(),
    };
    let mut homeless: Vec<Candidate<'f>> = Vec::new();
    for (key, candidates) in &by_key {
        let known = owners.owner(key);
        let moved = if known.is_none() {
            owners.moved(candidates, &by_key)
        } else {
            None
        };
        let area = known
            .or_else(|| moved.as_ref().map(|(area, _)| area.clone()))
            .or_else(|| options.area.clone())
            .or_else(|| owners.nearest(key));
        let Some(area) = area else {
            homeless.extend(candidates.iter().cloned());
            continue;
        };
        let Some(home) = areas.iter().find(|known| known.api.area == area) else {
            continue;
        };
        match chosen(candidates, home, region, &names, &mut assigned.notes) {
            Ok(Some((file, operation))) => {
                let source = Source {
                    name: file.name.clone(),
                    sha256: file.sha256.clone(),
                    day: options.day.clone(),
                };
                let taken = Taken {
                    operation,
                    root: &file.raised,
                    source,
                };
                let rows = assigned.by_area.entry(area).or_default();
                rows.push((taken, moved.map(|(_, key)| key)));
            }
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    for (file, operation) in homeless {
        let known: Vec<&str> = areas.iter().map(|area| area.api.area.as_str()).collect();
        problems.push(file.document.problem(
            &operation.pointer,
            format!("no area owns `{}`", operation.path),
            "no document of ours has this path or one that begins like it",
            format!(
                "if the file is Lean's, name the area with --area (one of {})",
                known.join(", ")
            ),
        ));
    }
    problems.or(assigned)
}

/// The candidate that the row of the manifest prefers; `None` when the baseline came from a
/// better one.
fn chosen<'f>(
    candidates: &[Candidate<'f>],
    area: &Area<'_>,
    region: &str,
    known_as: &Names,
    notes: &mut Vec<String>,
) -> Result<Option<Candidate<'f>>, Problem> {
    let rank = |file: &str| {
        let file = known_as.of(file);
        let names = &area.api.lean;
        names.iter().position(|name| is_called(file, name))
    };
    let mut sorted: Vec<&Candidate<'f>> = candidates.iter().collect();
    sorted.sort_by_key(|(file, _)| rank(&file.name).unwrap_or(usize::MAX));
    let Some((best, others)) = sorted.split_first() else {
        return Ok(None);
    };
    let (file, operation) = *best;
    for (other, twin) in others {
        let found = changed_since((&other.raised, twin), (&file.raised, operation));
        if found.is_empty() {
            continue;
        }
        if rank(&file.name).is_none() {
            return Err(file.document.problem(
                &operation.pointer,
                format!(
                    "{} and {} describe {} differently ({})",
                    line(&file.document, &operation.pointer, &file.name),
                    line(&other.document, &twin.pointer, &other.name),
                    operation.key,
                    few(&found),
                ),
                "only one of them can be taken",
                format!(
                    "put the name of the right file into `lean` of the row `{}` of specs/manifest.toml",
                    area.api.area
                ),
            ));
        }
        notes.push(format!(
            "{}: taken from {}, as the manifest says; {} differs: {}",
            operation.key,
            file.name,
            other.name,
            few(&found),
        ));
    }
    if let Some(before) = area.baseline(region) {
        let known = operations(&before.value)
            .into_iter()
            .find(|known| known.key == operation.key);
        if let Some(known) = known {
            let source = baseline::source_of(&before.value, known.value);
            if let (Some(now), Some(then)) = (rank(&file.name), rank(&source.name))
                && then < now
            {
                let found = changed_since((&before.value, &known), (&file.raised, operation));
                if !found.is_empty() {
                    notes.push(format!(
                        "{}: left as {} has it, as the manifest says; {} differs: {}",
                        operation.key,
                        source.name,
                        file.name,
                        few(&found),
                    ));
                }
                return Ok(None);
            }
        }
    }
    Ok(Some((file, operation.clone())))
}

fn line(document: &Document, pointer: &str, name: &str) -> String {
    match document.line_of(pointer) {
        Some(line) => format!("{name}:{line}"),
        None => name.to_owned(),
    }
}

/// The first few of many.
fn few(found: &[String]) -> String {
    let shown: Vec<&str> = found.iter().take(3).map(String::as_str).collect();
    let more = found.len().saturating_sub(shown.len());
    match more {
        0 => shown.join("; "),
        more => format!("{}; and {more} more", shown.join("; ")),
    }
}

/// What the second of two documents says differently of one operation.
fn changed_since(
    (one, operation): (&Value, &Operation<'_>),
    (other, twin): (&Value, &Operation<'_>),
) -> Vec<String> {
    let alone = |root: &Value, operation: &Operation<'_>| -> Value {
        let source = Source {
            name: String::new(),
            sha256: String::new(),
            day: String::new(),
        };
        let taken = Taken {
            operation: operation.clone(),
            root,
            source,
        };
        baseline::compose("", "", &[taken], &[])
    };
    let (before, now) = (alone(one, operation), alone(other, twin));
    let documents = Documents {
        old: &before,
        new: &now,
        ours: &before,
    };
    let mut found: Vec<String> = walk(documents, &HashMap::new())
        .points
        .iter()
        .filter(|point| point.changed())
        .map(|point| {
            let parts = [point.context.part.as_str(), &point.context.way];
            let place: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            format!("{} {}", place.join(" "), words::change(point)).trim().to_owned()
        })
        .collect();
    found.dedup();
    found
}

/// What the files are called in the manifest: a file under another name, or a part of one, is
/// known by where most of the operations that are as before came from.
#[derive(Debug)]
struct Names {
    by_file: HashMap<String, String>,
}

impl Names {
    fn new(files: &[&Given], areas: &[Area<'_>], region: &str) -> Self {
        let is_listed = |file: &str| {
            let lists = areas.iter().flat_map(|area| &area.api.lean);
            lists.into_iter().any(|name| is_called(file, name))
        };
        let mut before: HashMap<Key, (&Value, Operation<'_>)> = HashMap::new();
        for document in areas.iter().filter_map(|area| area.baseline(region)) {
            for operation in operations(&document.value) {
                before.insert(operation.key.clone(), (&document.value, operation));
            }
        }
        let mut by_file = HashMap::new();
        for file in files.iter().filter(|file| !is_listed(&file.name)) {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for operation in file.operations() {
                let Some((root, known)) = before.get(&operation.key) else {
                    continue;
                };
                if changed_since((root, known), (&file.raised, &operation)).is_empty() {
                    let source = baseline::source_of(root, known.value);
                    *counts.entry(source.name).or_default() += 1;
                }
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            if let Some((source, _)) = most {
                by_file.insert(file.name.clone(), source);
            }
        }
        Self { by_file }
    }

    fn of<'n>(&'n self, file: &'n str) -> &'n str {
        self.by_file.get(file).map_or(file, String::as_str)
    }
}

/// Which area owns which operation.
#[derive(Debug)]
struct Owners {
    /// By key: our documents first, then what Lean published before.
    known: HashMap<Key, String>,
    /// The operations of the baselines, by id.
    ids: HashMap<String, (String, Key)>,
}

impl Owners {
    fn new(areas: &[Area<'_>], region: &str) -> Self {
        let mut known = HashMap::new();
        let mut ids = HashMap::new();
        for area in areas {
            for operation in operations(&area.ours.value) {
                known.insert(operation.key, area.api.area.clone());
            }
        }
        for area in areas {
            for operation in area.baseline(region).into_iter().flat_map(|document| operations(&document.value)) {
                if let Some(id) = operation.id() {
                    let row = (area.api.area.clone(), operation.key.clone());
                    ids.insert(id.to_owned(), row);
                }
                known
                    .entry(operation.key)
                    .or_insert_with(|| area.api.area.clone());
            }
        }
        Self { known, ids }
    }

    /// A file that names other hosts than Lean's and none of our operations.
    fn is_of_another_api(&self, file: &Given) -> Option<Problem> {
        let foreign = file.foreign.as_ref()?;
        let knows_one = file
            .operations()
            .iter()
            .any(|operation| self.known.contains_key(&operation.key));
        (!knows_one).then(|| {
            file.document.problem(
                "/servers",
                format!("the host {foreign} is not Lean's, and no path is one of ours"),
                "the file seems to describe another API",
                "give Lean's own files only",
            )
        })
    }

    fn owner(&self, key: &Key) -> Option<String> {
        self.known.get(key).cloned()
    }

    /// The operation of this id that stood at another path, when no file has it there any more.
    fn moved(
        &self,
        candidates: &[Candidate<'_>],
        given: &BTreeMap<Key, Vec<Candidate<'_>>>,
    ) -> Option<(String, Key)> {
        let (_, operation) = candidates.first()?;
        let (area, before) = self.ids.get(operation.id()?)?;
        let is_given = given.contains_key(before);
        (!is_given && before.method == operation.key.method).then(|| (area.clone(), before.clone()))
    }

    /// The only area whose paths have the longest beginning in common with this one.
    fn nearest(&self, key: &Key) -> Option<String> {
        let mut best: (usize, Vec<&str>) = (0, Vec::new());
        for (known, area) in &self.known {
            let common = known
                .segments()
                .zip(key.segments())
                .take_while(|(one, other)| one == other)
                .map(|(segment, _)| segment);
            let common: Vec<&str> = common.collect();
            let says_something = common.iter().any(|segment| !is_version(segment));
            if !says_something || common.len() < best.0 {
                continue;
            }
            if common.len() > best.0 {
                best = (common.len(), Vec::new());
            }
            if !best.1.contains(&area.as_str()) {
                best.1.push(area);
            }
        }
        // Lean's paths begin with the name of their area as a rule.
        let named = key.segments().next();
        match best.1.as_slice() {
            [only] => Some((*only).to_owned()),
            several => several
                .iter()
                .find(|area| Some(**area) == named)
                .map(|area| (*area).to_owned()),
        }
    }
}

fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests;
