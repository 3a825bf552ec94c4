//! The folder of the schemas: what differs from what it should hold, and its making.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::catalogue::SchemaFile;

/// Where the schemas lie in the repository.
const FOLDER: &str = "specs/schemas";

/// The folder of one checkout.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// One file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It lies there with another content.
    Differs(String),
    /// It does not lie there.
    Missing(String),
    /// It lies there and is none of the schemas.
    Unknown(String),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs(name) => write!(f, "{FOLDER}/{name} differs from its type"),
            Self::Missing(name) => write!(f, "{FOLDER}/{name} is missing"),
            Self::Unknown(name) => write!(f, "{FOLDER}/{name} is not the schema of any type"),
        }
    }
}

impl Change {
    /// The change as the one who made it tells of it.
    pub fn as_made(&self) -> String {
        match self {
            Self::Differs(name) | Self::Missing(name) => format!("wrote {FOLDER}/{name}"),
            Self::Unknown(name) => format!("removed {FOLDER}/{name}"),
        }
    }
}

/// A file that cannot be read or written.
#[derive(Debug)]
pub struct FolderError {
    name: String,
    source: io::Error,
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{FOLDER}/{}: it cannot be read or written; check its permissions and the disk",
            self.name
        )
    }
}

impl std::error::Error for FolderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl Folder {
    /// The folder below the root of a checkout.
    pub fn of(root: &Path) -> Self {
        Self {
            path: root.join(FOLDER),
        }
    }

    /// What is not as it should be, sorted.
    ///
    /// # Errors
    ///
    /// Fails when a file that is there cannot be read.
    pub fn compare(&self, files: &[SchemaFile]) -> Result<Vec<Change>, FolderError> {
        let mut changes = Vec::new();
        for file in files {
            match fs::read(self.path.join(file.name)) {
                Ok(found) if found == file.text().as_bytes() => {}
                Ok(_) => changes.push(Change::Differs(file.name.to_owned())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    changes.push(Change::Missing(file.name.to_owned()));
                }
                Err(source) => return Err(trouble(file.name, source)),
            }
        }
        let wanted: BTreeSet<&str> = files.iter().map(|file| file.name).collect();
        let unknown = self.names()?.into_iter();
        changes.extend(
            unknown
                .filter(|name| !wanted.contains(name.as_str()))
                .map(Change::Unknown),
        );
        Ok(changes)
    }

    /// Makes the folder hold these files and no others; tells what was changed.
    ///
    /// # Errors
    ///
    /// Fails when a file cannot be read, written or removed.
    pub fn write(&self, files: &[SchemaFile]) -> Result<Vec<Change>, FolderError> {
        let changes = self.compare(files)?;
        fs::create_dir_all(&self.path).map_err(|source| trouble("", source))?;
        for file in files {
            // Beside the old one first, so that a full disk leaves no half file.
            let beside = self.path.join(format!("{}.writing", file.name));
            fs::write(&beside, file.text())
                .and_then(|()| fs::rename(&beside, self.path.join(file.name)))
                .map_err(|source| trouble(file.name, source))?;
        }
        for change in &changes {
            if let Change::Unknown(name) = change {
                fs::remove_file(self.path.join(name)).map_err(|source| trouble(name, source))?;
            }
        }
        Ok(changes)
    }

    /// The names in the folder, sorted; none when it is not there.
    fn names(&self) -> Result<BTreeSet<String>, FolderError> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            Err(source) => return Err(trouble("", source)),
        };
        entries
            .map(|entry| {
                let entry = entry.map_err(|source| trouble("", source))?;
                Ok(entry.file_name().to_string_lossy().into_owned())
            })
            .collect()
    }
}

fn trouble(name: &str, source: io::Error) -> FolderError {
    FolderError {
        name: name.to_owned(),
        source,
    }
}
