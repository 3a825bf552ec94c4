//! `cargo xtask drift`: what changed between two documents, and who breaks.

use std::io;
use std::path::Path;

use xtask_drift::{Options, Report, compare};
use xtask_openapi::manifest::{Api, Manifest, Version};
use xtask_openapi::{Problem, Problems, bundle, load, manifest};

use super::{Outcome, Place};
use crate::surface::Generated;

const SPECS: &str = "specs";

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Json,
}

/// What is compared.
#[derive(Debug, PartialEq, Eq)]
enum Wanted<'a> {
    Files(&'a str, &'a str),
    Area(&'a str),
    All,
}

/// The arguments as they were understood.
#[derive(Debug)]
struct Request<'a> {
    wanted: Wanted<'a>,
    format: Format,
    options: Options,
}

pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let request = match understood(arguments) {
        Ok(request) => request,
        Err(what) => {
            writeln!(place.errors, "{what}; see `cargo xtask drift --help`")?;
            return Ok(Outcome::Refused);
        }
    };
    let reports = match request.wanted {
        Wanted::Files(old, new) => of_files(old, new, place.root, &request.options)
            .map(|report| vec![(String::new(), report)]),
        Wanted::Area(area) => of_areas(place.root, Some(area)),
        Wanted::All => of_areas(place.root, None),
    };
    match reports {
        Ok(reports) => write(&reports, &request, place),
        Err(problems) => {
            writeln!(place.errors, "{problems}")?;
            Ok(Outcome::Refused)
        }
    }
}

fn understood(arguments: &[String]) -> Result<Request<'_>, String> {
    let mut format = Format::Text;
    let mut options = Options::default();
    let mut all = false;
    let mut names: Vec<&str> = Vec::new();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        let (flag, inline) = match argument.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag, Some(value)),
            _ => (argument, None),
        };
        let mut value = || {
            inline
                .or_else(|| rest.next())
                .ok_or_else(|| format!("{flag} needs a value"))
        };
        match flag {
            "--all" => all = true,
            "--crate" => options.crate_name = Some(value()?.to_owned()),
            "--format" => {
                format = match value()? {
                    "text" => Format::Text,
                    "markdown" => Format::Markdown,
                    "json" => Format::Json,
                    other => {
                        return Err(format!(
                            "there is no format `{other}`, only text, markdown and json"
                        ));
                    }
                };
            }
            unknown if unknown.starts_with('-') => {
                return Err(format!("there is no option `{unknown}`"));
            }
            name => names.push(name),
        }
    }
    let wanted = match (all, names.as_slice()) {
        (true, []) => Wanted::All,
        (false, [area]) => Wanted::Area(area),
        (false, [old, new]) => Wanted::Files(old, new),
        _ => return Err("drift takes two files, or one area, or --all".to_owned()),
    };
    Ok(Request {
        wanted,
        format,
        options,
    })
}

fn of_files(old: &str, new: &str, root: &Path, options: &Options) -> Result<Report, Problems> {
    let mut options = options.clone();
    if options.crate_name.is_none() {
        options.crate_name = [new, old].into_iter().find_map(|file| crate_of(file, root));
    }
    // One document does not wait for the other.
    let (old, new) = std::thread::scope(|scope| {
        let other = scope.spawn(|| bundle::read(Path::new(new), new));
        let old = bundle::read(Path::new(old), old);
        let new = other.join().unwrap_or_else(|_| {
            Err(Problem::new(
                new,
                "the reader failed",
                "the document could not be read",
                "report it",
            )
            .into())
        });
        (old, new)
    });
    compare(&old?, &new?, &options, &Generated)
}

/// The crate of a file that the manifest lists.
fn crate_of(file: &str, root: &Path) -> Option<String> {
    let specs = root.join(SPECS).canonicalize().ok()?;
    let path = Path::new(file).canonicalize().ok()?;
    let below = path.strip_prefix(&specs).ok()?;
    let manifest = Manifest::load(&specs).ok()?;
    let area = below.iter().nth(1)?.to_str()?.to_owned();
    manifest.api(&area).map(|api| api.crate_name.clone())
}

/// The current version of each area against the one before.
fn of_areas(root: &Path, only: Option<&str>) -> Result<Vec<(String, Report)>, Problems> {
    let specs = root.join(SPECS);
    let manifest = Manifest::load(&specs)?;
    let mut reports = Vec::new();
    for api in &manifest.apis {
        if only.is_some_and(|area| area != api.area) {
            continue;
        }
        let Some(current) = api.current_version() else {
            continue;
        };
        let Some(before) = before(api) else {
            if only.is_some() {
                return Err(alone(api, current));
            }
            continue;
        };
        let document =
            |version: &Version| load(&version.path(&specs), &format!("{SPECS}/{}", version.file));
        let options = Options {
            crate_name: Some(api.crate_name.clone()),
        };
        let report = compare(
            &document(before)?,
            &document(current)?,
            &options,
            &Generated,
        )?;
        let title = format!("{} {} to {}", api.area, before.version, current.version);
        reports.push((title, report));
    }
    if let (Some(area), true) = (only, reports.is_empty()) {
        let known: Vec<&str> = manifest.areas().collect();
        return Err(Problem::new(
            format!("{SPECS}/{}", manifest::FILE),
            format!("there is no area `{area}`"),
            "only what the manifest lists can be compared",
            format!("name two files, or one of {}", known.join(", ")),
        )
        .into());
    }
    Ok(reports)
}

/// The version before the current one.
fn before(api: &Api) -> Option<&Version> {
    let history = api.history();
    history.iter().rev().nth(1).copied()
}

fn alone(api: &Api, current: &Version) -> Problems {
    Problem::new(
        format!("{SPECS}/{}", manifest::FILE),
        format!("`{}` has no version before {}", api.area, current.version),
        "there is nothing to compare it with",
        "name two files",
    )
    .into()
}

fn write(
    reports: &[(String, Report)],
    request: &Request<'_>,
    place: &mut Place<'_>,
) -> io::Result<Outcome> {
    let output = &mut place.output;
    if reports.is_empty() {
        writeln!(place.errors, "no area has two versions yet")?;
    }
    let alone = matches!(request.wanted, Wanted::Files(..));
    if request.format == Format::Json && !alone && reports.len() != 1 {
        let all: serde_json::Map<String, serde_json::Value> = reports
            .iter()
            .filter_map(|(title, report)| Some((title.clone(), serde_json::to_value(report).ok()?)))
            .collect();
        writeln!(output, "{}", serde_json::Value::Object(all))?;
    } else {
        for (nth, (title, report)) in reports.iter().enumerate() {
            let gap = if nth > 0 { "\n" } else { "" };
            match request.format {
                Format::Json => write!(output, "{}", report.json())?,
                Format::Text if alone => write!(output, "{}", report.text())?,
                Format::Text => write!(output, "{gap}{title}: {}", report.text())?,
                Format::Markdown if alone => write!(output, "{}", report.markdown())?,
                Format::Markdown => write!(output, "{gap}## {title}\n\n{}", report.markdown())?,
            }
        }
    }
    let breaks = reports.iter().any(|(_, report)| report.breaking);
    Ok(if breaks {
        Outcome::Different
    } else {
        Outcome::Fine
    })
}
