//! What `cargo xtask adopt` is told.

use xtask_adopt::Format;

/// The arguments, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Arguments {
    /// Lean's files.
    pub(super) files: Vec<String>,
    /// Whether to write nothing.
    pub(super) dry_run: bool,
    /// Conflicts in which Lean's side is taken.
    pub(super) take: Vec<String>,
    /// Conflicts in which ours stays.
    pub(super) keep: Vec<String>,
    /// Areas of which the files hold every operation.
    pub(super) complete: Vec<String>,
    /// The area of operations that no area owns.
    pub(super) area: Option<String>,
    /// How the report is written.
    pub(super) format: Format,
}

impl Arguments {
    /// Reads the arguments; what is wrong with them, otherwise.
    pub(super) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut read = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let (flag, attached) = match argument.split_once('=') {
                Some((flag, value)) if flag.starts_with("--") => (flag, Some(value.to_owned())),
                _ => (argument.as_str(), None),
            };
            let mut value = || {
                attached
                    .clone()
                    .or_else(|| rest.next().cloned())
                    .filter(|value| !value.is_empty() && !value.starts_with("--"))
                    .ok_or_else(|| format!("{flag} needs a value"))
            };
            match flag {
                "--dry-run" => read.dry_run = true,
                "--take" => read.take.push(pointer(flag, value()?)?),
                "--keep" => read.keep.push(pointer(flag, value()?)?),
                "--complete" => read.complete.push(value()?),
                "--area" => read.area = Some(value()?),
                "--format" => read.format = format(&value()?)?,
                flag if flag.starts_with('-') => {
                    return Err(format!(
                        "there is no option `{flag}`, only --dry-run, --take POINTER, --keep POINTER, \
                         --complete AREA, --area AREA and --format text|markdown|json"
                    ));
                }
                file => read.files.push(file.to_owned()),
            }
        }
        if read.files.is_empty() {
            return Err(
                "adopt takes Lean's files, as in `cargo xtask adopt ksa-bank-data.yml`; none was given"
                    .to_owned(),
            );
        }
        Ok(read)
    }
}

fn pointer(flag: &str, value: String) -> Result<String, String> {
    if value
        .split_once(":/")
        .is_some_and(|(area, _)| !area.is_empty())
    {
        return Ok(value);
    }
    Err(format!(
        "{flag} takes a place as the report prints it, such as \
         `banks:/components/schemas/Bank/properties/name`, and not `{value}`"
    ))
}

fn format(value: &str) -> Result<Format, String> {
    match value {
        "text" => Ok(Format::Text),
        "markdown" => Ok(Format::Markdown),
        "json" => Ok(Format::Json),
        other => Err(format!(
            "there is no format `{other}`; write text, markdown or json"
        )),
    }
}
