//! `cargo xtask generate`: from the documents to the crates.

use std::borrow::Cow;
use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use xtask_codegen::{GeneratedFile, Origin, generate, lint, render, requests, shape, undescribed};
use xtask_drift::{Options, compare};
use xtask_openapi::manifest::{Api, Manifest, Version, sha256_hex};
use xtask_openapi::{Document, Problem, Problems, load, lower, manifest};

use super::changes::{self, Change};
use super::{Outcome, Place};
use crate::changelog::{Step, changelog};
use crate::surface::Generated;
use crate::transaction::{LocalDisk, Transaction};

/// Shaping goes down a chain of schemas by recursion.
const STACK: usize = 32 * 1024 * 1024;

pub(super) const SPECS: &str = "specs";

pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let mut areas = Vec::new();
    let mut only_compare = false;
    for argument in arguments {
        match argument.as_str() {
            "--check" => only_compare = true,
            flag if flag.starts_with('-') => {
                writeln!(
                    place.errors,
                    "`generate` has no option `{flag}`, only --check"
                )?;
                return Ok(Outcome::Refused);
            }
            area => areas.push(area.to_owned()),
        }
    }
    // Everything is generated before the first file is touched.
    let (files, notes) = match generated(&areas, place.root) {
        Ok(made) => made,
        Err(problems) => {
            writeln!(place.errors, "{problems}")?;
            return Ok(Outcome::Refused);
        }
    };
    for note in &notes {
        writeln!(place.errors, "note: {note}")?;
    }
    let changes = match changes::find(place.root, &files, areas.is_empty()) {
        Ok(changes) => changes,
        Err(problem) => {
            writeln!(place.errors, "{problem}")?;
            return Ok(Outcome::Refused);
        }
    };
    if only_compare {
        return report(&changes, &areas, files.len(), place);
    }
    let mut transaction = Transaction::new();
    changes::plan(place.root, &changes, &mut transaction);
    match transaction.commit(&mut LocalDisk) {
        Ok(left) => changes::name_what_is_left(&left, place)?,
        Err(failure) => {
            writeln!(place.errors, "{failure}; nothing was changed")?;
            return Ok(Outcome::Refused);
        }
    }
    for change in &changes {
        writeln!(place.output, "{change}")?;
    }
    writeln!(
        place.output,
        "{} files, {} changed",
        files.len(),
        changes.len()
    )?;
    Ok(Outcome::Fine)
}

fn report(
    changes: &[Change],
    areas: &[String],
    count: usize,
    place: &mut Place<'_>,
) -> io::Result<Outcome> {
    if changes.is_empty() {
        writeln!(place.output, "{count} files, all up to date")?;
        return Ok(Outcome::Fine);
    }
    for change in changes {
        writeln!(place.output, "{}", change.as_found())?;
    }
    let command = std::iter::once("cargo xtask generate")
        .chain(areas.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ");
    writeln!(place.output, "to fix it: {command}")?;
    Ok(Outcome::Different)
}

/// The files of the areas, or of all when none is named, with notes on their documents.
fn generated(areas: &[String], root: &Path) -> Made {
    let specs = root.join(SPECS);
    let manifest = Manifest::load(&specs)?;
    let mut problems = Problems::new();
    for unknown in areas.iter().filter(|area| manifest.api(area).is_none()) {
        let known: Vec<&str> = manifest.areas().collect();
        problems.push(Problem::new(
            format!("{SPECS}/{}", manifest::FILE),
            format!("there is no area `{unknown}`"),
            "only what the manifest lists can be generated",
            format!("name some of {}", known.join(", ")),
        ));
    }
    let is_wanted = |api: &Api| areas.is_empty() || areas.contains(&api.area);
    let wanted = Manifest {
        apis: manifest.apis.into_iter().filter(is_wanted).collect(),
    };
    problems.extend(wanted.check_hashes(&specs));

    let (mut files, mut notes) = (Vec::new(), Problems::new());
    for made in of_each(&wanted.apis, root) {
        match made {
            Ok((made, found)) => {
                files.extend(made);
                notes.extend(found);
            }
            Err(found) => problems.extend(found),
        }
    }
    problems.or((files, notes))
}

type Made = Result<(Vec<GeneratedFile>, Problems), Problems>;

/// What is made of each API, all at once.
fn of_each(apis: &[Api], root: &Path) -> Vec<Made> {
    thread::scope(|scope| {
        let threads: Vec<_> = apis
            .iter()
            .map(|api| {
                let work = move || of_api(api, root);
                let thread = thread::Builder::new().stack_size(STACK);
                // Without a further thread it is done here.
                thread.spawn_scoped(scope, work).map_err(|_| work())
            })
            .collect();
        let made = threads.into_iter().map(|thread| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(made) => made,
        });
        made.collect()
    })
}

fn of_api(api: &Api, root: &Path) -> Made {
    let Some(version) = api.current_version() else {
        return Err(Problem::new(
            format!("{SPECS}/{}", manifest::FILE),
            format!("`{}` has no version {}", api.area, api.current),
            "it is the one to generate from",
            "add its row, or correct `current`",
        )
        .into());
    };
    let name = format!("{SPECS}/{}", version.file);
    let document = load(&version.path(&root.join(SPECS)), &name)?;
    let files = files_of(api, version, &document, root)?;
    Ok((files, undescribed(&document)))
}

/// The files of an API's crate, from its document; the versions before it are read from `root`.
pub(super) fn files_of(
    api: &Api,
    version: &Version,
    document: &Document,
    root: &Path,
) -> Result<Vec<GeneratedFile>, Problems> {
    lint(document).or(())?;
    let shaped = shape(document, lower(document)?)?;
    let source = generate(&shaped)?;
    let origin = Origin {
        area: api.area.clone(),
        crate_name: api.crate_name.clone(),
        document: document.name.clone(),
        version: version.version.clone(),
        sha256: sha256_hex(document.text.as_bytes()),
    };
    let mut files = render(&origin, &shaped, &source);
    files.push(requests::render(&origin, document)?);
    files.extend(changelog_of(api, document, &origin, root)?);
    Ok(files)
}

/// The changelog of a crate, by comparing each version of its document with the one before.
fn changelog_of(
    api: &Api,
    current: &Document,
    origin: &Origin,
    root: &Path,
) -> Result<Option<GeneratedFile>, Problems> {
    let history = api.history();
    let options = Options {
        crate_name: Some(api.crate_name.clone()),
    };
    let (mut before, mut reports) = (None::<Cow<'_, Document>>, Vec::new());
    for version in &history {
        let document = if version.version == api.current {
            Cow::Borrowed(current)
        } else {
            let name = format!("{SPECS}/{}", version.file);
            Cow::Owned(load(&root.join(&name), &name)?)
        };
        if let Some(before) = &before {
            reports.push(compare(before, &document, &options, &Generated)?);
        }
        before = Some(document);
    }
    let earlier = history.iter().zip(&reports);
    let since =
        std::iter::once(None).chain(earlier.map(|(before, report)| Some((*before, report))));
    let steps: Vec<Step<'_>> = history
        .iter()
        .zip(since)
        .map(|(version, since)| Step { version, since })
        .collect();
    Ok(changelog(origin, &steps))
}
