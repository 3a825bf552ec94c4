//! Which area an operation of Lean's belongs to, and from which file it is taken.

mod names;
mod owners;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use xtask_openapi::{Document, Problems};

use self::names::Names;
use self::owners::Owners;
use super::{Area, Options};
use crate::baseline::{self, Source, Taken};
use crate::descriptions;
use crate::given::{Given, is_called};
use crate::operation::{Key, Operation, operations};
use crate::walk::{Documents, walk};

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
            Err(found) => problems.extend(found),
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
) -> Result<Option<Candidate<'f>>, Problems> {
    let listed = |file: &str| {
        let mut names = area.api.lean.iter();
        names.position(|name| is_called(file, name))
    };
    // A file that the row names comes before one that is known by its operations alone.
    let rank = |file: &str| match listed(file) {
        Some(place) => Some((place, false)),
        None => Some((listed(known_as.of(file))?, true)),
    };
    let mut sorted: Vec<&Candidate<'f>> = candidates.iter().collect();
    sorted.sort_by_key(|(file, _)| rank(&file.name).unwrap_or((usize::MAX, true)));
    let Some((best, others)) = sorted.split_first() else {
        return Ok(None);
    };
    let (file, operation) = *best;
    for (other, twin) in others {
        let found = changed_since((&other.raised, twin), (&file.raised, operation));
        if found.is_empty() {
            continue;
        }
        if rank(&file.name) == rank(&other.name) {
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
            )
            .into());
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
            if let (Some((now, _)), Some((then, _))) = (rank(&file.name), rank(&source.name))
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
            format!("{} {}", place.join(" "), descriptions::change(point))
                .trim()
                .to_owned()
        })
        .collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
