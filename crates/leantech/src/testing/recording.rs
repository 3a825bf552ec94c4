//! Recorded answers in files: one JSON object each.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Answer;
use super::route::Route;

/// What a file holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recording {
    /// The route, as [`Route`] reads it.
    pub(super) request: String,
    pub(super) status: u16,
    /// Headers that the client reads, besides the content type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
}

/// Why recordings could not be read or written. It contains no text of an answer.
#[derive(Debug)]
#[non_exhaustive]
pub struct RecordingError {
    path: PathBuf,
    fault: Fault,
}

#[derive(Debug)]
enum Fault {
    Io(io::Error),
    Malformed { line: usize, column: usize },
}

impl RecordingError {
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            fault: Fault::Io(error),
        }
    }

    /// The file or folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.fault {
            Fault::Io(_) => write!(f, "could not read or write {path}"),
            Fault::Malformed { line, column } => write!(
                f,
                "{path}:{line}:{column}: this is not a recorded answer; record it again, or write an object \
                 with `request`, `status` and `body`"
            ),
        }
    }
}

impl std::error::Error for RecordingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            Fault::Io(error) => Some(error),
            Fault::Malformed { .. } => None,
        }
    }
}

/// The recordings of a folder, in the order of their names.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<(Route, Answer)>, RecordingError> {
    let entries = fs::read_dir(folder).map_err(|error| RecordingError::io(folder, error))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| RecordingError::io(folder, error))?
            .path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<(Route, Answer), RecordingError> {
    let text = fs::read_to_string(path).map_err(|error| RecordingError::io(path, error))?;
    let recording: Recording = serde_json::from_str(&text).map_err(|error| RecordingError {
        path: path.to_owned(),
        fault: Fault::Malformed {
            line: error.line(),
            column: error.column(),
        },
    })?;
    let answer = Answer::json(recording.status, &recording.body);
    let answer = (recording.headers.iter()).fold(answer, |answer, (name, value)| {
        answer.with_header(name, value)
    });
    Ok((Route::from(recording.request.as_str()), answer))
}

/// Writes a recording; a file is there whole or not at all.
pub(super) fn write(path: &Path, recording: &Recording) -> Result<(), RecordingError> {
    let fault = |error| RecordingError::io(path, error);
    let mut text = serde_json::to_string_pretty(recording).map_err(|error| fault(error.into()))?;
    text.push('\n');
    let partial = path.with_extension("part");
    fs::write(&partial, text).map_err(fault)?;
    fs::rename(&partial, path).map_err(fault)
}
