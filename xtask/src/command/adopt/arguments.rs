//! What `cargo xtask adopt` is told.

use semver::Version;

/// The arguments, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arguments {
    /// The area whose next version it is.
    pub(super) area: String,
    /// The file with Lean's document.
    pub(super) file: String,
    /// Whether to write nothing.
    pub(super) dry_run: bool,
    /// The version to give it; none for the least that will do.
    pub(super) version: Option<Version>,
}

impl Arguments {
    /// Reads the arguments; what is wrong with them, otherwise.
    pub(super) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut names = Vec::new();
        let mut dry_run = false;
        let mut version = None;
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--dry-run" => dry_run = true,
                "--version" => version = Some(read_version(rest.next())?),
                flag if flag.starts_with('-') => {
                    return Err(format!(
                        "adopt knows no `{flag}`, only --dry-run and --version X.Y.Z"
                    ));
                }
                name => names.push(name.to_owned()),
            }
        }
        let [area, file] = <[String; 2]>::try_from(names).map_err(|names| {
            format!(
                "adopt takes an area and a file, as in `cargo xtask adopt banks lean.yaml`; there are {} names",
                names.len()
            )
        })?;
        Ok(Self {
            area,
            file,
            dry_run,
            version,
        })
    }
}

fn read_version(word: Option<&String>) -> Result<Version, String> {
    let word = word.map_or("", String::as_str);
    match Version::parse(word) {
        Ok(version) if version.pre.is_empty() && version.build.is_empty() => Ok(version),
        _ => Err(format!(
            "`{word}` is no version; write three numbers with dots between them, as `--version 1.1.0`"
        )),
    }
}
