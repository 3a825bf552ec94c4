//! The command line of `cargo xtask bench`.

/// How the command is called.
pub const USAGE: &str = "\
usage: cargo xtask bench [NAME...] [--json] [--write] [--check]

Measures each figure beside its peer. A NAME is a figure or a group of figures; all are taken when
none is named, which takes about a quarter of an hour, most of it for the builds.

  --json   JSON for scripts instead of a table
  --write  writes BENCHMARKS.md beside the code of the benchmarks; figures that are not taken now
           stay as they were, with their day
  --check  takes only what repeats (instructions, allocations, counts), and fails over a bar

exit code: 0, with --check 1 when a figure that repeats is over its bar; 2 the command was not
understood";

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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Figures and groups; all when empty.
    pub names: Vec<String>,
    /// How the report is written.
    pub format: Format,
    /// Whether the page is written.
    pub write: bool,
    /// Whether only what repeats is taken, and held to its bar.
    pub check: bool,
}

impl Arguments {
    /// Reads the words after the command's name.
    ///
    /// # Errors
    ///
    /// Fails with an option that is not known.
    pub fn read<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<Self, String> {
        let mut read = Self::default();
        for word in words {
            match word {
                "--json" => read.format = Format::Json,
                "--write" => read.write = true,
                "--check" => read.check = true,
                option if option.starts_with('-') => {
                    return Err(format!("there is no option `{option}`"));
                }
                name => read.names.push(name.to_owned()),
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_options_may_be_mixed() {
        let read = Arguments::read(["--json", "call", "--check", "token/hit-time"]);
        let expected = Arguments {
            names: vec!["call".to_owned(), "token/hit-time".to_owned()],
            format: Format::Json,
            write: false,
            check: true,
        };
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn unknown_option_is_refused() {
        assert!(Arguments::read(["--fast"]).is_err());
    }
}
