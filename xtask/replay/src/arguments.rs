//! The command line of `cargo xtask replay`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::finding::Values;

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask replay FILE... [--format text|json] [--show-values]

Compares recorded answers with the generated types. A FILE is a Postman collection v2.1,
a HAR 1.2 file, a capture, or a folder of these; see xtask/replay/README.md.

  --format text|json  text for people (findings in groups, with hints), or JSON for scripts
  --show-values       shows recorded values; they are the data of customers

exit code: 0 no findings, 1 findings, 2 the input cannot be read";

/// How the report is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For scripts.
    Json,
}

/// What the command is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arguments {
    /// Print how it is called.
    Help,
    /// Compare recordings.
    Replay {
        /// Files and folders.
        inputs: Vec<PathBuf>,
        /// How the report is written.
        format: Format,
        /// Whether values are shown.
        values: Values,
    },
}

impl Arguments {
    /// Reads the words after the command's name.
    ///
    /// # Errors
    ///
    /// Fails, with what is wrong, for an unknown option and when no file is named.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut inputs = Vec::new();
        let (mut format, mut values) = (Format::default(), Values::default());
        let mut words = words.into_iter();
        let mut are_options_over = false;
        while let Some(word) = words.next() {
            let option = word
                .to_str()
                .filter(|text| text.starts_with('-') && !are_options_over);
            match option {
                None => inputs.push(PathBuf::from(word)),
                Some("--") => are_options_over = true,
                Some("--help" | "-h") => return Ok(Self::Help),
                Some("--show-values") => values = Values::Shown,
                Some("--format") => {
                    let word = words.next();
                    format = read_format(word.as_ref().and_then(|word| word.to_str()))?;
                }
                Some(other) => match other.strip_prefix("--format=") {
                    Some(word) => format = read_format(Some(word))?,
                    None => return Err(format!("there is no option `{other}`")),
                },
            }
        }
        if inputs.is_empty() {
            return Err("no file is named".to_owned());
        }
        Ok(Self::Replay {
            inputs,
            format,
            values,
        })
    }
}

fn read_format(word: Option<&str>) -> Result<Format, String> {
    match word {
        Some("text") => Ok(Format::Text),
        Some("json") => Ok(Format::Json),
        Some(other) => Err(format!("there is no format `{other}`, only text and json")),
        None => Err("`--format` takes text or json".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Arguments, String> {
        Arguments::read(words.iter().map(OsString::from))
    }

    #[test]
    fn options_may_stand_before_and_after_the_files() {
        let expected = Arguments::Replay {
            inputs: vec!["a".into(), "-b".into()],
            format: Format::Json,
            values: Values::Shown,
        };
        let words = ["--format=json", "a", "--show-values", "--", "-b"];
        assert_eq!(read(&words), Ok(expected.clone()));
        let words = ["a", "--show-values", "--format", "json", "--", "-b"];
        assert_eq!(read(&words), Ok(expected));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in [
            &[][..],
            &["--format"],
            &["--format", "xml", "a"],
            &["--wat", "a"],
        ] {
            assert!(read(words).is_err(), "{words:?}");
        }
    }
}
