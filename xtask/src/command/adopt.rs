//! `cargo xtask adopt`: imports what Lean publishes.

mod arguments;

use std::fs;
use std::io;
use std::path::Path;

use chrono::Utc;
use xtask_adopt::{Area, BASELINE, Format, Given, Options, Plan, plan};
use xtask_codegen::lint;
use xtask_openapi::bundle::read as read_document;
use xtask_openapi::manifest::{self, Api, Manifest, Version, sha256_hex};
use xtask_openapi::{Document, Problem, Problems, load};

use self::arguments::Arguments;
use super::changes::{self, Change};
use super::generate::{SPECS, files_of};
use super::{Outcome, Place};
use crate::snapshots;
use crate::surface::Generated;
use crate::transaction::{Disk, LocalDisk, Transaction};

pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    run_on(&mut LocalDisk, arguments, place)
}

/// The command, writing to `disk`.
fn run_on(disk: &mut dyn Disk, arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let arguments = match Arguments::read(arguments) {
        Ok(arguments) => arguments,
        Err(what) => {
            writeln!(place.errors, "{what}")?;
            return Ok(Outcome::Refused);
        }
    };
    // Everything is made before the first file is touched.
    let made = match make(&arguments, place.root) {
        Ok(made) => made,
        Err(problems) => {
            writeln!(place.errors, "{problems}")?;
            return Ok(Outcome::Refused);
        }
    };
    write!(place.output, "{}", made.plan.report(arguments.format))?;
    let undecided = made
        .plan
        .areas
        .iter()
        .any(|area| !area.conflicts.is_empty());
    if undecided {
        writeln!(
            place.errors,
            "nothing was written: decide about each conflict with --take or --keep, all in one run"
        )?;
        return Ok(Outcome::Refused);
    }
    if !made.is_empty() && !arguments.dry_run {
        match made.transaction(place.root).commit(disk) {
            Ok(left) => changes::name_what_is_left(&left, place)?,
            Err(failure) => {
                writeln!(place.errors, "{failure}; nothing was changed")?;
                return Ok(Outcome::Refused);
            }
        }
    }
    // A program reads the report alone.
    if arguments.format == Format::Text && !made.is_empty() {
        made.tell(arguments.dry_run, place)?;
    }
    let breaks = made
        .plan
        .areas
        .iter()
        .filter_map(|area| area.next.as_ref())
        .any(|next| next.report.breaking);
    Ok(if breaks {
        Outcome::Different
    } else {
        Outcome::Fine
    })
}

/// Everything that is going to be written.
#[derive(Debug)]
struct Made {
    plan: Plan,
    /// Whole files of `specs/` but the manifest.
    documents: Vec<(String, String)>,
    changes: Vec<Change>,
    /// The manifest, when it changes.
    manifest: Option<String>,
}

/// Makes the next versions and their crates, without writing.
fn make(arguments: &Arguments, root: &Path) -> Result<Made, Problems> {
    let specs = root.join(SPECS);
    let manifest = Manifest::load(&specs)?;
    manifest.check_hashes(&specs).or(())?;
    let areas = areas(&manifest, root)?;
    let files = given(&arguments.files)?;
    let options = Options {
        take: arguments.take.clone(),
        keep: arguments.keep.clone(),
        complete: arguments.complete.clone(),
        area: arguments.area.clone(),
        day: Utc::now().format("%Y-%m-%d").to_string(),
    };
    let plan = plan(&files, &areas, &options, lint, &Generated)?;
    let mut made = Made {
        documents: Vec::new(),
        changes: Vec::new(),
        manifest: None,
        plan,
    };
    let undecided = made
        .plan
        .areas
        .iter()
        .any(|area| !area.conflicts.is_empty());
    if !undecided {
        made.add_all(&manifest, root)?;
    }
    Ok(made)
}

fn areas<'m>(manifest: &'m Manifest, root: &Path) -> Result<Vec<Area<'m>>, Problems> {
    let mut problems = Problems::new();
    let mut areas = Vec::new();
    for api in &manifest.apis {
        let read = current(api, root).and_then(|ours| {
            Ok(Area {
                api,
                ours,
                baselines: baselines(api, root)?,
            })
        });
        match read {
            Ok(area) => areas.push(area),
            Err(found) => problems.extend(found),
        }
    }
    problems.or(areas)
}

fn current(api: &Api, root: &Path) -> Result<Document, Problems> {
    // A manifest that was read has its current version.
    let file = api.current_version().map_or("", |version| &version.file);
    let name = format!("{SPECS}/{file}");
    load(&root.join(&name), &name)
}

/// The baselines of an area, one a region.
fn baselines(api: &Api, root: &Path) -> Result<Vec<(String, Document)>, Problems> {
    let mut found = Vec::new();
    for region in ["sa", "ae"] {
        let name = format!("{SPECS}/{region}/{}/{BASELINE}", api.area);
        let path = root.join(&name);
        if path.exists() {
            found.push((region.to_owned(), load(&path, &name)?));
        }
    }
    Ok(found)
}

fn given(files: &[String]) -> Result<Vec<Given>, Problems> {
    let mut problems = Problems::new();
    let mut read = Vec::new();
    for file in files {
        let path = Path::new(file);
        let name = path
            .file_name()
            .map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
        let taken = read_document(path, file).and_then(|document| {
            let bytes = fs::read(path).map_err(|error| unreadable(file, &error))?;
            Given::new(document, &name, &bytes)
        });
        match taken {
            Ok(taken) => read.push(taken),
            Err(found) => problems.extend(found),
        }
    }
    problems.or(read)
}

fn unreadable(file: &str, error: &io::Error) -> Problem {
    Problem::new(
        file,
        format!("the file cannot be read: {error}"),
        "the command cannot work without it",
        "check its name and your permission to read it",
    )
}

impl Made {
    fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    fn add_all(&mut self, manifest: &Manifest, root: &Path) -> Result<(), Problems> {
        let name = format!("{SPECS}/{}", manifest::FILE);
        let specs = root.join(SPECS);
        let mut text = fs::read_to_string(specs.join(manifest::FILE))
            .map_err(|error| unreadable(&name, &error))?;
        let mut problems = Problems::new();
        let (mut files, mut gone) = (Vec::new(), Vec::new());
        for area in &self.plan.areas {
            if let Some(baseline) = &area.baseline {
                self.documents
                    .push((baseline.name.clone(), baseline.text.clone()));
            }
            let (Some(next), Some(api)) = (&area.next, manifest.api(&area.area)) else {
                continue;
            };
            let row = Version {
                file: format!("{}/{}/{}.yaml", api.region, api.area, next.version),
                sha256: sha256_hex(next.document.text.as_bytes()),
                version: next.version.clone(),
                released: None,
            };
            if row.path(&specs).exists() {
                problems.push(lies_there(&next.document.name));
            }
            text = manifest::with_version(&text, &name, api, &row)?;
            let changed = Manifest::parse(&text, &name)?;
            let api = changed.api(&area.area).unwrap_or(api);
            match files_of(api, &row, &next.document, root) {
                Ok(made) => files.extend(made),
                Err(found) => problems.extend(found),
            }
            match snapshots::following(api, &next.document, root) {
                Ok(following) => {
                    files.extend(following.written);
                    gone.extend(following.gone.into_iter().map(Change::Remove));
                }
                Err(found) => problems.extend(found),
            }
            self.documents
                .push((next.document.name.clone(), next.document.text.clone()));
            self.manifest = Some(text.clone());
        }
        problems.or(())?;
        self.changes = changes::find(root, &files, false)?;
        self.changes.extend(gone);
        Ok(())
    }

    /// Documents and crates first: until the manifest names a version, it is not there.
    fn transaction(&self, root: &Path) -> Transaction {
        let mut transaction = Transaction::new();
        for (name, text) in &self.documents {
            transaction.write(root.join(name), text.as_bytes());
        }
        changes::plan(root, &self.changes, &mut transaction);
        if let Some(manifest) = &self.manifest {
            let path = root.join(SPECS).join(manifest::FILE);
            transaction.write(path, manifest.as_bytes());
        }
        transaction
    }

    fn tell(&self, dry_run: bool, place: &mut Place<'_>) -> io::Result<()> {
        let output = &mut *place.output;
        writeln!(output)?;
        let verb = if dry_run { "would write" } else { "wrote" };
        for (name, _) in &self.documents {
            writeln!(output, "{verb} {name}")?;
        }
        for change in &self.changes {
            if dry_run {
                writeln!(output, "{}", change.as_planned())?;
            } else {
                writeln!(output, "{change}")?;
            }
        }
        if self.manifest.is_some() {
            writeln!(output, "{verb} {SPECS}/{}", manifest::FILE)?;
        }
        if dry_run {
            return writeln!(output, "\ndry run, nothing was written");
        }
        if self.manifest.is_some() {
            writeln!(
                output,
                "\nnext: read `git diff -C --find-copies-harder`, then run `cargo test --workspace`"
            )?;
        }
        Ok(())
    }
}

fn lies_there(name: &str) -> Problem {
    Problem::new(
        name,
        "there is a file of this name, which the manifest does not list",
        "it would be overwritten",
        "add its row to the manifest, or remove the file",
    )
}

#[cfg(test)]
mod tests;
