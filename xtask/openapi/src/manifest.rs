//! `specs/manifest.toml`: which documents there are, and that a published one never changes.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::problem::{Problem, Problems};

mod edit;

pub use edit::with_version;

/// The name of the manifest in the folder of the documents.
pub const FILE: &str = "manifest.toml";

/// All APIs with their documents, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// One row an API.
    #[serde(rename = "api", default)]
    pub apis: Vec<Api>,
}

/// One API: a crate, and the versions of its document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The region, `sa` for Saudi Arabia.
    pub region: String,
    /// The area, which is the first part of Lean's paths.
    pub area: String,
    /// The crate that is generated from it.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// The files of Lean that this area's operations are taken from, the best first: parts of
    /// their names.
    #[serde(default)]
    pub lean: Vec<String>,
    /// The version the crate is generated from.
    pub current: String,
    /// Every published version.
    pub versions: Vec<Version>,
}

/// One published version of a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// The version, as semver of the document.
    pub version: String,
    /// The file, seen from the folder of the manifest.
    pub file: String,
    /// SHA-256 of the file, in lower-case hexadecimal digits.
    pub sha256: String,
    /// The last released version of the crate that was generated from it; none while it was
    /// never released.
    #[serde(default)]
    pub released: Option<String>,
}

impl Api {
    /// The version the crate is generated from; `None` never happens in a manifest that was
    /// read by [`Manifest::load`].
    pub fn current_version(&self) -> Option<&Version> {
        self.version(&self.current)
    }

    /// The versions up to the current one, the lowest first, as semver orders them.
    pub fn history(&self) -> Vec<&Version> {
        let current = semver::Version::parse(&self.current).ok();
        let mut history: Vec<_> = self
            .versions
            .iter()
            .filter_map(|row| Some((semver::Version::parse(&row.version).ok()?, row)))
            .filter(|(version, _)| Some(version) <= current.as_ref())
            .collect();
        history.sort_by(|(one, _), (other, _)| one.cmp(other));
        history.into_iter().map(|(_, row)| row).collect()
    }

    /// One published version.
    pub fn version(&self, version: &str) -> Option<&Version> {
        self.versions.iter().find(|row| row.version == version)
    }
}

impl Version {
    /// The file's path, for a manifest in `specs_dir`.
    pub fn path(&self, specs_dir: &Path) -> PathBuf {
        specs_dir.join(&self.file)
    }
}

/// A file's path as a person in the repository's root writes it.
fn shown(path: &Path, specs_dir: &Path) -> String {
    let root = specs_dir.parent().unwrap_or(specs_dir);
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}

impl Manifest {
    /// Reads the manifest in the folder `specs_dir`.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be read, and as [`Manifest::parse`] does.
    pub fn load(specs_dir: &Path) -> Result<Self, Problems> {
        let path = specs_dir.join(FILE);
        let name = shown(&path, specs_dir);
        let text = fs::read_to_string(&path).map_err(|error| {
            Problem::new(
                &name,
                format!("the manifest cannot be read: {error}"),
                "it says which documents there are",
                "run the command in the repository's root, or restore the file",
            )
        })?;
        Self::parse(&text, &name)
    }

    /// Reads a manifest from its text; `name` is the file's name in messages.
    ///
    /// # Errors
    ///
    /// Fails when the text is not a manifest, names something twice, or contradicts itself.
    pub fn parse(text: &str, name: &str) -> Result<Self, Problems> {
        let manifest: Self = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text
                .bytes()
                .take(start)
                .filter(|byte| *byte == b'\n')
                .count()
                + 1;
            Problem::new(
                name,
                error.message().replace('\n', " "),
                "the manifest cannot be read",
                "write one `[[api]]` per crate, with region, area, crate, current and versions",
            )
            .line(error.span().map(|_| line))
        })?;
        let problems = manifest.contradictions(name);
        problems.or(manifest)
    }

    /// The API of an area, in the only or first region that has it.
    pub fn api(&self, area: &str) -> Option<&Api> {
        self.apis.iter().find(|api| api.area == area)
    }

    /// The areas, in the order of the file.
    pub fn areas(&self) -> impl Iterator<Item = &str> {
        self.apis.iter().map(|api| api.area.as_str())
    }

    /// Compares every published document below `specs_dir` with its hash. Empty when none
    /// has changed.
    pub fn check_hashes(&self, specs_dir: &Path) -> Problems {
        let mut problems = Problems::new();
        for version in self.apis.iter().flat_map(|api| &api.versions) {
            let path = version.path(specs_dir);
            let name = shown(&path, specs_dir);
            match fs::read(&path) {
                Err(error) => problems.push(Problem::new(
                    name,
                    format!("the published document cannot be read: {error}"),
                    "the manifest lists it, and published documents are kept",
                    "restore the file",
                )),
                Ok(bytes) => {
                    let found = sha256_hex(&bytes);
                    if found != version.sha256 {
                        problems.push(Problem::new(
                            name,
                            format!(
                                "version {} has changed: its SHA-256 is {found}, the manifest says {}",
                                version.version, version.sha256
                            ),
                            "a published version never changes; others have generated code from it",
                            "restore the file, and put the change into a new version with its own row",
                        ));
                    }
                }
            }
        }
        problems
    }

    fn contradictions(&self, name: &str) -> Problems {
        let mut problems = Problems::new();
        let mut report = |at: String, what: String, why: &str, mend: String| {
            problems.push(Problem::new(name, what, why, mend).at(at));
        };
        let (mut areas, mut crates) = (HashSet::new(), HashSet::new());
        for (index, api) in self.apis.iter().enumerate() {
            let at = format!("/api/{index}");
            if !areas.insert((&api.region, &api.area)) {
                report(
                    format!("{at}/area"),
                    format!("`{}/{}` is here a second time", api.region, api.area),
                    "an API has only one row",
                    "put all its versions into one row".to_owned(),
                );
            }
            if !crates.insert(&api.crate_name) {
                report(
                    format!("{at}/crate"),
                    format!("the crate `{}` is here a second time", api.crate_name),
                    "a crate is generated from only one document",
                    "name another crate".to_owned(),
                );
            }
            if api.current_version().is_none() {
                report(
                    format!("{at}/current"),
                    format!("there is no version `{}`", api.current),
                    "the crate is generated from it",
                    "name one of `versions`".to_owned(),
                );
            }
            let mut versions = HashSet::new();
            for (index, version) in api.versions.iter().enumerate() {
                let at = format!("{at}/versions/{index}");
                if !versions.insert(&version.version) {
                    report(
                        format!("{at}/version"),
                        format!("the version `{}` is here a second time", version.version),
                        "a version is published once",
                        "leave one of them".to_owned(),
                    );
                }
                if !is_version(&version.version) {
                    report(
                        format!("{at}/version"),
                        format!("the version `{}`", version.version),
                        "a version is three numbers with dots between them",
                        "write it as `1.0.0`".to_owned(),
                    );
                }
                if let Some(released) = version.released.as_ref().filter(|of| !is_version(of)) {
                    report(
                        format!("{at}/released"),
                        format!("the crate's version `{released}`"),
                        "a version is three numbers with dots between them",
                        "write it as `0.1.0`, or leave it out while the crate is not released"
                            .to_owned(),
                    );
                }
                let place = format!("{}/{}/{}", api.region, api.area, version.version);
                let fits = ["yaml", "json"]
                    .iter()
                    .any(|end| version.file == format!("{place}.{end}"));
                if !fits {
                    report(
                        format!("{at}/file"),
                        format!("the file `{}`", version.file),
                        "a document's path gives its region, area and version",
                        format!("name it `{place}.yaml`"),
                    );
                }
                if !is_hash(&version.sha256) {
                    report(
                        format!("{at}/sha256"),
                        format!("the hash `{}`", version.sha256),
                        "a SHA-256 is 64 lower-case hexadecimal digits",
                        "write what `sha256sum` prints for the file".to_owned(),
                    );
                }
            }
        }
        problems
    }
}

/// The SHA-256 of some bytes, in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15];
    Sha256::digest(bytes)
        .iter()
        .flat_map(digits)
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

fn is_version(version: &str) -> bool {
    let number = |part: &str| {
        let leading_zero = part.len() > 1 && part.starts_with('0');
        !part.is_empty() && !leading_zero && part.bytes().all(|sign| sign.is_ascii_digit())
    };
    version.split('.').count() == 3 && version.split('.').all(number)
}

fn is_hash(hash: &str) -> bool {
    hash.len() == 64
        && hash
            .bytes()
            .all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests;
