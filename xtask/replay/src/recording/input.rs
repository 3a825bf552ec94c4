//! The files and folders that a user names, and which kind of recording each is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use xtask_openapi::{Problem, Problems};

use crate::json::raw::{self, Object, RawValue};
use crate::recording::Taker;
use crate::recording::{capture, har, postman};

/// The longest file that is read, in bytes.
const LONGEST_FILE: u64 = 512 * 1024 * 1024;

/// How deep folders of captures may lie in one another.
const DEEPEST_FOLDER: usize = 16;

const KINDS: &str = "give a Postman collection v2.1, a HAR 1.2 file, or a folder of captures \
                     (xtask/replay/README.md)";

/// Why a file gave no answers.
enum Failure {
    /// It is none of the kinds; in a folder it may still be the body of a capture.
    Foreign(Problems),
    /// It is JSON of something else, which may lie next to recordings.
    Other(Problems),
    /// It is one of them, and something in it cannot be read.
    Broken(Problems),
}

/// Hands out every answer in a file or a folder, and gives the files of a folder that were skipped.
pub(crate) fn read(input: &Path, take: &mut Taker<'_>) -> Result<Vec<PathBuf>, Problems> {
    let metadata = fs::metadata(input).map_err(|error| unreadable(input, &error))?;
    if metadata.is_dir() {
        return folder(input, take);
    }
    let name = input
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let mut bodies = BTreeSet::new();
    let read = file(input, &name.unwrap_or_default(), &mut bodies, take);
    read.map(|()| Vec::new()).map_err(|failure| match failure {
        Failure::Foreign(problems) | Failure::Other(problems) | Failure::Broken(problems) => {
            problems
        }
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problems {
    let what = format!("it cannot be read ({error})");
    let mend = "check its name and your permission to read it";
    problem(path, what, "there is nothing to compare", mend)
}

fn problem(path: &Path, what: impl Into<String>, why: &str, mend: &str) -> Problems {
    Problem::new(path.display().to_string(), what, why, mend).into()
}

fn folder(root: &Path, take: &mut Taker<'_>) -> Result<Vec<PathBuf>, Problems> {
    let mut files = BTreeSet::new();
    list(root, 0, &mut files)?;
    let mut problems = Problems::new();
    let mut foreign: Vec<(PathBuf, Problems)> = Vec::new();
    let mut skipped: Vec<PathBuf> = Vec::new();
    let mut bodies = BTreeSet::new();
    let mut recordings = 0_usize;
    for path in files {
        let name = path.strip_prefix(root).unwrap_or(&path).with_extension("");
        let name = name.to_string_lossy().replace('\\', "/");
        match file(&path, &name, &mut bodies, take) {
            Ok(()) => recordings += 1,
            Err(Failure::Foreign(problems)) => foreign.push((path, problems)),
            Err(Failure::Other(_)) => skipped.push(path),
            Err(Failure::Broken(broken)) => problems.extend(broken),
        }
    }
    let strangers = foreign
        .into_iter()
        .filter(|(path, _)| !bodies.contains(path));
    problems.extend(strangers.flat_map(|(_, problems)| problems));
    if recordings == 0 && problems.is_empty() {
        let what = "no recording is in this folder";
        return Err(problem(root, what, "there is nothing to compare", KINDS));
    }
    skipped.retain(|path| !bodies.contains(path));
    problems.or(skipped)
}

/// The files in a folder that may be recordings. Links to folders are not followed, since they
/// can lead round in a circle.
fn list(folder: &Path, depth: usize, files: &mut BTreeSet<PathBuf>) -> Result<(), Problems> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let path = entry.path();
        let kind = entry
            .file_type()
            .map_err(|error| unreadable(&path, &error))?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden {
            continue;
        }
        if kind.is_dir() {
            if depth >= DEEPEST_FOLDER {
                return Err(problem(
                    &path,
                    "folders are nested too deeply",
                    "this does not look like a folder of captures",
                    "name the folder that holds the captures",
                ));
            }
            list(&path, depth + 1, files)?;
        } else if is_candidate(&path) {
            files.insert(path);
        }
    }
    Ok(())
}

fn is_candidate(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    matches!(ending.as_deref(), Some("json" | "har"))
}

fn file(
    path: &Path,
    name: &str,
    bodies: &mut BTreeSet<PathBuf>,
    take: &mut Taker<'_>,
) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let foreign =
        |what: String, why: &str, mend: &str| Failure::Foreign(problem(path, what, why, mend));
    let length = fs::metadata(path)
        .map_err(|error| Failure::Broken(unreadable(path, &error)))?
        .len();
    if length > LONGEST_FILE {
        return Err(Failure::Broken(problem(
            path,
            format!("it has {length} bytes, more than {LONGEST_FILE}"),
            "a recording is held in memory completely",
            "split the recording",
        )));
    }
    let bytes = fs::read(path).map_err(|error| Failure::Broken(unreadable(path, &error)))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        foreign(
            "it is not in UTF-8".to_owned(),
            "recordings are UTF-8 text",
            "export it again, or convert it",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let root = raw::parse(text).map_err(|error| {
        foreign(
            format!(
                "it is not JSON (line {}, column {})",
                error.line(),
                error.column()
            ),
            "recordings are JSON",
            "export it again, or correct it there",
        )
    })?;
    if let Some(captures) = raw::items(root) {
        let are_captures = captures
            .iter()
            .all(|item| Object::read(item).is_some_and(|item| capture::is_capture(&item)));
        if are_captures {
            for (nth, item) in captures.iter().enumerate() {
                read_capture(path, &format!("{name}[{nth}]"), item, bodies, take)?;
            }
            return Ok(());
        }
    }
    let unknown = || {
        let what = "it is not a known kind of recording";
        Failure::Other(problem(
            path,
            what,
            "the answers in it cannot be found",
            KINDS,
        ))
    };
    let object = Object::read(root).ok_or_else(unknown)?;
    if let Some(entries) = har::find(&object) {
        har::read(&entries, take);
        return Ok(());
    }
    if capture::is_capture(&object) {
        return read_capture(path, name, root, bodies, take);
    }
    let collection = postman::find(object).ok_or_else(unknown)?;
    postman::read(&shown, &collection, take).map_err(Failure::Broken)
}

fn read_capture(
    path: &Path,
    name: &str,
    capture: &RawValue,
    bodies: &mut BTreeSet<PathBuf>,
    take: &mut Taker<'_>,
) -> Result<(), Failure> {
    let object = Object::read(capture);
    let body = object.and_then(|object| capture::body_file(&object));
    bodies.extend(body.and_then(|name| capture::body_path(path, &name)));
    capture::read(path, name, capture, take).map_err(Failure::Broken)
}
