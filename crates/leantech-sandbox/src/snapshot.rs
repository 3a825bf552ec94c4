//! The state file: read whole or not at all, written whole or not at all.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{SandboxError, StateFault};
use crate::state::State;

/// The format of the file; another number is another meaning.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Saved<'s> {
    format: u32,
    advanced_millis: u64,
    state: &'s State,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Deserialize)]
struct Loaded {
    advanced_millis: u64,
    state: State,
}

/// Reads a state and how far its clock was ahead; a file that is not there is no state.
pub(crate) fn load(path: &Path) -> Result<Option<(State, Duration)>, SandboxError> {
    let fail = |fault| SandboxError::state(path, fault);
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(StateFault::Read(error))),
    };
    let Format { format } =
        serde_json::from_slice(&text).map_err(|error| fail(StateFault::Corrupt(error)))?;
    if format != FORMAT {
        return Err(fail(StateFault::Format(format)));
    }
    let Loaded {
        advanced_millis,
        mut state,
    } = serde_json::from_slice(&text).map_err(|error| fail(StateFault::Corrupt(error)))?;
    if !state.restore() {
        return Err(fail(StateFault::Dangling));
    }
    Ok(Some((state, Duration::from_millis(advanced_millis))))
}

/// Writes a state beside the file and then puts it in its place, so that a file that was there
/// stays whole whatever happens.
pub(crate) fn save(path: &Path, state: &State, advanced: Duration) -> Result<(), SandboxError> {
    let saved = Saved {
        format: FORMAT,
        advanced_millis: u64::try_from(advanced.as_millis()).unwrap_or(u64::MAX),
        state,
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let written = || {
        let mut file = File::create(&beside)?;
        file.write_all(&serde_json::to_vec(&saved)?)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    written().map_err(|error| {
        // What was begun is of no use; if it cannot be removed, nothing can be done about it.
        let _ = std::fs::remove_file(&beside);
        SandboxError::state(path, StateFault::Write(error))
    })
}
