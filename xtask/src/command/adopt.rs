//! `cargo xtask adopt`: takes in a document as Lean publishes it, as the next version of an area.

mod arguments;

use std::io;
use std::path::Path;

use xtask_adopt::{Adopted, Overlay, Sources, adopt};
use xtask_codegen::lint;
use xtask_openapi::manifest::{Api, Manifest, Version, sha256_hex};
use xtask_openapi::{Document, Problem, Problems, bundle, load, manifest};

use self::arguments::Arguments;
use super::changes::{self, Change};
use super::generate::{SPECS, files_of};
use super::{Outcome, Place};
use crate::surface::Generated;
use crate::transaction::{Disk, LocalDisk, Transaction};

/// The name of the file beside the versions of an area that holds our corrections.
const OVERLAY: &str = "overlay.yaml";

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
    let plan = match plan(&arguments, place.root) {
        Ok(Some(plan)) => plan,
        Ok(None) => {
            writeln!(
                place.output,
                "{}: the document says what the current version says; nothing to do",
                arguments.area
            )?;
            return Ok(Outcome::Fine);
        }
        Err(problems) => {
            writeln!(place.errors, "{problems}")?;
            return Ok(Outcome::Refused);
        }
    };
    plan.tell(place)?;
    if arguments.dry_run {
        plan.show(place)?;
    } else {
        match plan.transaction(place.root).commit(disk) {
            Ok(left) => changes::name_what_is_left(&left, place)?,
            Err(failure) => {
                writeln!(place.errors, "{failure}; nothing was changed")?;
                return Ok(Outcome::Refused);
            }
        }
        plan.tell_what_was_written(place)?;
    }
    Ok(if plan.adopted.report.breaking {
        Outcome::Different
    } else {
        Outcome::Fine
    })
}

/// All that is going to happen.
#[derive(Debug)]
struct Plan {
    area: String,
    before: String,
    overlay: Option<String>,
    adopted: Adopted,
    row: Version,
    manifest: String,
    changes: Vec<Change>,
}

/// Makes the next version and its crate, without writing; `None` when there is nothing to do.
fn plan(arguments: &Arguments, root: &Path) -> Result<Option<Plan>, Problems> {
    let specs = root.join(SPECS);
    let manifest = Manifest::load(&specs)?;
    let Some(api) = manifest.api(&arguments.area) else {
        let known: Vec<&str> = manifest.areas().collect();
        return Err(Problem::new(
            format!("{SPECS}/{}", manifest::FILE),
            format!("there is no area `{}`", arguments.area),
            "a document is taken in as the next version of one",
            format!("name one of {}, or add a row by hand", known.join(", ")),
        )
        .into());
    };
    let published = Manifest {
        apis: vec![api.clone()],
    };
    published.check_hashes(&specs).or(())?;
    let lean = bundle::read(Path::new(&arguments.file), &arguments.file)?;
    let current = current_document(api, root)?;
    let overlay = overlay_of(api, root)?;
    let sources = Sources {
        lean: &lean,
        overlay: overlay.as_ref(),
        api,
        current: &current,
    };
    let Some(adopted) = adopt(sources, arguments.version.as_ref(), lint, &Generated)? else {
        return Ok(None);
    };
    let row = Version {
        file: format!("{}/{}/{}.yaml", api.region, api.area, adopted.version),
        sha256: sha256_hex(adopted.document.text.as_bytes()),
        version: adopted.version.clone(),
        released: None,
    };
    refuse_what_lies_there(&row.path(&specs), &adopted.document.name)?;
    let name = format!("{SPECS}/{}", manifest::FILE);
    let text = read(&specs.join(manifest::FILE), &name)?;
    let manifest = manifest::with_version(&text, &name, api, &row)?;
    let changed = Manifest::parse(&manifest, &name)?;
    let next = changed.api(&arguments.area).unwrap_or(api);
    let files = files_of(next, &row, &adopted.document, root)?;
    Ok(Some(Plan {
        area: api.area.clone(),
        before: api.current.clone(),
        overlay: overlay.map(|overlay| overlay.name().to_owned()),
        changes: changes::find(root, &files, false)?,
        adopted,
        row,
        manifest,
    }))
}

fn current_document(api: &Api, root: &Path) -> Result<Document, Problems> {
    // A manifest that was read has its current version.
    let file = api.current_version().map_or("", |version| &version.file);
    let name = format!("{SPECS}/{file}");
    load(&root.join(&name), &name)
}

fn overlay_of(api: &Api, root: &Path) -> Result<Option<Overlay>, Problems> {
    let name = format!("{SPECS}/{}/{}/{OVERLAY}", api.region, api.area);
    let path = root.join(&name);
    if !path.exists() {
        return Ok(None);
    }
    Overlay::read(load(&path, &name)?).map(Some)
}

fn refuse_what_lies_there(path: &Path, name: &str) -> Result<(), Problems> {
    if !path.exists() {
        return Ok(());
    }
    Err(Problem::new(
        name,
        "there is a file of this name, which the manifest does not list",
        "it would be written over",
        "add its row to the manifest, or take it away",
    )
    .into())
}

fn read(path: &Path, name: &str) -> Result<String, Problems> {
    std::fs::read_to_string(path).map_err(|error| {
        Problem::new(
            name,
            format!("the file cannot be read: {error}"),
            "the new version's row goes into it",
            "check your right to read it",
        )
        .into()
    })
}

impl Plan {
    /// Document and crate first: until the manifest names the version, it is not there.
    fn transaction(&self, root: &Path) -> Transaction {
        let mut transaction = Transaction::new();
        let document = &self.adopted.document;
        transaction.write(root.join(&document.name), document.text.as_bytes());
        changes::plan(root, &self.changes, &mut transaction);
        transaction.write(
            root.join(SPECS).join(manifest::FILE),
            self.manifest.as_bytes(),
        );
        transaction
    }

    /// What the new version is, for people.
    fn tell(&self, place: &mut Place<'_>) -> io::Result<()> {
        let Self {
            area,
            before,
            adopted,
            ..
        } = self;
        let output = &mut *place.output;
        writeln!(
            output,
            "{area}: version {}, after {before}",
            adopted.version
        )?;
        match &self.overlay {
            Some(name) => writeln!(output, "\ncorrected by {name}:")?,
            None => writeln!(output, "\nthe area has no overlay; nothing was corrected")?,
        }
        for applied in &adopted.applied {
            let times = match applied.places {
                1 => String::new(),
                places => format!(" ({places} places)"),
            };
            writeln!(output, "  {}{times}: {}", applied.target, applied.reason)?;
        }
        if !adopted.words_of_lean.is_empty() {
            writeln!(
                output,
                "\nstill in Lean's words; say them in ours, by an action of the overlay:"
            )?;
            for place in &adopted.words_of_lean {
                writeln!(output, "  {place}")?;
            }
        }
        writeln!(output, "\nsince {before}:")?;
        output.write_all(adopted.report.text().as_bytes())
    }

    /// What would be written, for a dry run.
    fn show(&self, place: &mut Place<'_>) -> io::Result<()> {
        let output = &mut *place.output;
        writeln!(output, "\nwould write {}:\n", self.adopted.document.name)?;
        output.write_all(self.adopted.document.text.as_bytes())?;
        for change in &self.changes {
            writeln!(output, "\n{}", change.as_planned())?;
        }
        let Version {
            version,
            file,
            sha256,
            ..
        } = &self.row;
        writeln!(
            output,
            "\nwould add to {SPECS}/{}, as current:\n  \
             {{ version = \"{version}\", file = \"{file}\", sha256 = \"{sha256}\" }}\n\n\
             dry run, nothing was written",
            manifest::FILE
        )
    }

    fn tell_what_was_written(&self, place: &mut Place<'_>) -> io::Result<()> {
        let output = &mut *place.output;
        writeln!(output, "\nwrote {}", self.adopted.document.name)?;
        for change in &self.changes {
            writeln!(output, "{change}")?;
        }
        writeln!(
            output,
            "wrote {SPECS}/{}\n\nnext: read `git diff`, then `cargo test --workspace` and \
             `cargo insta review`",
            manifest::FILE
        )
    }
}

#[cfg(test)]
mod tests;
